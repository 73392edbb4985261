"""Prepared statements on connections that are leased from the pool and kept.

Taking a connection from the pool and giving it back costs more than a small read does.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final

import asyncpg
from asyncpg.pool import Pool, PoolConnectionProxy
from asyncpg.prepared_stmt import PreparedStatement

from app.readpath.bounded import Bounded

_STATEMENTS: Final = 200
_GONE: Final = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)
# A changed table: the plan of a prepared statement no longer fits.
_STALE: Final = (
    asyncpg.InvalidCachedStatementError,
    asyncpg.OutdatedSchemaCacheError,
    asyncpg.UndefinedColumnError,
)


class _Lane:
    """A leased connection and its prepared statements; forgotten ones are deallocated."""

    def __init__(self, pool: Pool, connection: PoolConnectionProxy) -> None:
        self.pool = pool
        self.connection = connection
        self.statements: Bounded[str, PreparedStatement] = Bounded(_STATEMENTS)

    async def prepared(self, sql: str) -> PreparedStatement:
        found = self.statements.get(sql)
        if found is None:
            found = self.statements.put(sql, await self.connection.prepare(sql))
        return found


class Lanes:
    """At most `most` connections of a pool, each for one read at a time.

    `pool()` finds the pool of the moment. Nothing of a read is left on a connection: no transaction
    and no setting.
    """

    def __init__(self, pool: Callable[[], Awaitable[Pool]], most: int) -> None:
        self._pool = pool
        self._most = most
        self._leased = 0
        self._free: list[_Lane] = []
        self._waiting: deque[asyncio.Future[None]] = deque()
        self.asked = 0
        """How many statements were asked so far."""

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        """The rows of a statement that changes nothing.

        It is run once more when its connection was lost, or its tables were changed.
        """
        self.asked += 1
        try:
            return await self._run(sql, values)
        except (*_GONE, *_STALE):
            return await self._run(sql, values)

    async def aclose(self) -> None:
        """Give the connections that are not in use back to the pool."""
        while self._free:
            await self._give_back(self._free.pop())

    async def _run(self, sql: str, values: tuple[Any, ...]) -> list[asyncpg.Record]:
        lane = await self._take()
        try:
            statement = await lane.prepared(sql)
            rows: list[asyncpg.Record] = await statement.fetch(*values)
        except asyncpg.PostgresError as error:
            lane.statements.clear()
            if isinstance(error, _GONE):
                await self._give_back(lane)
            else:
                self._put(lane)
            raise
        except BaseException:
            # The connection may be in the middle of an answer: the pool knows how to end that.
            await asyncio.shield(self._give_back(lane))
            raise
        self._put(lane)
        return rows

    async def _take(self) -> _Lane:
        while not self._free and self._leased >= self._most:
            place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(place)
            try:
                await place
            except BaseException:
                if place.done() and not place.cancelled():
                    self._wake()
                raise
        if self._free:
            return self._free.pop()
        self._leased += 1
        try:
            pool = await self._pool()
            return _Lane(pool, await pool.acquire())
        except BaseException:
            self._leased -= 1
            self._wake()
            raise

    def _put(self, lane: _Lane) -> None:
        self._free.append(lane)
        self._wake()

    async def _give_back(self, lane: _Lane) -> None:
        self._leased -= 1
        try:
            await lane.pool.release(lane.connection)
        finally:
            self._wake()

    def _wake(self) -> None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                return
