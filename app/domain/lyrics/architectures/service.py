"""Use-cases of saved architectures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.changes import Unset, demand_version
from app.domain.errors import Conflict, InvalidInput, InvalidState, NotFound
from app.domain.identity import new_id
from app.domain.lyrics.architecture import default_architecture
from app.domain.lyrics.architectures.model import (
    MOST_ARCHITECTURES,
    ArchitectureChanges,
    SavedArchitecture,
    new_architecture,
)
from app.domain.lyrics.architectures.ports import Architectures
from app.domain.lyrics.ports import LyricCleaner
from app.domain.lyrics.reading import read_lyrics
from app.domain.lyrics.sections import architecture_of_lyrics
from app.domain.ports import Clock, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchitectureService:
    """Keeping, changing and deleting named architectures."""

    architectures: Architectures
    cleaner: LyricCleaner
    transaction: Transaction
    clock: Clock

    async def save(
        self,
        user_id: UUID,
        architecture_id: UUID | None,
        changes: ArchitectureChanges,
        *,
        from_lyrics: str | None,
        expected_version: int | None,
    ) -> SavedArchitecture:
        """Keep a new architecture, or change the one of the id.

        The sections of `from_lyrics` become its items; a new one without any is the default. A
        new current architecture takes the place of the one before. Raises InvalidInput,
        NotFound, Conflict for a name that is taken or a stale version, and InvalidState for the
        101st architecture.
        """
        if from_lyrics is not None:
            changes = await self._read(user_id, changes, from_lyrics)
        if architecture_id is None:
            return await self._create(user_id, changes)
        return await self._update(user_id, architecture_id, changes.checked(), expected_version)

    async def delete(self, user_id: UUID, architecture_id: UUID) -> None:
        """Forget an architecture. Raises NotFound."""
        async with self.transaction():
            await self.architectures.lock(user_id)
            if not await self.architectures.remove(architecture_id, user_id=user_id):
                raise NotFound("architecture.not_found", "id")

    async def _read(
        self, user_id: UUID, changes: ArchitectureChanges, text: str
    ) -> ArchitectureChanges:
        if not isinstance(changes.architecture, Unset):
            raise InvalidInput("architecture.items_and_lyrics", "from_lyrics")
        lyrics = await read_lyrics(self.cleaner, user_id, text, field="from_lyrics")
        return replace(changes, architecture=architecture_of_lyrics(lyrics))

    async def _create(self, user_id: UUID, changes: ArchitectureChanges) -> SavedArchitecture:
        name, items = changes.name, changes.architecture
        saved = new_architecture(
            architecture_id=new_id(),
            user_id=user_id,
            name=name if isinstance(name, str) else "",
            architecture=default_architecture()
            if items is None or isinstance(items, Unset)
            else items,
            current=changes.current is True,
            now=self.clock.now(),
        )
        async with self.transaction():
            await self.architectures.lock(user_id)
            names = await self.architectures.names(user_id)
            _check_name(saved, names)
            if len(names) >= MOST_ARCHITECTURES:
                raise InvalidState("architecture.too_many", max=MOST_ARCHITECTURES)
            await self._make_way(saved)
            await self.architectures.add(saved)
        return saved

    async def _update(
        self,
        user_id: UUID,
        architecture_id: UUID,
        changes: ArchitectureChanges,
        expected_version: int | None,
    ) -> SavedArchitecture:
        async with self.transaction():
            await self.architectures.lock(user_id)
            before = await self.architectures.get(architecture_id, user_id=user_id)
            if before is None:
                raise NotFound("architecture.not_found", "id")
            after = before.changed(changes, self.clock.now())
            demand_version(before, expected_version)
            _check_name(after, await self.architectures.names(user_id))
            await self._make_way(after)
            if not await self.architectures.save(after, previous_version=before.version):
                raise NotFound("architecture.not_found", "id")
        return after

    async def _make_way(self, saved: SavedArchitecture) -> None:
        if saved.current:
            await self.architectures.release_current(
                saved.user_id, besides=saved.id, now=self.clock.now()
            )


def _check_name(saved: SavedArchitecture, names: dict[UUID, str]) -> None:
    if any(name == saved.name and each != saved.id for each, name in names.items()):
        raise Conflict("architecture.name_taken", "name")
