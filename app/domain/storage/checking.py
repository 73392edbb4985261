"""Whether every object has its bytes, and all bytes belong to an object."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from app.domain.errors import StorageFailure
from app.domain.ports import Clock
from app.domain.storage.inventory import Inventory, Together, grouped
from app.domain.storage.model import ObjectInfo, StoredObject
from app.domain.storage.ports import Storage, Stores

AT_ONCE: Final = 16
PAGE: Final = 200
SETTLING: Final = timedelta(hours=1)
"""Bytes younger than this may belong to work that is not finished."""


class Finding(StrEnum):
    """What is said of one object or one file."""

    GOOD = "good"
    MISSING = "missing"
    WRONG_SIZE = "wrong_size"
    UNREADABLE = "unreadable"
    COPY = "copy"
    """A second copy of an object that is read from another store."""
    SETTLING = "settling"
    """It may belong to work that is not finished, or its removal is not."""
    ORPHAN = "orphan"

    @property
    def wrong(self) -> bool:
        """Whether somebody should look at it."""
        return self not in (Finding.GOOD, Finding.COPY, Finding.SETTLING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One key in one store, the bytes that are or should be there, and what is said of it."""

    key: str
    backend: str
    byte_size: int
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """Compares the list of what is stored with what the stores have; changes nothing."""

    stores: Stores
    all_stores: Sequence[Storage]
    inventory: Inventory
    together: Together
    clock: Clock
    settling: timedelta = SETTLING

    async def run(self) -> AsyncGenerator[Checked, None]:
        """Every object, then every file that is not where an object is read from.

        Raises StorageFailure when a store cannot be listed.
        """
        async with (
            aclosing(self._objects()) as objects,
            aclosing(grouped(objects, AT_ONCE)) as all_,
        ):
            async for group in all_:
                for checked in await self.together([self._checked(each) for each in group]):
                    yield checked
        for storage in self.all_stores:
            async with aclosing(self._strays(storage)) as strays:
                async for stray in strays:
                    yield stray

    async def _objects(self) -> AsyncGenerator[StoredObject, None]:
        after = ""
        while page := await self.inventory.page(after, PAGE):
            for stored in page:
                yield stored
            after = page[-1].key

    async def _checked(self, stored: StoredObject) -> Checked:
        finding = await self._finding(stored)
        if finding.wrong and (await self.inventory.find([stored.key])).get(stored.key) != stored:
            finding = Finding.SETTLING
        return Checked(
            key=stored.key,
            backend=stored.backend,
            byte_size=stored.byte_size,
            finding=finding,
        )

    async def _finding(self, stored: StoredObject) -> Finding:
        try:
            found = await self.stores.named(stored.backend).stat(stored.key)
        except StorageFailure:
            return Finding.UNREADABLE
        if found is None:
            return Finding.MISSING
        return Finding.GOOD if found.byte_size == stored.byte_size else Finding.WRONG_SIZE

    async def _strays(self, storage: Storage) -> AsyncGenerator[Checked, None]:
        async with (
            aclosing(storage.list_objects()) as files,
            aclosing(grouped(files, PAGE)) as groups,
        ):
            async for group in groups:
                # After the listing: an object that was kept meanwhile counts.
                known = await self.inventory.find([file.key for file in group])
                doomed = tuple(await self.inventory.doomed_prefixes())
                for file in group:
                    stored = known.get(file.key)
                    if stored is None or stored.backend != storage.backend:
                        yield self._stray(file, storage.backend, stored, doomed)

    def _stray(
        self, file: ObjectInfo, backend: str, stored: StoredObject | None, doomed: tuple[str, ...]
    ) -> Checked:
        finding = Finding.ORPHAN
        if stored is not None:
            finding = Finding.COPY
        elif file.key.startswith(doomed) or file.modified_at > self.clock.now() - self.settling:
            finding = Finding.SETTLING
        return Checked(key=file.key, backend=backend, byte_size=file.byte_size, finding=finding)
