"""The end of a song's job whose steps keep breaking, at each place it may have come to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from app.bootstrap import Studio
from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobError, JobKind, JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobUpdate
from app.domain.songs.model import SongStatus
from app.domain.songs.service import SLOT_GROUP
from app.infra.repositories.jobs import JobRepository
from app.rows.jobs import JobRow
from app.rows.songs import SongRow
from tests.infra.jobs.rows import accepted, somebody

BROKEN = JobError(code=ErrorCode.INTERNAL, key="job.broken")


@dataclass
class Broken:
    """A job that has a slot, and whose steps break."""

    queue: JobRepository
    user_id: UUID
    job_id: UUID

    async def claim(self) -> Claim:
        claim = await self.queue.claim(self.job_id)
        assert claim is not None
        return claim

    async def submit(self) -> None:
        update = JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.POLLING,
            due_in=0,
            submit_token=uuid4(),
            provider_ref="42",
            slot_for=100,
        )
        await self.queue.save(await self.claim(), update)


@pytest.fixture
async def broken(studio: Studio) -> Broken:
    user_id = await somebody()
    job_id = await accepted(studio.queue, user_id, group=SLOT_GROUP)
    await studio.queue.admit(SLOT_GROUP, 1)
    return Broken(studio.queue, user_id, job_id)


async def give_up(studio: Studio, broken: Broken) -> JobRow:
    await studio.handlers[JobKind.SONG].give_up(await broken.claim(), BROKEN)
    row = await JobRow.get(id=broken.job_id)
    assert (row.next_at, row.lease_token) == (None, None)
    return row


async def test_what_was_never_submitted_gives_its_slot_back(studio: Studio, broken: Broken) -> None:
    row = await give_up(studio, broken)

    assert (row.status, row.slot_until) == (JobStatus.FAILED, None)
    assert (await SongRow.get(id=row.song_id)).status is SongStatus.FAILURE


async def test_what_the_provider_may_still_work_on_keeps_its_slot(
    studio: Studio, broken: Broken
) -> None:
    await broken.submit()

    row = await give_up(studio, broken)

    assert row.status is JobStatus.FAILED
    assert row.slot_until is not None


async def test_what_was_cancelled_is_not_looked_after_for_ever(
    studio: Studio, broken: Broken
) -> None:
    await broken.submit()
    await studio.services.jobs.cancel(broken.user_id, broken.job_id)

    row = await give_up(studio, broken)

    assert row.status is JobStatus.CANCELLED
