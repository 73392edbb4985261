"""PostgreSQL through Tortoise: addresses, start and stop, transactions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from asyncpg.pool import Pool
from loguru import logger
from tortoise import Tortoise
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    BaseDBAsyncClient,
    ConnectionWrapper,
    PoolConnectionWrapper,
    TransactionContext,
)
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError

NAME = "default"
ROW_MODULES = (
    "app.rows.users",
    "app.rows.settings",
    "app.rows.sketches",
    "app.rows.songs",
    "app.rows.images",
    "app.rows.templates",
    "app.rows.conversations",
    "app.rows.jobs",
    "app.rows.lyrics",
    "app.rows.drafts",
    "app.rows.equipment",
    "app.rows.costs",
)
COMMAND_TIMEOUT = 30
# A process that froze, or whose machine vanished, in a transaction holds its locks no longer.
IDLE_IN_TRANSACTION = "10s"
DURABLE_FOR = 30
DURABLE_PAUSE = 0.5
DATABASE_AWAY = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a broken connection, before anybody noticed
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    DBConnectionError,
)

Result = TypeVar("Result")
Action = Callable[[], Awaitable[None]]


def credentials(url: str) -> dict[str, Any]:
    """Connection arguments of a libpq address; `?host=` may name a socket directory."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "host": query.get("host") or parts.hostname or "127.0.0.1",
        "port": int(query.get("port") or parts.port or 5432),
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": unquote(parts.path.lstrip("/")) or "postgres",
    }


async def _nothing_to_reset(_connection: asyncpg.Connection) -> None:
    """Spare a round trip whenever a connection is given back.

    Nothing here changes a session: no setting, no LISTEN, no advisory lock beyond its
    transaction. asyncpg itself still ends a transaction that was left open.
    """


def tortoise_config(url: str, *, minsize: int = 1, maxsize: int = 10) -> dict[str, Any]:
    """Tortoise's configuration for one database and a pool of connections."""
    return {
        "connections": {
            NAME: {
                "engine": "tortoise.backends.asyncpg",
                "credentials": {
                    **credentials(url),
                    "minsize": minsize,
                    "maxsize": maxsize,
                    "command_timeout": COMMAND_TIMEOUT,
                    "reset": _nothing_to_reset,
                    "server_settings": {"idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION},
                },
            }
        },
        "apps": {
            "models": {
                "models": [*ROW_MODULES, "aerich.models"],
                "default_connection": NAME,
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


# Read by the aerich command line only, which never needs a database (`--offline`).
TORTOISE_ORM = tortoise_config("postgresql:///postgres")


async def open_database(url: str, *, minsize: int, maxsize: int) -> None:
    """Connect this process; every task of it shares the pool."""
    await Tortoise.init(
        config=tortoise_config(url, minsize=minsize, maxsize=maxsize),
        _enable_global_fallback=True,
    )


def relate_rows() -> None:
    """Let Tortoise find the columns of relations, where no database is opened."""
    Tortoise.init_models(list(ROW_MODULES), "models")


async def close_database() -> None:
    """Give all connections back."""
    await Tortoise.close_connections()


def connection() -> BaseDBAsyncClient:
    """The connection of the current transaction, or the pool outside of one."""
    return Tortoise.get_connection(NAME)


class _Transaction(TransactionWrapper):
    """An open transaction, and what is to be done once it is committed.

    A task that was started inside of it and outlives it goes on with the pool.
    """

    def __init__(self, pool: AsyncpgDBClient, begun_on: asyncpg.Connection) -> None:
        super().__init__(pool)
        self.pool = pool
        self.actions: list[Action] = []
        self.ended = False
        self._connection = begun_on

    def acquire_connection(self) -> ConnectionWrapper[Any] | PoolConnectionWrapper[Any]:  # type: ignore[override] # both are entered alike
        """Whatever is asked next runs on this."""
        return self.pool.acquire_connection() if self.ended else super().acquire_connection()

    def _in_transaction(self) -> TransactionContext:
        return self.pool._in_transaction() if self.ended else super()._in_transaction()  # noqa: SLF001 - its own kind


async def pool() -> Pool:
    """The connections of this process, as asyncpg keeps them."""
    client = connection()
    inner = client.pool if isinstance(client, _Transaction) else cast("AsyncpgDBClient", client)
    if inner._pool is None:  # noqa: SLF001 - Tortoise has no public name for it
        async with inner.acquire_connection():
            pass  # Tortoise opens its pool for the first one who asks
    return cast("Pool", inner._pool)  # noqa: SLF001 - the same


def pool_usage() -> dict[str, int]:
    """How many connections of this process are in use and idle, and the most; {} before any."""
    client = connection()
    inner = client.pool if isinstance(client, _Transaction) else cast("AsyncpgDBClient", client)
    opened = inner._pool  # noqa: SLF001 - as in `pool`
    if opened is None:
        return {}
    idle = opened.get_idle_size()
    return {"used": opened.get_size() - idle, "idle": idle, "most": opened.get_max_size()}


def _current() -> _Transaction | None:
    current = connection()
    return current if isinstance(current, _Transaction) and not current.ended else None


def in_transaction() -> bool:
    """Whether the current task is inside of a transaction."""
    return _current() is not None


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """A transaction of the current task (the `Transaction` port); a nested one joins it."""
    if _current():
        yield
        return
    async with _begun() as begun:
        yield
    for action in begun.actions:
        await action()


# Not Tortoise's in_transaction(): when BEGIN fails or is cancelled, that loses the connection to
# the pool for good and leaves it to the task, whose every later statement fails.
@asynccontextmanager
async def _begun() -> AsyncIterator[_Transaction]:
    inherited = connection()
    pool = (
        inherited.pool if isinstance(inherited, _Transaction) else cast(AsyncpgDBClient, inherited)
    )
    async with pool.acquire_connection() as raw:
        begun = _Transaction(pool, raw)
        token = get_connections().set(NAME, begun)
        try:
            async with raw.transaction():
                yield begun
        finally:
            begun.ended = True
            get_connections().reset(token)


async def on_commit(action: Action) -> None:
    """Run `action` once the current transaction is committed; at once outside of one."""
    if current := _current():
        current.actions.append(action)
    else:
        await action()


async def durably(work: Callable[[], Awaitable[Result]]) -> Result:
    """Run `work` in a transaction, again for `DURABLE_FOR` seconds while the database is away.

    Whoever was picked to end a deadlock tries again as well.
    """
    give_up_at = time.monotonic() + DURABLE_FOR
    while True:
        try:
            async with transaction():
                return await work()
        except (*DATABASE_AWAY, asyncpg.DeadlockDetectedError) as error:
            if time.monotonic() >= give_up_at:
                raise
            deadlocked = isinstance(error, asyncpg.DeadlockDetectedError)
            trouble = "a deadlock" if deadlocked else "the database is away"
            logger.warning("{}, trying again: {}", trouble, type(error).__name__)
            await asyncio.sleep(DURABLE_PAUSE)
