"""What a 429 means, and how long it asks us to wait."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto

LONGEST_WAIT = 3600.0  # a provider must not park an order for a week

_RATE_PHRASES = ("rate limit", "too quickly", "pace your requests")
_QUOTA_WORDS = ("quota", "exceeded", "credits", "billing")


class Limit(Enum):
    """The two things that providers say with status 429."""

    RATE = auto()
    QUOTA = auto()


def limit_of(message: str, *labels: str | None) -> Limit:
    """Whether a 429 means "slower" or "pay first".

    `labels` are the error's `code` and `type`, which outweigh its prose. The phrases that name a
    rate limit outweigh the words that hint at a quota ("Rate limit exceeded" is a rate limit).
    What says neither is a rate limit.
    """
    words = [re.sub(r"[\W_]+", "", label.lower()) for label in labels if label]
    if any(hint in label for label in words for hint in ("quota", "billing", "credits")):
        return Limit.QUOTA
    if any(hint in label for label in words for hint in ("ratelimit", "toomanyrequests")):
        return Limit.RATE
    text = message.lower()
    if any(phrase in text for phrase in _RATE_PHRASES):
        return Limit.RATE
    return Limit.QUOTA if any(word in text for word in _QUOTA_WORDS) else Limit.RATE


def retry_after(header: str | None, now: datetime) -> float | None:
    """The wait that a Retry-After header asks for, in seconds from 0 to 3600.

    Both forms are understood, seconds and an HTTP date; None for neither. `now` is aware.
    """
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,18})?", text):
        return min(float(text), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        wait = (aware - now) / timedelta(seconds=1)
    except (ValueError, OverflowError):
        return None
    return min(max(wait, 0.0), LONGEST_WAIT)
