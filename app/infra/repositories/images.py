"""Pictures in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.changes import UNSET
from app.domain.images.gallery import Image, ImageChanges
from app.domain.images.styles import ImageStyles
from app.rows.images import ImageRow
from app.rows.songs import StoredObjectRow

_STYLES: Final = tuple(each.name for each in fields(ImageStyles))
_PLAIN: Final = tuple(each.name for each in fields(Image) if each.name != "styles")


class ImageRepository:
    """The `Images` port on Tortoise."""

    async def add(self, image: Image) -> None:
        """See `Images.add`."""
        await ImageRow.create(
            **{name: getattr(image, name) for name in _PLAIN},
            **asdict(image.styles),
            final_prompt=image.final_prompt,
            prompt_hash=image.prompt_hash,
            has_overlay=image.has_overlay,
        )

    async def get(self, image_id: UUID, *, user_id: UUID) -> Image | None:
        """See `Images.get`."""
        row = await ImageRow.get_or_none(id=image_id, user_id=user_id)
        return _image(row) if row else None

    async def alike(self, user_id: UUID, prompt_hash: str, *, most: int) -> Sequence[UUID]:
        """See `Images.alike`."""
        rows = ImageRow.filter(user_id=user_id, prompt_hash=prompt_hash)
        newest = rows.order_by("-created_at", "-id").limit(most)
        return [row.id for row in await newest.only("id")]

    async def change(self, image: Image, changes: ImageChanges, at: datetime) -> bool:
        """See `Images.change`."""
        given = {each.name: getattr(changes, each.name) for each in fields(changes)}
        same = ImageRow.filter(id=image.id, user_id=image.user_id, version=image.version)
        changed = await same.update(
            **{name: value for name, value in given.items() if value is not UNSET},
            version=image.version + 1,
            updated_at=at,
        )
        return changed == 1

    async def remove(self, image_id: UUID, *, user_id: UUID, keep_files: bool) -> bool:
        """See `Images.remove`."""
        row = await ImageRow.filter(id=image_id, user_id=user_id).select_for_update().first()
        if row is None:
            return False
        if not keep_files:
            keys = [key for key in (row.key, row.small_key, row.large_key) if key is not None]
            await StoredObjectRow.filter(key__in=keys).delete()
        await row.delete()
        return True


def _image(row: ImageRow) -> Image:
    styles = ImageStyles(**{name: getattr(row, name) for name in _STYLES})
    return Image(**{name: getattr(row, name) for name in _PLAIN}, styles=styles)
