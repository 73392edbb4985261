"""Sketches in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from app.domain.paging import Page, PageRequest
from app.domain.sketches.model import Origin, Sketch, SketchWorkflow
from app.infra.repositories.paging import fetch_page
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

    async def many(self, sketch_ids: Sequence[UUID], *, user_id: UUID) -> Sequence[Sketch]:
        """See `Sketches.many`."""
        rows = await SketchRow.filter(id__in=list(sketch_ids), user_id=user_id)
        return [row.to_domain() for row in rows]

    async def page(
        self, user_id: UUID, request: PageRequest, *, workflow: SketchWorkflow | None
    ) -> Page[Sketch]:
        """See `Sketches.page`."""
        rows, has_next, has_previous = await fetch_page(_filtered(user_id, workflow), request)
        sketches = [row.to_domain() for row in rows]
        return Page(rows=sketches, has_next=has_next, has_previous=has_previous)

    async def count(self, user_id: UUID, *, workflow: SketchWorkflow | None) -> int:
        """See `Sketches.count`."""
        return await _filtered(user_id, workflow).count()

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


def _filtered(user_id: UUID, workflow: SketchWorkflow | None) -> QuerySet[SketchRow]:
    query = SketchRow.filter(user_id=user_id)
    if workflow is None:
        return query.exclude(workflow=SketchWorkflow.ARCHIVED)
    return query.filter(workflow=workflow)
