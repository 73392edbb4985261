"""Where bytes are kept, and where they are fetched from."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from app.domain.errors import ProviderError, ProviderUnavailable, StorageFailure
from app.domain.storage.model import ObjectInfo, StoredObject

LONGEST_ADDRESS: Final = 3600
"""Seconds for which an address of `Storage.url` is valid at most."""


def check_validity(seconds: int) -> int:
    """The seconds themselves. Raises ValueError unless an address may be valid so long."""
    if not 1 <= seconds <= LONGEST_ADDRESS:
        raise ValueError("an address is valid for a second to an hour")
    return seconds


class ObjectMissing(StorageFailure):
    """There is nothing under this key."""

    retryable = False

    def __init__(self) -> None:
        super().__init__("storage.missing")


class StoreMissing(StorageFailure):
    """Bytes are in a store that this studio does not have, or has no access to."""

    retryable = False

    def __init__(self, backend: str) -> None:
        super().__init__("storage.not_configured", backend=backend)


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

    async def move(self, source: str, target: str) -> ObjectInfo:
        """Give an object another key, replacing what is there; ObjectMissing when there is none.

        Its bytes are under one of the keys at every moment, under both for a while where the
        store cannot do it in one step. Nobody may write to `source` meanwhile.
        """
        ...

    async def url(
        self,
        key: str,
        *,
        disposition: str,
        content_type: str,
        method: Literal["GET", "HEAD"] = "GET",
        seconds: int = LONGEST_ADDRESS,
    ) -> str | None:
        """An address at which anybody gets the object for so long, with these two headers.

        None where the studio has to hand out the bytes itself. Whether there is such an object
        is not looked at. `disposition` is a whole Content-Disposition; ValueError for `seconds`
        (`check_validity`).
        """
        ...

    async def sweep(self) -> int:
        """Remove what writers left behind that died in the middle; how much it was."""
        ...

    async def aclose(self) -> None:
        """Close what is held open."""
        ...


class Stores(Protocol):
    """Every store, by the name that rows remember it by."""

    def named(self, backend: str) -> Storage:
        """A store. Raises StoreMissing for one that this studio does not have."""
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
