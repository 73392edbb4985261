"""The studio's side of the process in which overlays are drawn."""

from __future__ import annotations

import asyncio
from typing import Final, Self

from app.domain.errors import InvalidInput, Problem
from app.domain.overlay.ports import Rendered, RenderingInterrupted
from app.infra.overlay.wire import ANSWERS, QUESTIONS, Question, Refused
from app.infra.subprocesses.process import AnsweringProcess

_PROGRAM: Final = "app.infra.overlay.child"


class OverlayProcess(AnsweringProcess):
    """A process that is asked for pictures."""

    @classmethod
    async def start(cls) -> Self:
        """A process that is ready. Raises RenderingInterrupted when it does not become so."""
        try:
            return await cls.ready(_PROGRAM)
        except (TimeoutError, EOFError) as error:
            raise RenderingInterrupted("overlay.interrupted") from error

    async def ask(self, question: Question, source: bytes, *, patience: float) -> Rendered:
        """The answer, awaited for so many seconds.

        Raises InvalidInput as the renderer does, after which it can be asked again, and
        RenderingInterrupted, after which it is dead or has to be killed.
        """
        try:
            async with asyncio.timeout(patience):
                return await self._asked(question, source)
        except TimeoutError as error:
            raise RenderingInterrupted("overlay.timeout") from error
        except (EOFError, ConnectionError) as error:
            raise RenderingInterrupted("overlay.interrupted") from error

    async def _asked(self, question: Question, source: bytes) -> Rendered:
        await self._say(QUESTIONS.dump_json(question), source)
        found = ANSWERS.validate_json(await self._heard())
        if isinstance(found, Refused):
            raise InvalidInput.of(
                tuple(Problem(each.key, each.path, each.params) for each in found.problems)
            )
        return Rendered(
            png=await self._heard(), width=found.width, height=found.height, layout=found.layout
        )
