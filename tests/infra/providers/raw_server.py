"""A server that says exactly the bytes of a test, at its pace."""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RawServer:
    url: str = ""
    requests: list[bytes] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def body(self, number: int = 0) -> dict[str, object]:
        fields: dict[str, object] = json.loads(self.requests[number].partition(b"\r\n\r\n")[2])
        return fields


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)\ncontent-length: *([0-9]+)", head)
    return head + (await reader.readexactly(int(length.group(1))) if length else b"")


@asynccontextmanager
async def serving(*scripts: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """One script for each request in turn; the last one goes on."""
    server = RawServer()
    busy: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        busy.add(task)
        try:
            server.requests.append(await _read_request(reader))
            await scripts[min(len(server.requests), len(scripts)) - 1](writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            writer.close()
            busy.discard(task)

    listener = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    scheme = "https" if tls else "http"
    server.url = f"{scheme}://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listener.close()
        for task in [*busy]:
            task.cancel()
        await asyncio.gather(*busy)


def says(status: int, body: object = b"", **headers: str) -> Script:
    """A whole answer; anything but bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, len(content), **headers) + content)

    return script


def head(status: int, length: int | None, **headers: str) -> bytes:
    """The head of an answer; `length` None leaves the end to the closing of the connection."""
    lines = [f"HTTP/1.1 {status} Whatever", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def cut_off(status: int, promised: int, sent: bytes) -> Script:
    """An answer that ends before the length it promised."""

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, promised) + sent)

    return script


def in_pieces(status: int, *pieces: bytes, **headers: str) -> Script:
    """A body whose pieces are sent one after another and that ends with the connection."""

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, None, **headers))
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    return script


def drips(status: int, piece: bytes, pause: float) -> Script:
    """A body that never ends."""

    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, None))
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return script


async def hangs(writer: asyncio.StreamWriter) -> None:
    """The request is taken, and nothing follows."""
    await writer.drain()
    await asyncio.sleep(60)


async def resets(writer: asyncio.StreamWriter) -> None:
    """The request is taken, and the connection torn down."""
    writer.transport.abort()
    await asyncio.sleep(0)
