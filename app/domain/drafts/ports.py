"""What the use-cases of drafts need from the outside."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from app.domain.drafts.model import Draft


class Drafts(Protocol):
    """The drafts of all people."""

    async def get(self, user_id: UUID, key: str) -> Draft | None:
        """A draft of this person, also a cleared one."""
        ...

    async def put(self, draft: Draft) -> bool:
        """Write the next save of a draft; False when somebody else wrote it first."""
        ...

    async def count(self, user_id: UUID) -> int:
        """How many drafts of this person have a value.

        Nobody else counts them before the transaction ends.
        """
        ...
