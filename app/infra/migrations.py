"""Migrations: upgrade under a lock, and the check that models and migrations agree."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from aerich import Command
from tortoise.context import TortoiseContext

from app.domain.templates.seeds import SEEDS
from app.infra.clock import SystemClock
from app.infra.database import credentials, tortoise_config
from app.infra.repositories.prompt_templates import release_templates

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
APP = "models"
LOCK = 0x5B1CEA


def known_migrations() -> list[str]:
    """The names of all migrations of this release, the first one first."""
    names = [path.name for path in (MIGRATIONS / APP).glob("[0-9]*.py")]
    return sorted(names, key=lambda name: int(name.partition("_")[0]))


async def upgrade(url: str, *, only: Sequence[str] | None = None) -> list[str]:
    """Bring a database up to date; answers the names of the migrations that ran.

    Everybody's prompt templates become those of this release. Several processes may call it at
    once: a session lock on a connection of its own lets one through at a time. With `only` no
    other migrations run, and nothing else is done: the tables are those of an earlier release.
    """
    lock = await asyncpg.connect(**credentials(url))
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", LOCK)
        with _files(only) as location:
            async with (
                TortoiseContext(),
                Command(tortoise_config(url, maxsize=2), app=APP, location=location) as command,
            ):
                names = await command.upgrade(run_in_transaction=True)
                if only is None:
                    await release_templates(SEEDS, SystemClock().now())
                return names
    finally:
        await lock.close()


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
