"""Overlays, drawn one after the other in a process that can be killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from loguru import logger

from app.domain.errors import InvalidInput, RateLimited
from app.domain.overlay.model import Overlay
from app.domain.overlay.ports import Rendered, RenderingInterrupted
from app.infra.overlay.process import OverlayProcess
from app.infra.overlay.wire import Question

MOST_WAITING: Final = 32
LONGEST_WAIT: Final = 30.0
PATIENCE: Final = 120.0
"""Seconds on the wall: for the turn, and for the picture."""


class OverlayEngine:
    """The `OverlayRenderer` port.

    The process is started by the first picture and replaced after every one that it did not
    survive or that was given up, so a picture never reaches the wrong caller.
    """

    def __init__(
        self,
        *,
        most_waiting: int = MOST_WAITING,
        longest_wait: float = LONGEST_WAIT,
        patience: float = PATIENCE,
    ) -> None:
        self._most_waiting = most_waiting
        self._longest_wait = longest_wait
        self._patience = patience
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._process: OverlayProcess | None = None
        self._dying: set[asyncio.Task[None]] = set()

    async def render(
        self, source: bytes, overlay: Overlay, *, max_edge: int | None = None
    ) -> Rendered:
        """See `OverlayRenderer.render`."""
        question = Question(overlay=overlay, max_edge=max_edge)
        async with self._my_turn():
            process = await self._living_process()
            survived = False
            try:
                found = await process.ask(question, source, patience=self._patience)
                survived = True
            except InvalidInput:
                survived = True
                raise
            except RenderingInterrupted as error:
                logger.warning("drawing an overlay was interrupted: {}", error.key)
                raise
            finally:
                if not survived:
                    self._discard()
        return found

    async def aclose(self) -> None:
        """End the process."""
        self._discard()
        await asyncio.gather(*self._dying)

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        if self._waiting >= self._most_waiting:
            raise RateLimited("overlay.busy", retryAfter=1)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._longest_wait):
                await self._turn.acquire()
        except TimeoutError as error:
            raise RateLimited("overlay.busy", retryAfter=1) from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    async def _living_process(self) -> OverlayProcess:
        if self._process is not None and not self._process.alive:
            self._discard()
        if self._process is None:
            self._process = await OverlayProcess.start()
        return self._process

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        end = asyncio.create_task(process.ended(), name="end of a process for overlays")
        self._dying.add(end)
        end.add_done_callback(self._dying.discard)
