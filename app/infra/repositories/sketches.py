"""Sketches in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from app.domain.sketches.model import Origin, Sketch, SketchWorkflow
from app.infra.database import connection
from app.rows.sketches import SketchRow

_COLUMNS = ", ".join(each.name for each in fields(Sketch))

# Building these by the query builder takes longer than running them.
_GET = f"SELECT {_COLUMNS} FROM song_sketches WHERE id = $1 AND user_id = $2"
_SAVE = """
UPDATE song_sketches
   SET title = $4, lyrics = $5, prompt = $6, tags = $7, workflow = $8, version = $9,
       updated_at = $10
 WHERE id = $1 AND user_id = $2 AND version = $3
"""


class SketchRepository:
    """The `Sketches` port on Tortoise."""

    async def add(self, sketch: Sketch, origin: Origin | None) -> bool:
        """See `Sketches.add`."""
        row = SketchRow(
            id=sketch.id,
            user_id=sketch.user_id,
            title=sketch.title,
            lyrics=sketch.lyrics,
            prompt=sketch.prompt,
            tags=sketch.tags,
            workflow=sketch.workflow,
            version=sketch.version,
            created_at=sketch.created_at,
            idempotency_key=origin.idempotency_key if origin else None,
            payload_hash=origin.payload_hash if origin else None,
        )
        try:
            await row.save(force_create=True)
        except IntegrityError:
            if origin is None:
                raise
            return False
        return True

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

    async def save(self, sketch: Sketch, *, previous_version: int) -> bool:
        """See `Sketches.save`."""
        changed, _ = await connection().execute_query(
            _SAVE,
            [
                sketch.id,
                sketch.user_id,
                previous_version,
                sketch.title,
                sketch.lyrics,
                sketch.prompt,
                sketch.tags,
                sketch.workflow.value,
                sketch.version,
                sketch.updated_at,
            ],
        )
        return changed == 1


def _sketch(row: Mapping[str, Any]) -> Sketch:
    return Sketch(**{**row, "workflow": SketchWorkflow(row["workflow"])})
