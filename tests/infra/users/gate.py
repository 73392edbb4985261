"""A gate before a real Redis that can be shut in the ways a network fails."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Gate:
    """Forwards bytes to the server at `upstream` (a Redis URL) until it is told otherwise."""

    def __init__(self, upstream: str) -> None:
        self._upstream = urlsplit(upstream)
        self._open = asyncio.Event()
        self._open.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.visitors = 0

    @property
    def url(self) -> str:
        path, query = self._upstream.path, parse_qs(self._upstream.query)
        # A path is the socket of a unix: address, whose database is a parameter.
        database = path.strip("/") if self._upstream.hostname else query.get("db", ["0"])[0]
        return f"redis://127.0.0.1:{self.port}/{database}"

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _t: TracebackType | None,
    ) -> None:
        self._open.set()
        await self.refuse()

    async def listen(self) -> None:
        """Take connections, on the same port as before."""
        self._server = await asyncio.start_server(self._visit, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Cut every connection and refuse new ones, like a server that was killed."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.close()
        await asyncio.sleep(0.01)

    def hang(self) -> None:
        """Take connections and bytes, and let nothing through."""
        self._open.clear()

    def resume(self) -> None:
        """Let everything through that was held back."""
        self._open.set()

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visitors += 1
        inner_reader, inner_writer = await self._connect()
        self._writers |= {writer, inner_writer}
        await asyncio.gather(self._carry(reader, inner_writer), self._carry(inner_reader, writer))
        self._writers -= {writer, inner_writer}

    async def _connect(self) -> Streams:
        if self._upstream.scheme == "unix":
            return await asyncio.open_unix_connection(self._upstream.path)
        return await asyncio.open_connection(self._upstream.hostname, self._upstream.port or 6379)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while content := await reader.read(65536):
                await self._open.wait()
                writer.write(content)
                await writer.drain()
        writer.close()
