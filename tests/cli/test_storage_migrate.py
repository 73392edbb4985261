"""`python -m app storage` as a process: what it does, says and survives."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.domain.jobs.model import JobKind
from app.domain.storage.model import StoredObject
from app.infra.embedded.ports import free_port
from app.infra.repositories.storage import CatalogRepository
from app.infra.storage.filesystem import FilesystemStorage
from app.infra.storage.s3 import S3Storage
from app.rows.jobs import JobRow
from app.rows.songs import StoredObjectRow
from app.rows.users import UserRow
from tests.cli.process import ROOT
from tests.infra.jobs.rows import somebody
from tests.infra.storage.objects import keys, pieces, read
from tests.seaweedfs import ACCESS_KEY, HOST, SECRET_KEY

PICTURES = 200


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and its lines of JSON: the summary and the rest."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def summary(self) -> dict[str, int]:
        return dict(self.lines[-1]["summary"])


@pytest.fixture
def files(tmp_path: Path) -> FilesystemStorage:
    return FilesystemStorage(tmp_path / "data" / "files")


@pytest.fixture
def environment(db: str, s3: S3Storage, tmp_path: Path) -> dict[str, str]:
    access = s3._bucket._access
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "APP_ENV": "dev",
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": db,
        "S3_ENDPOINT": access.endpoint,
        "S3_BUCKET": access.bucket,
        "S3_ACCESS_KEY": ACCESS_KEY,
        "S3_SECRET_KEY": SECRET_KEY,
    }


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Start:
    def start(*options: str, **changes: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "app", "storage", *options],
            env={**environment, **changes},
            cwd=tmp_path,  # no .env there
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


async def ended(process: subprocess.Popen[str]) -> Outcome:
    out, err = await asyncio.to_thread(process.communicate, timeout=120)
    return Outcome(process.returncode, out, err)


async def stored(files: FilesystemStorage, count: int) -> list[StoredObject]:
    found = [
        await files.put(f"images/n{number:03}/original.png", pieces(os.urandom(3000)), "image/png")
        for number in range(count)
    ]
    await CatalogRepository().add(found)
    return found


async def on_s3() -> int:
    return await StoredObjectRow.filter(backend="s3").count()


async def test_two_hundred_pictures_come_through_two_kills_whole(
    start: Start, files: FilesystemStorage, s3: S3Storage
) -> None:
    pictures = await stored(files, PICTURES)

    for enough in (PICTURES // 5, PICTURES // 2):
        process = start("migrate", "--to", "s3")
        async with asyncio.timeout(120):
            while await on_s3() < enough:
                assert process.poll() is None, await ended(process)
                await asyncio.sleep(0.01)
        process.kill()
        await ended(process)
        assert enough <= await on_s3() < PICTURES
    between = await on_s3()
    last = await ended(start("migrate", "--json"))

    assert last.status == 0, last.err
    assert last.summary["migrated"] == PICTURES - between
    assert (last.summary["remaining"], last.summary["failed"]) == (0, 0)
    assert await on_s3() == PICTURES
    for picture in pictures:
        content = await read(s3, picture.key)
        assert hashlib.sha256(content).hexdigest() == picture.sha256
    assert len(await keys(files)) == PICTURES
    assert (await ended(start("check"))).status == 0


async def test_from_a_rehearsal_to_an_empty_disk(
    start: Start, files: FilesystemStorage, s3: S3Storage
) -> None:
    await stored(files, 6)

    rehearsal = await ended(start("migrate", "--dry-run", "--json"))
    assert (rehearsal.status, rehearsal.summary["would_migrate"]) == (0, 6)
    assert await on_s3() == 0
    part = await ended(start("migrate", "--limit", "2"))
    assert part.status == 0
    assert part.out.splitlines()[0] == "migrated: 2"
    assert "remaining: 4" in part.out

    refused = await ended(start("clean"))
    assert refused.status == 1
    assert "4 files are not on S3 yet" in refused.err
    assert len(await keys(files)) == 6

    assert (await ended(start("migrate"))).status == 0
    cleaning = await ended(start("clean", "--json"))
    assert (cleaning.status, cleaning.summary["removed"]) == (0, 6)
    assert cleaning.summary["bytes"] == 6 * 3000
    assert await keys(files) == []
    check = await ended(start("check", "--json"))
    assert (check.status, check.summary) == (0, {"good": 6, "wrong": 0})
    assert len(await keys(s3)) == 6


async def test_what_cannot_be_moved_is_listed_and_the_status_says_so(
    start: Start, files: FilesystemStorage, tmp_path: Path
) -> None:
    [gone, damaged, _] = await stored(files, 3)
    (tmp_path / "data" / "files" / gone.key).unlink()
    (tmp_path / "data" / "files" / damaged.key).write_bytes(b"something else")

    told = await ended(start("migrate"))

    assert told.status == 1
    assert told.out.splitlines()[:2] == [
        f"{gone.key}  missing_file",
        f"{damaged.key}  mismatch",
    ]
    assert "migrated: 1" in told.out
    check = await ended(start("check"))
    assert check.status == 1
    assert f"{gone.key}  missing  filesystem" in check.out
    assert f"{damaged.key}  wrong_size  filesystem" in check.out


async def test_an_s3_that_is_away_ends_the_command_and_changes_nothing(
    start: Start, files: FilesystemStorage
) -> None:
    await stored(files, 30)
    nobody = f"http://{HOST}:{free_port(HOST, 20_000, may_move=True)}"

    told = await ended(start("migrate", "--json", S3_ENDPOINT=nobody))

    assert told.status == 1
    assert "S3 keeps failing" in told.err
    assert SECRET_KEY not in told.err + told.out
    assert {line.get("result") for line in told.lines[:-1]} == {"failed"}
    assert told.summary["remaining"] == 30


async def test_wrong_settings_are_told(start: Start) -> None:
    unset = {"S3_ENDPOINT": "", "S3_ACCESS_KEY": "", "S3_SECRET_KEY": ""}
    for command in ("migrate", "clean"):
        told = await ended(start(command, **unset))
        assert (told.status, told.out) == (2, "")
        assert "S3_ENDPOINT" in told.err
    without = await ended(start("check", DATABASE_URL=""))
    assert (without.status, without.err) == (2, "DATABASE_URL is not set\n")
    away = await ended(start("check", DATABASE_URL=f"postgresql://{HOST}:1/none"))
    assert away.status == 2
    assert "the database is out of reach" in away.err


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "many"])
async def test_a_limit_is_a_whole_number_from_one(start: Start, limit: str) -> None:
    told = await ended(start("migrate", f"--limit={limit}"))
    assert told.status == 2
    assert "a whole number from 1" in told.err


async def test_the_migration_may_be_left_to_a_worker(
    start: Start, files: FilesystemStorage, redis_url: str
) -> None:
    await stored(files, 1)
    user_id = await somebody()
    email = (await UserRow.get(id=user_id)).email

    told = await ended(start("migrate", "--as-job", "--email", email, REDIS_URL=redis_url))

    row = await JobRow.get()
    assert (told.status, told.out) == (0, f"job: {row.id}\n"), told.err
    assert (row.kind, row.user_id) == (JobKind.STORAGE_MIGRATION, user_id)
    assert await on_s3() == 0
    for wrong in (["--as-job"], ["--email", email], ["--as-job", "--email", email, "--dry-run"]):
        assert (await ended(start("migrate", *wrong))).status == 2
    nobody = await ended(
        start("migrate", "--as-job", "--email", "nobody@example.com", REDIS_URL=redis_url)
    )
    assert (nobody.status, await JobRow.all().count()) == (2, 1)
