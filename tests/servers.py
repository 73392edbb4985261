"""One PostgreSQL and one Valkey for a whole run of the tests, and a database for each worker."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import certifi

from app.infra.database import credentials, pool
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey
from app.infra.migrations import upgrade
from app.readpath.lanes import Lanes
from tests.seaweedfs import S3Server

TEMPLATE = "studio_template"
LANES = Lanes(pool, 2)
"""For tests without a studio, on the database of their worker."""

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


@dataclass(frozen=True)
class Addresses:
    """Where the servers are: any database of the PostgreSQL, database 0 of the Valkey.

    The S3 is started when a test needs it.
    """

    postgres: str
    redis: str
    s3: str


class Servers:
    """Starts what TEST_DATABASE_URL and TEST_REDIS_URL do not name."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="studio-tests-"))
        self._folder.chmod(0o755)
        self._postgres = EmbeddedPostgres(
            self._folder / "postgres", settings=FAST, log=self._folder / "postgres.log"
        )
        self._valkey = EmbeddedValkey(
            self._folder / "valkey", append_only=False, log=self._folder / "valkey.log"
        )
        self._s3 = S3Server(self._folder / "s3")

    def start(self) -> Addresses:
        """Start the servers and migrate the template once."""
        addresses = Addresses(
            postgres=os.environ.get("TEST_DATABASE_URL") or self._postgres.start(),
            redis=os.environ.get("TEST_REDIS_URL") or self._valkey.start(),
            s3=self._s3.endpoint,
        )
        asyncio.run(_make_template(addresses.postgres))
        return addresses

    def one_authority(self) -> Path:
        """A file with the certificate of a single authority."""
        first, end, _ = certifi.contents().partition("-----END CERTIFICATE-----\n")
        file = self._folder / "authority.pem"
        file.write_text(first[first.index("-----BEGIN") :] + end, encoding="utf-8")
        return file

    def begin_s3(self) -> None:
        """Start the S3 unless it runs, without waiting for it; from the main thread."""
        if self._s3.process is None:
            self._s3.spawn()

    def stop(self) -> None:
        """Stop what was started and remove its files."""
        self._s3.stop()
        self._valkey.stop()
        self._postgres.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def database(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def redis_database(url: str, number: int) -> str:
    """The address of another numbered database of the same Valkey."""
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


async def _make_template(url: str) -> None:
    await execute(url, f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
    await execute(url, f"CREATE DATABASE {TEMPLATE}")
    await upgrade(database(url, TEMPLATE))


async def execute(url: str, statement: str) -> None:
    """Run one statement on a connection of its own."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
