"""Pictures as far as writing over them is concerned, in PostgreSQL."""

from __future__ import annotations

from uuid import UUID

from app.rows.images import ImageRow
from app.rows.songs import StoredObjectRow


class OverlaySourceRepository:
    """The `SourceFiles` port on Tortoise."""

    async def backend(self, key: str) -> str | None:
        """See `SourceFiles.backend`."""
        stored = await StoredObjectRow.get_or_none(key=key)
        return None if stored is None else stored.backend

    async def hold(self, image_id: UUID, *, user_id: UUID) -> None:
        """See `SourceFiles.hold`."""
        own = ImageRow.filter(id=image_id, user_id=user_id)
        await own.select_for_update(no_key=True).first()
