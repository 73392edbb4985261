"""People's regular expressions, one call after the other in a process that can be killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

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
from app.infra.patterns.process import Answers, PatternProcess

MOST_WAITING: Final = 32
MOST_OF_ONE_PERSON: Final = 8
"""Calls that wait or run."""
LONGEST_WAIT: Final = 5.0
"""Seconds."""


@dataclass(slots=True)
class _Person:
    """Somebody with calls that wait or run; one of them at a time stands among other people's."""

    calls: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class PatternEngine:
    """The `Patterns` port.

    The process is started by the first call and replaced after every one that it did not
    survive or that was given up, so an answer never reaches the wrong caller. People take turns:
    whoever sends many slow patterns keeps others waiting for one of them.
    """

    def __init__(
        self, *, most_waiting: int = MOST_WAITING, longest_wait: float = LONGEST_WAIT
    ) -> None:
        self._most_waiting = most_waiting
        self._longest_wait = longest_wait
        self._waiting = 0
        self._people: dict[UUID, _Person] = {}
        self._turn = asyncio.Lock()
        self._process: PatternProcess | None = None
        self._dying: set[asyncio.Task[None]] = set()

    async def check(self, user_id: UUID, pattern: str) -> PatternProblem | None:
        """See `Patterns.check`."""
        [answer] = await self._ask(user_id, CHECK, "", [[pattern]])
        return _outcome(answer).problem

    async def substitute(
        self, user_id: UUID, text: str, substitutions: Sequence[Substitution]
    ) -> Substituted:
        """See `Patterns.substitute`."""
        rules = [[each.pattern, each.replacement] for each in substitutions]
        found = await self._ask(user_id, SUBSTITUTE, text, rules)
        texts = [answer["text"] for answer in found if "text" in answer]
        return Substituted(
            text=texts[-1] if texts else text, outcomes=tuple(_outcome(each) for each in found)
        )

    async def find_lines(self, user_id: UUID, text: str, patterns: Sequence[str]) -> FoundLines:
        """See `Patterns.find_lines`."""
        found = await self._ask(user_id, LINES, text, [[pattern] for pattern in patterns])
        lines = {(begin, end) for answer in found for begin, end in answer.get("lines", ())}
        return FoundLines(
            lines=tuple(sorted(lines)), outcomes=tuple(_outcome(each) for each in found)
        )

    async def aclose(self) -> None:
        """End the process."""
        self._discard()
        await asyncio.gather(*self._dying)

    async def _ask(
        self, user_id: UUID, task: str, text: str, rules: Sequence[Sequence[str]]
    ) -> list[dict[str, Any]]:
        if not rules:
            return []
        async with self._my_turn(user_id):
            answers = await self._answers(task, text, rules)
        if answers.ended is None:
            return answers.of_rules
        logger.info("a pattern ended the process that ran it: {}", answers.ended.value)
        missing = len(rules) - len(answers.of_rules)
        return answers.of_rules + [{"reason": answers.ended.value}] * missing

    async def _answers(self, task: str, text: str, rules: Sequence[Sequence[str]]) -> Answers:
        process = await self._living_process()
        finished = False
        try:
            answers = await process.ask({"task": task, "text": text, "rules": rules}, len(rules))
            finished = answers.ended is None and not answers.of_rules[-1]["ending"]
        finally:
            if not finished:
                self._discard()
        return answers

    @asynccontextmanager
    async def _my_turn(self, user_id: UUID) -> AsyncIterator[None]:
        person = self._people.get(user_id, _Person())
        if self._waiting >= self._most_waiting or person.calls >= MOST_OF_ONE_PERSON:
            raise RateLimited("lyric_rule.busy", retryAfter=1)
        self._people[user_id] = person
        person.calls += 1
        try:
            async with AsyncExitStack() as turns:
                await self._wait(person.turn, turns)
                yield
        finally:
            person.calls -= 1
            if not person.calls:
                del self._people[user_id]

    async def _wait(self, turn_of_mine: asyncio.Lock, turns: AsyncExitStack) -> None:
        self._waiting += 1
        try:
            async with asyncio.timeout(self._longest_wait):
                await turns.enter_async_context(turn_of_mine)
                await turns.enter_async_context(self._turn)
        except TimeoutError as error:
            raise RateLimited("lyric_rule.busy", retryAfter=1) from error
        finally:
            self._waiting -= 1

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
