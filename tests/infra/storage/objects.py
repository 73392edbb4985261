"""Short words for what the tests of stores do all the time."""

from __future__ import annotations

from collections.abc import AsyncIterator

from app.domain.storage.model import StoredObject
from app.domain.storage.ports import Storage

KEY = "songs/one/a.mp3"


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def read(storage: Storage, key: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([chunk async for chunk in storage.open(key, start, end)])


async def put(storage: Storage, key: str, content: bytes = b"x") -> StoredObject:
    return await storage.put(key, pieces(content), "audio/mpeg")


async def keys(storage: Storage, prefix: str | None = None) -> list[str]:
    return sorted([found.key async for found in storage.list_objects(prefix)])
