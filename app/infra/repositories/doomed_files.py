"""Stored files that nobody wants any more, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.rows.songs import DoomedFilesRow


class DoomedFilesRepository:
    """The `DoomedFiles` and `ExpectedFiles` ports on Tortoise."""

    async def add(self, prefix: str, remove_until: datetime) -> None:
        """See `DoomedFiles.add`."""
        await DoomedFilesRow.bulk_create(
            [DoomedFilesRow(prefix=prefix, remove_until=remove_until)],
            on_conflict=["prefix"],
            update_fields=["remove_until"],
        )

    async def expect(self, prefix: str, until: datetime) -> None:
        """See `ExpectedFiles.expect`."""
        await DoomedFilesRow.create(prefix=prefix, remove_from=until, remove_until=until)

    async def keep(self, prefix: str) -> bool:
        """See `ExpectedFiles.keep`."""
        return bool(
            await DoomedFilesRow.filter(prefix=prefix, remove_from__not_isnull=True).delete()
        )

    async def doom_overdue(self, at: datetime, remove_until: datetime) -> None:
        """See `DoomedFiles.doom_overdue`."""
        overdue = DoomedFilesRow.filter(remove_from__lte=at)
        await overdue.update(remove_from=None, remove_until=remove_until)

    async def all(self) -> Sequence[tuple[str, datetime]]:
        """See `DoomedFiles.all`."""
        doomed = DoomedFilesRow.filter(remove_from__isnull=True)
        rows = await doomed.order_by("remove_until", "prefix")
        return [(row.prefix, row.remove_until) for row in rows]

    async def forget(self, prefix: str) -> None:
        """See `DoomedFiles.forget`."""
        await DoomedFilesRow.filter(prefix=prefix).delete()
