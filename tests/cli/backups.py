"""Backups as a person at the server makes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.infra.database import connection
from app.infra.settings import Settings
from tests.cli.process import run

_TABLES = """
SELECT relname AS name FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""


@dataclass(frozen=True)
class Server:
    """A server with the settings of a studio and a directory of backups."""

    settings: Settings
    backups: Path

    async def run(self, command: str, *options: str, **changes: str) -> tuple[int, str, str]:
        keys = ",".join(key.get_secret_value() for key in self.settings.encryption_secret_keys)
        told = {
            "APP_ENV": "dev",
            "DATABASE_URL": self.settings.database_url,
            "DATA_DIR": str(self.settings.data_dir),
            "BACKUP_DIR": str(self.backups),
            "ENCRYPTION_SECRET_KEYS": keys,
            **changes,
        }
        return await run(*options, command=command, **told)

    async def done(self, command: str, *options: str, **changes: str) -> dict[str, Any]:
        """What a command reports that must succeed."""
        status, out, err = await self.run(command, "--json", *options, **changes)
        assert (status, err) == (0, ""), err
        return dict(json.loads(out))

    def kept(self) -> list[str]:
        return sorted(each.name for each in self.backups.glob("[!.]*"))

    def leftovers(self) -> list[str]:
        return [each.name for each in self.backups.glob(".*") if each.name != ".lock"]


async def contents() -> dict[str, str]:
    """What every table holds, as one line each."""
    tables = [row["name"] for row in await connection().execute_query_dict(_TABLES)]
    found = {}
    for table in tables:
        rows = await connection().execute_query_dict(
            f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t"  # noqa: S608
        )
        found[table] = f"{rows[0]['count']} {rows[0]['md5']}"
    return found


async def databases(like: str) -> list[str]:
    rows = await connection().execute_query_dict(
        "SELECT datname FROM pg_database WHERE datname LIKE $1", [like]
    )
    return [row["datname"] for row in rows]
