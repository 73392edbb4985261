"""The rows that are the jobs, in a real PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.domain.errors import Conflict
from app.domain.jobs.model import JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobUpdate, LeaseLostError, Watch
from app.infra.database import transaction
from app.infra.repositories.jobs import JobRepository
from app.rows.jobs import JobEventRow, JobRow
from tests.infra.jobs.rows import accepted, somebody

LEASE = 0.3


class Told:
    """Remembers the hints."""

    def __init__(self) -> None:
        self.hints: list[tuple[UUID, int]] = []

    async def publish(self, job_id: UUID, seq: int, user_id: UUID) -> None:
        self.hints.append((job_id, seq))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def queue(db: str, told: Told) -> JobRepository:
    return JobRepository(lease=LEASE, publish=told.publish)


POLLING = JobUpdate(status=JobStatus.WAITING, stage=JobStage.POLLING, due_in=0)


def polling(**changes: Any) -> JobUpdate:
    return replace(POLLING, **changes)


async def claimed(queue: JobRepository, job_id: UUID) -> Claim:
    claim = await queue.claim(job_id)
    assert claim is not None
    return claim


async def submitting(queue: JobRepository, job_id: UUID) -> tuple[Claim, UUID]:
    claim, token = await claimed(queue, job_id), uuid4()
    await queue.save(
        claim,
        JobUpdate(
            status=JobStatus.RUNNING,
            stage=JobStage.SUBMITTING,
            due_in=0,
            submit_token=token,
            slot_for=100,
            deadline_in=100,
            keep_lease=True,
        ),
    )
    return claim, token


async def test_acceptance_keeps_the_job_and_its_first_event_and_hints_after_the_commit(
    queue: JobRepository, told: Told
) -> None:
    user = await somebody()
    async with transaction():
        job_id = await accepted(queue, user)
        assert told.hints == []

    assert told.hints == [(job_id, 1)]
    [event] = await queue.events(job_id, 0)
    assert (event.seq, event.stage, event.status) == (1, JobStage.ACCEPTED, JobStatus.QUEUED)


async def test_a_rolled_back_acceptance_leaves_nothing_and_hints_nothing(
    queue: JobRepository, told: Told
) -> None:
    user = await somebody()

    async def broken() -> None:
        async with transaction():
            await accepted(queue, user)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await broken()

    assert await JobRow.all().count() == 0
    assert await JobEventRow.all().count() == 0
    assert told.hints == []


async def test_a_key_is_used_once_per_person(queue: JobRepository) -> None:
    ada, bob = await somebody(), await somebody()
    await accepted(queue, ada, key="k")
    await accepted(queue, bob, key="k")

    with pytest.raises(Conflict):
        await accepted(queue, ada, key="k")

    assert await JobRow.filter(user_id=ada).count() == 1


async def test_only_one_of_many_claims_wins(queue: JobRepository) -> None:
    job_id = await accepted(queue, await somebody())

    claims = await asyncio.gather(*(queue.claim(job_id) for _ in range(20)))

    assert sum(claim is not None for claim in claims) == 1


async def test_an_expired_lease_passes_the_job_on_and_the_late_worker_writes_nothing(
    queue: JobRepository,
) -> None:
    job_id = await accepted(queue, await somebody())
    late = await claimed(queue, job_id)
    assert await queue.claim_due(10) == []
    await asyncio.sleep(LEASE + 0.05)
    [taken] = await queue.claim_due(10)

    with pytest.raises(LeaseLostError):
        await queue.save(late, polling())
    await queue.save(taken, polling())

    assert [event.seq for event in await queue.events(job_id, 0)] == [1, 2]


async def test_a_renewed_lease_is_kept(queue: JobRepository) -> None:
    job_id = await accepted(queue, await somebody())
    claim = await claimed(queue, job_id)
    for _ in range(3):
        await asyncio.sleep(LEASE / 2)
        await queue.renew([claim])

    assert await queue.claim(job_id) is None
    await queue.release(claim)
    assert await queue.claim(job_id) is not None


async def test_a_job_that_is_not_due_cannot_be_claimed(queue: JobRepository) -> None:
    job_id = await accepted(queue, await somebody())
    await queue.save(await claimed(queue, job_id), polling(due_in=60))

    assert await queue.claim(job_id) is None


async def test_slots_are_given_in_order_and_the_others_hear_that_they_wait(
    queue: JobRepository,
) -> None:
    user = await somebody()
    jobs = [await accepted(queue, user, group="g") for _ in range(5)]

    admitted = await queue.admit("g", 2)

    assert list(admitted) == jobs[:2]
    assert await queue.admit("g", 2) == []
    stages = [(await queue.events(job, 0))[-1].stage for job in jobs]
    assert stages == [JobStage.ACCEPTED] * 2 + [JobStage.SLOT_WAIT] * 3
    await queue.save(
        await claimed(queue, jobs[0]),
        JobUpdate(status=JobStatus.FAILED, stage=JobStage.DONE, due_in=None, slot_for=None),
    )
    assert list(await queue.admit("g", 2)) == [jobs[2]]


async def test_concurrent_admissions_never_give_more_slots_than_there_are(
    queue: JobRepository,
) -> None:
    user = await somebody()
    for _ in range(10):
        await accepted(queue, user, group="g")

    given = await asyncio.gather(*(queue.admit("g", 3) for _ in range(8)))

    assert sum(len(each) for each in given) == 3


async def test_a_slot_counts_until_it_runs_out(queue: JobRepository) -> None:
    user = await somebody()
    first, second = [await accepted(queue, user, group="g") for _ in range(2)]
    await queue.admit("g", 1)
    await queue.save(await claimed(queue, first), polling(slot_for=0.2))

    assert await queue.admit("g", 1) == []
    await asyncio.sleep(0.25)
    assert list(await queue.admit("g", 1)) == [second]


async def test_an_answer_finds_its_job_by_the_token_whoever_holds_the_lease(
    queue: JobRepository,
) -> None:
    job_id = await accepted(queue, await somebody())
    _, token = await submitting(queue, job_id)
    await asyncio.sleep(LEASE + 0.05)
    [thief] = await queue.claim_due(1)
    await queue.save(thief, polling(stage=JobStage.OUTCOME_UNKNOWN, due_in=60))

    job = await queue.answer(
        job_id, token, polling(stage=JobStage.GENERATION_STARTED, provider_ref="42")
    )

    assert (job.stage, job.provider_ref) == (JobStage.GENERATION_STARTED, "42")
    with pytest.raises(LeaseLostError):
        await queue.answer(job_id, token, polling())


async def test_an_answer_with_another_token_is_refused(queue: JobRepository) -> None:
    job_id = await accepted(queue, await somebody())
    await submitting(queue, job_id)

    with pytest.raises(LeaseLostError):
        await queue.answer(job_id, uuid4(), polling())


async def test_cancelling_what_was_not_submitted_is_final(queue: JobRepository) -> None:
    user = await somebody()
    job_id = await accepted(queue, user, group="g")
    await queue.admit("g", 1)
    claim = await claimed(queue, job_id)
    async with transaction():
        job = await queue.lock(job_id, user_id=user)
        assert job is not None
        await queue.cancel(job)

    with pytest.raises(LeaseLostError):
        await queue.save(claim, polling())
    row = await JobRow.get(id=job_id)
    assert (row.status, row.next_at, row.slot_until) == (JobStatus.CANCELLED, None, None)


async def test_cancelling_what_is_being_submitted_keeps_its_slot_until_the_provider_is_done(
    queue: JobRepository,
) -> None:
    user = await somebody()
    job_id = await accepted(queue, user, group="g")
    await queue.admit("g", 1)
    _, token = await submitting(queue, job_id)
    job = await queue.get(job_id, user_id=user)
    assert job is not None
    await queue.cancel(job)

    assert await queue.watch_answer(job_id, token, Watch(due_in=0, provider_ref="42"))
    assert not await queue.watch_answer(job_id, token, Watch(due_in=0, provider_ref="43"))
    silent = await claimed(queue, job_id)
    assert silent.job.provider_ref == "42"
    assert (await JobRow.get(id=job_id)).slot_until is not None
    await queue.watch(silent, Watch(due_in=None, slot_for=None))

    row = await JobRow.get(id=job_id)
    assert (row.slot_until, row.next_at, row.status) == (None, None, JobStatus.CANCELLED)
    assert [event.status for event in await queue.events(job_id, 0)][-1] is JobStatus.CANCELLED


async def test_a_terminal_job_never_changes(queue: JobRepository) -> None:
    job_id = await accepted(queue, await somebody())
    claim = await claimed(queue, job_id)
    done = JobUpdate(status=JobStatus.SUCCEEDED, stage=JobStage.DONE, due_in=None, keep_lease=True)
    await queue.save(claim, done)

    with pytest.raises(LeaseLostError):
        await queue.save(claim, polling())
    assert (await queue.events(job_id, 0))[-1].status is JobStatus.SUCCEEDED


async def test_a_broken_step_is_tried_later_and_later(queue: JobRepository) -> None:
    job_id = await accepted(queue, await somebody())

    await queue.stumble(await claimed(queue, job_id), most=3)
    assert await queue.claim(job_id) is None
    await JobRow.filter(id=job_id).update(next_at=(await JobRow.get(id=job_id)).created_at)
    await queue.stumble(await claimed(queue, job_id), most=2)
    assert (await claimed(queue, job_id)).failures == 2
