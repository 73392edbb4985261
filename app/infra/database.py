"""PostgreSQL through Tortoise: addresses, start and stop, transactions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from loguru import logger
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import DBConnectionError
from tortoise.transactions import in_transaction

ROW_MODULES = ("app.rows.users", "app.rows.sketches", "app.rows.songs", "app.rows.jobs")
COMMAND_TIMEOUT = 30
DURABLE_FOR = 30
DURABLE_PAUSE = 0.5
DATABASE_AWAY = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    DBConnectionError,
)

Result = TypeVar("Result")
Action = Callable[[], Awaitable[None]]

_on_commit: ContextVar[list[Action] | None] = ContextVar("on_commit", default=None)


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


def tortoise_config(url: str, *, minsize: int = 1, maxsize: int = 10) -> dict[str, Any]:
    """Tortoise's configuration for one database and a pool of connections."""
    return {
        "connections": {
            "default": {
                "engine": "tortoise.backends.asyncpg",
                "credentials": {
                    **credentials(url),
                    "minsize": minsize,
                    "maxsize": maxsize,
                    "command_timeout": COMMAND_TIMEOUT,
                },
            }
        },
        "apps": {
            "models": {
                "models": [*ROW_MODULES, "aerich.models"],
                "default_connection": "default",
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


async def close_database() -> None:
    """Give all connections back."""
    await Tortoise.close_connections()


def connection() -> BaseDBAsyncClient:
    """The connection of the current transaction, or the pool outside of one."""
    return Tortoise.get_connection("default")


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """A transaction of the current task (the `Transaction` port); a nested one joins it."""
    if _on_commit.get() is not None:
        yield
        return
    actions: list[Action] = []
    token = _on_commit.set(actions)
    try:
        async with in_transaction("default"):
            yield
    finally:
        _on_commit.reset(token)
    for action in actions:
        await action()


async def on_commit(action: Action) -> None:
    """Run `action` once the current transaction is committed; at once outside of one."""
    actions = _on_commit.get()
    if actions is None:
        await action()
    else:
        actions.append(action)


async def durably(work: Callable[[], Awaitable[Result]]) -> Result:
    """Run `work` in a transaction, again for `DURABLE_FOR` seconds while the database is away."""
    give_up_at = time.monotonic() + DURABLE_FOR
    while True:
        try:
            async with transaction():
                return await work()
        except DATABASE_AWAY as error:
            if time.monotonic() >= give_up_at:
                raise
            logger.warning("the database is away, trying again: {}", type(error).__name__)
            await asyncio.sleep(DURABLE_PAUSE)
