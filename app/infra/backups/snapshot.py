"""The database at one moment, copied out table by table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

from app.domain.backups.errors import BackupRefused
from app.domain.backups.model import Table
from app.domain.backups.ports import Write
from app.domain.storage.model import StoredObject
from app.infra.database import credentials

BOOKKEEPING: Final = "aerich"
"""The migrations' own table: restoring runs the migrations, which fill it."""
SESSION: Final = {
    "application_name": "studio backup",
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
"""What the text of a value must not depend on, and no time limits."""
PAGE: Final = 500
_MAKING: Final = 0x5B1CEB
_TABLES: Final = """
SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
   AND c.relname <> $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
 GROUP BY c.relname ORDER BY c.relname
"""
_SEQUENCES: Final = """
SELECT sequencename AS name, last_value FROM pg_sequences
 WHERE schemaname = current_schema() AND last_value IS NOT NULL
"""
_SEALED: Final = """
SELECT token FROM equipment, LATERAL (
       VALUES (password_encrypted), (license_key_encrypted), (price_encrypted)) AS sealed (token)
 WHERE token IS NOT NULL
"""
_OBJECTS: Final = "SELECT key, backend, content_type, byte_size, sha256 FROM stored_objects"


async def connect(url: str) -> asyncpg.Connection:
    """A connection of its own, outside of every pool."""
    return await asyncpg.connect(**credentials(url), server_settings=SESSION)


async def tables_of(connection: asyncpg.Connection) -> list[Table]:
    """The studio's tables with the columns that can be written, by name."""
    rows = await connection.fetch(_TABLES, BOOKKEEPING)
    return [Table(name=row["name"], columns=tuple(row["columns"])) for row in rows]


class PostgresSnapshot:
    """The `Snapshot` port over a transaction that sees one moment and writes nothing."""

    def __init__(self, connection: asyncpg.Connection, database: str) -> None:
        self.database = database
        self.server = ".".join(str(part) for part in connection.get_server_version()[:2])
        self._connection = connection
        self._turn = asyncio.Lock()

    async def migrations(self) -> Sequence[str]:
        """See `Snapshot.migrations`."""
        rows = await self._connection.fetch(f"SELECT version FROM {BOOKKEEPING} ORDER BY id")
        return [row["version"] for row in rows]

    async def tables(self) -> Sequence[Table]:
        """See `Snapshot.tables`."""
        return await tables_of(self._connection)

    async def sequences(self) -> Mapping[str, int]:
        """See `Snapshot.sequences`; a sequence knows no moments, so it may be a little ahead."""
        return {row["name"]: row["last_value"] for row in await self._connection.fetch(_SEQUENCES)}

    async def copy(self, table: Table, write: Write) -> int:
        """See `Snapshot.copy`."""
        told = await self._connection.copy_from_table(
            table.name, columns=table.columns, output=write, format="text"
        )
        return int(told.rpartition(" ")[2])

    async def sealed(self) -> AsyncGenerator[str, None]:
        """See `Snapshot.sealed`; a studio that is not yet up to date may have no equipment."""
        if await self._connection.fetchval("SELECT to_regclass('equipment')") is None:
            return
        async for row in self._connection.cursor(_SEALED, prefetch=PAGE):
            yield row["token"]

    async def objects(self) -> AsyncGenerator[StoredObject, None]:
        """See `Snapshot.objects`."""
        async for row in self._connection.cursor(f"{_OBJECTS} ORDER BY key", prefetch=PAGE):
            yield StoredObject(**dict(row))

    async def release(self) -> None:
        """See `Snapshot.release`: an old snapshot keeps the server from tidying up."""
        await self._connection.execute("ROLLBACK")

    async def known_now(self, key: str) -> StoredObject | None:
        """See `Snapshot.known_now`."""
        async with self._turn:
            row = await self._connection.fetchrow(f"{_OBJECTS} WHERE key = $1", key)
        return None if row is None else StoredObject(**dict(row))


class PostgresSnapshots:
    """The `Snapshots` port for one database."""

    def __init__(self, url: str) -> None:
        self._url = url

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[PostgresSnapshot]:
        """See `Snapshots`; BackupRefused while another machine makes a backup of the database."""
        connection = await connect(self._url)
        try:
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _MAKING):
                raise BackupRefused("backup.busy")
            if await connection.fetchval("SELECT to_regclass($1)", BOOKKEEPING) is None:
                raise BackupRefused("backup.nothing")
            await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgresSnapshot(connection, credentials(self._url)["database"])
        finally:
            connection.terminate()  # a backup that broke off may be in the middle of a COPY
