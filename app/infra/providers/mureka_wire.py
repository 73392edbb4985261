"""Mureka's answers to orders and questions, in the studio's words.

How a paid answer is read where the documentation leaves it open:

- A 2xx with a usable `id` is Accepted, whatever else it says: the id is the proof of purchase.
  Of stems the proof is a usable `zip_url`, and the answer is Delivered.
- A 2xx without one, but with an `error` that names a 4xx code, is read as that status. Any other
  2xx is OutcomeUnknown.
- 408 and 499 mean that somebody gave up waiting for an answer: OutcomeUnknown.
- 1xx, 3xx and 5xx are OutcomeUnknown.

While polling nothing is lost by asking again, so only a clear no ends it: every 5xx, 408, 425,
a redirect and an unreadable 2xx are Busy.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Final

from loguru import logger

from app.domain.errors import ErrorCode
from app.domain.jobs.outcomes import (
    Accepted,
    Delivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
    SubmitOutcome,
)
from app.domain.songs.provider import (
    LONGEST_MODEL,
    LONGEST_REASON,
    LONGEST_REFERENCE,
    LONGEST_SIGNED_URL,
    LONGEST_STATUS,
    Busy,
    CancelledUpstream,
    Failed,
    Json,
    PollOutcome,
    SongOrder,
    Unreachable,
    Waiting,
)
from app.infra.providers.answer import Answer, Complaint, complaint_of, text
from app.infra.providers.limits import Limit, limit_of, retry_after
from app.infra.providers.mureka_choices import finished

_WAITING = frozenset({"preparing", "queued", "running", "streaming"})
_ENDED = frozenset({"succeeded", "failed", "timeouted", "cancelled", "canceled"})
_GAVE_UP_WAITING = frozenset({408, 499})
_ASK_AGAIN = frozenset({408, 425})
_CODES: Final = {
    400: ErrorCode.VALIDATION,
    401: ErrorCode.PROVIDER_AUTH,
    402: ErrorCode.INSUFFICIENT_BALANCE,
    403: ErrorCode.PROVIDER_AUTH,
}
_TOO_MANY = 429
_SOME_CLIENT_ERROR = 400  # an error that names no status ends the polling all the same


def order_body(order: SongOrder) -> bytes:
    """The body of the request that orders a song."""
    body: dict[str, Json] = {"prompt": order.prompt, "model": order.model, "n": order.choices}
    if not order.instrumental:
        body["lyrics"] = order.lyrics or ""
    return json.dumps(body).encode()


def stem_body(url: str) -> bytes:
    """The body of the request that orders the stems of a recording."""
    return json.dumps({"url": url}).encode()


def submit_outcome(answer: Answer, now: datetime) -> SubmitOutcome:
    """What the answer to the order of a song means."""
    return _outcome(answer, now, _accepted)


def stem_outcome(answer: Answer, now: datetime) -> SubmitOutcome:
    """What the answer to the order of stems means."""
    return _outcome(answer, now, _delivered)


def _accepted(fields: dict[str, Json]) -> Accepted | None:
    reference = _reference(fields.get("id"))
    if reference is None:
        return None
    return Accepted(
        reference=reference,
        model=text(fields.get("model"), LONGEST_MODEL),
        status=text(fields.get("status"), LONGEST_STATUS) or "preparing",
    )


def _delivered(fields: dict[str, Json]) -> Delivered | None:
    url = text(fields.get("zip_url"), LONGEST_SIGNED_URL + 1) or ""
    usable = len(url) <= LONGEST_SIGNED_URL and url.lower().startswith(("http://", "https://"))
    return Delivered(brought={"zip_url": url}) if usable else None


def _outcome(
    answer: Answer,
    now: datetime,
    bought: Callable[[dict[str, Json]], Accepted | Delivered | None],
) -> SubmitOutcome:
    if answer.successful and answer.broken:
        return OutcomeUnknown(reason=answer.broken)
    fields = answer.fields() or {}
    complaint = complaint_of(fields)
    status = answer.status
    if answer.successful:
        if proof := bought(fields):
            return proof
        status = (complaint and complaint.status) or status
    if _is_client_error(status) and status not in _GAVE_UP_WAITING:
        return refusal(status, complaint, answer.retry_after, now)
    return OutcomeUnknown(reason=reason_of(status, complaint))


def poll_outcome(answer: Answer, now: datetime) -> PollOutcome:
    """What the answer to a question about an order means."""
    if answer.successful and answer.broken:
        return Unreachable(reason=answer.broken)
    fields = answer.fields()
    complaint = complaint_of(fields)
    status = answer.status
    if answer.successful:
        if fields is None:
            return Busy(reason=f"HTTP {status} without a JSON object")
        if complaint is None or text(fields.get("status"), LONGEST_STATUS) in _ENDED:
            return _state(fields, complaint)
        status = complaint.status or _SOME_CLIENT_ERROR
    if not _is_client_error(status) or status in _ASK_AGAIN:
        return Busy(reason=reason_of(status, complaint))
    return _no_more(refusal(status, complaint, answer.retry_after, now))


def refusal(
    status: int, complaint: Complaint | None, wait: str | None, now: datetime
) -> Refused | RateLimitedByProvider:
    """What a 4xx status means to somebody who wanted to buy."""
    reason = reason_of(status, complaint)
    if status != _TOO_MANY:
        return Refused(code=_CODES.get(status, ErrorCode.PROVIDER_ERROR), reason=reason)
    words = complaint or Complaint(message="")
    if limit_of(words.message, words.code, words.kind) is Limit.QUOTA:
        return Refused(code=ErrorCode.QUOTA_EXCEEDED, reason=reason)
    return RateLimitedByProvider(retry_after=retry_after(wait, now), reason=reason)


def reason_of(status: int, complaint: Complaint | None) -> str:
    """The provider's own words, or else its status."""
    return complaint.message if complaint else f"HTTP {status}"


def _no_more(no: Refused | RateLimitedByProvider) -> Busy | Failed:
    if isinstance(no, RateLimitedByProvider):
        return Busy(reason=no.reason)
    # A question has no input of a person that could be wrong.
    invalid = no.code is ErrorCode.VALIDATION
    return Failed(code=ErrorCode.PROVIDER_ERROR if invalid else no.code, reason=no.reason)


def _state(fields: dict[str, Json], complaint: Complaint | None) -> PollOutcome:
    said = text(fields.get("status"), LONGEST_STATUS)
    reason = text(fields.get("failed_reason"), LONGEST_REASON) or (complaint and complaint.message)
    match said:
        case None:
            return Busy(reason="an answer without a status")
        case "succeeded":
            return finished(fields)
        case "failed":
            return Failed(code=ErrorCode.PROVIDER_ERROR, reason=reason or said, status=said)
        case "timeouted":
            return Failed(code=ErrorCode.PROVIDER_TIMEOUT, reason=reason or said, status=said)
        case "cancelled" | "canceled":
            return CancelledUpstream()
    if said not in _WAITING:
        logger.warning("Mureka answers the unknown status {!r}", said)
    return Waiting(status=said)


def _reference(value: Json) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    reference = str(value).strip()
    usable = reference.isprintable() and 0 < len(reference) <= LONGEST_REFERENCE
    return reference if usable and reference not in (".", "..") else None


def _is_client_error(status: int) -> bool:
    return 400 <= status < 500  # noqa: PLR2004
