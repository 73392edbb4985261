"""Several stores as one: new bytes go to the first, older ones stay where they are."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Literal, TypeVar

from app.domain.errors import StorageFailure
from app.domain.storage.model import ObjectInfo, StoredObject
from app.domain.storage.ports import LONGEST_ADDRESS, ObjectMissing, Storage, StoreMissing

T = TypeVar("T")


class StoreSet:
    """The ports `Storage` and `Stores` over one or more stores.

    What is written goes to the first. Who knows where an object is, reads it from `named`; who
    does not, finds it here wherever it is, in the first store before the others. What is removed
    is removed from all of them.
    """

    def __init__(self, first: Storage, *others: Storage) -> None:
        self._first = first
        self._all = (first, *others)

    @property
    def backend(self) -> str:
        """The name of the store that is written to."""
        return self._first.backend

    def named(self, backend: str) -> Storage:
        """See `Stores.named`."""
        for store in self._all:
            if store.backend == backend:
                return store
        raise StoreMissing(backend)

    async def put(self, key: str, chunks: AsyncIterator[bytes], content_type: str) -> StoredObject:
        """See `Storage.put`."""
        return await self._first.put(key, chunks, content_type)

    async def open(
        self, key: str, start: int = 0, end: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """See `Storage.open`."""
        store = await self._holding(key)
        if store is None:
            raise ObjectMissing
        async with aclosing(store.open(key, start, end)) as chunks:
            async for chunk in chunks:
                yield chunk

    async def stat(self, key: str) -> ObjectInfo | None:
        """See `Storage.stat`."""
        for store in self._all:
            if found := await store.stat(key):
                return found
        return None

    async def exists(self, key: str) -> bool:
        """See `Storage.exists`."""
        return await self._holding(key) is not None

    async def delete(self, key: str) -> bool:
        """See `Storage.delete`."""
        return any(await self._each(lambda store: store.delete(key)))

    async def delete_prefix(self, prefix: str) -> int:
        """See `Storage.delete_prefix`."""
        return sum(await self._each(lambda store: store.delete_prefix(prefix)))

    async def list_objects(self, prefix: str | None = None) -> AsyncGenerator[ObjectInfo, None]:
        """See `Storage.list_objects`; what is in two stores is listed twice."""
        for store in self._all:
            async with aclosing(store.list_objects(prefix)) as objects:
                async for found in objects:
                    yield found

    async def move(self, source: str, target: str) -> ObjectInfo:
        """See `Storage.move`; the object stays in its store."""
        store = await self._holding(source)
        if store is None:
            raise ObjectMissing
        return await store.move(source, target)

    async def url(
        self,
        key: str,
        *,
        disposition: str,
        content_type: str,
        method: Literal["GET", "HEAD"] = "GET",
        seconds: int = LONGEST_ADDRESS,
    ) -> str | None:
        """See `Storage.url`; for an object that is nowhere, an address in the first store."""
        store = await self._holding(key) or self._first
        return await store.url(
            key,
            disposition=disposition,
            content_type=content_type,
            method=method,
            seconds=seconds,
        )

    async def sweep(self) -> int:
        """See `Storage.sweep`."""
        return sum(await self._each(lambda store: store.sweep()))

    async def aclose(self) -> None:
        """See `Storage.aclose`."""
        for store in self._all:
            await store.aclose()

    async def _holding(self, key: str) -> Storage | None:
        for store in self._all:
            if await store.exists(key):
                return store
        return None

    async def _each(self, work: Callable[[Storage], Awaitable[T]]) -> list[T]:
        """What every store answers; one that fails keeps no other from its work."""
        answers: list[T] = []
        failure: StorageFailure | None = None
        for store in self._all:
            try:
                answers.append(await work(store))
            except StorageFailure as error:
                failure = error
        if failure is not None:
            raise failure
        return answers
