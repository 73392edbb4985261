"""A gate before the provider: orders go in, and chosen answers wait until it opens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

HELD = "hold the answer"
MEDIA = b"GET /media/"


class Gate:
    """Forwards everything to the provider.

    A connection whose request contains one of the words in `held` gets its answer once `opened`
    is set.
    """

    def __init__(self, provider: str) -> None:
        parts = urlsplit(provider)
        assert parts.hostname is not None
        assert parts.port is not None
        self._provider = (parts.hostname, parts.port)
        self._open: set[asyncio.StreamWriter] = set()
        self.held = {HELD.encode()}
        self.opened = asyncio.Event()
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        waits = asyncio.Event()
        there, back = await asyncio.open_connection(*self._provider)
        self._open |= {writer, back}
        upward = asyncio.create_task(self._pump(reader, back, waits))
        try:
            with suppress(ConnectionError):
                while chunk := await there.read(65_536):
                    if waits.is_set():
                        await self.opened.wait()
                    writer.write(chunk)
                    await writer.drain()
        finally:
            upward.cancel()
            self._open -= {writer, back}
            for each in (writer, back):
                each.close()
                with suppress(ConnectionError):
                    await each.wait_closed()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, waits: asyncio.Event
    ) -> None:
        seen = b""
        with suppress(ConnectionError):
            while chunk := await reader.read(65_536):
                seen += chunk
                if any(words in seen for words in self.held):
                    waits.set()
                writer.write(chunk)
                await writer.drain()

    def close(self) -> None:
        self.opened.set()
        for writer in list(self._open):
            writer.transport.abort()


@asynccontextmanager
async def gate_before(provider: str) -> AsyncIterator[Gate]:
    gate = Gate(provider)
    server = await asyncio.start_server(gate.serve, "127.0.0.1", 0)
    gate.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield gate
    finally:
        server.close()
        gate.close()
        await server.wait_closed()
