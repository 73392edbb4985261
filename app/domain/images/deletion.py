"""Deleting pictures: their rows go, and, unless they are kept, all their files."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from app.domain.errors import NotFound, StorageFailure
from app.domain.images.generation import LONGEST_STORING
from app.domain.images.model import image_prefix
from app.domain.images.ports import DoomedFiles, Images
from app.domain.ports import Clock, Transaction
from app.domain.storage.ports import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageDeletion:
    """Deletes pictures. An original and what was written over it are deleted independently.

    Files that are kept still count as stored, though nobody can reach them by the API.
    """

    images: Images
    doomed: DoomedFiles
    storage: Storage
    transaction: Transaction
    clock: Clock
    keep_files: bool

    async def delete(self, user_id: UUID, image_id: UUID) -> None:
        """Delete a picture; what was made from it stays. Raises NotFound."""
        prefix = image_prefix(image_id)
        async with self.transaction():
            found = await self.images.remove(image_id, user_id=user_id, keep_files=self.keep_files)
            if not found:
                raise NotFound("image.not_found", "ids")
            if self.keep_files:
                return
            await self.doomed.add(prefix, self.clock.now() + LONGEST_STORING)
        # The picture is gone whatever the store does; what is doomed is removed later.
        with suppress(StorageFailure):
            await self.storage.delete_prefix(prefix)
