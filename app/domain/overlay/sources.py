"""The pictures that are written over."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.domain.errors import InvalidState, NotFound
from app.domain.images.gallery import Image
from app.domain.images.ports import Images
from app.domain.storage.ports import ObjectMissing, Stores


class SourceFiles(Protocol):
    """What overlays ask of the rows of their sources."""

    async def backend(self, key: str) -> str | None:
        """The name of the store that has the bytes of a picture; None when they are gone."""
        ...

    async def hold(self, image_id: UUID, *, user_id: UUID) -> None:
        """Keep a picture of this person, if it is there, from going until the transaction ends."""
        ...


def check_stacking(source: Image, *, allowed: bool) -> None:
    """Raises InvalidState for a picture that has an overlay, unless another one is allowed."""
    if source.has_overlay and not allowed:
        raise InvalidState("overlay.stacked", "source_image_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Finds pictures that are to be written over, in whichever store they are."""

    images: Images
    files: SourceFiles
    stores: Stores

    async def find(self, image_id: UUID, *, user_id: UUID) -> Image:
        """A picture of this person. Raises NotFound."""
        found = await self.images.get(image_id, user_id=user_id)
        if found is None:
            raise NotFound("image.not_found", "source_image_id")
        return found

    async def held(self, image_id: UUID, *, user_id: UUID) -> Image:
        """The same; it stays until the transaction ends. Raises NotFound."""
        await self.files.hold(image_id, user_id=user_id)
        return await self.find(image_id, user_id=user_id)

    async def content(self, source: Image) -> bytes:
        """Its bytes. Raises NotFound when it was deleted meanwhile, and StorageFailure."""
        try:
            return await self._content(source)
        except ObjectMissing:
            await self.find(source.id, user_id=source.user_id)
            raise

    async def _content(self, source: Image) -> bytes:
        backend = await self.files.backend(source.key)
        if backend is None:
            raise ObjectMissing
        content = bytearray()
        async with aclosing(self.stores.named(backend).open(source.key)) as chunks:
            async for chunk in chunks:
                content += chunk
        return bytes(content)
