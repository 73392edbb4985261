"""The list of what is stored, for those who look after all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tortoise.queryset import QuerySet

from app.domain.storage.model import StoredObject
from app.rows.songs import DoomedFilesRow, StoredObjectRow


class InventoryRepository:
    """The `Inventory` port on Tortoise."""

    async def page(self, after: str, limit: int) -> Sequence[StoredObject]:
        """See `Inventory.page`."""
        return await _objects(StoredObjectRow.filter(key__gt=after).order_by("key").limit(limit))

    async def page_outside(self, backend: str, after: str, limit: int) -> Sequence[StoredObject]:
        """See `Inventory.page_outside`."""
        rows = StoredObjectRow.filter(key__gt=after).exclude(backend=backend)
        return await _objects(rows.order_by("key").limit(limit))

    async def count_outside(self, backend: str) -> int:
        """See `Inventory.count_outside`."""
        return await StoredObjectRow.exclude(backend=backend).count()

    async def find(self, keys: Sequence[str]) -> Mapping[str, StoredObject]:
        """See `Inventory.find`."""
        found = await _objects(StoredObjectRow.filter(key__in=list(keys)))
        return {stored.key: stored for stored in found}

    async def switch(self, stored: StoredObject, backend: str) -> bool:
        """See `Inventory.switch`."""
        same = StoredObjectRow.filter(
            key=stored.key,
            backend=stored.backend,
            sha256=stored.sha256,
            byte_size=stored.byte_size,
        )
        return bool(await same.update(backend=backend))

    async def doomed_prefixes(self) -> Sequence[str]:
        """See `Inventory.doomed_prefixes`."""
        return [row.prefix for row in await DoomedFilesRow.all()]


async def _objects(rows: QuerySet[StoredObjectRow]) -> list[StoredObject]:
    return [
        StoredObject(
            key=row.key,
            byte_size=row.byte_size,
            sha256=row.sha256,
            content_type=row.content_type,
            backend=row.backend,
        )
        for row in await rows
    ]
