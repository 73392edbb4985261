"""Where bytes are kept, and where they are fetched from."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from app.domain.errors import ProviderError, ProviderUnavailable, StorageFailure
from app.domain.storage.model import ObjectInfo, StoredObject


class ObjectMissing(StorageFailure):
    """There is nothing under this key."""

    retryable = False

    def __init__(self) -> None:
        super().__init__("storage.missing")


class MediaUnavailable(ProviderUnavailable):
    """A provider's file cannot be had now: trying again later may help."""

    def __init__(self, reason: str) -> None:
        super().__init__("media.unavailable", reason=reason)


class MediaRefused(ProviderError):
    """A provider's file must not or cannot be had, now or later."""

    def __init__(self, reason: str) -> None:
        super().__init__("media.refused", reason=reason)


class Storage(Protocol):
    """Objects under keys (`check_key`). Any number of processes may use one store at once.

    Every method raises ValueError for a key or prefix that the studio cannot have made, and
    StorageFailure when the store fails.
    """

    @property
    def backend(self) -> str:
        """The name that rows remember their bytes by."""
        ...

    async def put(self, key: str, chunks: AsyncIterator[bytes], content_type: str) -> StoredObject:
        """Store all the bytes under a key, or nothing.

        Readers see what was there before until everything is kept for good; of several writers
        the last one to finish wins. An error of `chunks` is raised as it is.
        """
        ...

    def open(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes, None]:
        """The bytes from `start` up to `end`, which is not included; None is the end of the object.

        The first step raises ObjectMissing. Close the generator when not reading to its end.
        """
        ...

    async def stat(self, key: str) -> ObjectInfo | None:
        """What is known about an object; None when there is none."""
        ...

    async def exists(self, key: str) -> bool:
        """Whether there is an object under this key."""
        ...

    async def delete(self, key: str) -> bool:
        """Remove an object; False when there was none."""
        ...

    async def delete_prefix(self, prefix: str) -> int:
        """Remove every object whose key begins with `prefix` (`check_prefix`); how many it were."""
        ...

    def list_objects(self, prefix: str | None = None) -> AsyncGenerator[ObjectInfo, None]:
        """Every object, or those whose key begins with `prefix`, read page by page in no order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file on its way here. `byte_size` is what its sender promises, if it does."""

    chunks: AsyncIterator[bytes]
    byte_size: int | None


class MediaSource(Protocol):
    """Fetches the files that providers point at."""

    def fetch(self, url: str) -> AbstractAsyncContextManager[Download]:
        """The file behind an address that a provider named.

        Opening it and reading its chunks raise MediaUnavailable or MediaRefused; a body that ends
        early is MediaUnavailable. Time limits count until the block is left.
        """
        ...
