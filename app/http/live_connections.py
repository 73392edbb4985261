"""Connections that would last: websockets and event streams, closed together at a drain."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SERVICE_RESTART: Final = 1012


class LiveConnections:
    """Every open websocket and event stream of this process.

    `draining` is set when they are to close.
    """

    def __init__(self, draining: asyncio.Event | None = None) -> None:
        self._draining = draining or asyncio.Event()
        self._closing: set[asyncio.Future[int]] = set()
        self._code: int | None = None
        self._all_closed = asyncio.Event()
        self._all_closed.set()

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self._closing)

    @contextmanager
    def opened(self) -> Iterator[asyncio.Future[int]]:
        """Registers a connection while it is open.

        The future resolves with the code the connection must close with; once the drain has
        begun it is resolved from the start.
        """
        closing: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        if self._code is not None:
            closing.set_result(self._code)
        self._closing.add(closing)
        self._all_closed.clear()
        try:
            yield closing
        finally:
            self._closing.discard(closing)
            if not self._closing:
                self._all_closed.set()

    async def close_all(self, code: int = SERVICE_RESTART) -> None:
        """Close every connection, and every later one at once; returns when none is open.

        The caller bounds the wait.
        """
        self._code = code
        self._draining.set()
        for closing in self._closing:
            if not closing.done():
                closing.set_result(code)
        await self._all_closed.wait()
