"""Many subscribers in a process of their own: `python -m bench.fanout_clients WISH`, WISH JSON.

Says `ready` once everybody has a first frame, then for each event, once everybody has it, when it
came to each of them, by the clock that all processes share. Says `broken: …` when somebody got
something else than the next event.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import uvloop

_SEQ: Final = re.compile(rb'"seq":\s*(\d+)')
_TEXT, _CLOSE, _PING = 0x1, 0x8, 0x9
_PONG: Final = b"\x8a\x80\0\0\0\0"
_TWO_BYTES, _EIGHT_BYTES = 126, 127
_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who subscribes to what."""

    port: int
    token: str
    count: int
    query: str
    variables: Mapping[str, Any]


class _Crowd:
    """Collects when an event came to everybody."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._arrivals: list[float] = []

    def arrived(self) -> None:
        self._arrivals.append(time.monotonic())
        if len(self._arrivals) == self._count:
            tell(json.dumps(self._arrivals))
            self._arrivals.clear()


class _Subscriber(asyncio.Protocol):
    """One websocket with one subscription; no more of the protocol than this needs."""

    def __init__(self, audience: Audience, crowd: _Crowd) -> None:
        self._audience = audience
        self._crowd = crowd
        self._buffer = b""
        self._upgraded = False
        self._seq: int | None = None
        self._transport: asyncio.Transport | None = None
        self.subscribed = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a websocket."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(
            b"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody may leave."""
        tell(f"broken: a connection ended: {exc}")

    def data_received(self, data: bytes) -> None:
        """Take frames apart."""
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head:
                tell(f"broken: {head.decode(errors='replace')}")
            self._upgraded, self._buffer = True, rest
            payload = {"authorization": f"Bearer {self._audience.token}"}
            self._send({"type": "connection_init", "payload": payload})
        while self._frame():
            """Another one may have come with it."""

    def _frame(self) -> bool:
        buffer = self._buffer
        if len(buffer) < 2:  # noqa: PLR2004 - the least that a frame has
            return False
        opcode, length, begin = buffer[0] & 0xF, buffer[1] & 0x7F, 2
        if length >= _TWO_BYTES:
            begin = 4 if length == _TWO_BYTES else 10
            length = int.from_bytes(buffer[2:begin], "big")
        if len(buffer) < begin + length:
            return False
        self._buffer = buffer[begin + length :]
        self._take(opcode, buffer[begin : begin + length])
        return True

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING and self._transport:
            self._transport.write(_PONG)
        elif opcode == _TEXT and b'"connection_ack"' in payload:
            query = {"query": self._audience.query, "variables": self._audience.variables}
            self._send({"id": "1", "type": "subscribe", "payload": query})
        elif opcode == _TEXT and b'"next"' in payload and (found := _SEQ.search(payload)):
            self._event(int(found[1]))
        elif opcode == _CLOSE or b'"ping"' not in payload:
            tell(f"broken: {payload.decode(errors='replace')}")

    def _event(self, seq: int) -> None:
        if self._seq is None:
            self.subscribed.set()
        elif seq != self._seq + 1:
            tell(f"broken: event {seq} after {self._seq}")
        else:
            self._crowd.arrived()
        self._seq = seq

    def _send(self, message: Mapping[str, Any]) -> None:
        payload = json.dumps(message).encode()
        head = bytes([0x81, 0x80 | _TWO_BYTES]) + len(payload).to_bytes(2, "big")
        if self._transport:
            self._transport.write(head + b"\0\0\0\0" + payload)


def tell(line: str) -> None:
    """A line for whoever started this process."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _watch(audience: Audience) -> None:
    loop, crowd, turns = (
        asyncio.get_running_loop(),
        _Crowd(audience.count),
        asyncio.Semaphore(_AT_ONCE),
    )

    async def join() -> None:
        async with turns:
            _, subscriber = await loop.create_connection(
                lambda: _Subscriber(audience, crowd), "127.0.0.1", audience.port
            )
            await subscriber.subscribed.wait()

    await asyncio.gather(*(join() for _ in range(audience.count)))
    tell("ready")
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(_watch(Audience(**json.loads(sys.argv[1]))))
