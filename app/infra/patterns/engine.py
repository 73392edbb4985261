"""People's regular expressions, one call after the other in a process that can be killed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from loguru import logger

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
from app.infra.subprocesses.successors import Successors
from app.infra.subprocesses.turns import FairTurns

MOST_WAITING: Final = 32
MOST_OF_ONE_PERSON: Final = 8
"""Calls that wait or run."""
LONGEST_WAIT: Final = 5.0
"""Seconds."""


class PatternEngine:
    """The `Patterns` port.

    The process is started by the first call and replaced after every one that it did not
    survive or that was given up, so an answer never reaches the wrong caller. People take turns:
    whoever sends many slow patterns keeps others waiting for one of them.
    """

    def __init__(
        self, *, most_waiting: int = MOST_WAITING, longest_wait: float = LONGEST_WAIT
    ) -> None:
        self._turns = FairTurns(
            busy="lyric_rule.busy",
            most_waiting=most_waiting,
            most_of_one_person=MOST_OF_ONE_PERSON,
            longest_wait=longest_wait,
        )
        self._processes = Successors(PatternProcess.start)

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
        await self._processes.aclose()

    async def _ask(
        self, user_id: UUID, task: str, text: str, rules: Sequence[Sequence[str]]
    ) -> list[dict[str, Any]]:
        if not rules:
            return []
        async with self._turns(user_id):
            answers = await self._answers(task, text, rules)
        if answers.ended is None:
            return answers.of_rules
        logger.info("a pattern ended the process that ran it: {}", answers.ended.value)
        missing = len(rules) - len(answers.of_rules)
        return answers.of_rules + [{"reason": answers.ended.value}] * missing

    async def _answers(self, task: str, text: str, rules: Sequence[Sequence[str]]) -> Answers:
        process = await self._processes.living()
        finished = False
        try:
            answers = await process.ask({"task": task, "text": text, "rules": rules}, len(rules))
            finished = answers.ended is None and not answers.of_rules[-1]["ending"]
        finally:
            if not finished:
                self._processes.discard()
        return answers


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
