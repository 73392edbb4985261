"""Moving what is stored as a job of a real worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import SecretStr

from app.bootstrap import Studio
from app.bootstrap.migration import storage_migration
from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobKind, JobStage, JobStatus
from app.domain.storage.model import StoredObject
from app.domain.upkeep.migration import STEP, TRIES, StorageMigration, migration_job
from app.infra.repositories.storage import CatalogRepository
from app.infra.settings import Settings
from app.infra.storage.s3 import S3Storage
from app.rows.jobs import JobRow
from app.rows.songs import StoredObjectRow
from tests.infra.jobs.rows import somebody
from tests.infra.storage.objects import pieces
from tests.studio import running_studio, working


@pytest.fixture
async def moving(
    db: str, settings: Settings, s3: S3Storage, tmp_path: Path
) -> AsyncIterator[Studio]:
    """A studio with both stores."""
    access = s3._bucket._access
    changes = {
        "data_dir": tmp_path,
        "storage_backend": "filesystem",
        "s3_endpoint": access.endpoint,
        "s3_bucket": access.bucket,
        "s3_access_key": SecretStr(access.access_key),
        "s3_secret_key": SecretStr(access.secret_key),
    }
    async with running_studio(settings.model_copy(update=changes)) as studio:
        yield studio


async def stored(studio: Studio, count: int) -> list[StoredObject]:
    files = studio.storage.named("filesystem")
    found = [
        await files.put(f"images/n{number:03}/original.png", pieces(b"picture"), "image/png")
        for number in range(count)
    ]
    await CatalogRepository().add(found)
    return found


async def ordered(studio: Studio) -> UUID:
    async def nothing() -> None:
        """The objects are there."""

    job = await studio.services.jobs.accept(migration_job(await somebody(), "s3"), nothing)
    return job.id


async def over(job_id: UUID) -> JobRow:
    async with asyncio.timeout(60):
        while not (row := await JobRow.get(id=job_id)).status.terminal:
            await asyncio.sleep(0.02)
    return row


async def moved() -> int:
    return await StoredObjectRow.filter(backend="s3").count()


async def test_a_worker_moves_everything_and_its_events_tell_how_far_it_is(
    moving: Studio,
) -> None:
    count = 2 * STEP + 1
    await stored(moving, count)
    job_id = await ordered(moving)

    async with working(moving):
        row = await over(job_id)

    assert (row.status, row.error) == (JobStatus.SUCCEEDED, None)
    assert await moved() == count
    events = await moving.queue.events(job_id, 0)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.progress for event in events] == [None, STEP / count, 2 * STEP / count, 1.0]


async def test_there_may_be_nothing_to_move(moving: Studio) -> None:
    job_id = await ordered(moving)
    async with working(moving):
        assert (await over(job_id)).status is JobStatus.SUCCEEDED


async def test_what_could_not_be_moved_fails_the_job_after_the_rest(moving: Studio) -> None:
    [gone, *_] = await stored(moving, STEP + 2)
    await moving.storage.named("filesystem").delete(gone.key)
    job_id = await ordered(moving)

    async with working(moving):
        row = await over(job_id)

    assert row.status is JobStatus.FAILED
    assert row.error == {
        "code": ErrorCode.STORAGE_ERROR,
        "key": "storage.not_all_moved",
        "params": {"moved": STEP + 1, "left": 1},
    }
    assert await moved() == STEP + 1


async def test_another_worker_goes_on_from_the_checkpoint(moving: Studio) -> None:
    await stored(moving, STEP + 5)
    job_id = await ordered(moving)
    claim = await moving.queue.claim(job_id)
    assert claim is not None

    await moving.handlers[JobKind.STORAGE_MIGRATION].step(claim)
    assert await moved() == STEP
    async with working(moving):
        row = await over(job_id)

    assert row.status is JobStatus.SUCCEEDED
    assert row.checkpoint["report"]["migrated"] == STEP + 5


async def test_a_cancelled_job_moves_nothing_more(moving: Studio) -> None:
    await stored(moving, STEP + 5)
    job_id = await ordered(moving)
    claim = await moving.queue.claim(job_id)
    assert claim is not None
    await moving.handlers[JobKind.STORAGE_MIGRATION].step(claim)
    row = await JobRow.get(id=job_id)

    await moving.services.jobs.cancel(row.user_id, job_id)
    async with working(moving):
        await asyncio.sleep(1)

    assert (await JobRow.get(id=job_id)).status is JobStatus.CANCELLED
    assert await moved() == STEP


async def test_an_s3_that_is_away_is_waited_for(moving: Studio, s3: S3Storage) -> None:
    await stored(moving, 20)
    settings = moving.settings.model_copy(update={"s3_secret_key": SecretStr("x" * 40)})
    job_id = await ordered(moving)
    async with running_studio(settings) as shut_out:
        handler = storage_migration(queue=moving.queue, storage=shut_out.storage)
        patient = StorageMigration(
            queue=moving.queue, migration=handler.migration, durably=handler.durably, pause=0
        )
        for tries in range(1, TRIES):
            claim = await moving.queue.claim(job_id)
            assert claim is not None
            await patient.step(claim)
            row = await JobRow.get(id=job_id)
            assert (row.status, row.stage) == (JobStatus.WAITING, JobStage.STORING)
            assert (row.checkpoint["tries"], row.checkpoint["cursor"]) == (tries, "")
        claim = await moving.queue.claim(job_id)
        assert claim is not None
        await patient.step(claim)

    row = await JobRow.get(id=job_id)
    assert row.status is JobStatus.FAILED
    assert row.error["key"] == "storage.failed"
    assert await moved() == 0


async def test_without_an_s3_the_job_fails_at_once(
    db: str, settings: Settings, tmp_path: Path
) -> None:
    async with running_studio(settings.model_copy(update={"data_dir": tmp_path})) as studio:
        await stored(studio, 1)
        job_id = await ordered(studio)
        async with working(studio):
            row = await over(job_id)
    assert (row.status, row.error["key"]) == (JobStatus.FAILED, "storage.not_configured")
