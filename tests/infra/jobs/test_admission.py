"""Slots and acceptance, when something else happens at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextvars import copy_context
from uuid import UUID

import pytest

from app.domain.identity import new_id
from app.domain.jobs.model import Job, JobKind, JobStage, JobStatus, NewJob
from app.domain.jobs.outcomes import NotDelivered, SubmitOutcome
from app.domain.jobs.paid import PaidCall, PaidCallPolicy
from app.domain.jobs.service import JobService
from app.infra.database import durably, transaction
from app.infra.repositories.jobs import JobRepository
from app.rows.jobs import JobRow
from app.rows.songs import SongRow
from tests.fakes.jobs import FakeFeed, FakeWakeups
from tests.infra.jobs.rows import a_song, accepted, somebody


async def ignore(_: UUID, __: int, ___: UUID) -> None:
    return


@pytest.fixture
def queue(db: str) -> JobRepository:
    return JobRepository(lease=5, publish=ignore)


@pytest.mark.parametrize("place", [0, 1])
async def test_a_job_that_is_cancelled_while_slots_are_given_away_gets_none_and_delays_nobody(
    queue: JobRepository, place: int
) -> None:
    user, outside = await somebody(), copy_context()
    jobs = [await accepted(queue, user, group="g") for _ in range(2)]
    async with transaction():
        job = await queue.lock(jobs[place], user_id=user)
        assert job is not None
        await queue.cancel(job)
        async with asyncio.timeout(10):
            admitted = await asyncio.create_task(queue.admit("g", 1), context=outside)

    assert list(admitted) == [jobs[1 - place]]
    row = await JobRow.get(id=jobs[place])
    assert (row.status, row.next_at, row.slot_until) == (JobStatus.CANCELLED, None, None)
    assert [event.status for event in await queue.events(row.id, 0)] == [
        JobStatus.QUEUED,
        JobStatus.CANCELLED,
    ]
    assert (await JobRow.get(id=jobs[1 - place])).slot_until is not None


class Unlucky(JobRepository):
    """Loses the database while it gives slots away."""

    async def admit(self, group: str, slots: int) -> Sequence[UUID]:
        raise ConnectionResetError


async def test_an_order_that_cannot_be_confirmed_was_not_accepted(db: str) -> None:
    queue, user, wakeups = Unlucky(lease=5, publish=ignore), await somebody(), FakeWakeups()
    service = JobService(
        queue=queue,
        wakeups=wakeups,
        feed=FakeFeed(),
        transaction=transaction,
        handlers={},
        slots={"g": 1},
    )
    order = NewJob(
        id=new_id(),
        user_id=user,
        kind=JobKind.SONG,
        request={},
        idempotency_key=None,
        payload_hash="hash",
        slot_group="g",
    )

    async def keep_song() -> None:
        await a_song(user)

    with pytest.raises(ConnectionResetError):
        await service.accept(order, keep_song)

    assert (await JobRow.all().count(), await SongRow.all().count()) == (0, 0)
    assert wakeups.woken == []


async def test_a_job_that_will_be_sent_again_keeps_its_slot_however_long_nobody_works(
    queue: JobRepository,
) -> None:
    user = await somebody()
    first, _ = [await accepted(queue, user, group="g") for _ in range(2)]
    await queue.admit("g", 1)
    claim = await queue.claim(first)
    assert claim is not None

    async def send() -> SubmitOutcome:
        return NotDelivered(reason="no connection")

    async def mirror(_: Job) -> None:
        return

    policy = PaidCallPolicy(
        deadline=0.05,
        first_poll=1,
        retry_delay=1,
        retries=3,
        rate_limit_delay=1,
        rate_limit_retries=3,
        grace=1,
        hold=1,
        lease=15,
    )
    await PaidCall(queue, durably, lambda: 0.0, policy).step(claim, send, mirror)
    await asyncio.sleep(0.1)

    assert (await JobRow.get(id=first)).stage is JobStage.RETRY_WAIT
    assert await queue.admit("g", 1) == []
