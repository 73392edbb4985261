"""Use-cases of drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.drafts.model import MOST_DRAFTS, Draft, checked_key, new_draft, value_text
from app.domain.drafts.ports import Drafts
from app.domain.errors import Conflict, InvalidInput
from app.domain.identity import new_id
from app.domain.ports import Clock, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftService:
    """Keeping what forms hold: of saves that know the same revision exactly one is kept."""

    drafts: Drafts
    transaction: Transaction
    clock: Clock

    async def get(self, user_id: UUID, key: str) -> Draft | None:
        """A draft, also a cleared one; None when it was never saved. Raises InvalidInput."""
        return await self.drafts.get(user_id, checked_key(key))

    async def save(self, user_id: UUID, key: str, value: Any, *, rev: int) -> Draft:
        """Keep a JSON value, or clear it with None; `rev` is the last one seen, 0 for none.

        Raises InvalidInput, also for more than 200 drafts with a value, and Conflict with the
        current draft when `rev` is not its.
        """
        checked_key(key)
        text, now = value_text(value), self.clock.now()
        async with self.transaction():
            found = await self.drafts.get(user_id, key)
            current = found or new_draft(draft_id=new_id(), user_id=user_id, key=key, now=now)
            if rev != current.rev:
                raise _stale(found, rev)
            if current.text is None and text is not None:
                await self._check_room(user_id)
            saved = current.saved(text, now)
            if not await self.drafts.put(saved):
                raise _stale(await self.drafts.get(user_id, key), rev)
        return saved

    async def _check_room(self, user_id: UUID) -> None:
        if await self.drafts.count(user_id) >= MOST_DRAFTS:
            raise InvalidInput("draft.too_many", "key", max=MOST_DRAFTS)


def _stale(current: Draft | None, rev: int) -> Conflict:
    actual = current.rev if current else 0
    return Conflict("draft.stale", "rev", current=current, expected=rev, actual=actual)
