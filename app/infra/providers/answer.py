"""What came back over HTTP, and how much of it may be believed and kept."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace

from loguru import logger

from app.domain.songs.provider import LONGEST_REASON, Json

_DEEPEST = 32
_WIDEST_INTEGER = 2**63 - 1
_SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer whose status line arrived.

    `broken` says why the body is not whole, if it is not: what is there of it is in `body`.
    """

    status: int
    body: bytes
    retry_after: str | None = None
    broken: str | None = None

    @property
    def successful(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004

    def without(self, secret: str) -> Answer:
        """The same answer with every echo of a secret blacked out."""
        return replace(self, body=without_secret(self.body, secret))

    def fields(self) -> dict[str, Json] | None:
        """The members of a whole JSON object, fit to be stored; None for anything else."""
        if self.broken is not None:
            return None
        try:
            value = storable(json.loads(self.body))
        except (ValueError, RecursionError) as error:
            logger.debug("an answer is not JSON: {}", type(error).__name__)
            return None
        return value if isinstance(value, dict) else None


def without_secret(content: bytes, secret: str) -> bytes:
    """The same bytes with every echo of a secret blacked out; what is too short is none."""
    if len(secret) < _SHORTEST_SECRET:
        return content
    return content.replace(secret.encode(), b"***")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """The error that a body carries: its words, its labels, and the 4xx code that it names."""

    message: str
    code: str | None = None
    kind: str | None = None
    status: int | None = None


def complaint_of(fields: dict[str, Json] | None) -> Complaint | None:
    """The error in a body, or None when there is none.

    Known shapes: `{error: {message, code, type}}` and `{error: "text", message: "text"}`.
    """
    error = (fields or {}).get("error")
    if not fields or not error:
        return None
    inner = error if isinstance(error, dict) else {}
    label = error if isinstance(error, str) and fields.get("message") else None
    named = [inner.get("code"), fields.get("code"), inner.get("status"), fields.get("status")]
    message = inner.get("message") or fields.get("message") or error
    return Complaint(
        message=text(message, LONGEST_REASON) or "an error without words",
        code=next(filter(None, (text(word, LONGEST_REASON) for word in (label, *named[:2]))), None),
        kind=text(inner.get("type"), LONGEST_REASON),
        status=next(filter(None, map(_client_error, named)), None),
    )


def text(value: Json, longest: int) -> str | None:
    """A text or number as a text that fits its column; None for blank and anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return storable_text(str(value))[:longest].strip() or None


def storable_text(value: str) -> str:
    """The text as PostgreSQL can keep it: without NUL characters and half surrogates."""
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def storable(value: object, depth: int = 0) -> Json:
    """The same JSON with every value fit for a jsonb column and a 64-bit reader.

    Numbers that are not finite and anything nested deeper than 32 levels become null.
    """
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        return [storable(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {storable_text(str(key)): storable(item, depth + 1) for key, item in value.items()}
    return _storable_scalar(value)


def _storable_scalar(value: object) -> Json:
    match value:
        case None | bool():
            return value
        case str():
            return storable_text(value)
        case int():
            return value if abs(value) <= _WIDEST_INTEGER else str(value)
        case float():
            return value if math.isfinite(value) else None
    raise TypeError(type(value).__name__)


def _client_error(code: Json) -> int | None:
    named = isinstance(code, int | str) and re.fullmatch("4[0-9][0-9]", str(code))
    return int(named.string) if named else None
