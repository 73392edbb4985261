"""The list of what is stored, as those read it who look after all of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import aclosing
from hashlib import sha256
from typing import Protocol, TypeVar

from app.domain.storage.model import StoredObject
from app.domain.storage.ports import Storage

Answer = TypeVar("Answer")
Item = TypeVar("Item")


class Inventory(Protocol):
    """Every stored object of every person. Pages are in the order of the keys."""

    async def page(self, after: str, limit: int) -> Sequence[StoredObject]:
        """The next objects after a key; the empty text is before all keys."""
        ...

    async def page_outside(self, backend: str, after: str, limit: int) -> Sequence[StoredObject]:
        """The next objects after a key whose bytes are in another store than this one."""
        ...

    async def count_outside(self, backend: str) -> int:
        """How many objects have their bytes in another store than this one."""
        ...

    async def find(self, keys: Sequence[str]) -> Mapping[str, StoredObject]:
        """What is known under these keys, by key; what is not there is left out."""
        ...

    async def switch(self, stored: StoredObject, backend: str) -> bool:
        """Say that the bytes of an object are in this store from now on.

        False, and nothing written, when the object is gone or no longer as it is given here.
        """
        ...

    async def doomed_prefixes(self) -> Sequence[str]:
        """The beginnings of the keys whose files are still to be removed."""
        ...


class Together(Protocol):
    """Does several things at the same time."""

    async def __call__(self, works: Sequence[Awaitable[Answer]]) -> Sequence[Answer]:
        """What each of them answers, in their order. When one raises, the others are cancelled."""
        ...


async def holds(storage: Storage, stored: StoredObject) -> bool:
    """Whether a store has exactly the bytes of an object; all of them are read to find out.

    Raises ObjectMissing and StorageFailure.
    """
    found, size = sha256(), 0
    async with aclosing(storage.open(stored.key)) as chunks:
        async for chunk in chunks:
            found.update(chunk)
            size += len(chunk)
    return (found.hexdigest(), size) == (stored.sha256, stored.byte_size)


async def grouped(items: AsyncIterator[Item], most: int) -> AsyncGenerator[list[Item], None]:
    """The same items, up to `most` at once."""
    group: list[Item] = []
    async for item in items:
        group.append(item)
        if len(group) == most:
            yield group
            group = []
    if group:
        yield group
