"""Migrations beside a working studio."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from app.infra import migrations
from app.infra.database import credentials
from app.infra.migrations import upgrade
from tests.servers import TEMPLATE, Addresses, database, execute

ONE_MORE = "99_20990101000000_one_more.py"
CHANGE = """
RUN_IN_TRANSACTION = True
MODELS_STATE = ""


async def upgrade(db):
    return 'ALTER TABLE "song_sketches" ADD COLUMN IF NOT EXISTS "shade" INT'


async def downgrade(db):
    return 'ALTER TABLE "song_sketches" DROP COLUMN "shade"'
"""


@pytest.fixture
async def url(
    addresses: Addresses, worker_number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """A database of the release before one that changes a table."""
    name = f"studio_migrated_{worker_number}"
    await execute(addresses.postgres, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await execute(addresses.postgres, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    copy = tmp_path / "migrations"
    shutil.copytree(migrations.MIGRATIONS, copy)
    (copy / "models" / ONE_MORE).write_text(CHANGE)
    monkeypatch.setattr(migrations, "MIGRATIONS", copy)
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT", "200ms")
    monkeypatch.setattr(migrations, "PAUSE", 0.2)
    yield database(addresses.postgres, name)
    await execute(addresses.postgres, f"DROP DATABASE {name} WITH (FORCE)")


async def connected(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(**credentials(url))


async def has_column(connection: asyncpg.Connection) -> bool:
    query = "SELECT true FROM information_schema.columns WHERE column_name = 'shade'"
    return bool(await connection.fetchval(query))


async def test_a_migration_steps_back_from_a_table_in_use_and_comes_again(url: str) -> None:
    holder, reader = await connected(url), await connected(url)
    held = holder.transaction()
    await held.start()
    await holder.fetch("SELECT count(*) FROM song_sketches")
    migrating = asyncio.create_task(upgrade(url))
    waited = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'song_sketches'::regclass"
    )
    async with asyncio.timeout(20):
        while not await reader.fetchval(waited):
            await asyncio.sleep(0.01)
    async with asyncio.timeout(10):  # behind the migration, which waits for the holder
        await reader.fetch("SELECT count(*) FROM song_sketches")
    assert not migrating.done()
    await held.commit()
    assert await migrating == [ONE_MORE]
    assert await has_column(reader)
    assert await upgrade(url) == []
    await holder.close()
    await reader.close()


async def test_a_migration_gives_up_when_the_table_is_never_free(url: str) -> None:
    holder = await connected(url)
    async with holder.transaction():
        await holder.fetch("SELECT count(*) FROM song_sketches")
        with pytest.raises(TimeoutError, match="in use"):
            await upgrade(url, patience=0.5)
        assert not await has_column(holder)
    assert await upgrade(url) == [ONE_MORE]
    await holder.close()


async def test_a_migration_waits_for_a_database_that_is_not_there_yet(url: str) -> None:
    there = parse_qs(urlsplit(url).query)["host"][0]
    with TemporaryDirectory(dir="/tmp") as folder:  # sockets have short addresses
        late = Path(folder, "late")
        address = url.partition("?")[0] + f"?host={late}"
        with pytest.raises(TimeoutError, match="out of reach"):
            await upgrade(address, patience=0.3)
        migrating = asyncio.create_task(upgrade(address))
        await asyncio.sleep(0.3)
        assert not migrating.done()
        await asyncio.to_thread(late.symlink_to, there)
        assert await migrating == [ONE_MORE]


async def test_several_processes_migrate_at_once_and_one_does_it(url: str) -> None:
    done = await asyncio.gather(*(upgrade(url) for _ in range(3)))
    assert sorted(done) == [[], [], [ONE_MORE]]
