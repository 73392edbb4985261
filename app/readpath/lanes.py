"""Prepared statements on connections that are leased from the pool and kept.

Taking a connection from the pool and giving it back costs more than a small read does.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, Self

import asyncpg
from asyncpg.pool import Pool, PoolConnectionProxy
from asyncpg.prepared_stmt import PreparedStatement

from app.readpath.bounded import Bounded
from app.readpath.question import Question, Told

Rows = list[asyncpg.Record]

_STATEMENTS: Final = 300_000
"""Characters of prepared SQL per connection; PostgreSQL needs some 50 bytes for each."""

_PATIENCE: Final = 5
"""Seconds that a connection gets to close."""

_GONE: Final = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
)
# Tables were changed: the prepared statement no longer fits them.
_STALE: Final = (
    asyncpg.InvalidCachedStatementError,
    asyncpg.OutdatedSchemaCacheError,
    asyncpg.SyntaxOrAccessError,
)


class Lane:
    """A leased connection and its prepared statements; forgotten ones are deallocated."""

    def __init__(self, pool: Pool, connection: PoolConnectionProxy) -> None:
        self.pool = pool
        self.connection = connection
        # asyncpg's own way to here spends another 10 µs on checks that a lane does not need.
        self.protocol = connection._protocol  # type: ignore[attr-defined]  # noqa: SLF001
        self.statements: Bounded[str, PreparedStatement] = Bounded(_STATEMENTS)

    @classmethod
    async def leased(cls, pool: Pool) -> Self:
        """Lease a connection whose plans are made once.

        With `LIMIT $1` PostgreSQL would plan anew each time, which takes longer than most reads.
        """
        connection = await pool.acquire()
        try:
            await connection.execute("SET plan_cache_mode = force_generic_plan")
        except BaseException:
            await asyncio.shield(pool.release(connection))
            raise
        return cls(pool, connection)

    async def give_back(self) -> None:
        """Leave nothing behind for the next one who takes the connection from the pool."""
        self.statements.clear()
        try:
            await self.connection.execute("RESET plan_cache_mode")
        except (*_GONE, asyncpg.PostgresError):
            await self.discard()
        else:
            await self.pool.release(self.connection)

    async def discard(self) -> None:
        """Close the connection once a statement on its way is cancelled; the pool opens another."""
        self.statements.clear()
        try:
            await self.connection.close(timeout=_PATIENCE)
        except (*_GONE, asyncpg.PostgresError):
            with suppress(asyncpg.InterfaceError):  # the pool has noticed before us
                self.connection.terminate()
        finally:
            await self.pool.release(self.connection)

    async def prepared(self, sql: str) -> PreparedStatement:
        """The statement, prepared now unless it was before."""
        found = self.statements.get(sql)
        if found is None:
            found = self.statements.put(sql, await self.connection.prepare(sql), len(sql))
        return found


Place = asyncio.Future[Lane | None] | Question
"""Of somebody who waits: given a lane, or None for the right to lease one."""


class Lanes:
    """At most `most` connections of a pool, each for one read at a time, in order of asking.

    `pool()` finds the pool of the moment. Nothing of a read is left on a connection: no transaction
    and no setting.
    """

    def __init__(self, pool: Callable[[], Awaitable[Pool]], most: int) -> None:
        self._pool = pool
        self._most = most
        self._leased = 0
        self._closed = False
        self._free: list[Lane] = []
        self._waiting: deque[Place] = deque()
        self.asked = 0
        """How many statements were asked so far."""

    async def fetch(self, sql: str, *values: Any) -> Rows:
        """The rows of a statement that changes nothing.

        It is run once more when its connection was lost or its tables were changed, but not when
        it took too long.
        """
        self.asked += 1
        return await self.persist(self.run(sql, values), sql, values)

    def ask(self, sql: str, values: tuple[Any, ...], told: Told) -> Question:
        """`fetch` without a task of its own, which costs as much as a small read.

        `told` is called once, never before this returns.
        """
        self.asked += 1
        return Question(self, sql, values, told)

    async def aclose(self) -> None:
        """Give all connections back to the pool, those in use as soon as they are free.

        From then on none is kept.
        """
        self._closed = True
        while self._free:
            await self._part(self._free.pop().give_back())

    async def persist(self, first: Awaitable[Rows], sql: str, values: tuple[Any, ...]) -> Rows:
        """The rows of a first attempt, or of a second where the first had bad luck."""
        try:
            return await first
        except TimeoutError:
            raise
        except _GONE:
            await self._discard_free()
            return await self.run(sql, values)
        except _STALE:
            return await self.run(sql, values)

    async def run(self, sql: str, values: tuple[Any, ...]) -> Rows:
        """The rows, read on the next lane that is free."""
        return await self.run_on(await self._take(), sql, values)

    async def run_leased(self, sql: str, values: tuple[Any, ...]) -> Rows:
        """The rows, read on a new lane that the caller may lease."""
        return await self.run_on(await self._lease(), sql, values)

    async def run_on(self, lane: Lane, sql: str, values: tuple[Any, ...]) -> Rows:
        """The rows, read on a lane that the caller has; it is free then."""
        try:
            statement = await lane.prepared(sql)
            rows: Rows = await statement.fetch(*values)
        except BaseException as error:
            await self._settle(lane, error)
            raise
        await self._put(lane)
        return rows

    async def _settle(self, lane: Lane, error: BaseException) -> None:
        """Find out whether a lane is of use after an error, and do with it what that demands."""
        if not isinstance(error, asyncpg.PostgresError):
            await asyncio.shield(self._part(lane.discard()))
            return
        if isinstance(error, _STALE):
            lane.statements.clear()
        if isinstance(error, _GONE):
            await self._part(lane.discard())
        else:
            await self._put(lane)

    async def failed(self, lane: Lane, error: BaseException) -> Rows:
        """Free the lane on which something failed, or part with it. Raises the error."""
        await self._settle(lane, error)
        raise error

    async def read(self, lane: Lane, rows: Rows) -> Rows:
        """Free the lane on which these rows were read."""
        await self._put(lane)
        return rows

    async def _take(self) -> Lane:
        if self._free:
            return self._free.pop()
        if self._leased < self._most:
            self._leased += 1
            return await self._lease()
        place: asyncio.Future[Lane | None] = asyncio.get_running_loop().create_future()
        self.queue(place)
        try:
            lane = await place
        except BaseException:
            if place.done() and not place.cancelled():
                given = place.result()
                if given is None:
                    self._vacate()
                else:
                    self.hand_on(given)
            raise
        return await self._lease() if lane is None else lane

    async def _lease(self) -> Lane:
        try:
            return await Lane.leased(await self._pool())
        except BaseException:
            self._vacate()
            raise

    async def _put(self, lane: Lane) -> None:
        if not self._closed:
            self.hand_on(lane)
        else:
            await asyncio.shield(self._part(lane.give_back()))

    @property
    def closed(self) -> bool:
        """Whether lanes go back to the pool instead of being kept."""
        return self._closed

    @property
    def full(self) -> bool:
        """Whether no further connection may be leased."""
        return self._leased >= self._most

    def idle(self) -> Lane | None:
        """Take a lane that is free right now."""
        return self._free.pop() if self._free else None

    def queue(self, place: Place) -> None:
        """Wait for a lane behind all others."""
        self._waiting.append(place)

    def hand_on(self, lane: Lane) -> None:
        """Free a lane for whoever waits longest."""
        if (place := self._next()) is not None:
            place.set_result(lane)
        else:
            self._free.append(lane)

    async def _part(self, parting: Coroutine[Any, Any, None]) -> None:
        try:
            await parting
        finally:
            self._vacate()

    async def _discard_free(self) -> None:
        """Where one connection was lost, the idle ones were, too."""
        while self._free:
            await self._part(self._free.pop().discard())

    def _vacate(self) -> None:
        if (place := self._next()) is not None:
            place.set_result(None)
        else:
            self._leased -= 1

    def _next(self) -> Place | None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                return place
        return None
