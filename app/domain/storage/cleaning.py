"""Removing files that were moved to another store, once nothing is left to be moved."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.errors import StorageFailure
from app.domain.storage.inventory import Inventory, Together, grouped, holds
from app.domain.storage.model import ObjectInfo, StoredObject
from app.domain.storage.ports import ObjectMissing, Storage

AT_ONCE: Final = 4


class StillNeededError(Exception):
    """Objects are in the old store only, or deleted files are still to be removed: both counted."""

    def __init__(self, objects: int, deletions: int) -> None:
        super().__init__(f"{objects} objects, {deletions} deletions")
        self.objects = objects
        self.deletions = deletions


class FileFate(StrEnum):
    """What became of one file of the old store."""

    REMOVED = "removed"
    WOULD_REMOVE = "would_remove"
    UNKNOWN = "unknown"
    """No object has this key: it stays."""
    UNVERIFIED = "unverified"
    """The new store has other bytes or none, or says nothing: it stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """One file of the old store, its size in bytes and its fate."""

    key: str
    byte_size: int
    fate: FileFate


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaning:
    """Removes from `old` what `new` was seen to have, and nothing else."""

    old: Storage
    new: Storage
    inventory: Inventory
    together: Together

    async def run(self, *, dry_run: bool = False) -> AsyncGenerator[Cleaned, None]:
        """Remove files whose object is in the new store, which is read whole to be sure.

        Raises StillNeededError, with nothing removed, while any object is outside of the new
        store or any deletion is unfinished.
        """
        objects = await self.inventory.count_outside(self.new.backend)
        deletions = len(await self.inventory.doomed_prefixes())
        if objects or deletions:
            raise StillNeededError(objects, deletions)
        async with (
            aclosing(self.old.list_objects()) as files,
            aclosing(grouped(files, AT_ONCE)) as groups,
        ):
            async for group in groups:
                known = await self.inventory.find([file.key for file in group])
                works = [self._cleaned(file, known.get(file.key), dry_run) for file in group]
                for cleaned in await self.together(works):
                    yield cleaned

    async def _cleaned(
        self,
        file: ObjectInfo,
        stored: StoredObject | None,
        dry_run: bool,  # noqa: FBT001 - one of two ways
    ) -> Cleaned:
        fate = await self._fate(stored)
        if fate is FileFate.REMOVED:
            if dry_run:
                fate = FileFate.WOULD_REMOVE
            else:
                await self.old.delete(file.key)
        return Cleaned(key=file.key, byte_size=file.byte_size, fate=fate)

    async def _fate(self, stored: StoredObject | None) -> FileFate:
        if stored is None:
            return FileFate.UNKNOWN
        if stored.backend != self.new.backend:
            return FileFate.UNVERIFIED
        try:
            whole = await holds(self.new, stored)
        except (ObjectMissing, StorageFailure):
            whole = False
        return FileFate.REMOVED if whole else FileFate.UNVERIFIED
