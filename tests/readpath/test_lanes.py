"""Leased connections: how many, for whom, in which order, and given back."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from tests.readpath.pools import (
    SIZE,
    CountedPool,
    check_usable,
    connected,
    counted_pool,
    until,
    until_busy,
    warmed,
)

# Longer than any test waits: such a read ends by being stopped.
LONG = "SELECT pg_sleep(60)"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[CountedPool]:
    async with counted_pool(database_url) as pool:
        yield pool


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    async with connected(database_url) as database:
        yield database


async def test_a_read_answers_its_rows_and_is_counted(pool: CountedPool) -> None:
    lanes = pool.lanes(1)
    assert [row["n"] for row in await lanes.fetch("SELECT n FROM unnest($1::int[]) n", [1, 2])] == [
        1,
        2,
    ]
    assert lanes.asked == 1


async def test_never_more_connections_are_leased_than_allowed(pool: CountedPool) -> None:
    lanes = pool.lanes(2)
    query = "SELECT $1::int AS n, pg_sleep(0.002)"
    rows = await asyncio.gather(*(lanes.fetch(query, n) for n in range(20)))
    assert [row["n"] for [row] in rows] == list(range(20))
    assert pool.most_leased == 2


async def test_waiting_reads_are_served_in_order(pool: CountedPool) -> None:
    lanes = pool.lanes(1)
    served: list[int] = []

    async def read(n: int) -> None:
        await lanes.fetch("SELECT pg_sleep(0.002)")
        served.append(n)

    await asyncio.gather(*(read(n) for n in range(8)))
    assert served == list(range(8))


async def test_a_reader_that_asks_again_and_again_does_not_starve_the_others(
    pool: CountedPool,
) -> None:
    lanes = pool.lanes(1)
    waiting: list[asyncio.Task[Any]] = []

    async def again_and_again() -> int:
        reads = 0
        while reads < 50 and not (waiting and waiting[0].done()):
            await lanes.fetch("SELECT 1")
            reads += 1
        return reads

    hog = asyncio.create_task(again_and_again())
    await asyncio.sleep(0)
    waiting.append(asyncio.create_task(lanes.fetch("SELECT 2")))
    assert await hog <= 3
    await waiting[0]


async def test_a_reader_that_gives_up_waiting_harms_nobody(
    pool: CountedPool, database: asyncpg.Connection
) -> None:
    lanes = pool.lanes(1)
    query = "SELECT pg_sleep(0.05)"
    reading = asyncio.create_task(lanes.fetch(query))
    await until_busy(database, query)
    impatient = asyncio.create_task(lanes.fetch("SELECT 1"))
    patient = asyncio.create_task(lanes.fetch("SELECT 2 AS n"))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert [row["n"] for row in await patient] == [2]
    await reading
    await check_usable(pool, lanes, 1)


async def test_a_reader_that_gives_up_when_its_turn_comes_passes_it_on(pool: CountedPool) -> None:
    lanes = pool.lanes(1)
    waiting: list[asyncio.Task[Any]] = []

    async def read_and_stop_the_next() -> None:
        await lanes.fetch("SELECT pg_sleep(0.02)")
        waiting[0].cancel()

    first = asyncio.create_task(read_and_stop_the_next())
    await asyncio.sleep(0)
    waiting += [asyncio.create_task(lanes.fetch("SELECT 1")) for _ in range(2)]
    async with asyncio.timeout(10):
        stopped, served = await asyncio.gather(*waiting, return_exceptions=True)
    await first
    assert isinstance(stopped, asyncio.CancelledError)
    assert isinstance(served, list)
    await check_usable(pool, lanes, 1)


async def test_a_reader_stopped_in_the_middle_frees_its_lane(
    pool: CountedPool, database: asyncpg.Connection
) -> None:
    lanes = pool.lanes(1)
    reading = asyncio.create_task(lanes.fetch(LONG))
    await until_busy(database, LONG)
    reading.cancel()
    waiting = asyncio.create_task(lanes.fetch("SELECT 1 AS n"))
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert [row["n"] for row in await waiting] == [1]
    active = "query LIKE '%pg_sleep(60)' AND state = 'active' AND datname = current_database()"
    await until(database, f"NOT EXISTS (SELECT FROM pg_stat_activity WHERE {active})")
    assert pool.most_leased == 1
    await check_usable(pool, lanes, 1)


async def test_a_lane_that_is_being_given_back_still_counts(
    pool: CountedPool, database: asyncpg.Connection
) -> None:
    lanes = pool.lanes(1)
    reading = asyncio.create_task(lanes.fetch(LONG))
    await until_busy(database, LONG)
    reading.cancel()
    while not reading.done():
        # Somebody new comes at every moment of the clearing up.
        newcomer = asyncio.create_task(lanes.fetch("SELECT 1"))
        await asyncio.sleep(0)
        newcomer.cancel()
    assert pool.most_leased == 1
    await asyncio.gather(reading, newcomer, return_exceptions=True)
    await check_usable(pool, lanes, 1)


async def test_many_readers_that_give_up_anywhere_lose_no_connection(pool: CountedPool) -> None:
    lanes, choice = pool.lanes(3), random.Random(7)  # noqa: S311 - a repeatable mess
    readers = [asyncio.create_task(lanes.fetch("SELECT pg_sleep(0.002)")) for _ in range(60)]
    while not all(each.done() for each in readers):
        choice.choice(readers).cancel()
        await asyncio.sleep(0.001)
    answers = await asyncio.gather(*readers, return_exceptions=True)
    assert all(isinstance(each, list | asyncio.CancelledError) for each in answers)
    assert pool.most_leased <= 3
    await check_usable(pool, lanes, 3)


async def test_forgotten_statements_are_deallocated(pool: CountedPool) -> None:
    lanes = pool.lanes(1)
    long = "-" * 10_000
    for n in range(40):
        await lanes.fetch(f"SELECT {n} --{long}")
    [row] = await lanes.fetch("SELECT count(*) AS n FROM pg_prepared_statements")
    # 300,000 characters; the last one forgotten goes with the next one prepared.
    assert 25 <= row["n"] <= 31


async def test_a_statement_is_prepared_once(pool: CountedPool) -> None:
    lanes = pool.lanes(1)
    for n in range(8):
        await lanes.fetch("SELECT $1::int AS prepared_once", n)
    [row] = await lanes.fetch(
        "SELECT count(*) AS n, sum(generic_plans + custom_plans)::int AS runs "
        "FROM pg_prepared_statements WHERE statement LIKE '%prepared_once'"
    )
    assert (row["n"], row["runs"]) == (1, 8)


async def test_closing_gives_idle_connections_back(pool: CountedPool) -> None:
    lanes = pool.lanes(3)
    await warmed(lanes, 3)
    assert pool.leased == 3
    await lanes.aclose()
    assert pool.leased == 0


async def test_a_read_that_runs_while_closing_ends_and_gives_back(
    pool: CountedPool, database: asyncpg.Connection
) -> None:
    lanes = pool.lanes(1)
    query = "SELECT pg_backend_pid() AS pid, pg_sleep(0.05)"
    reading = asyncio.create_task(lanes.fetch(query))
    await until_busy(database, query)
    await lanes.aclose()
    assert await reading
    assert pool.leased == 0


async def test_a_read_waits_for_a_pool_that_others_use_up(pool: CountedPool) -> None:
    lanes = pool.lanes(1)
    others = [await pool.pool.acquire() for _ in range(SIZE)]
    reading = asyncio.create_task(lanes.fetch("SELECT 1 AS n"))
    stopped = asyncio.create_task(lanes.fetch("SELECT 2 AS n"))
    await asyncio.sleep(0.01)
    assert not reading.done()
    stopped.cancel()
    for connection in others:
        await pool.pool.release(connection)
    assert [row["n"] for row in await reading] == [1]
    await check_usable(pool, lanes, 1)


async def test_a_reader_that_gives_up_waiting_for_the_pool_leaves_its_place(
    pool: CountedPool,
) -> None:
    lanes = pool.lanes(1)
    others = [await pool.pool.acquire() for _ in range(SIZE)]
    stopped = asyncio.create_task(lanes.fetch("SELECT 1 AS n"))
    waiting = asyncio.create_task(lanes.fetch("SELECT 2 AS n"))
    await asyncio.sleep(0.01)
    stopped.cancel()
    for connection in others:
        await pool.pool.release(connection)
    assert [row["n"] for row in await waiting] == [2]
    await check_usable(pool, lanes, 1)
