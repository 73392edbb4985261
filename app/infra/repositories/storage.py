"""What is stored, and which stored file belongs to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from app.domain.images.thumbnails import ThumbnailSize
from app.domain.storage.media import MediaKind
from app.domain.storage.model import StoredFile, StoredObject
from app.domain.users.model import Viewer
from app.rows.images import ImageRow
from app.rows.songs import ChoiceRow, StoredObjectRow

_KEYS: Final = {
    MediaKind.MP3: "mp3_key",
    MediaKind.FLAC: "flac_key",
    MediaKind.PNG: "image_key",
    MediaKind.JPEG: "image_key",
    MediaKind.WEBP: "image_key",
    MediaKind.MP4: "video_key",
}
_IMAGE_KEYS: Final = {
    None: "key",
    ThumbnailSize.SMALL: "small_key",
    ThumbnailSize.LARGE: "large_key",
}


class CatalogRepository:
    """The `Catalog` port, and the files that people may download."""

    async def add(self, objects: Sequence[StoredObject]) -> None:
        """See `Catalog.add`."""
        await StoredObjectRow.bulk_create(
            StoredObjectRow(
                key=each.key,
                backend=each.backend,
                content_type=each.content_type,
                byte_size=each.byte_size,
                sha256=each.sha256,
            )
            for each in objects
        )

    async def song_file(
        self, viewer: Viewer, choice_id: UUID, kind: MediaKind
    ) -> StoredFile | None:
        """The file of this kind of a choice of the viewer's own; None for everything else."""
        choice = await _own(viewer, choice_id)
        key: str | None = getattr(choice, _KEYS[kind], None)
        # A picture may be of several kinds, and its key says which.
        if choice is None or key is None or not key.endswith(f".{kind.value}"):
            return None
        return await _file(choice, key)

    async def stems_file(self, viewer: Viewer, choice_id: UUID) -> StoredFile | None:
        """The stems of a choice of the viewer's own; None for everything else."""
        choice = await _own(viewer, choice_id)
        return await _file(choice, choice.stem_key) if choice and choice.stem_key else None

    async def image_file(
        self, viewer: Viewer, image_id: UUID, size: ThumbnailSize | None
    ) -> StoredFile | None:
        """A picture of the viewer's own, or a small version of it; None for everything else."""
        image = await ImageRow.get_or_none(id=image_id, user_id=viewer.user_id)
        key = image and getattr(image, _IMAGE_KEYS[size])
        if image is None or not key:
            return None
        return await _stored(key, image.title, has_overlay=image.has_overlay)


async def _own(viewer: Viewer, choice_id: UUID) -> ChoiceRow | None:
    own = ChoiceRow.get_or_none(id=choice_id, song__user_id=viewer.user_id)
    return await own.select_related("song")


async def _file(choice: ChoiceRow, key: str) -> StoredFile | None:
    return await _stored(key, choice.title or choice.song.title)


async def _stored(key: str, title: str | None, *, has_overlay: bool = False) -> StoredFile | None:
    stored = await StoredObjectRow.get_or_none(key=key)
    if stored is None:
        return None
    return StoredFile(
        key=stored.key,
        backend=stored.backend,
        content_type=stored.content_type,
        byte_size=stored.byte_size,
        sha256=stored.sha256,
        title=title,
        created_at=stored.created_at,
        has_overlay=has_overlay,
    )
