"""In-memory twins of the ports of sketches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.sketches.model import Origin, Sketch, SketchChanges, SketchCounts


@dataclass
class FakeSketches:
    """Keeps sketches by their id; nobody repeats a request."""

    kept: dict[UUID, Sketch] = field(default_factory=dict)

    async def add(self, sketch: Sketch, origin: Origin | None) -> bool:
        self.kept[sketch.id] = sketch
        return True

    async def by_key(self, user_id: UUID, idempotency_key: str) -> tuple[Sketch, str] | None:
        return None

    async def get(self, sketch_id: UUID, *, user_id: UUID) -> Sketch | None:
        sketch = self.kept.get(sketch_id)
        return sketch if sketch and sketch.user_id == user_id else None

    lock = get

    async def change(
        self,
        sketch_id: UUID,
        changes: SketchChanges,
        *,
        user_id: UUID,
        version: int | None,
        now: datetime,
    ) -> Sketch | None:
        sketch = await self.get(sketch_id, user_id=user_id)
        if sketch is None or version not in (None, sketch.version):
            return None
        self.kept[sketch_id] = sketch.changed(changes, now)
        return self.kept[sketch_id]

    async def save(self, sketch: Sketch, *, previous_version: int) -> bool:
        fresh = self.kept[sketch.id].version == previous_version
        if fresh:
            self.kept[sketch.id] = sketch
        return fresh

    async def remove(self, sketch_id: UUID, *, user_id: UUID) -> bool:
        return self.kept.pop(sketch_id, None) is not None

    async def counts(self, user_id: UUID) -> SketchCounts:
        return SketchCounts(draft=len(self.kept), used=0, archived=0)
