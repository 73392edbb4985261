"""OpenAI's answers about costs, in the studio's words. Amounts are decimal all the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from app.domain.costs.model import MOST_COST, USUAL_CURRENCY, Charges
from app.domain.errors import (
    ErrorCode,
    ProviderError,
    ProviderFailure,
    ProviderRefused,
    ProviderUnavailable,
)
from app.domain.jobs.outcomes import RateLimitedByProvider
from app.infra.providers.answer import Answer, complaint_of, text
from app.infra.providers.refusals import refusal

UNKNOWN_ITEM: Final = "unknown"
LONGEST_ITEM: Final = 200
LONGEST_ORGANIZATION: Final = 255
LONGEST_PAGE: Final = 1_000
_CURRENCY: Final = 3
_SMALLEST: Final = Decimal(10) ** -30
_LONGEST_AMOUNT: Final = 100
_AWAY: Final = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPage:
    """One page of an answer: amounts by line item, and where the next one begins."""

    items: Mapping[str, Decimal]
    currencies: frozenset[str]
    organization_id: str | None
    buckets: int
    next_page: str | None


def cost_page(answer: Answer, now: datetime) -> CostPage:
    """A page of costs. Raises the ProviderFailure that the answer stands for."""
    if not answer.successful or answer.broken:
        raise _failure(answer, now)
    page = _object(_parsed(answer.body))
    buckets = [_object(each) for each in _list(page.get("data"))]
    results = [_object(each) for bucket in buckets for each in _list(bucket.get("results"))]
    items: dict[str, Decimal] = {}
    currencies: set[str] = set()
    for name, amount, currency in map(_result, results):
        items[name] = items.get(name, Decimal(0)) + amount
        currencies.add(currency)
    named = (text(each.get("organization_id"), LONGEST_ORGANIZATION) for each in (page, *results))
    return CostPage(
        items=items,
        currencies=frozenset(currencies),
        organization_id=next(filter(None, named), None),
        buckets=len(buckets),
        next_page=_next_page(page),
    )


def charges_of(pages: list[CostPage]) -> Charges:
    """All pages together. Raises ProviderError for amounts in several currencies."""
    items: dict[str, Decimal] = {}
    for page in pages:
        for name, amount in page.items.items():
            items[name] = items.get(name, Decimal(0)) + amount
    currencies = frozenset[str]().union(*(page.currencies for page in pages))
    if len(currencies) > 1:
        raise ProviderError("costs.malformed")
    return Charges(
        items=items,
        currency=next(iter(currencies), USUAL_CURRENCY),
        organization_id=next(
            (page.organization_id for page in pages if page.organization_id), None
        ),
        buckets=sum(page.buckets for page in pages),
    )


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise ProviderError("costs.malformed") from error


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProviderError("costs.malformed")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ProviderError("costs.malformed")
    return value


def _result(result: dict[str, Any]) -> tuple[str, Decimal, str]:
    amount = _object(result.get("amount"))
    currency = amount.get("currency")
    if not (isinstance(currency, str) and len(currency) == _CURRENCY and currency.isascii()):
        raise ProviderError("costs.malformed")
    name = text(result.get("line_item"), LONGEST_ITEM) or UNKNOWN_ITEM
    return name, _amount(amount.get("value")), currency.lower()


def _amount(value: Any) -> Decimal:
    """A finite amount of a number or a text. Raises ProviderError."""
    if not isinstance(value, Decimal | str) or len(str(value)) > _LONGEST_AMOUNT:
        raise ProviderError("costs.malformed")
    try:
        amount = Decimal(value)
    except InvalidOperation as error:
        raise ProviderError("costs.malformed") from error
    if not amount.is_finite() or abs(amount) >= MOST_COST:
        raise ProviderError("costs.malformed")
    # 1e-999999 is short to send, and long to write out.
    return amount if abs(amount) >= _SMALLEST else Decimal(0)


def _next_page(page: dict[str, Any]) -> str | None:
    if page.get("has_more") is not True:
        return None
    following = page.get("next_page")
    if not isinstance(following, str) or not 0 < len(following) <= LONGEST_PAGE:
        raise ProviderError("costs.malformed")
    return following


def _failure(answer: Answer, now: datetime) -> ProviderFailure:
    if answer.successful or answer.status in _AWAY:
        return ProviderUnavailable("costs.unavailable")
    match refusal(answer.status, complaint_of(answer.fields()), answer.retry_after, now):
        case RateLimitedByProvider():
            return ProviderUnavailable("costs.busy")
        case refused if refused is not None and refused.code is ErrorCode.PROVIDER_AUTH:
            return ProviderRefused("costs.auth")
    return ProviderError("costs.error")
