"""Use-cases of sketches."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.errors import Conflict, NotFound
from app.domain.idempotency import check_idempotency_key, payload_hash
from app.domain.identity import new_id
from app.domain.ports import Clock
from app.domain.sketches.model import Origin, Sketch, SketchChanges, new_sketch
from app.domain.sketches.ports import Sketches


@dataclass(frozen=True, slots=True)
class SketchService:
    """Creating and changing sketches."""

    sketches: Sketches
    clock: Clock

    async def create(
        self,
        user_id: UUID,
        *,
        prompt: str,
        title: str | None = None,
        lyrics: str | None = None,
        tags: str | None = None,
        idempotency_key: str | None = None,
    ) -> Sketch:
        """Keep a new draft; the same key with the same words answers what it made.

        Raises InvalidInput, and Conflict when the key was used for another sketch.
        """
        check_idempotency_key(idempotency_key)
        sketch = new_sketch(
            sketch_id=new_id(),
            user_id=user_id,
            prompt=prompt,
            title=title,
            lyrics=lyrics,
            tags=tags,
            now=self.clock.now(),
        )
        if idempotency_key is None:
            await self.sketches.add(sketch, None)
            return sketch
        origin = Origin(
            idempotency_key=idempotency_key,
            payload_hash=payload_hash(prompt, title, lyrics, tags),
        )
        while not await self.sketches.add(sketch, origin):
            if made := await self.sketches.by_key(user_id, idempotency_key):
                return _repeated(*made, origin)
        return sketch

    async def update(
        self,
        user_id: UUID,
        sketch_id: UUID,
        changes: SketchChanges,
        *,
        expected_version: int | None,
    ) -> Sketch:
        """Change a sketch that nobody changed meanwhile.

        Without `expected_version` the newest state is changed. Raises InvalidInput, NotFound,
        and Conflict with the current sketch when the version is stale.
        """
        checked = changes.checked()
        while True:
            current = await self.sketches.get(sketch_id, user_id=user_id)
            if current is None:
                raise NotFound("sketch.not_found", "id")
            if expected_version is not None and current.version != expected_version:
                raise Conflict(
                    "version.stale",
                    "expected_version",
                    current=current,
                    expected=expected_version,
                    actual=current.version,
                )
            changed = current.changed(checked, self.clock.now())
            if await self.sketches.save(changed, previous_version=current.version):
                return changed


def _repeated(sketch: Sketch, first_hash: str, origin: Origin) -> Sketch:
    if first_hash != origin.payload_hash:
        raise Conflict("input.key_in_use", "idempotency_key")
    return sketch
