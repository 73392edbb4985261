"""Moving, cleaning and checking what is stored, from the disk to a real S3."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap.migration import StorageTools
from app.bootstrap.storage import together
from app.domain.errors import StorageFailure
from app.domain.storage.checking import Checking, Finding
from app.domain.storage.cleaning import Cleaning, FileFate, StillNeededError
from app.domain.storage.migration import PATIENCE, Fate, Migration, MigrationReport
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import Storage, StoreMissing
from app.infra.clock import SystemClock
from app.infra.repositories.migration import InventoryRepository
from app.infra.repositories.storage import CatalogRepository
from app.infra.storage.filesystem import FilesystemStorage
from app.infra.storage.s3 import S3Storage
from app.infra.storage.stores import StoreSet
from app.rows.songs import DoomedFilesRow, StoredObjectRow
from tests.infra.storage.objects import keys, pieces, read
from tests.s3 import access

pytestmark = pytest.mark.usefixtures("db")

INVENTORY = InventoryRepository()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(root: Path) -> FilesystemStorage:
    return FilesystemStorage(root)


@pytest.fixture
def tools(files: FilesystemStorage, s3: S3Storage) -> StorageTools:
    return StorageTools(stores=StoreSet(files, s3))


class Hooked(S3Storage):
    """An S3 where something happens once a copy has arrived."""

    async def put(self, key: str, chunks: AsyncIterator[bytes], content_type: str) -> StoredObject:
        stored = await super().put(key, chunks, content_type)
        await self.meanwhile(stored)
        return stored

    async def meanwhile(self, stored: StoredObject) -> None:
        """What happens."""


class Deleting(Hooked):
    async def meanwhile(self, stored: StoredObject) -> None:
        await StoredObjectRow.filter(key=stored.key).delete()


class Replacing(Hooked):
    async def meanwhile(self, stored: StoredObject) -> None:
        await StoredObjectRow.filter(key=stored.key).update(sha256="0" * 64)


class Garbling(S3Storage):
    """An S3 that keeps something else than it was sent."""

    async def put(self, key: str, chunks: AsyncIterator[bytes], content_type: str) -> StoredObject:
        sent = b"".join([chunk async for chunk in chunks])
        return await super().put(key, pieces(sent[::-1]), content_type)


def migration(files: Storage, target: Storage) -> Migration:
    return Migration(
        target="s3", stores=StoreSet(files, target), inventory=INVENTORY, together=together
    )


async def stored(storage: Storage, *names: str, folder: str = "songs/one") -> list[StoredObject]:
    """Files of different sizes with their rows."""
    found = [
        await storage.put(
            f"{folder}/{name}.png", pieces(name.encode() * (1 + place * 1000)), "image/png"
        )
        for place, name in enumerate(names)
    ]
    await CatalogRepository().add(found)
    return found


async def fates(work: Migration, *, dry_run: bool = False, limit: int | None = None) -> list[Fate]:
    return [moved.fate async for moved in work.run(dry_run=dry_run, limit=limit)]


async def backends() -> dict[str, str]:
    return {row.key: row.backend for row in await StoredObjectRow.all()}


async def cleaned(work: Cleaning, *, dry_run: bool = False) -> dict[str, FileFate]:
    return {file.key: file.fate async for file in work.run(dry_run=dry_run)}


async def checked(work: Checking) -> dict[tuple[str, str], Finding]:
    return {(each.key, each.backend): each.finding async for each in work.run()}


async def test_a_moved_object_is_on_s3_whole_and_its_file_stays(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage
) -> None:
    [one, two] = await stored(files, "ä-is-no-key".replace("ä", "a"), "b")

    assert await fates(tools.migration()) == [Fate.MIGRATED, Fate.MIGRATED]

    for each in (one, two):
        found = (await INVENTORY.find([each.key]))[each.key]
        assert found == replace(each, backend="s3")
        assert await read(s3, each.key) == await read(files, each.key)
    assert await tools.migration().remaining() == 0


async def test_what_is_moved_is_not_moved_again(
    tools: StorageTools, files: FilesystemStorage
) -> None:
    await stored(files, "a", "b")
    await fates(tools.migration())

    assert await fates(tools.migration()) == []


async def test_a_dry_run_changes_nothing(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage, root: Path
) -> None:
    [good, gone, short] = await stored(files, "a", "b", "c")
    (root / gone.key).unlink()
    (root / short.key).write_bytes(b"")

    assert await fates(tools.migration(), dry_run=True) == [
        Fate.WOULD_MIGRATE,
        Fate.MISSING_FILE,
        Fate.MISMATCH,
    ]

    assert set((await backends()).values()) == {"filesystem"}
    assert await keys(s3) == []
    assert good.key in await keys(files)


@pytest.mark.parametrize(("limit", "moved"), [(1, 1), (4, 4), (5, 5), (6, 6), (7, 6)])
async def test_a_limit_counts_what_is_moved(
    tools: StorageTools, files: FilesystemStorage, root: Path, limit: int, moved: int
) -> None:
    [first, *_] = await stored(files, "a", "b", "c", "d", "e", "f", "g")
    (root / first.key).unlink()

    found = await fates(tools.migration(), limit=limit)

    assert found.count(Fate.MIGRATED) == moved
    assert list((await backends()).values()).count("s3") == moved


async def test_a_missing_file_is_told_and_the_rest_is_moved(
    tools: StorageTools, files: FilesystemStorage, root: Path
) -> None:
    [gone, _] = await stored(files, "a", "b")
    (root / gone.key).unlink()

    assert await fates(tools.migration()) == [Fate.MISSING_FILE, Fate.MIGRATED]
    assert (await backends())[gone.key] == "filesystem"


@pytest.mark.parametrize("size", ["same", "shorter", "longer"])
async def test_a_damaged_file_never_gets_to_s3(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage, root: Path, size: str
) -> None:
    [damaged] = await stored(files, "a")
    content = {"same": b"b", "shorter": b"", "longer": b"aa"}[size]
    (root / damaged.key).write_bytes(content)

    assert await fates(tools.migration()) == [Fate.MISMATCH]

    assert await backends() == {damaged.key: "filesystem"}
    assert await keys(s3) == []
    assert (root / damaged.key).read_bytes() == content


async def test_a_copy_that_reads_back_differently_does_not_count(
    files: FilesystemStorage, s3_endpoint: str, root: Path
) -> None:
    garbling = Garbling(access(s3_endpoint))
    content = os.urandom(1000)
    kept = await files.put("songs/one/a.png", pieces(content), "image/png")
    await CatalogRepository().add([kept])

    assert await fates(migration(files, garbling)) == [Fate.MISMATCH]

    assert await backends() == {kept.key: "filesystem"}
    assert (root / kept.key).read_bytes() == content
    await garbling.aclose()


async def test_a_wrong_copy_of_an_earlier_run_is_replaced(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage
) -> None:
    [one] = await stored(files, "a")
    await s3.put(one.key, pieces(b"z" * one.byte_size), "image/png")

    assert await fates(tools.migration()) == [Fate.MIGRATED]
    assert await read(s3, one.key) == await read(files, one.key)


async def test_a_copy_of_a_run_that_died_counts_although_the_file_is_gone(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage, root: Path
) -> None:
    [one] = await stored(files, "a")
    await s3.put(one.key, files.open(one.key), "image/png")
    (root / one.key).unlink()

    assert await fates(tools.migration()) == [Fate.MIGRATED]


async def test_the_copy_of_what_was_deleted_meanwhile_goes_too(
    files: FilesystemStorage, s3_endpoint: str
) -> None:
    deleting = Deleting(access(s3_endpoint))
    await stored(files, "a")

    assert await fates(migration(files, deleting)) == [Fate.SKIPPED]
    assert await keys(deleting) == []
    assert await backends() == {}
    await deleting.aclose()


async def test_what_was_replaced_meanwhile_is_left_to_the_next_run(
    files: FilesystemStorage, s3_endpoint: str
) -> None:
    replacing = Replacing(access(s3_endpoint))
    [one] = await stored(files, "a")

    assert await fates(migration(files, replacing)) == [Fate.SKIPPED]
    assert await backends() == {one.key: "filesystem"}
    await replacing.aclose()


async def test_a_file_removed_with_its_object_is_skipped_not_missing(
    tools: StorageTools, files: FilesystemStorage
) -> None:
    [one] = await stored(files, "a")
    await StoredObjectRow.all().delete()
    await files.delete(one.key)

    assert (await tools.migration().move(one)).fate is Fate.SKIPPED


async def test_two_runs_at_once_lose_nothing(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage
) -> None:
    objects = await stored(files, *(f"n{number}" for number in range(24)))

    both = await asyncio.gather(fates(tools.migration()), fates(tools.migration()))

    assert {fate for each in both for fate in each} <= {Fate.MIGRATED, Fate.SKIPPED}
    assert sum(each.count(Fate.MIGRATED) for each in both) == len(objects)
    assert set((await backends()).values()) == {"s3"}
    for each in objects:
        assert await read(s3, each.key) == await read(files, each.key)


async def test_a_target_that_is_away_ends_the_run_and_loses_nothing(
    files: FilesystemStorage, s3_endpoint: str
) -> None:
    refused = S3Storage(access(s3_endpoint, secret_key="not the secret of this bucket"))
    await stored(files, *(f"n{number}" for number in range(PATIENCE + 8)))

    found = await fates(migration(files, refused))

    assert set(found) == {Fate.FAILED}
    assert PATIENCE <= len(found) < PATIENCE + 8
    assert set((await backends()).values()) == {"filesystem"}
    await refused.aclose()


async def test_a_target_that_goes_away_in_the_middle_is_gone_on_with_later(
    tools: StorageTools, files: FilesystemStorage, s3_endpoint: str, s3: S3Storage
) -> None:
    class GoingAway(Hooked):
        copies = 0

        async def meanwhile(self, stored: StoredObject) -> None:
            self.copies += 1
            if self.copies > 4:
                raise StorageFailure("storage.failed")

    objects = await stored(files, *(f"n{number:02}" for number in range(30)))
    going = GoingAway(s3._bucket._access)

    first = await fates(migration(files, going))
    assert (first.count(Fate.MIGRATED), first.count(Fate.FAILED)) == (4, PATIENCE)

    assert set(await fates(tools.migration())) == {Fate.MIGRATED}
    for each in objects:
        assert await read(s3, each.key) == await read(files, each.key)
    await going.aclose()


async def test_files_that_cannot_be_read_never_end_the_run(
    tools: StorageTools, files: FilesystemStorage
) -> None:
    strange = [
        StoredObject(
            key=f"songs/a/{number}.png",
            byte_size=1,
            sha256="0" * 64,
            content_type="image/png",
            backend="tape",
        )
        for number in range(PATIENCE + 4)
    ]
    await CatalogRepository().add(strange)
    await stored(files, "a", folder="songs/z")

    found = await fates(tools.migration())

    assert found == [Fate.UNREADABLE] * len(strange) + [Fate.MIGRATED]


async def test_without_an_s3_there_is_nothing_to_move_to(files: FilesystemStorage) -> None:
    await stored(files, "a")
    with pytest.raises(StoreMissing):
        await fates(StorageTools(stores=StoreSet(files)).migration())


def test_only_failures_in_a_row_are_hopeless() -> None:
    one = StoredObject(key="a", byte_size=3, sha256="", content_type="", backend="filesystem")
    from app.domain.storage.migration import Moved

    report = MigrationReport()
    for _ in range(PATIENCE - 1):
        report = report.after(Moved(stored=one, fate=Fate.FAILED))
    assert not report.hopeless
    assert report.after(Moved(stored=one, fate=Fate.FAILED)).hopeless
    report = report.after(Moved(stored=one, fate=Fate.MIGRATED))
    assert (report.failures, report.byte_size, report.left_behind) == (0, 3, PATIENCE - 1)


async def test_cleaning_removes_local_files_that_s3_has_and_nothing_else(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage
) -> None:
    objects = await stored(files, "a", "b")
    await files.put("songs/one/unknown.png", pieces(b"?"), "image/png")
    await fates(tools.migration())

    found = await cleaned(tools.cleaning())

    assert found == {
        **{each.key: FileFate.REMOVED for each in objects},
        "songs/one/unknown.png": FileFate.UNKNOWN,
    }
    assert await keys(files) == ["songs/one/unknown.png"]
    assert await keys(s3) == [each.key for each in objects]


async def test_a_rehearsal_of_cleaning_removes_nothing(
    tools: StorageTools, files: FilesystemStorage
) -> None:
    [one] = await stored(files, "a")
    await fates(tools.migration())

    assert await cleaned(tools.cleaning(), dry_run=True) == {one.key: FileFate.WOULD_REMOVE}
    assert await keys(files) == [one.key]


async def test_cleaning_refuses_while_one_object_is_not_moved(
    tools: StorageTools, files: FilesystemStorage, root: Path
) -> None:
    [gone, other] = await stored(files, "a", "b")
    (root / gone.key).unlink()
    await fates(tools.migration())

    with pytest.raises(StillNeededError) as refusal:
        await cleaned(tools.cleaning())

    assert (refusal.value.objects, refusal.value.deletions) == (1, 0)
    assert await keys(files) == [other.key]


async def test_cleaning_refuses_while_a_deletion_is_not_finished(
    tools: StorageTools, files: FilesystemStorage
) -> None:
    [one] = await stored(files, "a")
    await fates(tools.migration())
    await DoomedFilesRow.create(prefix="songs/two/", remove_until=datetime.now(UTC))

    with pytest.raises(StillNeededError) as refusal:
        await cleaned(tools.cleaning())

    assert (refusal.value.objects, refusal.value.deletions) == (0, 1)
    assert await keys(files) == [one.key]


@pytest.mark.parametrize("trouble", ["missing", "other bytes"])
async def test_a_file_stays_whose_copy_is_not_good(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage, trouble: str
) -> None:
    [one] = await stored(files, "a")
    await fates(tools.migration())
    if trouble == "missing":
        await s3.delete(one.key)
    else:
        await s3.put(one.key, pieces(b"z" * one.byte_size), "image/png")

    assert await cleaned(tools.cleaning()) == {one.key: FileFate.UNVERIFIED}
    assert await keys(files) == [one.key]


async def test_a_check_finds_all_in_order(tools: StorageTools, files: FilesystemStorage) -> None:
    [one, two] = await stored(files, "a", "b")
    await fates(tools.migration(), limit=1)

    assert await checked(tools.checking()) == {
        (one.key, "s3"): Finding.GOOD,
        (one.key, "filesystem"): Finding.COPY,
        (two.key, "filesystem"): Finding.GOOD,
    }


async def test_a_check_finds_what_is_missing_wrong_or_nobodys(
    tools: StorageTools, files: FilesystemStorage, s3: S3Storage, root: Path
) -> None:
    [gone, short, lost, good] = await stored(files, "a", "b", "c", "d")
    (root / gone.key).unlink()
    (root / short.key).write_bytes(b"")
    await StoredObjectRow.filter(key=lost.key).update(backend="tape")
    await s3.put("songs/one/orphan.png", pieces(b"?"), "image/png")
    await files.put("songs/two/doomed.png", pieces(b"?"), "image/png")
    await DoomedFilesRow.create(prefix="songs/two/", remove_until=datetime.now(UTC))

    found = await checked(replace(tools.checking(), settling=timedelta(0)))

    assert found == {
        (gone.key, "filesystem"): Finding.MISSING,
        (short.key, "filesystem"): Finding.WRONG_SIZE,
        (lost.key, "tape"): Finding.UNREADABLE,
        (lost.key, "filesystem"): Finding.COPY,
        (good.key, "filesystem"): Finding.GOOD,
        ("songs/one/orphan.png", "s3"): Finding.ORPHAN,
        ("songs/two/doomed.png", "filesystem"): Finding.SETTLING,
    }


@pytest.mark.parametrize(("age", "finding"), [(3500, Finding.SETTLING), (3700, Finding.ORPHAN)])
async def test_bytes_of_the_last_hour_may_belong_to_work_that_goes_on(
    files: FilesystemStorage, root: Path, age: int, finding: Finding
) -> None:
    await files.put("songs/one/a.png", pieces(b"?"), "image/png")
    then = SystemClock().now().timestamp() - age
    os.utime(root / "songs/one/a.png", (then, then))

    tools = StorageTools(stores=StoreSet(files))

    assert await checked(tools.checking()) == {("songs/one/a.png", "filesystem"): finding}
