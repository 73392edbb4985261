"""The server that a backup is restored to: new databases, and the exchange of two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from app.domain.backups.errors import BackupRefused
from app.domain.backups.model import Manifest
from app.domain.backups.ports import Target
from app.infra.backups.snapshot import connect
from app.infra.backups.target import PostgresTarget
from app.infra.database import credentials
from app.infra.migrations import known_migrations

SCRATCH: Final = "studio_restore_"
LONGEST_NAME: Final = 63
TRIES: Final = 50
PAUSE: Final = 0.1
_RESTORING: Final = 0x5B1CEC
_CONNECTED: Final = """
SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'
"""
_CUT_OFF: Final = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = $1 AND pid <> pg_backend_pid()
"""


class PostgresServer:
    """The `Databases` port around the database of the studio at `url`, which need not exist.

    `deadline` is how many seconds a provider that was asked before gets from now on.
    """

    def __init__(self, url: str, *, deadline: float) -> None:
        self._url = url
        self._database: str = credentials(url)["database"]
        self._deadline = deadline
        self._placed: str | None = None

    def demand_known(self, manifest: Manifest) -> None:
        """See `Databases.demand_known`."""
        if set(manifest.migrations) - set(known_migrations()):
            raise BackupRefused("backup.newer", version=manifest.version)

    async def demand_idle(self) -> None:
        """See `Databases.demand_idle`."""
        async with self._maintenance() as connection:
            if connected := await connection.fetchval(_CONNECTED, self._database):
                raise BackupRefused("backup.in_use", connections=connected)

    @asynccontextmanager
    async def target(self) -> AsyncIterator[PostgresTarget]:
        """See `Databases.target`."""
        async with self._maintenance() as connection:
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _RESTORING):
                raise BackupRefused("backup.busy")
            for leftover in await self._leftovers(connection):
                await _drop(connection, leftover)
            name = f"{SCRATCH}{uuid4().hex}"
            try:
                await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            except asyncpg.InsufficientPrivilegeError:
                raise BackupRefused("backup.may_not_create") from None
            try:
                yield PostgresTarget(self._address(name), deadline=self._deadline)
            finally:
                if self._placed != name:
                    await _drop(connection, name)

    async def put_in_place(self, target: Target, *, force: bool) -> str | None:
        """See `Databases.put_in_place`."""
        if not isinstance(target, PostgresTarget):
            raise TypeError("a database of another server")
        name = target.database
        async with self._maintenance() as connection:
            exists = await connection.fetchval(
                "SELECT true FROM pg_database WHERE datname = $1", self._database
            )
            replaced = self._former_name() if exists else None
            for tries in range(TRIES):
                try:
                    async with connection.transaction():
                        await self._exchange(connection, name, replaced, force=force)
                    break
                except asyncpg.ObjectInUseError:
                    if not force or tries == TRIES - 1:
                        raise BackupRefused("backup.in_use", connections=1) from None
                    await asyncio.sleep(PAUSE)
        self._placed = name
        return replaced

    async def _exchange(
        self, connection: asyncpg.Connection, name: str, replaced: str | None, *, force: bool
    ) -> None:
        if replaced is not None:
            if force:
                await connection.fetch(_CUT_OFF, self._database)
            await connection.execute(
                f"ALTER DATABASE {_quoted(self._database)} RENAME TO {_quoted(replaced)}"
            )
        await connection.execute(f"ALTER DATABASE {name} RENAME TO {_quoted(self._database)}")

    def _former_name(self) -> str:
        suffix = f"_before_{datetime.now(UTC):%Y%m%d_%H%M%S}"
        return self._database[: LONGEST_NAME - len(suffix)] + suffix

    async def _leftovers(self, connection: asyncpg.Connection) -> Sequence[str]:
        rows = await connection.fetch(
            "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", SCRATCH
        )
        return [row["datname"] for row in rows]

    @asynccontextmanager
    async def _maintenance(self) -> AsyncIterator[asyncpg.Connection]:
        other = "postgres" if self._database != "postgres" else "template1"
        connection = await connect(self._address(other))
        try:
            yield connection
        finally:
            await connection.close()

    def _address(self, database: str) -> str:
        return urlunsplit(urlsplit(self._url)._replace(path=f"/{database}"))


async def _drop(connection: asyncpg.Connection, name: str) -> None:
    await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
