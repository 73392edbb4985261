"""Many streams of a real Valkey over one connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from arq.connections import ArqRedis
from redis import Redis as BlockingRedis

from app.infra.live.text_tap import StreamTap
from app.infra.live.text_wire import Fields
from tests.infra.live.reading import GENEROUS, until


class Heard:
    """The values that came."""

    def __init__(self) -> None:
        self.values: list[bytes] = []

    def __call__(self, entries: Sequence[Fields]) -> None:
        self.values += [fields[b"v"] for fields in entries]


@pytest.fixture
async def tap(redis: ArqRedis) -> AsyncIterator[StreamTap]:
    tap = StreamTap(redis)
    yield tap
    await tap.aclose()


async def test_a_stream_is_heard_from_its_beginning_and_on(tap: StreamTap, redis: ArqRedis) -> None:
    await redis.xadd("a", {"v": "1"})
    heard = Heard()
    async with asyncio.timeout(GENEROUS):
        await tap.add(b"a", heard).caught_up.wait()
    assert heard.values == [b"1"]

    await redis.xadd("a", {"v": "2"})

    await until(lambda: heard.values == [b"1", b"2"])


async def test_streams_that_are_empty_or_added_later_are_caught_up_with_at_once(
    tap: StreamTap, redis: ArqRedis
) -> None:
    heard = [Heard() for _ in range(50)]
    async with asyncio.timeout(GENEROUS):
        for number, each in enumerate(heard):
            await tap.add(str(number).encode(), each).caught_up.wait()
    for number in range(50):
        await redis.xadd(str(number), {"v": str(number)})

    for number, each in enumerate(heard):
        await until(lambda each=each, number=number: each.values == [str(number).encode()])  # type: ignore[misc]


async def test_a_stream_that_is_begun_anew_while_an_answer_comes_misses_nothing(
    tap: StreamTap, redis: ArqRedis, redis_url: str
) -> None:
    await redis.xadd("a", {"v": "1"})
    first, second = Heard(), Heard()
    tapped = tap.add(b"a", first)
    async with asyncio.timeout(GENEROUS):
        await tapped.caught_up.wait()
    await blocked(redis, set())
    with BlockingRedis.from_url(redis_url) as blocking:
        blocking.xadd("a", {"v": "2"})

    tap.remove(tapped)
    tap.add(b"a", second)

    await until(lambda: second.values == [b"1", b"2"])
    assert first.values == [b"1"]


async def test_what_cannot_be_read_of_one_stream_keeps_nobody_from_the_others(
    tap: StreamTap, redis: ArqRedis
) -> None:
    def broken(_: Sequence[Fields]) -> None:
        raise ZeroDivisionError

    heard = Heard()
    tap.add(b"a", broken)
    tap.add(b"b", heard)
    await redis.xadd("a", {"v": "1"})
    await redis.xadd("b", {"v": "2"})

    await until(lambda: heard.values == [b"2"])


async def test_after_closing_nobody_waits_in_redis(tap: StreamTap, redis: ArqRedis) -> None:
    others = await waiting(redis)
    tap.add(b"a", Heard())
    await blocked(redis, others)

    await tap.aclose()

    async with asyncio.timeout(GENEROUS):
        while await waiting(redis) - others:
            await asyncio.sleep(0.002)


async def waiting(redis: ArqRedis) -> set[str]:
    """Who waits in this database of the test's process; a studio of another test may."""
    ours = str(redis.connection_pool.connection_kwargs["db"])
    clients = await redis.client_list()
    return {each["id"] for each in clients if "b" in each["flags"] and each["db"] == ours}


async def blocked(redis: ArqRedis, others: set[str]) -> None:
    """Wait until Redis has somebody else waiting."""
    async with asyncio.timeout(GENEROUS):
        while not await waiting(redis) - others:
            await asyncio.sleep(0.002)
