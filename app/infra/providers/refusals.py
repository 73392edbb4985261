"""How providers that speak OpenAI's language of errors turn somebody away.

- 408 and 499 mean that somebody gave up waiting for an answer: no refusal, the outcome is unknown.
- Any other 4xx is a refusal. What the safety system turned away is the words' fault (VALIDATION, in
  the provider's words); a hard limit of the bill is a quota, be it 429 or 400.
- 1xx, 3xx and 5xx are no refusals.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from app.domain.errors import ErrorCode
from app.domain.jobs.outcomes import RateLimitedByProvider, Refused
from app.infra.providers.answer import Complaint
from app.infra.providers.limits import Limit, limit_of, retry_after

_CLIENT_ERRORS = range(400, 500)
_GAVE_UP_WAITING = frozenset({408, 499})
_TOO_MANY = 429
_CODES: Final = {
    401: ErrorCode.PROVIDER_AUTH,
    402: ErrorCode.INSUFFICIENT_BALANCE,
    403: ErrorCode.PROVIDER_AUTH,
}
_MODERATION = frozenset({"content_policy_violation", "moderation_blocked"})
_MODERATION_PHRASES = ("safety system", "content policy", "content policies")
_OUT_OF_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
# OpenAI quotes a refused key with its middle blacked out; its ends are nobody's business either.
_QUOTED_KEY = re.compile(r"\bsk-[\w*.-]+")


def refusal(
    status: int, complaint: Complaint | None, wait: str | None, now: datetime
) -> Refused | RateLimitedByProvider | None:
    """What a status and the words that came with it refuse; None where they refuse nothing.

    `wait` is the Retry-After header; `now` is aware.
    """
    if status not in _CLIENT_ERRORS or status in _GAVE_UP_WAITING:
        return None
    why = reason(status, complaint)
    said = complaint or Complaint(message="")
    if {said.code, said.kind} & _OUT_OF_MONEY:
        return Refused(code=ErrorCode.QUOTA_EXCEEDED, reason=why)
    if status == _TOO_MANY:
        if limit_of(said.message, said.code, said.kind) is Limit.QUOTA:
            return Refused(code=ErrorCode.QUOTA_EXCEEDED, reason=why)
        return RateLimitedByProvider(retry_after=retry_after(wait, now), reason=why)
    code = _CODES.get(status, ErrorCode.PROVIDER_ERROR)
    if code is ErrorCode.PROVIDER_ERROR and _is_moderation(said):
        code = ErrorCode.VALIDATION
    return Refused(code=code, reason=why)


def reason(status: int, complaint: Complaint | None) -> str:
    """Why, in the provider's words where it has some."""
    return _QUOTED_KEY.sub("sk-***", complaint.message) if complaint else f"HTTP {status}"


def _is_moderation(said: Complaint) -> bool:
    words = said.message.lower()
    return bool({said.code, said.kind} & _MODERATION) or any(
        phrase in words for phrase in _MODERATION_PHRASES
    )
