"""Deleting pictures: their rows go, and their files, too, unless the studio keeps them."""

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

    With `keep_files` their files stay in the store and in the list of what is stored, where nobody
    but the operator reaches them.
    """

    images: Images
    doomed: DoomedFiles
    storage: Storage
    transaction: Transaction
    clock: Clock
    keep_files: bool = False

    async def delete(self, user_id: UUID, image_id: UUID) -> None:
        """Delete a picture with its files; what was made from it stays. Raises NotFound."""
        prefix, keep_files = image_prefix(image_id), self.keep_files
        async with self.transaction():
            if not await self.images.remove(image_id, user_id=user_id, keep_files=keep_files):
                raise NotFound("image.not_found", "ids")
            if keep_files:
                return
            await self.doomed.add(prefix, self.clock.now() + LONGEST_STORING)
        # The picture is gone whatever the store does; what is doomed is removed later.
        with suppress(StorageFailure):
            await self.storage.delete_prefix(prefix)
