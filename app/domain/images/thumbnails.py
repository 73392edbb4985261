"""Small versions of pictures, for galleries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.images.model import image_prefix
from app.domain.storage.media import MediaKind
from app.domain.storage.model import StoredObject, check_key
from app.domain.storage.ports import Storage

KIND = MediaKind.WEBP


class ThumbnailSize(StrEnum):
    """How large a small version is."""

    SMALL = "small"
    LARGE = "large"

    @property
    def edge(self) -> int:
        """The longer edge in pixels; a picture that is smaller is not enlarged."""
        return 256 if self is ThumbnailSize.SMALL else 1024


class Scaler(Protocol):
    """Makes pictures smaller."""

    async def __call__(self, content: bytes, edges: Sequence[int]) -> Sequence[bytes]:
        """The picture as WebP, once for each longer edge in pixels, never enlarged.

        Raises MediaRefused for what cannot be decoded or has more than 30 megapixels.
        """
        ...


def thumbnail_key(image_id: UUID, size: ThumbnailSize) -> str:
    """Where a small version of a picture is stored."""
    return check_key(f"{image_prefix(image_id)}{size}.{KIND}")


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Makes and stores the small versions of pictures; may be repeated."""

    storage: Storage
    scale: Scaler

    async def of_stored(
        self, image_id: UUID, original: StoredObject
    ) -> Mapping[ThumbnailSize, StoredObject]:
        """The small versions of a picture whose bytes are stored.

        Raises MediaRefused and StorageFailure.
        """
        chunks = self.storage.open(original.key)
        return await self.of(image_id, b"".join([chunk async for chunk in chunks]))

    async def of(self, image_id: UUID, content: bytes) -> Mapping[ThumbnailSize, StoredObject]:
        """The small versions of a picture. Raises MediaRefused and StorageFailure."""
        scaled = await self.scale(content, [size.edge for size in ThumbnailSize])
        return {
            size: await self.storage.put(
                thumbnail_key(image_id, size), _whole(small), KIND.content_type
            )
            for size, small in zip(ThumbnailSize, scaled, strict=True)
        }


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
