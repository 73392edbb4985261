"""How many previews are drawn at once, and how many wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.domain.errors import RateLimited


class Turns:
    """Turns to do something costly, given in the order in which they are asked for.

    `at_once` have one, `most_waiting` wait for theirs up to `longest_wait` seconds; all others
    are turned away.
    """

    def __init__(self, *, at_once: int, most_waiting: int, longest_wait: float) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most_waiting = most_waiting
        self._longest_wait = longest_wait
        self._waiting = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[None]:
        """A turn. Raises RateLimited."""
        await self._take()
        try:
            yield
        finally:
            self._free.release()

    async def _take(self) -> None:
        if self._free.locked() and self._waiting >= self._most_waiting:
            raise RateLimited("overlay.busy", retryAfter=1)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._longest_wait):
                await self._free.acquire()
        except TimeoutError as error:
            raise RateLimited("overlay.busy", retryAfter=1) from error
        finally:
            self._waiting -= 1
