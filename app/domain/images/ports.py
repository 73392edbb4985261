"""What the use-cases of pictures need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.images.gallery import Image, ImageChanges


class Images(Protocol):
    """The pictures of all people."""

    async def add(self, image: Image) -> None:
        """Keep a new picture whose bytes are stored."""
        ...

    async def get(self, image_id: UUID, *, user_id: UUID) -> Image | None:
        """A picture of this person."""
        ...

    async def alike(self, user_id: UUID, prompt_hash: str, *, most: int) -> Sequence[UUID]:
        """What this person has of the same prompt, newest first."""
        ...

    async def change(self, image: Image, changes: ImageChanges, at: datetime) -> bool:
        """Write what a person changes, if the picture still has this version."""
        ...

    async def remove(self, image_id: UUID, *, user_id: UUID, keep_files: bool) -> bool:
        """Delete a picture of this person; False without one.

        Unless its files are kept, what is known of them goes, too. What was made from it stays,
        without a source.
        """
        ...


class DoomedFiles(Protocol):
    """Stored files that nobody wants any more, by the beginning of their keys."""

    async def add(self, prefix: str, remove_until: datetime) -> None:
        """Note files that are removed now and again until then; of two ends the last one counts."""
        ...
