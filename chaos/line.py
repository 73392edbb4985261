"""The line between the studio and its providers, which can be cut, hang or drip."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from enum import Enum
from typing import Final, Self

_HOST: Final = "127.0.0.1"
_PIECE: Final = 64 * 1024
_DROP: Final = 0.1
"""Seconds between two bytes of a line that drips."""
_BACKLOG: Final = 1
"""As few connections as a system lets wait, so that a line that hangs hangs while connecting."""
_FILLERS: Final = 4


class Weather(Enum):
    """How the line is."""

    FAIR = "fair"
    HUNG = "hung"
    """Nobody gets a connection, and what is on its way stays there."""
    DRIPPING = "dripping"
    """Answers come byte by byte, so that no single wait is ever long."""


class Line:
    """Passes on what comes to a port of this machine to another one.

    An asynchronous context manager: it works inside.
    """

    def __init__(self, port: int, target: int) -> None:
        self._port = port
        self._target = target
        self._weather = Weather.FAIR
        self._passes = asyncio.Event()
        self._passes.set()
        self._fillers: list[socket.socket] = []
        self._relays: dict[asyncio.Task[None], socket.socket] = {}

    async def __aenter__(self) -> Self:
        self._listener = socket.create_server((_HOST, self._port), backlog=_BACKLOG)
        self._listener.setblocking(False)
        self._accepting = asyncio.create_task(self._accept())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._accepting.cancel()
        for relay in self._relays:
            relay.cancel()
        await asyncio.gather(self._accepting, *self._relays, return_exceptions=True)
        self._listener.close()

    def cut(self) -> None:
        """End what is on its way at once; both sides learn of it as of a crash."""
        at_once = struct.pack("ii", 1, 0)  # nothing waits to be sent: RST
        for relay, client in self._relays.items():
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            relay.cancel()

    def become(self, weather: Weather) -> None:
        """Change, with what is on its way, too."""
        self._weather = weather
        if weather is Weather.HUNG:
            self._passes.clear()
            self._fill()
        else:
            self._passes.set()
            for each in self._fillers:
                each.close()
            self._fillers.clear()

    def _fill(self) -> None:
        """Take the places of those that wait to be accepted."""
        for _ in range(_FILLERS):
            filler = socket.socket()
            filler.setblocking(False)
            with suppress(BlockingIOError):
                filler.connect((_HOST, self._port))
            self._fillers.append(filler)

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._passes.wait()
            client, _ = await loop.sock_accept(self._listener)
            relay = asyncio.create_task(self._relay(client))
            self._relays[relay] = client
            relay.add_done_callback(self._relays.pop)

    async def _relay(self, client: socket.socket) -> None:
        """Until one side ends; then the other one is ended, too."""
        sides = []
        try:
            reader, writer = await asyncio.open_connection(sock=client)
            sides.append(writer)
            answers, provider = await asyncio.open_connection(_HOST, self._target)
            sides.append(provider)
            ways = [
                asyncio.create_task(self._pass(reader, provider, may_drip=False)),
                asyncio.create_task(self._pass(answers, writer, may_drip=True)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except OSError:
            client.close()
        finally:
            for side in sides:
                side.close()
            for side in sides:
                with suppress(OSError):
                    await side.wait_closed()

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, may_drip: bool
    ) -> None:
        with suppress(OSError):
            while piece := await source.read(_PIECE):
                await self._passes.wait()
                while may_drip and piece and self._weather is Weather.DRIPPING:
                    target.write(piece[:1])
                    piece = piece[1:]
                    await target.drain()
                    await asyncio.sleep(_DROP)
                await self._passes.wait()
                target.write(piece)
                await target.drain()
