"""Migrations: upgrade under a lock, and the check that models and migrations agree."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import asyncpg
from aerich import Command
from loguru import logger
from tortoise.context import TortoiseContext

from app.domain.templates.seeds import SEEDS
from app.infra.clock import SystemClock
from app.infra.database import DATABASE_AWAY, NAME, credentials, tortoise_config
from app.infra.repositories.prompt_templates import release_templates

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
APP = "models"
LOCK = 0x5B1CEA
LOCK_TIMEOUT: Final = "2s"
"""How long a migration, and everybody who comes after it, waits for a table that is in use."""
PAUSE: Final = 1.0
PATIENCE: Final = 120.0
CONNECTING: Final = 10.0


def known_migrations() -> list[str]:
    """The names of all migrations of this release, the first one first."""
    names = [path.name for path in (MIGRATIONS / APP).glob("[0-9]*.py")]
    return sorted(names, key=lambda name: int(name.partition("_")[0]))


async def upgrade(
    url: str, *, patience: float = PATIENCE, only: Sequence[str] | None = None
) -> list[str]:
    """Bring a database up to date; answers the names of the migrations that ran.

    Everybody's prompt templates become those of this release. Several processes may call it at
    once: a session lock on a connection of its own lets one through at a time. It may run beside
    a working studio: nobody queues for longer than `LOCK_TIMEOUT` behind a table that it waits
    for; it gives up (TimeoutError), with what was done before kept, after `patience` seconds. So
    long it waits for a database that is not there yet, too.
    With `only` no other migrations run, and nothing else is done: the tables are those of an
    earlier release.
    """
    give_up_at = time.monotonic() + patience
    lock = await _reached(url, give_up_at)
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", LOCK)
        before = await _applied(lock)
        give_up_at = time.monotonic() + patience
        with _files(only) as location:
            await _upgrade_patiently(url, location, give_up_at, templates=only is None)
        return [name for name in await _applied(lock) if name not in before]
    finally:
        await lock.close()


async def _reached(url: str, give_up_at: float) -> asyncpg.Connection:
    """A machine that starts may have us before its database."""
    while True:
        try:
            return await asyncpg.connect(**credentials(url), timeout=CONNECTING)
        except DATABASE_AWAY as error:
            if time.monotonic() >= give_up_at:
                raise TimeoutError("the database is out of reach") from error
            logger.warning("the database is out of reach, trying again: {}", type(error).__name__)
        await asyncio.sleep(PAUSE)


async def _upgrade_patiently(
    url: str, location: str, give_up_at: float, *, templates: bool
) -> None:
    config = tortoise_config(url, maxsize=2)
    arguments = config["connections"][NAME]["credentials"]
    arguments["command_timeout"] = None  # an index of a large table takes its time
    arguments["server_settings"] = {"lock_timeout": LOCK_TIMEOUT}
    while True:
        try:
            async with TortoiseContext(), Command(config, app=APP, location=location) as command:
                await command.upgrade(run_in_transaction=True)
                if templates:
                    await release_templates(SEEDS, SystemClock().now())
                return
        except asyncpg.LockNotAvailableError as error:
            if time.monotonic() >= give_up_at:
                raise TimeoutError("a table is in use; no migration could have it") from error
        logger.warning("a table is in use; the migration steps back and tries again")
        await asyncio.sleep(PAUSE)


async def _applied(connection: asyncpg.Connection) -> list[str]:
    if await connection.fetchval("SELECT to_regclass('aerich')") is None:
        return []
    return [
        row["version"] for row in await connection.fetch("SELECT version FROM aerich ORDER BY id")
    ]


@contextmanager
def _files(only: Sequence[str] | None) -> Iterator[str]:
    if only is None:
        yield str(MIGRATIONS)
        return
    with tempfile.TemporaryDirectory() as folder:
        (copy := Path(folder, APP)).mkdir()
        for name in ("__init__.py", *only):
            if (source := MIGRATIONS / APP / name).exists():
                shutil.copyfile(source, copy / name)
        yield folder


async def drift() -> str:
    """The migration that is missing, as its file's text; empty when models and files agree.

    Needs no database and leaves the real folder alone.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "migrations")
        shutil.copytree(MIGRATIONS, copy)
        name = await _offline_migration(copy)
        return _statements(copy / APP / name) if name else ""


async def _offline_migration(location: Path) -> str | None:
    async with TortoiseContext():
        config = tortoise_config("postgresql:///postgres")
        command = Command(config, app=APP, location=str(location))
        try:
            await command.init(offline=True)
            return await command.migrate("drift", no_input=True, offline=True)
        finally:
            await command.aclose()


def _statements(migration: Path) -> str:
    return migration.read_text().split("MODELS_STATE")[0]
