from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from app.infra.eager_limit import EagerLimiter
from app.infra.rate_limit import REDIS_REST, GcraLimiter
from tests.infra.users.gate import Gate

SLOW = 1 / 90
"""One unit in a minute and a half: nothing refills while a test runs."""

BURST = 80
EIGHTH = 10


class Asked(GcraLimiter):
    """Counts its questions, and lets them through to Redis one at a time once it is held."""

    def __init__(self, redis: Redis, name: str) -> None:
        super().__init__(redis, name=name, burst=BURST, per_second=SLOW)
        self.asked: list[tuple[str, float]] = []
        self._allowed: asyncio.Semaphore | None = None

    def hold(self) -> None:
        self._allowed = asyncio.Semaphore(0)

    def let_through(self, rounds: int = 1) -> None:
        assert self._allowed is not None
        for _ in range(rounds):
            self._allowed.release()

    async def spend(self, key: str, cost: float = 1) -> tuple[float, float]:
        self.asked.append((key, cost))
        return await super().spend(key, cost)

    async def _ask_redis(self, questions: list[tuple[str, int]]) -> list[int]:
        if self._allowed is not None:
            await self._allowed.acquire()
        return await super()._ask_redis(questions)


class Process:
    """One process: its limit, and what that asked of Redis."""

    def __init__(self, redis: Redis, name: str) -> None:
        self.redis = Asked(redis, name)
        self.limit = EagerLimiter(self.redis)

    async def take(self, cost: float = 1, key: str = "ada") -> float:
        return await self.limit.take(key, cost)

    async def allowed(self, times: int, key: str = "ada") -> int:
        """How many of so many are allowed, one after the other."""
        return [await self.limit.take(key) for _ in range(times)].count(0)

    async def paid(self) -> None:
        """Wait until Redis was told of everything."""
        async with asyncio.timeout(10):
            while self.limit._paying is not None:
                await asyncio.sleep(0.002)

    async def left(self, key: str = "ada") -> int:
        """How much is left for all processes."""
        _, left = await GcraLimiter.spend(self.redis, key, 0)
        return round(left)


class Clock:
    """Stands in for the module `time`."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def name() -> str:
    return f"test-{uuid4().hex}"


@asynccontextmanager
async def process(redis_url: str, name: str) -> AsyncIterator[Process]:
    async with Redis.from_url(redis_url) as client:
        process = Process(client, name)
        yield process
        await process.paid()


@pytest.fixture
async def here(redis_url: str, name: str) -> AsyncIterator[Process]:
    async with process(redis_url, name) as here:
        yield here


@pytest.fixture
async def there(redis_url: str, name: str) -> AsyncIterator[Process]:
    async with process(redis_url, name) as there:
        yield there


@pytest.fixture
async def gate(redis_url: str) -> AsyncIterator[Gate]:
    async with Gate(redis_url) as gate:
        yield gate


@pytest.fixture
async def gated(gate: Gate, name: str) -> AsyncIterator[Process]:
    async with process(gate.url, name) as gated:
        yield gated


@pytest.fixture
def slow_to_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debts are paid when the test has made all of them, however slow the machine is."""
    monkeypatch.setattr("app.infra.eager_limit.OWED_FOR", 0.3)


async def test_while_seven_eighths_are_left_only_the_first_one_asks(here: Process) -> None:
    assert await here.allowed(EIGHTH) == EIGHTH
    assert here.redis.asked == [("ada", 1)]
    assert await here.take() == 0
    assert ("ada", 1) in here.redis.asked[1:]


async def test_what_would_leave_less_than_seven_eighths_is_asked_for(here: Process) -> None:
    assert await here.take() == 0
    assert await here.take(EIGHTH) == 0
    assert here.redis.asked == [("ada", 1), ("ada", EIGHTH)]


async def test_other_processes_hear_in_one_question_what_was_spent(
    here: Process, there: Process
) -> None:
    for spent in (3, 6, 9):
        assert await here.allowed(3) == 3
        await here.paid()
        assert await there.left() == BURST - spent
    assert here.redis.asked == [("ada", 1), ("ada", 2), ("ada", 3), ("ada", 3)]
    assert await there.take(BURST - 9) == 0
    assert await there.take() > 0


async def test_near_the_limit_all_processes_together_are_exact(
    here: Process, there: Process
) -> None:
    assert await here.take(EIGHTH + 1) == 0
    assert await there.take(EIGHTH) == 0
    waits = await asyncio.gather(*(each.take() for each in [here, there] * BURST))
    assert waits.count(0) == BURST - 2 * EIGHTH - 1
    assert max(waits) == pytest.approx(90, abs=5)


async def test_one_process_that_is_asked_slowly_allows_the_burst_and_no_more(here: Process) -> None:
    assert await here.allowed(EIGHTH) == EIGHTH
    await here.paid()
    assert await here.allowed(BURST) == BURST - EIGHTH


async def test_one_process_that_is_asked_all_at_once_allows_no_more_than_the_burst(
    here: Process,
) -> None:
    await here.take()
    waits = await asyncio.gather(*(here.take() for _ in range(3 * BURST)))
    assert 1 + waits.count(0) == BURST


async def test_each_process_allows_at_most_an_eighth_more(here: Process, there: Process) -> None:
    await asyncio.gather(here.take(), there.take())
    waits = await asyncio.gather(*(each.take() for each in [here, there] * BURST * 2))
    assert BURST <= 2 + waits.count(0) <= BURST + 2 * EIGHTH
    for each in (here, there):
        await each.paid()
        assert await each.allowed(BURST) == 0


async def test_whoever_has_not_heard_that_nothing_is_left_allows_an_eighth_and_then_asks(
    here: Process, there: Process
) -> None:
    await here.take()
    assert await there.take(BURST - 1) == 0
    assert await here.allowed(BURST) == EIGHTH - 1
    await here.paid()
    asked = len(here.redis.asked)
    assert await here.allowed(5) == 0
    assert len(here.redis.asked) == asked + 5


async def test_after_a_second_it_is_asked_again_what_is_left(
    here: Process, there: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("app.infra.eager_limit.time", clock)
    await here.take()
    assert await there.take(BURST - 1) == 0
    clock.seconds += 0.99
    assert await here.take() == 0
    assert here.redis.asked == [("ada", 1)]
    clock.seconds += 0.01
    assert await here.take() > 0


@pytest.mark.usefixtures("slow_to_pay")
async def test_what_is_asked_again_leaves_room_for_what_is_owed(
    here: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("app.infra.eager_limit.time", clock)
    assert await here.allowed(EIGHTH - 2) == EIGHTH - 2
    clock.seconds += 1
    assert await here.allowed(EIGHTH) == EIGHTH
    unheard = 2 * EIGHTH - 2 - (BURST - await here.left())
    assert 0 <= unheard <= EIGHTH
    await here.paid()
    assert await here.left() == BURST - 2 * EIGHTH + 2


async def test_while_redis_is_away_every_charge_is_counted_here(gate: Gate, gated: Process) -> None:
    assert await gated.allowed(EIGHTH) == EIGHTH
    await gate.refuse()
    await gated.paid()
    asked = len(gated.redis.asked)
    allowed = await gated.allowed(2 * BURST)
    assert BURST - EIGHTH < allowed <= BURST
    assert len(gated.redis.asked) == asked + 2 * BURST
    assert await gated.take(key="eve") == 0


async def test_once_redis_is_back_nobody_waits_again(
    gate: Gate, gated: Process, there: Process
) -> None:
    await gate.refuse()
    assert await gated.allowed(3) == 3
    await gate.listen()
    await asyncio.sleep(REDIS_REST)
    asked = len(gated.redis.asked)
    assert await gated.allowed(EIGHTH) == EIGHTH
    assert len(gated.redis.asked) == asked + 1
    await gated.paid()
    assert await there.left() == BURST - EIGHTH


async def test_who_is_cancelled_while_asking_takes_nobody_along(
    here: Process, there: Process
) -> None:
    here.redis.hold()
    first, second, third = [asyncio.create_task(here.take()) for _ in range(3)]
    await asyncio.sleep(0.01)
    first.cancel()
    third.cancel()
    here.redis.let_through(9)
    assert await second == 0
    assert first.cancelled()
    assert third.cancelled()
    asked = len(here.redis.asked)
    assert await here.allowed(3) == 3
    assert len(here.redis.asked) == asked


async def test_who_is_cancelled_after_passing_has_paid_all_the_same(
    here: Process, there: Process
) -> None:
    async def passes() -> None:
        await here.allowed(3)
        await asyncio.Event().wait()

    caller = asyncio.create_task(passes())
    async with asyncio.timeout(10):
        while here.limit._paying is None:
            await asyncio.sleep(0)
    caller.cancel()
    await here.paid()
    assert await there.left() == BURST - 3


@pytest.mark.parametrize("cost", [BURST + 0.01, 10 * BURST, math.inf])
async def test_what_costs_more_than_the_burst_is_never_allowed_and_costs_nothing(
    here: Process, cost: float
) -> None:
    assert await here.take(cost) == math.inf
    assert len(here.limit._accounts) == 0
    await here.take()
    assert await here.take(cost) == math.inf
    asked = len(here.redis.asked)
    assert await here.allowed(EIGHTH - 1) == EIGHTH - 1
    assert len(here.redis.asked) == asked
    await here.paid()
    assert await here.left() == BURST - EIGHTH


async def test_a_flood_of_keys_does_not_fill_the_memory_and_is_paid_for(
    redis_url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.infra.eager_limit.MOST_LOCAL_KEYS", 3)
    keys = [f"key-{number}" for number in range(20)]
    async with process(redis_url, name) as small:
        for key in keys:
            assert await small.allowed(4, key) == 4
        assert len(small.limit._accounts) == 3
        await small.paid()
        assert [await small.left(key) for key in keys] == [BURST - 4] * 20
        assert not small.limit._debtors


@pytest.mark.usefixtures("slow_to_pay")
async def test_those_who_ask_of_a_new_key_at_once_owe_together(here: Process) -> None:
    here.redis.hold()
    callers: list[asyncio.Task[float]] = []

    async def somebody_asks() -> None:
        callers.append(asyncio.create_task(here.take()))
        await asyncio.sleep(0.01)

    async with asyncio.timeout(10):
        await somebody_asks()
        await somebody_asks()
        here.redis.let_through()
        await callers[0]
        await somebody_asks()
        here.redis.let_through(9)
        await callers[1]
        await somebody_asks()
        assert await asyncio.gather(*callers) == [0] * 4
        await here.paid()
        assert await here.left() == BURST - 4


async def test_nobody_passes_on_what_others_are_asking_for(here: Process) -> None:
    here.redis.hold()
    callers = [asyncio.create_task(here.take())]
    await asyncio.sleep(0.01)
    callers += [asyncio.create_task(here.take()) for _ in range(BURST)]
    await asyncio.sleep(0.01)
    here.redis.let_through()
    await callers[0]
    callers += [asyncio.create_task(here.take()) for _ in range(BURST)]
    await asyncio.sleep(0.01)
    here.redis.let_through(99)
    async with asyncio.timeout(10):
        waits = await asyncio.gather(*callers)
    assert waits.count(0) == BURST


@pytest.mark.usefixtures("slow_to_pay")
async def test_a_key_that_was_forgotten_and_comes_back_owes_both(
    redis_url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.infra.eager_limit.MOST_LOCAL_KEYS", 1)
    async with process(redis_url, name) as small:
        assert await small.allowed(3) == 3
        assert await small.allowed(1, "eve") == 1
        assert await small.allowed(3) == 3
        await small.paid()
        assert await small.left() == BURST - 6
