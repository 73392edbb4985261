"""Drafts: what a form holds while somebody fills it in, under a key of its client."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from app.domain.errors import InvalidInput
from app.domain.text import Checks

LONGEST_KEY: Final = 100
LARGEST_VALUE: Final = 64 * 1024
"""Bytes of a value as compact JSON in UTF-8."""
DEEPEST_VALUE: Final = 100
"""How many lists and objects may be inside of one another."""
MOST_DRAFTS: Final = 200
"""How many drafts of a person may have a value."""
_WHOLE: Final = range(-(2**63), 2**64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it stands; `rev` counts its saves and never begins again.

    `text` is its value as JSON: unlike a parsed one it keeps the order of keys, and 1e22 apart
    from a whole number. None: it was cleared.
    """

    id: UUID
    user_id: UUID
    key: str
    text: str | None
    rev: int
    updated_at: datetime

    @property
    def value(self) -> Any:
        """What the client saved; None when it was cleared."""
        return None if self.text is None else json.loads(self.text)

    def saved(self, text: str | None, now: datetime) -> Self:
        """The draft after its next save."""
        return replace(self, text=text, rev=self.rev + 1, updated_at=now)


def new_draft(*, draft_id: UUID, user_id: UUID, key: str, now: datetime) -> Draft:
    """A draft that was never saved."""
    return Draft(id=draft_id, user_id=user_id, key=key, text=None, rev=0, updated_at=now)


def checked_key(key: str) -> str:
    """A key exactly as it was sent: 1 to 100 code points. Raises InvalidInput."""
    checks = Checks()
    checks.present("key", key, longest=LONGEST_KEY)
    checks.raise_problems()
    return key


def value_text(value: Any) -> str | None:
    """A JSON value as compact JSON; None for null.

    Raises InvalidInput for what cannot be kept and answered as it is: more than 64 KiB or 100
    levels, a NUL character or half a surrogate pair in a text, numbers that are not finite, and
    whole ones beyond 64 bits.
    """
    if value is None:
        return None
    _check(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        length = len(text.encode())
    except UnicodeEncodeError as error:
        raise InvalidInput("draft.bad_text", "value") from error
    if length > LARGEST_VALUE:
        raise InvalidInput("draft.too_large", "value", max=LARGEST_VALUE, length=length)
    return text


def _check(value: Any) -> None:
    inside: list[tuple[Any, int]] = [(value, 0)]
    while inside:
        each, depth = inside.pop()
        if isinstance(each, str):
            if "\0" in each:
                raise InvalidInput("text.nul", "value")
        elif isinstance(each, float):
            if not math.isfinite(each):
                raise InvalidInput("draft.bad_number", "value")
        elif isinstance(each, int):
            if each not in _WHOLE:
                raise InvalidInput("draft.bad_number", "value")
        elif isinstance(each, dict | list):
            if depth == DEEPEST_VALUE:
                raise InvalidInput("draft.too_deep", "value", max=DEEPEST_VALUE)
            parts = [*each, *each.values()] if isinstance(each, dict) else each
            inside += [(part, depth + 1) for part in parts]
