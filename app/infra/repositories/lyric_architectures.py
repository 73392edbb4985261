"""Saved architectures in PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tortoise.expressions import F

from app.domain.lyrics.architectures.model import SavedArchitecture
from app.infra.database import connection
from app.rows.architectures import architecture_json, architecture_of
from app.rows.lyrics import LyricArchitectureRow

# Unlike FOR UPDATE, it does not stand in the way of rows that refer to the person.
_LOCK = "SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE"


class ArchitectureRepository:
    """The `Architectures` port on Tortoise."""

    async def lock(self, user_id: UUID) -> None:
        """See `Architectures.lock`."""
        await connection().execute_query(_LOCK, [user_id])

    async def get(self, architecture_id: UUID, *, user_id: UUID) -> SavedArchitecture | None:
        """See `Architectures.get`."""
        row = await LyricArchitectureRow.get_or_none(id=architecture_id, user_id=user_id)
        return _saved(row) if row else None

    async def current(self, user_id: UUID) -> SavedArchitecture | None:
        """See `Architectures.current`."""
        row = await LyricArchitectureRow.get_or_none(user_id=user_id, is_current=True)
        return _saved(row) if row else None

    async def names(self, user_id: UUID) -> dict[UUID, str]:
        """See `Architectures.names`."""
        rows = await LyricArchitectureRow.filter(user_id=user_id).values_list("id", "name")
        return dict(rows)

    async def add(self, saved: SavedArchitecture) -> None:
        """See `Architectures.add`."""
        await LyricArchitectureRow(
            id=saved.id,
            user_id=saved.user_id,
            name=saved.name,
            items=architecture_json(saved.architecture),
            is_current=saved.current,
            version=saved.version,
            created_at=saved.created_at,
        ).save(force_create=True)

    async def save(self, saved: SavedArchitecture, *, previous_version: int) -> bool:
        """See `Architectures.save`."""
        changed = await LyricArchitectureRow.filter(
            id=saved.id, user_id=saved.user_id, version=previous_version
        ).update(
            name=saved.name,
            items=architecture_json(saved.architecture),
            is_current=saved.current,
            version=saved.version,
            updated_at=saved.updated_at,
        )
        return changed == 1

    async def release_current(self, user_id: UUID, *, besides: UUID, now: datetime) -> None:
        """See `Architectures.release_current`."""
        await (
            LyricArchitectureRow.filter(user_id=user_id, is_current=True)
            .exclude(id=besides)
            .update(is_current=False, version=F("version") + 1, updated_at=now)
        )

    async def remove(self, architecture_id: UUID, *, user_id: UUID) -> bool:
        """See `Architectures.remove`."""
        removed = await LyricArchitectureRow.filter(id=architecture_id, user_id=user_id).delete()
        return removed == 1


def _saved(row: LyricArchitectureRow) -> SavedArchitecture:
    return SavedArchitecture(
        id=row.id,
        user_id=row.user_id,
        name=row.name,
        architecture=architecture_of(row.items),
        current=row.is_current,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
