from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from app.infra.rate_limit import REDIS_REST, Burst, GcraLimiter, LocalBuckets
from tests.infra.users.gate import Gate

SLOW = 1 / 90
"""One unit in a minute and a half: nothing refills while a test runs."""


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def gate(redis_url: str) -> AsyncIterator[Gate]:
    async with Gate(redis_url) as gate:
        yield gate


@pytest.fixture
async def gated(gate: Gate) -> AsyncIterator[Redis]:
    client = Redis.from_url(gate.url)
    yield client
    await client.aclose()


def limiter(redis: Redis, *, burst: int = 3, per_second: float = SLOW) -> GcraLimiter:
    return GcraLimiter(redis, name=f"test-{uuid4().hex}", burst=burst, per_second=per_second)


async def test_a_burst_is_allowed_and_not_one_more(redis: Redis) -> None:
    limit = limiter(redis)
    assert [await limit.take("ada") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert await limit.take("ada") == pytest.approx(90, abs=2)
    assert await limit.take("eve") == 0


async def test_every_process_draws_on_the_same_allowance(redis: Redis, redis_url: str) -> None:
    async with Redis.from_url(redis_url) as other_client:
        here = limiter(redis)
        there = GcraLimiter(other_client, name=here._name, burst=3, per_second=SLOW)
        waits = await asyncio.gather(*(limit.take("ada") for limit in [here, there] * 10))
    assert waits.count(0.0) == 3


async def test_an_allowance_refills_steadily(redis: Redis) -> None:
    limit = limiter(redis, burst=2, per_second=10)
    assert [await limit.take("ada") for _ in range(2)] == [0.0, 0.0]
    wait = await limit.take("ada")
    assert 0 < wait <= 0.1
    await asyncio.sleep(wait)
    assert await limit.take("ada") == 0
    assert await limit.take("ada") > 0


async def test_a_refusal_takes_nothing(redis: Redis) -> None:
    limit = limiter(redis)
    assert await limit.take("ada", 2) == 0
    assert await limit.take("ada", 2) > 0
    assert await limit.take("ada", 1) == 0


async def test_a_question_of_fractions_is_charged_its_fraction(redis: Redis) -> None:
    limit = limiter(redis)
    assert [await limit.take("ada", 0.5) for _ in range(6)] == [0.0] * 6
    assert await limit.take("ada", 0.5) == pytest.approx(45, abs=2)


async def test_what_costs_more_than_the_burst_is_never_allowed(redis: Redis) -> None:
    limit = limiter(redis)
    assert await limit.take("ada", 3.01) == math.inf
    assert await limit.take("ada", math.inf) == math.inf
    assert await limit.take("ada", 3) == 0


async def test_what_is_given_back_can_be_taken_again_and_never_more(redis: Redis) -> None:
    limit = limiter(redis)
    for _ in range(5):
        await limit.give_back("ada")
    assert await limit.take("ada", 3) == 0
    assert await limit.take("ada") > 0
    await limit.give_back("ada")
    assert await limit.take("ada") == 0
    assert await limit.take("ada") > 0


async def test_redis_keeps_no_name_and_nothing_for_longer_than_needed(redis: Redis) -> None:
    limit = limiter(redis)
    await limit.take("ada@example.com")
    await limit.take("\ud800" * 10_000)
    keys = [key.decode() async for key in redis.scan_iter(f"limit:{limit._name}:*")]
    assert len(keys) == 2
    assert not any("example" in key for key in keys)
    assert all(len(key) < 100 for key in keys)
    for key in keys:
        assert 85_000 < await redis.pttl(key) <= 90_000
    await limit.give_back("ada@example.com")
    assert len([key async for key in redis.scan_iter(f"limit:{limit._name}:*")]) == 1


async def test_a_redis_that_refuses_is_replaced_by_a_count_of_our_own(
    gate: Gate, gated: Redis
) -> None:
    await gate.refuse()
    limit = limiter(gated)
    assert [await limit.take("ada") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert await limit.take("ada") == pytest.approx(90, abs=2)
    await limit.give_back("ada")
    assert await limit.take("ada") == 0
    assert await limit.take("eve") == 0


async def test_a_redis_that_hangs_costs_one_short_wait_and_is_then_left_alone(
    gate: Gate, gated: Redis
) -> None:
    limit = limiter(gated, burst=1000)
    assert await limit.take("ada") == 0
    gate.hang()
    assert await limit.take("ada") == 0
    visitors = gate.visitors
    for _ in range(200):
        assert await limit.take("ada") == 0
    assert gate.visitors == visitors


async def test_one_question_alone_finds_out_whether_redis_is_back(gate: Gate, gated: Redis) -> None:
    limit = limiter(gated, burst=1000)
    gate.hang()
    await limit.take("ada")
    await asyncio.sleep(REDIS_REST)
    visitors = gate.visitors
    probe, *others = [asyncio.create_task(limit.take("ada")) for _ in range(20)]
    await asyncio.gather(*others)
    assert not probe.done()
    assert await probe == 0
    assert gate.visitors == visitors + 1


@pytest.mark.parametrize("outage", ["hang", "refuse"])
async def test_a_redis_that_is_back_counts_for_all_again(
    gate: Gate, gated: Redis, redis: Redis, outage: str
) -> None:
    limit = limiter(gated, burst=3)
    assert await limit.take("ada", 2) == 0
    if outage == "hang":
        gate.hang()
    else:
        await gate.refuse()
    assert await limit.take("ada", 3) == 0
    if outage == "hang":
        gate.resume()
    else:
        await gate.listen()
    await asyncio.sleep(REDIS_REST)
    assert await limit.take("eve") == 0
    keys = [key async for key in redis.scan_iter(f"limit:{limit._name}:*")]
    assert len(keys) == 2
    assert await limit.take("eve", 3) > 0
    assert await limit.take("eve", 2) == 0


class Time:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@given(
    units=st.integers(1, 100),
    per_second=st.floats(0.001, 10_000),
    steps=st.lists(st.tuples(st.floats(0, 10), st.floats(0, 5)), max_size=60),
)
def test_nobody_gets_more_than_the_burst_and_what_has_been_refilled(
    units: int, per_second: float, steps: list[tuple[float, float]]
) -> None:
    clock = Time()
    burst = Burst.of(units, per_second)
    buckets = LocalBuckets(burst, clock=clock)
    charged = 0
    for pause, cost in steps:
        clock.seconds += pause
        charge = burst.charge(cost)
        if not buckets.take("ada", charge):
            charged += charge
    assert charged <= burst.capacity + (clock.seconds - 1000) * 1_000_000 + 2


def test_time_that_passes_unused_saves_nothing_up() -> None:
    clock = Time()
    burst = Burst.of(3, 1)
    buckets = LocalBuckets(burst, clock=clock)
    assert buckets.take("ada", burst.charge(1)) == 0
    clock.seconds += 1000
    assert buckets.take("ada", burst.charge(3)) == 0
    assert buckets.take("ada", burst.charge(1)) > 0
    buckets.give_back("eve", burst.charge(9))
    assert buckets.take("eve", burst.charge(3)) == 0
    assert buckets.take("eve", burst.charge(1)) > 0


def test_after_the_announced_wait_the_same_question_is_allowed() -> None:
    clock = Time()
    burst = Burst.of(3, 7)
    buckets = LocalBuckets(burst, clock=clock)
    for _ in range(50):
        if wait := buckets.take("ada", burst.charge(1)):
            clock.seconds += wait / 1_000_000 - 0.01
            assert buckets.take("ada", burst.charge(1)) > 0
            clock.seconds += 0.010002
            assert buckets.take("ada", burst.charge(1)) == 0


def test_a_flood_of_keys_does_not_fill_the_memory() -> None:
    buckets = LocalBuckets(Burst.of(1, SLOW), most_keys=100)
    for number in range(1000):
        assert buckets.take(str(number), 90_000_000) == 0
    assert len(buckets._whole_at) == 100
    assert buckets.take("999", 90_000_000) > 0
    assert buckets.take("0", 90_000_000) == 0
