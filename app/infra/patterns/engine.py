"""People's regular expressions, one call after the other in a process that can be killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from loguru import logger

from app.domain.errors import RateLimited
from app.domain.lyrics.ports import SkipReason
from app.domain.lyrics.rules.ports import (
    FoundLines,
    Outcome,
    PatternProblem,
    Substituted,
    Substitution,
)
from app.infra.patterns.matching import CHECK, LINES, SUBSTITUTE
from app.infra.patterns.process import PatternProcess

MOST_WAITING: Final = 32
LONGEST_WAIT: Final = 5.0
"""Seconds."""


class PatternEngine:
    """The `Patterns` port.

    The process is started by the first call and replaced after every one that it did not
    survive or that was given up, so an answer never reaches the wrong caller.
    """

    def __init__(
        self, *, most_waiting: int = MOST_WAITING, longest_wait: float = LONGEST_WAIT
    ) -> None:
        self._most_waiting = most_waiting
        self._longest_wait = longest_wait
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._process: PatternProcess | None = None
        self._dying: set[asyncio.Task[None]] = set()

    async def check(self, pattern: str) -> PatternProblem | None:
        """See `Patterns.check`."""
        [answer] = await self._ask(CHECK, "", [[pattern]])
        return _outcome(answer).problem

    async def substitute(self, text: str, substitutions: Sequence[Substitution]) -> Substituted:
        """See `Patterns.substitute`."""
        rules = [[each.pattern, each.replacement] for each in substitutions]
        found = await self._ask(SUBSTITUTE, text, rules)
        texts = [answer["text"] for answer in found if "text" in answer]
        return Substituted(
            text=texts[-1] if texts else text, outcomes=tuple(_outcome(each) for each in found)
        )

    async def find_lines(self, text: str, patterns: Sequence[str]) -> FoundLines:
        """See `Patterns.find_lines`."""
        found = await self._ask(LINES, text, [[pattern] for pattern in patterns])
        lines = {(begin, end) for answer in found for begin, end in answer.get("lines", ())}
        return FoundLines(
            lines=tuple(sorted(lines)), outcomes=tuple(_outcome(each) for each in found)
        )

    async def aclose(self) -> None:
        """End the process."""
        self._discard()
        await asyncio.gather(*self._dying)

    async def _ask(
        self, task: str, text: str, rules: Sequence[Sequence[str]]
    ) -> list[dict[str, Any]]:
        if not rules:
            return []
        async with self._my_turn():
            process = await self._living_process()
            finished = False
            try:
                answers = await process.ask(
                    {"task": task, "text": text, "rules": rules}, len(rules)
                )
                finished = answers.ended is None and not answers.of_rules[-1]["ending"]
            finally:
                if not finished:
                    self._discard()
        if answers.ended is None:
            return answers.of_rules
        logger.info("a pattern ended the process that ran it: {}", answers.ended.value)
        missing = len(rules) - len(answers.of_rules)
        return answers.of_rules + [{"reason": answers.ended.value}] * missing

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        if self._waiting >= self._most_waiting:
            raise RateLimited("lyric_rule.busy", retryAfter=1)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._longest_wait):
                await self._turn.acquire()
        except TimeoutError as error:
            raise RateLimited("lyric_rule.busy", retryAfter=1) from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    async def _living_process(self) -> PatternProcess:
        if self._process is not None and not self._process.alive:
            self._discard()
        if self._process is None:
            self._process = await PatternProcess.start()
        return self._process

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        end = asyncio.create_task(process.ended(), name="end of a process for patterns")
        self._dying.add(end)
        end.add_done_callback(self._dying.discard)


def _outcome(answer: dict[str, Any]) -> Outcome:
    if "reason" not in answer:
        return Outcome(hits=answer["hits"])
    return Outcome(
        problem=PatternProblem(
            reason=SkipReason(answer["reason"]),
            detail=answer.get("detail"),
            position=answer.get("position"),
        )
    )
