"""Mureka's billing answer in the studio's words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from app.domain.errors import (
    ErrorCode,
    InsufficientBalance,
    ProviderError,
    ProviderFailure,
    ProviderRefused,
    ProviderUnavailable,
    QuotaExceeded,
)
from app.domain.jobs.outcomes import RateLimitedByProvider
from app.domain.songs.provider import LONGEST_REFERENCE, Json, MusicAccount
from app.infra.providers.answer import Answer, complaint_of, text
from app.infra.providers.mureka_choices import number
from app.infra.providers.mureka_wire import refusal

_AWAY = frozenset({502, 503, 504})


def account_of(answer: Answer, now: datetime) -> MusicAccount:
    """The account in an answer. Raises the ProviderFailure that the answer stands for."""
    if failure := _failure(answer, now):
        raise failure
    fields = answer.fields() or {}
    account_id = text(fields.get("account_id"), LONGEST_REFERENCE)
    if account_id is None:
        raise ProviderError("provider.malformed")
    return MusicAccount(
        account_id=account_id,
        balance=_amount(fields, "balance"),
        total_recharge=_amount(fields, "total_recharge"),
        total_spending=_amount(fields, "total_spending"),
        concurrent_request_limit=int(_amount(fields, "concurrent_request_limit")),
    )


def _amount(fields: dict[str, Json], name: str) -> Decimal:
    value = fields.get(name)
    if number(value) is None:
        raise ProviderError("provider.malformed")
    return Decimal(str(value))


def _failure(answer: Answer, now: datetime) -> ProviderFailure | None:
    complaint = complaint_of(answer.fields())
    status = answer.status
    if answer.successful:
        if answer.broken:
            return ProviderUnavailable("provider.unavailable")
        if complaint is None:
            return None
        status = complaint.status or status
    if status in _AWAY:
        return ProviderUnavailable("provider.unavailable")
    match refusal(status, complaint, answer.retry_after, now):
        case RateLimitedByProvider():
            return ProviderUnavailable("provider.busy")
        case refused:
            return _of_code(refused.code)


def _of_code(code: ErrorCode) -> ProviderFailure:
    match code:
        case ErrorCode.PROVIDER_AUTH:
            return ProviderRefused("provider.auth")
        case ErrorCode.INSUFFICIENT_BALANCE:
            return InsufficientBalance("provider.balance")
        case ErrorCode.QUOTA_EXCEEDED:
            return QuotaExceeded("provider.quota")
    return ProviderError("provider.error")
