"""One process after the other, each in the place of one that is spent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from app.infra.subprocesses.process import AnsweringProcess

P = TypeVar("P", bound=AnsweringProcess)


class Successors(Generic[P]):
    """At most one process that can be asked; the first is started when it is needed.

    Whoever has a turn asks for the living one, and discards it unless it survived the question
    and all of its answer was read: so an answer never reaches the wrong caller.
    """

    def __init__(self, start: Callable[[], Awaitable[P]]) -> None:
        self._start = start
        self._dying: set[asyncio.Task[int]] = set()
        self.current: P | None = None

    async def living(self) -> P:
        """The current process, or another one if there is none that lives. Raises as `start`."""
        if self.current is not None and not self.current.alive:
            self.discard()
        if self.current is None:
            self.current = await self._start()
        return self.current

    def discard(self) -> None:
        """End the current process now, if there is one."""
        process, self.current = self.current, None
        if process is None:
            return
        process.kill()
        end = asyncio.create_task(process.ended(), name=f"end of process {process.pid}")
        self._dying.add(end)
        end.add_done_callback(self._dying.discard)

    async def aclose(self) -> None:
        """End the current process and wait until all are gone."""
        self.discard()
        await asyncio.gather(*self._dying)
