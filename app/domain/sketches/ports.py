"""What the use-cases of sketches need from the outside."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from app.domain.sketches.model import Origin, Sketch


class Sketches(Protocol):
    """The sketches of all people."""

    async def add(self, sketch: Sketch, origin: Origin | None) -> bool:
        """Keep a new sketch; False when the person used the origin's key before."""
        ...

    async def by_key(self, user_id: UUID, idempotency_key: str) -> tuple[Sketch, str] | None:
        """The sketch that a person made under this key, and the hash of that request."""
        ...

    async def get(self, sketch_id: UUID, *, user_id: UUID) -> Sketch | None:
        """A sketch of this person."""
        ...

    async def lock(self, sketch_id: UUID, *, user_id: UUID) -> Sketch | None:
        """A sketch of this person, kept from changing until the transaction ends."""
        ...

    async def save(self, sketch: Sketch, *, previous_version: int) -> bool:
        """Write a changed sketch if its version is still the previous one."""
        ...
