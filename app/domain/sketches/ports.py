"""What the use-cases of sketches need from the outside."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.sketches.model import (
    LyricRevision,
    Origin,
    Sketch,
    SketchChanges,
    SketchCounts,
)


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

    async def change(
        self,
        sketch_id: UUID,
        changes: SketchChanges,
        *,
        user_id: UUID,
        version: int | None,
        now: datetime,
    ) -> Sketch | None:
        """What `Sketch.changed` makes of it, written at once; None when nothing was written.

        That is when this person has no such sketch, or when it does not have the version. Not for
        lyrics: those that go would have to be kept.
        """
        ...

    async def save(self, sketch: Sketch, *, previous_version: int) -> bool:
        """Write a changed sketch if its version is still the previous one."""
        ...

    async def remove(self, sketch_id: UUID, *, user_id: UUID) -> bool:
        """Delete a sketch of this person; False when there is none.

        Its revisions go with it, its songs stay without a sketch. To be called in a transaction,
        which locks the songs first: whoever ends a song locks the song, then its sketch.
        """
        ...

    async def counts(self, user_id: UUID) -> SketchCounts:
        """How many sketches this person has."""
        ...


class LyricRevisions(Protocol):
    """The lyrics that sketches had. Written in the transaction that changes the sketch."""

    async def add(self, revision: LyricRevision, *, most: int) -> None:
        """Keep a revision; of more than `most` of its sketch the oldest go."""
        ...

    async def newest(self, sketch_id: UUID) -> LyricRevision | None:
        """The revision of a sketch with the highest version."""
        ...

    async def get(self, revision_id: UUID, *, sketch_id: UUID) -> LyricRevision | None:
        """A revision of this sketch."""
        ...

    async def remove(self, revision_id: UUID) -> None:
        """Forget a revision."""
        ...
