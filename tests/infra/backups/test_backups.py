"""Backups beside a working studio, in both kinds of stores."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from app.bootstrap import Studio
from app.bootstrap.backups import archive, making, restoring, schedule
from app.bootstrap.storage import stores
from app.domain.backups.errors import BackupRefused
from app.domain.backups.making import BackupMaking
from app.domain.backups.model import Absence
from app.domain.backups.restoring import BackupRestore
from app.domain.storage.model import StoredObject
from app.infra.repositories.storage import CatalogRepository
from app.infra.settings import Settings
from app.infra.storage.s3 import S3Storage
from app.infra.storage.stores import StoreSet
from app.rows.songs import StoredObjectRow
from tests.infra.storage.objects import pieces
from tests.servers import execute
from tests.studio import Person, running_studio, working


def quiet(_what: str, _done: int, _of: int) -> None:
    """Nobody looks on."""


@pytest.fixture
def here(settings: Settings, db: str, tmp_path: Path) -> Settings:
    """The settings of a studio with files on a disk of its own."""
    return settings.model_copy(
        update={"data_dir": tmp_path / "data", "backup_dir": tmp_path / "backups"}
    )


@pytest.fixture
async def files(here: Settings) -> AsyncIterator[StoreSet]:
    found = stores(here)
    yield found
    await found.aclose()


def maker(here: Settings, found: StoreSet) -> BackupMaking:
    return making(here, here.database_url, found)


async def stored(found: StoreSet, *names: str) -> list[StoredObject]:
    objects = [
        await found.put(f"images/{name}/original.png", pieces(name.encode()), "image/png")
        for name in names
    ]
    await CatalogRepository().add(objects)
    return objects


async def test_files_go_to_whichever_store_the_restored_studio_writes_to(
    here: Settings, files: StoreSet, s3: S3Storage, database_url: str
) -> None:
    objects = await stored(files, "one", "two")
    made = await maker(here, files).run(quiet)
    access = s3._bucket._access
    there = here.model_copy(
        update={
            "data_dir": here.data_dir / "elsewhere",
            "storage_backend": "s3",
            "s3_endpoint": access.endpoint,
            "s3_bucket": access.bucket,
            "s3_access_key": SecretStr(access.access_key),
            "s3_secret_key": SecretStr(access.secret_key),
        }
    )
    name = f"studio_moved_{uuid4().hex}"
    other = database_url.replace(database_url.partition("?")[0].rpartition("/")[2], name)
    moved = stores(there)

    def restore() -> BackupRestore:
        return restoring(there, other, moved)

    try:
        restored = await restore().run(None, quiet, force=False, untouched=True)
        assert (restored.name, restored.copied) == (made.name, 2)
        for each in objects:
            assert (
                b"".join([part async for part in s3.open(each.key)])
                == each.key.split("/")[1].encode()
            )
        # What is in its store already is left there, and rows name the store that has the bytes.
        fresh = await making(there, other, moved).run(quiet)
        assert {each.backend for each in fresh.manifest.objects} == {"s3"}
        again = await restore().run(fresh.name, quiet, force=False, untouched=True)
        assert again.copied == 0
        assert again.replaced is not None
    finally:
        await moved.aclose()
        for former in (name, again.replaced):
            await execute(database_url, f"DROP DATABASE IF EXISTS {former} WITH (FORCE)")


async def test_what_is_deleted_while_it_is_copied_is_named_and_no_fault(
    here: Settings, files: StoreSet
) -> None:
    await stored(files, "one", "two")

    class Vanishing(StoreSet):
        """Somebody deletes an object between the snapshot and the copy."""

        def named(self, backend: str) -> StoreSet:
            assert backend == "filesystem"
            return self

        async def open(self, key: str, start: int = 0, end: int | None = None):  # type: ignore[no-untyped-def] # noqa: ANN202
            if "one" in key:
                await StoredObjectRow.filter(key=key).delete()
                await files.delete(key)
            async for chunk in super().open(key, start, end):
                yield chunk

    made = await maker(here, Vanishing(files.named("filesystem"))).run(quiet)
    assert made.manifest.absent == {"images/one/original.png": Absence.DELETED}
    assert [each.key for each in made.manifest.objects] == ["images/two/original.png"]
    assert made.manifest.wrong == 0


async def test_one_backup_at_a_time_in_a_directory_and_of_a_database(
    here: Settings, files: StoreSet, tmp_path: Path
) -> None:
    elsewhere = here.model_copy(update={"backup_dir": tmp_path / "other"})
    started = asyncio.Event()
    go_on = asyncio.Event()

    class Slow(StoreSet):
        """Waits in the middle of a backup."""

        def named(self, backend: str) -> StoreSet:
            assert backend == "filesystem"
            return self

        async def open(self, key: str, start: int = 0, end: int | None = None):  # type: ignore[no-untyped-def] # noqa: ANN202
            started.set()
            await go_on.wait()
            async for chunk in super().open(key, start, end):
                yield chunk

    await stored(files, "one")
    first = asyncio.create_task(maker(here, Slow(files.named("filesystem"))).run(quiet))
    await started.wait()
    for settings in (here, elsewhere):
        with pytest.raises(BackupRefused) as refused:
            await maker(settings, files).run(quiet)
        assert refused.value.key == "backup.busy"
    go_on.set()
    made = await first
    assert [each.name for each in await archive(here).kept()] == [made.name]


async def test_a_worker_makes_backups_when_they_are_due_and_removes_outdated_ones(
    here: Settings, files: StoreSet, ada: Person
) -> None:
    daily = here.model_copy(
        update={"backup_every": 24.0, "backup_keep_days": 0.0, "backup_keep_newest": 1}
    )
    assert schedule(here, files) is None
    planned = schedule(daily, files)
    assert planned is not None
    assert await planned.due()

    async def one_more() -> str:
        before = {each.name for each in await archive(daily).kept()}
        studio: Studio
        async with running_studio(daily) as studio, working(studio), asyncio.timeout(20):
            while not (new := {each.name for each in await archive(daily).kept()} - before):
                await asyncio.sleep(0.05)
            while not all(each.verified for each in await archive(daily).kept()):
                await asyncio.sleep(0.05)
        return new.pop()

    name = await one_more()
    assert not await planned.due()
    hourly = schedule(daily.model_copy(update={"backup_every": 0.0001}), files)
    assert hourly is not None
    async with asyncio.timeout(10):
        while not await hourly.due():
            await asyncio.sleep(0.05)
    await asyncio.sleep(1.1)  # backups are named by the second
    made = await maker(daily, files).run(quiet)
    assert [each.name for each in made.removed] == [name]
    assert [each.name for each in await archive(daily).kept()] == [made.name]
    assert made.manifest.made_at > datetime.now(UTC) - timedelta(minutes=1)
