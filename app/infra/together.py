"""Questions that are asked at the same time, asked in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Together(Generic[Question, Answer]):
    """Collects what is asked while an earlier question is on its way, `most` at once.

    A round trip costs far more than what it carries. `ask(questions)` answers them in order, or
    raises for all of them; it begins after the question was asked, so no answer is older.
    """

    def __init__(
        self, ask: Callable[[list[Question]], Awaitable[Sequence[Answer]]], *, most: int
    ) -> None:
        self._ask = ask
        self._most = most
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """The answer. Raises what asking raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        try:
            while asked := self._waiting[: self._most]:
                del self._waiting[: self._most]
                await self._ask_some(asked)
        finally:
            self._asking = None
            for _, answer in self._waiting:
                answer.cancel()
            self._waiting.clear()

    async def _ask_some(self, asked: list[tuple[Question, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._ask([question for question, _ in asked])
            for (_, answer), found in list(zip(asked, answers, strict=True)):
                if not answer.done():
                    answer.set_result(found)
        except Exception as error:  # noqa: BLE001 - each of them hears of it
            for _, answer in asked:
                if not answer.done():
                    answer.set_exception(error)
        finally:
            for _, answer in asked:
                answer.cancel()
