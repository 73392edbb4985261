"""A websocket of graphql-transport-ws for load: no more of both protocols than that needs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final, cast

import orjson

_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_FINAL, _MASKED, _NO_MASK = 0x80, 0x80, b"\0\0\0\0"
_TWO_BYTES: Final = 126
_SHORT_HEAD: Final = 2
_REASON: Final = 2
"""Where the reason begins in a frame that closes."""


class RawWebsocket(asyncio.Protocol):
    """Connects, says who it is, and hands over the text of each frame."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._buffer = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None

    def text(self, payload: bytes) -> None:
        """A text frame came."""
        raise NotImplementedError

    def broken(self, why: str) -> None:
        """The connection ended, or never began."""
        raise NotImplementedError

    def send(self, message: Mapping[str, Any]) -> None:
        """Send JSON."""
        payload = orjson.dumps(message)
        head = bytes([_FINAL | _TEXT, _MASKED | _TWO_BYTES]) + len(payload).to_bytes(2, "big")
        self._write(head + _NO_MASK + payload)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a websocket."""
        self._transport = cast("asyncio.Transport", transport)
        self._write(
            b"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody may leave."""
        self.broken(f"a connection ended: {exc}")

    def data_received(self, data: bytes) -> None:
        """Take frames apart."""
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head:
                self.broken(head.decode(errors="replace"))
            self._upgraded, self._buffer = True, rest
            payload = {"authorization": f"Bearer {self._token}"}
            self.send({"type": "connection_init", "payload": payload})
        while self._frame():
            """Another one may have come with it."""

    def _frame(self) -> bool:
        buffer = self._buffer
        if len(buffer) < _SHORT_HEAD:
            return False
        opcode, length, begin = buffer[0] & 0xF, buffer[1] & 0x7F, _SHORT_HEAD
        if length >= _TWO_BYTES:
            begin = 4 if length == _TWO_BYTES else 10
            length = int.from_bytes(buffer[2:begin], "big")
        if len(buffer) < begin + length:
            return False
        self._buffer = buffer[begin + length :]
        self._take(opcode, buffer[begin : begin + length])
        return True

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING:
            # A pong with another payload does not count, and the server ends the connection.
            self._write(bytes([_FINAL | _PONG, _MASKED | len(payload)]) + _NO_MASK + payload)
        elif opcode == _TEXT:
            self.text(payload)
        elif opcode == _CLOSE:
            self.broken(f"closed: {payload[_REASON:].decode(errors='replace')}")

    def _write(self, data: bytes) -> None:
        if self._transport:
            self._transport.write(data)
