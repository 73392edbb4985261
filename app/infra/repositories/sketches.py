"""Sketches in PostgreSQL."""

from __future__ import annotations

from uuid import UUID

from tortoise.exceptions import IntegrityError

from app.domain.sketches.model import Origin, Sketch
from app.rows.sketches import SketchRow


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
        row = await SketchRow.get_or_none(id=sketch_id, user_id=user_id)
        return row.to_domain() if row else None

    async def lock(self, sketch_id: UUID, *, user_id: UUID) -> Sketch | None:
        """See `Sketches.lock`."""
        row = await SketchRow.filter(id=sketch_id, user_id=user_id).select_for_update().first()
        return row.to_domain() if row else None

    async def save(self, sketch: Sketch, *, previous_version: int) -> bool:
        """See `Sketches.save`."""
        changed = await SketchRow.filter(
            id=sketch.id, user_id=sketch.user_id, version=previous_version
        ).update(
            title=sketch.title,
            lyrics=sketch.lyrics,
            prompt=sketch.prompt,
            tags=sketch.tags,
            workflow=sketch.workflow,
            version=sketch.version,
            updated_at=sketch.updated_at,
        )
        return changed == 1
