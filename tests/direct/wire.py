"""Requests and answers as bytes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self

import orjson

PATIENCE = 30
"""Seconds for an answer, however busy the machine is."""

_CLOSES = 5
_CHANGING = re.compile(rb"(?<=date: )[^\r]+|\b[0-9a-f]{32}\b")


def request(
    body: bytes | Mapping[str, Any],
    headers: Mapping[str, str],
    *,
    line: str = "POST /graphql HTTP/1.1",
    length: int | None = None,
) -> bytes:
    """A request with a Content-Length; a header that is None is left out."""
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    size = len(content) if length is None else length
    lines = [line, "Host: here", *(f"{name}: {value}" for name, value in headers.items())]
    if size >= 0:
        lines.append(f"Content-Length: {size}")
    return "\r\n".join([*lines, "", ""]).encode() + content


class Wire:
    """A connection to a server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    @asynccontextmanager
    async def to(cls, port: int) -> AsyncIterator[Self]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            yield cls(reader, writer)
        finally:
            writer.close()

    async def send(self, segments: Sequence[bytes]) -> None:
        """Send segments one after the other, far enough apart to arrive so."""
        for number, segment in enumerate(segments):
            if number:
                await asyncio.sleep(0.01)
            self.writer.write(segment)
            await self.writer.drain()

    async def answer(self, *, bodiless: bool = False) -> bytes:
        """The next answer, whole; empty when the server closes the connection instead."""
        async with asyncio.timeout(PATIENCE):
            head = await self._head()
            found = re.search(rb"content-length: (\d+)", head)
            if bodiless or found is None:
                return head
            return head + await self.reader.readexactly(int(found[1]))

    async def _head(self) -> bytes:
        try:
            return await self.reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            return error.partial

    async def closed(self, patience: float = _CLOSES) -> bool:
        """Whether the server closes the connection within so many seconds."""
        try:
            async with asyncio.timeout(patience):
                return await self.reader.read(1) == b""
        except TimeoutError:
            return False
        except ConnectionResetError:
            return True


def lasting(answer: bytes) -> bytes:
    """An answer without what differs between two equal ones."""
    return _CHANGING.sub(b"-", answer)
