"""Turns to do something costly: how many have one at once, and how many wait for theirs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from app.domain.errors import RateLimited


class Turns:
    """Turns, given in the order in which they are asked for.

    `at_once` have one, `most_waiting` wait for theirs up to `longest_wait` seconds; all others
    are turned away by the message `busy`.
    """

    def __init__(
        self, *, busy: str, at_once: int = 1, most_waiting: int, longest_wait: float
    ) -> None:
        self._busy = busy
        self._free = asyncio.Semaphore(at_once)
        self._most_waiting = most_waiting
        self._longest_wait = longest_wait
        self.waiting = 0

    @asynccontextmanager
    async def __call__(self, *before: asyncio.Semaphore) -> AsyncIterator[None]:
        """A turn, after one of each of `before`; waiting for those counts. Raises RateLimited."""
        if self._free.locked() and self.waiting >= self._most_waiting:
            raise self.refusal()
        async with AsyncExitStack() as taken:
            await self._take((*before, self._free), taken)
            yield

    def refusal(self) -> RateLimited:
        """What those hear who are turned away."""
        return RateLimited(self._busy, retryAfter=1)

    async def _take(self, wanted: tuple[asyncio.Semaphore, ...], taken: AsyncExitStack) -> None:
        self.waiting += 1
        try:
            async with asyncio.timeout(self._longest_wait):
                for each in wanted:
                    await taken.enter_async_context(each)
        except TimeoutError as error:
            raise self.refusal() from error
        finally:
            self.waiting -= 1


@dataclass(slots=True)
class _Person:
    """Somebody with calls that wait or have a turn; `at_once` of them stand among others'."""

    among_others: asyncio.Semaphore
    calls: int = 0


class FairTurns:
    """`Turns` that people take one after the other.

    Of a person's calls only `at_once` stand among those of others, so whoever asks for many
    turns keeps others waiting for `at_once` of them; those beyond `most_of_one_person`, which
    wait or have a turn, are turned away.
    """

    def __init__(
        self,
        *,
        busy: str,
        at_once: int = 1,
        most_waiting: int,
        most_of_one_person: int,
        longest_wait: float,
    ) -> None:
        self._turns = Turns(
            busy=busy, at_once=at_once, most_waiting=most_waiting, longest_wait=longest_wait
        )
        self._at_once = at_once
        self._most_of_one_person = most_of_one_person
        self._people: dict[UUID, _Person] = {}

    @property
    def waiting(self) -> int:
        """How many calls wait."""
        return self._turns.waiting

    @asynccontextmanager
    async def __call__(self, user_id: UUID) -> AsyncIterator[None]:
        """A turn of this person. Raises RateLimited."""
        person = self._people.get(user_id) or _Person(asyncio.Semaphore(self._at_once))
        if person.calls >= self._most_of_one_person:
            raise self._turns.refusal()
        self._people[user_id] = person
        person.calls += 1
        try:
            async with self._turns(person.among_others):
                yield
        finally:
            person.calls -= 1
            if not person.calls:
                del self._people[user_id]
