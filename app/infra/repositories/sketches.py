"""Sketches and the lyrics that they had, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.sketches.model import (
    LyricRevision,
    Origin,
    Sketch,
    SketchChanges,
    SketchCounts,
    SketchWorkflow,
)
from app.infra.database import connection
from app.rows.sketches import LyricRevisionRow, SketchRow

_NAMES: Final = tuple(each.name for each in fields(Sketch))
_SLOTS: Final = {name: f"${n}" for n, name in enumerate(_NAMES, 1)}
_COLUMNS: Final = ", ".join(_NAMES)
_NEXT: Final = len(_NAMES) + 1

# Building these by the query builder takes longer than running them.
_GET: Final = f"SELECT {_COLUMNS} FROM song_sketches WHERE id = $1 AND user_id = $2"
_ADD: Final = f"""
INSERT INTO song_sketches ({_COLUMNS}, idempotency_key, payload_hash)
VALUES ({", ".join(_SLOTS.values())}, ${_NEXT}, ${_NEXT + 1})
ON CONFLICT (user_id, idempotency_key) DO NOTHING RETURNING id
"""
_SAVE: Final = f"""
UPDATE song_sketches
   SET {", ".join(f"{name} = {slot}" for name, slot in _SLOTS.items())}
 WHERE id = {_SLOTS["id"]} AND user_id = {_SLOTS["user_id"]} AND version = ${_NEXT}
"""
_CHANGE: Final = """
UPDATE song_sketches SET {}, version = version + 1, updated_at = $1
 WHERE id = $2 AND user_id = $3 AND ($4::int IS NULL OR version = $4)
RETURNING {}
"""
_LOCK_SONGS: Final = """
SELECT id FROM songs WHERE sketch_id = $1 AND user_id = $2 ORDER BY id FOR NO KEY UPDATE
"""
_REMOVE: Final = "DELETE FROM song_sketches WHERE id = $1 AND user_id = $2"
_COUNTS: Final = """
SELECT workflow, count(*) FROM song_sketches WHERE user_id = $1 GROUP BY workflow
"""
_ADD_REVISION: Final = """
INSERT INTO lyric_revisions (id, sketch_id, lyrics, version, created_at)
VALUES ($1, $2, $3, $4, $5)
"""
_FORGET_OLDEST: Final = """
DELETE FROM lyric_revisions
 WHERE sketch_id = $1 AND version <= (
    SELECT version FROM lyric_revisions
     WHERE sketch_id = $1 ORDER BY version DESC LIMIT 1 OFFSET $2::int
 )
"""


class SketchRepository:
    """The `Sketches` port on Tortoise."""

    async def add(self, sketch: Sketch, origin: Origin | None) -> bool:
        """See `Sketches.add`."""
        key, said = (origin.idempotency_key, origin.payload_hash) if origin else (None, None)
        return bool(await connection().execute_query_dict(_ADD, [*_values(sketch), key, said]))

    async def by_key(self, user_id: UUID, idempotency_key: str) -> tuple[Sketch, str] | None:
        """See `Sketches.by_key`."""
        row = await SketchRow.get_or_none(user_id=user_id, idempotency_key=idempotency_key)
        return (row.to_domain(), row.payload_hash or "") if row else None

    async def get(self, sketch_id: UUID, *, user_id: UUID) -> Sketch | None:
        """See `Sketches.get`."""
        found = await connection().execute_query_dict(_GET, [sketch_id, user_id])
        return _sketch(found[0]) if found else None

    async def lock(self, sketch_id: UUID, *, user_id: UUID) -> Sketch | None:
        """See `Sketches.lock`."""
        row = await SketchRow.filter(id=sketch_id, user_id=user_id).select_for_update().first()
        return row.to_domain() if row else None

    async def change(
        self,
        sketch_id: UUID,
        changes: SketchChanges,
        *,
        user_id: UUID,
        version: int | None,
        now: datetime,
    ) -> Sketch | None:
        """See `Sketches.change`."""
        given = changes.given()
        columns = ", ".join(f"{name} = ${n}" for n, name in enumerate(given, 5))
        found = await connection().execute_query_dict(
            _CHANGE.format(columns, _COLUMNS), [now, sketch_id, user_id, version, *given.values()]
        )
        return _sketch(found[0]) if found else None

    async def save(self, sketch: Sketch, *, previous_version: int) -> bool:
        """See `Sketches.save`."""
        changed, _ = await connection().execute_query(_SAVE, [*_values(sketch), previous_version])
        return changed == 1

    async def remove(self, sketch_id: UUID, *, user_id: UUID) -> bool:
        """See `Sketches.remove`."""
        await connection().execute_query(_LOCK_SONGS, [sketch_id, user_id])
        removed, _ = await connection().execute_query(_REMOVE, [sketch_id, user_id])
        return removed == 1

    async def counts(self, user_id: UUID) -> SketchCounts:
        """See `Sketches.counts`."""
        rows = await connection().execute_query_dict(_COUNTS, [user_id])
        counted = {row["workflow"]: row["count"] for row in rows}
        return SketchCounts(**{each.value: counted.get(each.value, 0) for each in SketchWorkflow})


class LyricRevisionRepository:
    """The `LyricRevisions` port."""

    async def add(self, revision: LyricRevision, *, most: int) -> None:
        """See `LyricRevisions.add`."""
        values = [
            revision.id,
            revision.sketch_id,
            revision.lyrics,
            revision.version,
            revision.created_at,
        ]
        await connection().execute_query(_ADD_REVISION, values)
        await connection().execute_query(_FORGET_OLDEST, [revision.sketch_id, most])

    async def newest(self, sketch_id: UUID) -> LyricRevision | None:
        """See `LyricRevisions.newest`."""
        row = await LyricRevisionRow.filter(sketch_id=sketch_id).order_by("-version").first()
        return row.to_domain() if row else None

    async def get(self, revision_id: UUID, *, sketch_id: UUID) -> LyricRevision | None:
        """See `LyricRevisions.get`."""
        row = await LyricRevisionRow.get_or_none(id=revision_id, sketch_id=sketch_id)
        return row.to_domain() if row else None

    async def remove(self, revision_id: UUID) -> None:
        """See `LyricRevisions.remove`."""
        await LyricRevisionRow.filter(id=revision_id).delete()


def _values(sketch: Sketch) -> list[Any]:
    return [getattr(sketch, name) for name in _NAMES]


def _sketch(row: Mapping[str, Any]) -> Sketch:
    return Sketch(**{**row, "workflow": SketchWorkflow(row["workflow"])})
