"""A counted pool of connections, and what tests ask the database about its backends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import asyncpg
from asyncpg.pool import Pool

from app.infra.database import credentials
from app.readpath.lanes import Lanes

SIZE = 6


class CountedPool:
    """A pool that knows how many of its connections are leased, and how many ever were at once."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.leased = 0
        self.most_leased = 0

    async def acquire(self) -> Any:
        connection = await self.pool.acquire()
        self.leased += 1
        self.most_leased = max(self.most_leased, self.leased)
        return connection

    async def release(self, connection: Any) -> None:
        try:
            await self.pool.release(connection)
        finally:
            self.leased -= 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pool, name)

    async def itself(self) -> Pool:
        """What lanes are leased from."""
        return cast("Pool", self)

    def lanes(self, most: int) -> Lanes:
        return Lanes(self.itself, most)


@asynccontextmanager
async def counted_pool(url: str, *, command_timeout: float = 10) -> AsyncIterator[CountedPool]:
    pool = await asyncpg.create_pool(
        **credentials(url), min_size=0, max_size=SIZE, command_timeout=command_timeout
    )
    try:
        yield CountedPool(pool)
    finally:
        pool.terminate()


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that belongs to nobody's pool."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        yield connection
    finally:
        await connection.close()


async def until(database: asyncpg.Connection, condition: str) -> None:
    """Wait until the database says yes."""
    async with asyncio.timeout(10):
        while not await database.fetchval(f"SELECT {condition}"):
            await asyncio.sleep(0.002)


async def until_busy(database: asyncpg.Connection, query: str) -> None:
    """Wait until somebody runs this very statement."""
    running = f"query = '{query}' AND state = 'active' AND datname = current_database()"
    await until(database, f"EXISTS (SELECT FROM pg_stat_activity WHERE {running})")


async def kill(database: asyncpg.Connection, pids: list[int]) -> None:
    """End backends, and wait until they are gone."""
    for pid in pids:
        await database.fetchval("SELECT pg_terminate_backend($1)", pid)
    gone = f"NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid IN ({str(pids)[1:-1]}))"
    await until(database, gone)


async def pid_of(lanes: Lanes) -> int:
    """The backend of the next lane."""
    [row] = await lanes.fetch("SELECT pg_backend_pid() AS pid")
    return int(row["pid"])


async def warmed(lanes: Lanes, most: int) -> list[int]:
    """The backends of all lanes, every one of them leased."""
    query = "SELECT pg_backend_pid() AS pid, pg_sleep(0.02)"
    rows = await asyncio.gather(*(lanes.fetch(query) for _ in range(most)))
    pids = [int(row["pid"]) for [row] in rows]
    assert len(set(pids)) == most
    return pids


async def check_usable(pool: CountedPool, lanes: Lanes, most: int) -> None:
    """All lanes work, and no connection was lost on the way."""
    async with asyncio.timeout(10):
        await warmed(lanes, most)
    assert pool.leased == most
    await lanes.aclose()
    assert pool.leased == 0
