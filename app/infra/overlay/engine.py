"""Overlays, drawn one after the other in a process that can be killed."""

from __future__ import annotations

from typing import Final

from loguru import logger

from app.domain.errors import InvalidInput
from app.domain.overlay.model import Overlay
from app.domain.overlay.ports import Rendered, RenderingInterrupted
from app.infra.overlay.process import OverlayProcess
from app.infra.overlay.wire import Question
from app.infra.subprocesses.successors import Successors
from app.infra.subprocesses.turns import Turns

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
        self._patience = patience
        self._turns = Turns(
            busy="overlay.busy", most_waiting=most_waiting, longest_wait=longest_wait
        )
        self._processes = Successors(OverlayProcess.start)

    async def render(
        self, source: bytes, overlay: Overlay, *, max_edge: int | None = None
    ) -> Rendered:
        """See `OverlayRenderer.render`."""
        question = Question(overlay=overlay, max_edge=max_edge)
        async with self._turns():
            process = await self._processes.living()
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
                    self._processes.discard()
        return found

    async def aclose(self) -> None:
        """End the process."""
        await self._processes.aclose()
