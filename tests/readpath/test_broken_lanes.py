"""Leased connections that break: lost backends, changed tables, failing statements."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.readpath.lanes import Lanes
from tests.readpath.pools import (
    CountedPool,
    check_usable,
    connected,
    counted_pool,
    kill,
    pid_of,
    until_busy,
    warmed,
)


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[CountedPool]:
    async with counted_pool(database_url) as pool:
        yield pool


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    async with connected(database_url) as database:
        yield database


async def test_a_killed_backend_is_replaced(
    pool: CountedPool, database: asyncpg.Connection
) -> None:
    lanes = pool.lanes(1)
    pid = await pid_of(lanes)
    await kill(database, [pid])
    assert await pid_of(lanes) != pid
    await check_usable(pool, lanes, 1)


async def test_a_read_whose_backend_is_killed_is_run_once_more(
    pool: CountedPool, database: asyncpg.Connection
) -> None:
    lanes = pool.lanes(1)
    query = "SELECT pg_backend_pid() AS pid, pg_sleep(0.3)"
    pid = await pid_of(lanes)
    reading = asyncio.create_task(lanes.fetch(query))
    await until_busy(database, query)
    await kill(database, [pid])
    [row] = await reading
    assert row["pid"] != pid
    await check_usable(pool, lanes, 1)


@pytest.mark.parametrize("most", [1, 2, 5])
async def test_a_restart_of_the_database_while_lanes_are_idle_is_not_noticed(
    most: int, pool: CountedPool, database: asyncpg.Connection
) -> None:
    lanes = pool.lanes(most)
    pids = await warmed(lanes, most)
    await kill(database, pids)
    assert await pid_of(lanes) not in pids
    await check_usable(pool, lanes, most)


async def test_lanes_follow_the_pool_of_the_moment(database_url: str, pool: CountedPool) -> None:
    pools = [pool]
    lanes = Lanes(lambda: pools[-1].itself(), 1)  # noqa: PLW0108 - the last one of that moment
    pid = await pid_of(lanes)
    pool.pool.terminate()
    async with counted_pool(database_url) as new:
        pools.append(new)
        assert await pid_of(lanes) != pid
        await lanes.aclose()
        assert new.leased == 0


ID = "0190a5b2-7c11-7000-8000-0000000000aa"
CHANGES = {
    "a column more": "ALTER TABLE changing ADD COLUMN more int DEFAULT 4",
    "a column less": "ALTER TABLE changing DROP COLUMN spare",
    "another type of a result": "ALTER TABLE changing ALTER n TYPE bigint",
    "another type of a parameter": "ALTER TABLE changing ALTER key TYPE uuid USING key::uuid",
    "a new table": "ALTER TABLE changing RENAME TO old; CREATE TABLE changing AS TABLE old;"
    "DROP TABLE old",
}


@pytest.fixture
async def changing(database: asyncpg.Connection) -> AsyncIterator[None]:
    await database.execute("CREATE TABLE changing (key varchar(40), n int, spare text)")
    await database.execute("INSERT INTO changing VALUES ($1, 1, 'x')", ID)
    yield
    await database.execute("DROP TABLE changing")


@pytest.mark.parametrize("change", CHANGES)
async def test_statements_outlive_a_change_of_their_tables(
    change: str, pool: CountedPool, database: asyncpg.Connection, changing: None
) -> None:
    lanes = pool.lanes(1)
    whole, one = "SELECT o.* FROM changing o", "SELECT o.n FROM changing o WHERE o.key = $1"
    for query, values in ((whole, ()), (one, (ID,))):
        assert [row["n"] for row in await lanes.fetch(query, *values)] == [1]
    pid = await pid_of(lanes)
    await database.execute(CHANGES[change])
    for query, values in ((one, (ID,)), (whole, ())):
        assert [row["n"] for row in await lanes.fetch(query, *values)] == [1]
    assert await pid_of(lanes) == pid


async def test_a_column_that_is_gone_is_an_error_that_leaves_the_lane_usable(
    pool: CountedPool, database: asyncpg.Connection, changing: None
) -> None:
    lanes = pool.lanes(1)
    pid = await pid_of(lanes)
    await lanes.fetch("SELECT o.spare FROM changing o")
    await database.execute("ALTER TABLE changing DROP COLUMN spare")
    with pytest.raises(asyncpg.UndefinedColumnError):
        await lanes.fetch("SELECT o.spare FROM changing o")
    assert await pid_of(lanes) == pid


FAILING: dict[str, tuple[str, object, type[Exception]]] = {
    "a failing statement": ("SELECT 1 / $1::int", 0, asyncpg.DivisionByZeroError),
    "a cannot_say": ("SELECT ('!' || $1)::json", "x", asyncpg.InvalidTextRepresentationError),
    "bad SQL": ("SELECT nothing($1)", 0, asyncpg.UndefinedFunctionError),
    "a NUL": ("SELECT $1::text", "\0", asyncpg.CharacterNotInRepertoireError),
    "a parameter of another type": ("SELECT $1::int", "x", asyncpg.DataError),
    "a number that is too large": ("SELECT $1::bigint", 2**63, asyncpg.DataError),
    "an id that is none": ("SELECT $1::uuid", "x", asyncpg.DataError),
}


@pytest.mark.parametrize("name", FAILING)
async def test_an_error_of_a_statement_leaves_its_connection_alone(
    name: str, pool: CountedPool
) -> None:
    query, value, error = FAILING[name]
    lanes = pool.lanes(1)
    pid = await pid_of(lanes)
    with pytest.raises(error):
        await lanes.fetch(query, value)
    assert await pid_of(lanes) == pid
    await check_usable(pool, lanes, 1)


async def test_a_read_that_took_too_long_is_not_run_again(
    database_url: str, database: asyncpg.Connection
) -> None:
    await database.execute("CREATE SEQUENCE runs")
    try:
        async with counted_pool(database_url, command_timeout=0.1) as slow:
            with pytest.raises(TimeoutError):
                await slow.lanes(1).fetch("SELECT nextval('runs'), pg_sleep(60)")
        assert await database.fetchval("SELECT last_value FROM runs") == 1
    finally:
        await database.execute("DROP SEQUENCE runs")
