"""What the use-cases of saved architectures need from the outside."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.lyrics.architectures.model import SavedArchitecture


class Architectures(Protocol):
    """The saved architectures of all people."""

    async def lock(self, user_id: UUID) -> None:
        """Keep everybody else from changing this person's until the transaction ends."""
        ...

    async def get(self, architecture_id: UUID, *, user_id: UUID) -> SavedArchitecture | None:
        """An architecture of this person."""
        ...

    async def current(self, user_id: UUID) -> SavedArchitecture | None:
        """The person's current architecture."""
        ...

    async def names(self, user_id: UUID) -> dict[UUID, str]:
        """The names of all architectures of a person."""
        ...

    async def add(self, saved: SavedArchitecture) -> None:
        """Keep a new architecture."""
        ...

    async def save(self, saved: SavedArchitecture, *, previous_version: int) -> bool:
        """Write a changed architecture if its version is still the previous one."""
        ...

    async def release_current(self, user_id: UUID, *, besides: UUID, now: datetime) -> None:
        """Let the person's current architecture, if it is another one, be current no longer."""
        ...

    async def remove(self, architecture_id: UUID, *, user_id: UUID) -> bool:
        """Forget an architecture of this person; False when there is none."""
        ...
