"""Migrations: upgrade under a lock, and the check that models and migrations agree."""

from __future__ import annotations

import shutil
import tempfile
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


async def upgrade(url: str) -> list[str]:
    """Bring a database up to date; answers the names of the migrations that ran.

    Everybody's prompt templates become those of this release. Several processes may call it at
    once: a session lock on a connection of its own lets one through at a time.
    """
    lock = await asyncpg.connect(**credentials(url))
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", LOCK)
        async with (
            TortoiseContext(),
            Command(tortoise_config(url, maxsize=2), app=APP, location=str(MIGRATIONS)) as command,
        ):
            names = await command.upgrade(run_in_transaction=True)
            await release_templates(SEEDS, SystemClock().now())
            return names
    finally:
        await lock.close()


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
