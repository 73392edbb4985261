"""Stored files that nobody wants any more, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.rows.songs import DoomedFilesRow


class DoomedFilesRepository:
    """The `DoomedFiles` port on Tortoise."""

    async def add(self, prefix: str, remove_until: datetime) -> None:
        """See `DoomedFiles.add`."""
        await DoomedFilesRow.bulk_create(
            [DoomedFilesRow(prefix=prefix, remove_until=remove_until)],
            on_conflict=["prefix"],
            update_fields=["remove_until"],
        )

    async def all(self) -> Sequence[tuple[str, datetime]]:
        """See `DoomedFiles.all`."""
        rows = await DoomedFilesRow.all().order_by("remove_until", "prefix")
        return [(row.prefix, row.remove_until) for row in rows]

    async def forget(self, prefix: str) -> None:
        """See `DoomedFiles.forget`."""
        await DoomedFilesRow.filter(prefix=prefix).delete()
