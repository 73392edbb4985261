"""Use-cases of sketches."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain.changes import Unset, demand_version
from app.domain.errors import Conflict, InvalidState, NotFound
from app.domain.idempotency import check_idempotency_key, payload_hash
from app.domain.identity import new_id
from app.domain.ports import Clock, Transaction
from app.domain.sketches.model import (
    LyricRevision,
    Origin,
    Sketch,
    SketchChanges,
    SketchCounts,
    SketchTexts,
    new_sketch,
)
from app.domain.sketches.ports import LyricRevisions, Sketches

MOST_REVISIONS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchService:
    """Creating, changing, copying and deleting sketches; a change never loses their lyrics."""

    sketches: Sketches
    revisions: LyricRevisions
    transaction: Transaction
    clock: Clock

    async def create(
        self, user_id: UUID, texts: SketchTexts, *, idempotency_key: str | None = None
    ) -> Sketch:
        """Keep a new draft; the same key with the same words answers what it made.

        Raises InvalidInput, and Conflict when the key was used for another sketch.
        """
        check_idempotency_key(idempotency_key)
        checked = texts.checked()

        async def wanted() -> SketchTexts:
            return checked

        said = payload_hash(*texts.texts().values())
        return await self._made_once(user_id, idempotency_key, said, wanted)

    async def duplicate(
        self,
        user_id: UUID,
        sketch_id: UUID,
        *,
        title: str | None,
        mark: str,
        idempotency_key: str | None,
    ) -> Sketch:
        """Keep a new draft with the texts of a sketch; songs and revisions are not copied.

        `mark` stands behind the title of a copy that is given none. The same key with the same
        words answers what it made. Raises InvalidInput, NotFound, and Conflict when the key was
        used for another sketch.
        """
        check_idempotency_key(idempotency_key)

        async def wanted() -> SketchTexts:
            original = await self.sketches.get(sketch_id, user_id=user_id)
            if original is None:
                raise NotFound("sketch.not_found", "id")
            return original.copied_texts(title=title, mark=mark)

        said = payload_hash("duplicate", str(sketch_id), title)
        return await self._made_once(user_id, idempotency_key, said, wanted)

    async def update(
        self,
        user_id: UUID,
        sketch_id: UUID,
        changes: SketchChanges,
        *,
        expected_version: int | None,
    ) -> Sketch:
        """Change a sketch that nobody changed meanwhile; lyrics that go are kept as a revision.

        Without `expected_version` the newest state is changed. Raises InvalidInput, NotFound,
        and Conflict with the current sketch when the version is stale.
        """
        checked = changes.checked()
        if isinstance(checked.lyrics, Unset):  # nothing has to be kept
            now = self.clock.now()
            written = await self.sketches.change(
                sketch_id, checked, user_id=user_id, version=expected_version, now=now
            )
            if written is not None:
                return written
        while True:
            found = await self.sketches.get(sketch_id, user_id=user_id)
            current = _expected(found, expected_version)
            changed = current.changed(checked, self.clock.now())
            if await self._saved(current, changed):
                return changed

    async def undo_lyrics(
        self,
        user_id: UUID,
        sketch_id: UUID,
        *,
        revision_id: UUID | None,
        expected_version: int | None,
    ) -> str | None:
        """Bring former lyrics back, and answer the ones that they replace.

        Without `revision_id` the newest revision is used up. A revision that is named stays, and
        the replaced lyrics are kept as after any change. Raises NotFound, InvalidState without
        revisions, and Conflict with the current sketch when the version is stale.
        """
        async with self.transaction():
            found = await self.sketches.lock(sketch_id, user_id=user_id)
            current = _expected(found, expected_version)
            revision = await self._revision(sketch_id, revision_id)
            if revision_id is None:
                await self.revisions.remove(revision.id)
            else:
                await self._keep(current, revision.lyrics)
            changes = SketchChanges(lyrics=revision.lyrics)
            changed = current.changed(changes, self.clock.now())
            await self.sketches.save(changed, previous_version=current.version)
        return current.lyrics

    async def delete(self, user_id: UUID, sketch_id: UUID) -> None:
        """Delete a sketch; its songs stay. Raises NotFound."""
        async with self.transaction():
            if not await self.sketches.remove(sketch_id, user_id=user_id):
                raise NotFound("sketch.not_found", "ids")

    async def counts(self, user_id: UUID) -> SketchCounts:
        """How many sketches have come how far."""
        return await self.sketches.counts(user_id)

    async def _made_once(
        self,
        user_id: UUID,
        key: str | None,
        said: str,
        wanted: Callable[[], Awaitable[SketchTexts]],
    ) -> Sketch:
        """A new sketch of the texts, or the one that the key has made of the same words."""
        origin = None if key is None else Origin(idempotency_key=key, payload_hash=said)
        while True:
            if origin and (made := await self.sketches.by_key(user_id, origin.idempotency_key)):
                return _repeated(*made, origin)
            texts, now = await wanted(), self.clock.now()
            sketch = new_sketch(texts, sketch_id=new_id(), user_id=user_id, now=now)
            if await self.sketches.add(sketch, origin):
                return sketch

    async def _saved(self, current: Sketch, changed: Sketch) -> bool:
        if changed.lyrics == current.lyrics:
            return await self.sketches.save(changed, previous_version=current.version)
        async with self.transaction():
            saved = await self.sketches.save(changed, previous_version=current.version)
            if saved:
                await self._keep(current, changed.lyrics)
        return saved

    async def _keep(self, current: Sketch, lyrics: str | None) -> None:
        """Keep the lyrics that others replace. That there were none says nothing at the start."""
        if lyrics == current.lyrics:
            return
        if current.lyrics is None and await self.revisions.newest(current.id) is None:
            return
        revision = current.revision(new_id(), self.clock.now())
        await self.revisions.add(revision, most=MOST_REVISIONS)

    async def _revision(self, sketch_id: UUID, revision_id: UUID | None) -> LyricRevision:
        if revision_id is None:
            newest = await self.revisions.newest(sketch_id)
            if newest is None:
                raise InvalidState("sketch.no_revisions", "id")
            return newest
        found = await self.revisions.get(revision_id, sketch_id=sketch_id)
        if found is None:
            raise NotFound("sketch.revision_not_found", "revision_id")
        return found


def _expected(current: Sketch | None, version: int | None) -> Sketch:
    if current is None:
        raise NotFound("sketch.not_found", "id")
    demand_version(current, version)
    return current


def _repeated(sketch: Sketch, first_hash: str, origin: Origin) -> Sketch:
    if first_hash != origin.payload_hash:
        raise Conflict("input.key_in_use", "idempotency_key")
    return sketch
