"""How an answer of a language model fails, in the studio's words."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import httpx

from app.domain.errors import ErrorCode
from app.domain.jobs.outcomes import RateLimitedByProvider, Refused
from app.domain.language.model import Delivery, ModelFailedError
from app.domain.songs.provider import LONGEST_REASON, Json
from app.infra.providers.answer import Answer, complaint_of, storable_text
from app.infra.providers.refusals import reason, refusal

UNREADABLE: Final = "model.unreadable"
STOPPED_SHORT: Final = "model.stopped_short"
ENDLESS: Final = "model.endless"
FILTERED: Final = "model.filtered"
"""What people are told of an answer that is not whole."""
_CONNECTION_BROKE: Final = "model.connection_broke"

_UNKNOWN: Final = {
    408: ErrorCode.PROVIDER_TIMEOUT,
    499: ErrorCode.PROVIDER_TIMEOUT,
    502: ErrorCode.PROVIDER_UNAVAILABLE,
    503: ErrorCode.PROVIDER_UNAVAILABLE,
    504: ErrorCode.PROVIDER_TIMEOUT,
}


def not_sent(error: httpx.RequestError) -> ModelFailedError:
    """The failure of a request of which no byte left."""
    return ModelFailedError(ErrorCode.PROVIDER_UNAVAILABLE, _words(error), Delivery.NOT_SENT)


def broken_off(error: httpx.RequestError) -> ModelFailedError:
    """The failure of a connection that broke, or went silent, after the request was sent."""
    words = _words(error)
    if isinstance(error, httpx.TimeoutException):
        return ModelFailedError(ErrorCode.PROVIDER_TIMEOUT, words, Delivery.UNKNOWN)
    return incomplete(words, _CONNECTION_BROKE)


def incomplete(why: str, key: str | None = UNREADABLE) -> ModelFailedError:
    """The failure of an answer that makes no sense, or none to its end."""
    return ModelFailedError(ErrorCode.PROVIDER_ERROR, why, Delivery.UNKNOWN, key=key)


def failed_answer(answer: Answer, now: datetime) -> ModelFailedError:
    """What an answer means that is no text: its status is none of 2xx, or its type another one."""
    fields = answer.fields()
    if answer.successful:
        if answer.broken:
            return complained(fields, now) or incomplete(answer.broken, _CONNECTION_BROKE)
        return complained(fields, now) or incomplete("the answer is no text")
    complaint = complaint_of(fields)
    refused = refusal(answer.status, complaint, answer.retry_after, now)
    if refused is not None:
        return _turned_away(refused)
    code = _UNKNOWN.get(answer.status, ErrorCode.PROVIDER_ERROR)
    return ModelFailedError(code, reason(answer.status, complaint), Delivery.UNKNOWN)


def complained(
    fields: dict[str, Json] | None, now: datetime, *, begun: bool = False
) -> ModelFailedError | None:
    """The failure that the body of a 2xx names, if it names one.

    `begun`: text came before it, so that it may be charged, whatever it says.
    """
    complaint = complaint_of(fields)
    if complaint is None:
        return None
    refused = refusal(complaint.status or 0, complaint, None, now)
    if refused is not None and not begun:
        return _turned_away(refused)
    return incomplete(reason(0, complaint), key=None)


def _turned_away(refused: Refused | RateLimitedByProvider) -> ModelFailedError:
    match refused:
        case RateLimitedByProvider(retry_after=wait, reason=why):
            return ModelFailedError(
                ErrorCode.RATE_LIMITED, why, Delivery.TURNED_AWAY, retry_after=wait
            )
        case Refused(code=code, reason=why):
            return ModelFailedError(code, why, Delivery.TURNED_AWAY)


def _words(error: httpx.RequestError) -> str:
    if isinstance(error, httpx.LocalProtocolError):
        return type(error).__name__  # its words quote our own headers
    return storable_text(f"{type(error).__name__}: {error}")[:LONGEST_REASON].rstrip(": ")
