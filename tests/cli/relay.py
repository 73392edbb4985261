"""A TCP relay in front of a studio: what a bad network does to real connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Relay:
    """Forwards to `upstream`. `downstream_bytes` is how many more bytes a client may get."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        assert parts.hostname is not None
        assert parts.port is not None
        self._upstream = (parts.hostname, parts.port)
        self._open: set[asyncio.StreamWriter] = set()
        self.url = ""
        self.connections = 0
        self.cuts = 0
        self.downstream_bytes: int | None = None

    def cut(self) -> None:
        """Reset every connection."""
        self.cuts += 1
        for writer in list(self._open):
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        there, back = await asyncio.open_connection(*self._upstream)
        self._open |= {writer, back}
        up = asyncio.create_task(self._pump(reader, back, counted=False))
        try:
            await self._pump(there, writer, counted=True)
        finally:
            up.cancel()
            self._open -= {writer, back}
            for each in (writer, back):
                each.close()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool
    ) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(4096):
                if counted and self.downstream_bytes is not None:
                    self.downstream_bytes -= len(chunk)
                    if self.downstream_bytes < 0:
                        self.downstream_bytes = None  # one break is asked for, not an outage
                        self.cut()
                        return
                writer.write(chunk)
                await writer.drain()


@asynccontextmanager
async def relaying(upstream: str) -> AsyncIterator[Relay]:
    relay = Relay(upstream)
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    relay.url = f"http://127.0.0.1:{port}"
    try:
        yield relay
    finally:
        server.close()
        relay.cut()
        await server.wait_closed()
