"""Moving what is stored to another store, while the studio is in use.

For each object: copy, read the copy back and compare its SHA-256, then say where the bytes are
by one guarded write. The file that was copied stays. A process may die at any point: the next
run finds what is not moved yet, and a copy that is there already is not sent again. Several runs
at once do the same work twice and no harm.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Final, Self

from app.domain.errors import StorageFailure
from app.domain.storage.inventory import Inventory, Together, holds
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import ObjectMissing, Storage, Stores

AT_ONCE: Final = 4
PAGE: Final = 200
PATIENCE: Final = 12
"""So many objects in a row that the target fails at mean that it is away."""


class Fate(StrEnum):
    """What became of one object."""

    MIGRATED = "migrated"
    WOULD_MIGRATE = "would_migrate"
    SKIPPED = "skipped"
    MISSING_FILE = "missing_file"
    MISMATCH = "mismatch"
    UNREADABLE = "unreadable"
    """The store that has the object fails, or this studio has no access to it."""
    FAILED = "failed"
    """The target fails."""

    @property
    def moves(self) -> bool:
        """Whether the object was moved, or would be."""
        return self in (Fate.MIGRATED, Fate.WOULD_MIGRATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One object and its fate; `reason` is the message key of what a failing store raised."""

    stored: StoredObject
    fate: Fate
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationReport:
    """How many objects had which fate, and the bytes of those that moved.

    `failures` is how many failed in a row until now.
    """

    migrated: int = 0
    would_migrate: int = 0
    skipped: int = 0
    missing_file: int = 0
    mismatch: int = 0
    unreadable: int = 0
    failed: int = 0
    byte_size: int = 0
    failures: int = 0

    def after(self, moved: Moved) -> Self:
        """The report with one object more."""
        fate = moved.fate
        return replace(
            self,
            **{fate.value: getattr(self, fate.value) + 1},
            byte_size=self.byte_size + (moved.stored.byte_size if fate.moves else 0),
            failures=self.failures + 1 if fate is Fate.FAILED else 0,
        )

    @property
    def moving(self) -> int:
        """How many objects moved, or would."""
        return self.migrated + self.would_migrate

    @property
    def left_behind(self) -> int:
        """How many objects could not be moved."""
        return self.missing_file + self.mismatch + self.unreadable + self.failed

    @property
    def hopeless(self) -> bool:
        """Whether the target fails all the time, so that going on is of no use."""
        return self.failures >= PATIENCE


class _SourceChangedError(Exception):
    """The bytes to be copied are not those that were stored."""


class _SourceUnreadableError(Exception):
    def __init__(self, failure: StorageFailure) -> None:
        super().__init__(failure.key)
        self.key = failure.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """Moves objects from whichever store has them to the one named `target`."""

    target: str
    stores: Stores
    inventory: Inventory
    together: Together

    async def run(
        self, *, dry_run: bool = False, limit: int | None = None, after: str = ""
    ) -> AsyncGenerator[Moved, None]:
        """Move what is not in the target yet, at most `limit` objects; tells each one's fate.

        Begins behind the key `after`. A dry run looks for every file and its size, and writes
        nothing. Ends early when the target fails `PATIENCE` times in a row. Raises StoreMissing
        when there is no such target.
        """
        self.stores.named(self.target)
        report = MigrationReport()
        async with aclosing(self._waiting(after)) as waiting:
            while not report.hopeless and (limit is None or report.moving < limit):
                most = AT_ONCE if limit is None else min(AT_ONCE, limit - report.moving)
                if not (group := await _next(waiting, most)):
                    return
                for moved in await self.together([self._moved(each, dry_run) for each in group]):
                    report = report.after(moved)
                    yield moved

    async def move(self, stored: StoredObject) -> Moved:
        """Move one object. Never raises StorageFailure."""
        return await self._moved(stored, dry_run=False)

    async def remaining(self) -> int:
        """How many objects are not in the target."""
        return await self.inventory.count_outside(self.target)

    async def _waiting(self, after: str) -> AsyncGenerator[StoredObject, None]:
        while page := await self.inventory.page_outside(self.target, after, PAGE):
            for stored in page:
                yield stored
            after = page[-1].key

    async def _moved(self, stored: StoredObject, dry_run: bool) -> Moved:  # noqa: FBT001 - one of two ways
        try:
            fate = await (self._foreseen(stored) if dry_run else self._fate(stored))
        except _SourceUnreadableError as error:
            return Moved(stored=stored, fate=Fate.UNREADABLE, reason=error.key)
        except StorageFailure as error:
            return Moved(stored=stored, fate=Fate.FAILED, reason=error.key)
        if fate in (Fate.MISSING_FILE, Fate.MISMATCH) and not await self._is_current(stored):
            fate = Fate.SKIPPED
        return Moved(stored=stored, fate=fate)

    async def _foreseen(self, stored: StoredObject) -> Fate:
        try:
            found = await self.stores.named(stored.backend).stat(stored.key)
        except StorageFailure as error:
            raise _SourceUnreadableError(error) from error
        if found is None:
            return Fate.MISSING_FILE
        return Fate.WOULD_MIGRATE if found.byte_size == stored.byte_size else Fate.MISMATCH

    async def _fate(self, stored: StoredObject) -> Fate:
        target = self.stores.named(self.target)
        if not await self._is_there(target, stored):
            try:
                await target.put(stored.key, self._bytes(stored), stored.content_type)
            except ObjectMissing:
                return Fate.MISSING_FILE
            except _SourceChangedError:
                return Fate.MISMATCH
            # A copy that is wrong stays: nobody reads it, and the next run replaces it.
            if not await self._is_there(target, stored):
                return Fate.MISMATCH
        if await self.inventory.switch(stored, self.target):
            return Fate.MIGRATED
        if not await self.inventory.find([stored.key]):
            # Its deletion may have emptied the target before the copy came.
            await target.delete(stored.key)
        return Fate.SKIPPED

    async def _is_there(self, target: Storage, stored: StoredObject) -> bool:
        found = await target.stat(stored.key)
        if found is None or found.byte_size != stored.byte_size:
            return False
        try:
            return await holds(target, stored)
        except ObjectMissing:
            return False

    async def _bytes(self, stored: StoredObject) -> AsyncIterator[bytes]:
        """The bytes to be copied; an error before their end keeps the store from keeping them."""
        found = sha256()
        try:
            source = self.stores.named(stored.backend)
            async with aclosing(source.open(stored.key)) as chunks:
                async for chunk in chunks:
                    found.update(chunk)
                    yield chunk
        except ObjectMissing:
            raise
        except StorageFailure as error:
            raise _SourceUnreadableError(error) from error
        if found.hexdigest() != stored.sha256:
            raise _SourceChangedError

    async def _is_current(self, stored: StoredObject) -> bool:
        found = await self.inventory.find([stored.key])
        return found.get(stored.key) == stored


async def _next(items: AsyncIterator[StoredObject], most: int) -> list[StoredObject]:
    group: list[StoredObject] = []
    while len(group) < most and (item := await anext(items, None)):
        group.append(item)
    return group
