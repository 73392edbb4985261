"""The backing services: one PostgreSQL with the dataset and one Valkey for every system."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from app.infra.database import credentials
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey
from app.infra.migrations import upgrade
from bench.dataset import Owner
from bench.seed import seed

# Vacuuming is done between measurements, not during somebody's.
_SETTINGS = {"autovacuum": "off", "max_connections": "200"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """Where the running services are, and which processes they are."""

    database_url: str
    redis_url: str
    postgres_pid: int
    valkey_pid: int

    def vacuum(self, table: str) -> None:
        """Remove the dead rows of a table."""
        asyncio.run(_fetch(self.database_url, f"VACUUM {table}"))

    def row(self, table: str, key: UUID) -> Mapping[str, Any]:
        """A row as it stands."""
        statement = f"SELECT * FROM {table} WHERE id = $1"  # noqa: S608 - tables are ours
        return dict(asyncio.run(_fetch(self.database_url, statement, key))[0])

    @property
    def server_version(self) -> str:
        """Which PostgreSQL it is."""
        return str(asyncio.run(_fetch(self.database_url, "SHOW server_version"))[0][0])


@contextmanager
def backing_services(folder: Path, owners: tuple[Owner, ...]) -> Iterator[Backing]:
    """Start both in a folder, migrate and seed the database; stop them in the end."""
    postgres = EmbeddedPostgres(
        folder / "postgres", settings=_SETTINGS, log=folder / "postgres.log"
    )
    valkey = EmbeddedValkey(folder / "valkey", append_only=False, log=folder / "valkey.log")
    try:
        database_url, redis_url = postgres.start(), valkey.start()
        asyncio.run(upgrade(database_url))
        asyncio.run(seed(database_url, owners))
        if postgres.process is None or valkey.process is None:
            raise RuntimeError("a server that was started has no process")
        yield Backing(
            database_url=database_url,
            redis_url=redis_url,
            postgres_pid=postgres.process.pid,
            valkey_pid=valkey.process.pid,
        )
    finally:
        valkey.stop()
        postgres.stop()


async def _fetch(url: str, statement: str, *arguments: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(**credentials(url))
    try:
        rows: list[asyncpg.Record] = await connection.fetch(statement, *arguments)
        return rows
    finally:
        await connection.close()
