"""A new database that a backup is loaded into."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

from app.domain.backups.errors import BackupUnfit
from app.domain.backups.model import Manifest, Table, TableCopy
from app.infra.backups.reconcile import reconcile
from app.infra.backups.snapshot import connect, tables_of
from app.infra.database import credentials
from app.infra.migrations import upgrade

_REFERENCES: Final = """
SELECT conrelid::regclass::text AS "table", quote_ident(conname) AS name,
       pg_get_constraintdef(oid) AS definition
  FROM pg_constraint
 WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conparentid = 0
 ORDER BY conrelid, conname
"""


class PostgresTarget:
    """The `Target` port over an empty database."""

    def __init__(self, url: str, *, deadline: float) -> None:
        self.database: str = credentials(url)["database"]
        self._url = url
        self._deadline = deadline

    async def load(
        self, manifest: Manifest, rows: Callable[[TableCopy], AsyncGenerator[bytes, None]]
    ) -> None:
        """See `Target.load`. References are made again at the end, which checks every one."""
        await upgrade(self._url, only=manifest.migrations)
        try:
            async with self._connected() as connection, connection.transaction():
                await _demand_same_tables(connection, manifest)
                references = await connection.fetch(_REFERENCES)
                for each in references:
                    await connection.execute(
                        f"ALTER TABLE {each['table']} DROP CONSTRAINT {each['name']}"
                    )
                for table in manifest.tables:
                    await _fill(connection, table, rows(table))
                for each in references:
                    await connection.execute(
                        f"ALTER TABLE {each['table']} ADD CONSTRAINT {each['name']} "
                        f"{each['definition']}"
                    )
                for name, last in manifest.sequences.items():
                    await connection.execute(
                        "SELECT setval(quote_ident($1)::regclass, $2)", name, last
                    )
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
            raise BackupUnfit(type(error).__name__) from error
        except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError) as error:
            raise BackupUnfit(type(error).__name__) from error

    async def reconcile(self, *, untouched: bool) -> Mapping[str, int]:
        """See `Target.reconcile`."""
        async with self._connected() as connection, connection.transaction():
            return await reconcile(connection, deadline=self._deadline, untouched=untouched)

    async def keep_in(self, backend: str, keys: Sequence[str]) -> None:
        """See `Target.keep_in`."""
        async with self._connected() as connection:
            await connection.execute(
                "UPDATE stored_objects SET backend = $1 WHERE key = ANY($2::text[])",
                backend,
                list(keys),
            )

    async def update(self) -> None:
        """See `Target.update`."""
        await upgrade(self._url)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await connect(self._url)
        try:
            yield connection
        finally:
            await connection.close()


async def _demand_same_tables(connection: asyncpg.Connection, manifest: Manifest) -> None:
    made = {(each.name, frozenset(each.columns)) for each in await tables_of(connection)}
    held = [Table(name=each.name, columns=each.columns) for each in manifest.tables]
    if differing := made ^ {(each.name, frozenset(each.columns)) for each in held}:
        raise BackupUnfit(", ".join(sorted({name for name, _ in differing})))


async def _fill(
    connection: asyncpg.Connection, table: TableCopy, rows: AsyncGenerator[bytes, None]
) -> None:
    await connection.execute(f'DELETE FROM "{table.name}"')  # what the migrations put there
    told = await connection.copy_to_table(
        table.name, source=rows, columns=table.columns, format="text"
    )
    if int(told.rpartition(" ")[2]) != table.rows:
        raise BackupUnfit(table.name)
