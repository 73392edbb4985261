"""A server that leaves without failing anybody: not the websockets, not what a proxy just sent."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from typing import Final

import uvicorn

from app.http.direct.leaving import Leaving
from app.http.live_connections import LiveConnections
from app.infra.listeners import begin_no_more

ACCEPTING: Final = 0.3
"""Seconds in which what has begun to connect is accepted; longer than a way to and fro."""
IDLE: Final = 3.0
"""Seconds for which an idle connection of a proxy is left open; the proxy closes it before."""
ANSWERS: Final = 6.0
"""Seconds for the requests that are being answered."""


class DrainingServer(uvicorn.Server):
    """Closes websockets with 1012, then listeners, idle connections and requests, in ten seconds.

    Behind a proxy it waits until the proxy has noticed: see `Leaving`.
    """

    def __init__(
        self, config: uvicorn.Config, connections: LiveConnections, *, behind_proxies: bool
    ) -> None:
        super().__init__(config)
        self._connections = connections
        self._behind_proxies = behind_proxies
        self._leaving = Leaving()
        self.server_state = self._leaving

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn."""
        closing = asyncio.create_task(self._close_live())
        if self._behind_proxies:
            await self._let_go()
        await closing
        await super().shutdown(sockets)

    async def _close_live(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await self._connections.close_all()

    async def _let_go(self) -> None:
        over = time.monotonic() + IDLE
        self._leaving.leave()
        listeners = [each.fileno() for server in self.servers for each in server.sockets]
        quiet = [begin_no_more(listener) for listener in listeners]
        if any(quiet):
            await asyncio.sleep(ACCEPTING)
            await asyncio.sleep(0)  # what a busy loop has not accepted before that
        for server in self.servers:
            server.close()
        while (  # noqa: ASYNC110 - uvicorn tells nobody when a connection ends
            self._leaving.connections and not self.force_exit and time.monotonic() < over
        ):
            await asyncio.sleep(0.05)
