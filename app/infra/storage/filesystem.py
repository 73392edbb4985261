"""A Storage on one machine's disk."""

from __future__ import annotations

import asyncio
import errno
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Literal, ParamSpec, TypeVar

from loguru import logger

from app.domain.errors import StorageFailure
from app.domain.storage.model import ObjectInfo, StoredObject, check_key, check_prefix
from app.domain.storage.ports import LONGEST_ADDRESS, ObjectMissing, check_validity
from app.infra.storage.drafts import Draft
from app.infra.storage.tree import Tree

PIECE: Final = 256 * 1024
PAGE: Final = 500
A_DAY: Final = 86_400.0
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

P = ParamSpec("P")
R = TypeVar("R")


class FilesystemStorage:
    """Keys are paths below `root`, which is created when missing.

    Nothing outside of `root` is ever touched: what lies behind a symbolic link counts as missing,
    and cannot be written. Disk work happens in threads.
    """

    backend: Final = "filesystem"

    def __init__(self, root: Path) -> None:
        self._tree = Tree(root)

    async def put(self, key: str, chunks: AsyncIterator[bytes], content_type: str) -> StoredObject:
        """Store all the bytes under a key, or nothing."""
        draft = Draft(self._tree.path(check_key(key)))
        try:
            await _in_thread(self._tree.demand_inside, key)
            await _in_thread(draft.begin)
            async with aclosing(_gathered(chunks)) as pieces:
                async for piece in pieces:
                    await _in_thread(draft.write, piece)
            byte_size, sha256 = await _in_thread(draft.commit)
        finally:
            # Shielded, because a thread goes on writing after its task was cancelled.
            await asyncio.shield(_in_thread(draft.discard))
        return StoredObject(
            key=key,
            byte_size=byte_size,
            sha256=sha256,
            content_type=content_type,
            backend=self.backend,
        )

    async def open(
        self, key: str, start: int = 0, end: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """The bytes from `start` up to `end`, which is not included."""
        file = await _in_thread(self._tree.open, check_key(key))
        if file is None:
            raise ObjectMissing
        with file:
            await _in_thread(file.seek, start)
            position = start
            while end is None or position < end:
                wanted = PIECE if end is None else min(PIECE, end - position)
                piece = await _in_thread(_read, file, wanted)
                if not piece:
                    return
                position += len(piece)
                yield piece

    async def stat(self, key: str) -> ObjectInfo | None:
        """What is known about an object; None when there is none."""
        return await _in_thread(self._tree.stat, check_key(key))

    async def exists(self, key: str) -> bool:
        """Whether there is an object under this key."""
        return await self.stat(key) is not None

    async def delete(self, key: str) -> bool:
        """Remove an object; False when there was none."""
        return await _in_thread(self._tree.remove, check_key(key))

    async def delete_prefix(self, prefix: str) -> int:
        """Remove every object whose key begins with `prefix`; how many it were."""
        check_prefix(prefix)
        removed = 0
        async for found in self.list_objects(prefix):
            removed += await self.delete(found.key)
        return removed

    async def list_objects(self, prefix: str | None = None) -> AsyncGenerator[ObjectInfo, None]:
        """Every object, or those whose key begins with `prefix`, in no order."""
        found = self._tree.walk("" if prefix is None else check_prefix(prefix))
        while page := await _in_thread(list, islice(found, PAGE)):
            for info in page:
                yield info

    async def move(self, source: str, target: str) -> ObjectInfo:
        """Give an object another key, in one step."""
        moved = await _in_thread(self._tree.move, check_key(source), check_key(target))
        if moved is None:
            raise ObjectMissing
        return moved

    async def url(
        self,
        key: str,
        *,
        disposition: str,  # noqa: ARG002 - the port's
        content_type: str,  # noqa: ARG002 - the port's
        method: Literal["GET", "HEAD"] = "GET",  # noqa: ARG002 - the port's
        seconds: int = LONGEST_ADDRESS,
    ) -> str | None:
        """None: nobody but the studio hands out its files."""
        check_key(key)
        check_validity(seconds)
        return None

    async def sweep(self, older_than: float = A_DAY) -> int:
        """Remove what writers left behind that died in the middle; how many files it were.

        `older_than` is in seconds, and longer than any write takes.
        """
        return await _in_thread(self._tree.remove_drafts, time.time() - older_than)

    async def aclose(self) -> None:
        """Nothing is held open."""


async def _gathered(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    # A thread hop for each network packet would cost more than the writing.
    gathered = bytearray()
    async for chunk in chunks:
        gathered += chunk
        if len(gathered) >= PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _read(file: BinaryIO, size: int) -> bytes:
    return file.read(size)


async def _in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except OSError as error:
        logger.error("the file store failed: {}", error)
        key = "storage.full" if error.errno in _FULL else "storage.failed"
        raise StorageFailure(key) from error
