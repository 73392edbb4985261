"""What an import of pictures asks of PostgreSQL."""

from __future__ import annotations

from uuid import UUID

from app.rows.images import ImageRow
from app.rows.users import UserRow


class ImportedImagesRepository:
    """The `ImportedImages` port on Tortoise."""

    async def lock(self, user_id: UUID) -> bool:
        """See `ImportedImages.lock`."""
        # NO KEY: whatever else is inserted for this person need not wait.
        person = UserRow.filter(id=user_id).select_for_update(no_key=True)
        return await person.first() is not None

    async def has(self, user_id: UUID, sha256: str) -> bool:
        """See `ImportedImages.has`."""
        return await ImageRow.filter(user_id=user_id, sha256=sha256).exists()
