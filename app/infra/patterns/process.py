"""The studio's side of the process in which people's patterns run."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import dataclass
from typing import Any, Final, Self

import orjson

from app.domain.lyrics.ports import SkipReason
from app.infra.subprocesses.process import AnsweringProcess

PATIENCE: Final = 2.0
"""Seconds on the wall for one question: its time of the processor, and waiting for one."""

_PROGRAM: Final = "app.infra.patterns.child"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a process said of each rule; `ended` is why it said nothing of the last ones."""

    of_rules: list[dict[str, Any]]
    ended: SkipReason | None = None


class PatternProcess(AnsweringProcess):
    """A process that is asked about rules."""

    @classmethod
    async def start(cls) -> Self:
        """A process that is ready. Raises RuntimeError when it does not become so."""
        try:
            return await cls.ready(_PROGRAM)
        except (TimeoutError, EOFError) as error:
            raise RuntimeError("the process for patterns did not start") from error

    async def ask(self, question: object, rules: int) -> Answers:
        """The answers of as many rules; after fewer of them the process is dead or dying."""
        found: list[dict[str, Any]] = []
        try:
            async with asyncio.timeout(PATIENCE):
                await self._say(orjson.dumps(question))
                while len(found) < rules:
                    found.append(orjson.loads(await self._heard()))
        except TimeoutError:
            return Answers(found, SkipReason.TIMEOUT)
        except (EOFError, ConnectionError):
            code = await self.ended()
            timer = sys.platform != "win32" and code == -signal.SIGPROF
            return Answers(found, SkipReason.TIMEOUT if timer else SkipReason.TOO_MUCH)
        return Answers(found)
