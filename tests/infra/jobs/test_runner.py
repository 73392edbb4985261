"""Steps that lose their lease, break, take their worker with them, or meet a drain."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

import pytest

from app.domain.jobs.model import Job, JobError, JobKind, JobStage, JobStatus
from app.domain.jobs.outcomes import Accepted, SubmitOutcome
from app.domain.jobs.paid import PaidCall, PaidCallPolicy
from app.domain.jobs.ports import Claim, JobUpdate
from app.infra.database import durably
from app.infra.jobs.runner import MOST_STUMBLES, Runner
from app.infra.repositories.jobs import JobRepository
from app.rows.jobs import JobRow
from tests.fakes.jobs import FakeJobQueue, a_job
from tests.infra.jobs.rows import accepted, somebody

Result = TypeVar("Result")
Step = Callable[[Claim], Awaitable[None]]
LEASE = 0.2
CAPACITY = 10
POLICY = PaidCallPolicy(
    deadline=100,
    first_poll=50,
    retry_delay=5,
    retries=3,
    rate_limit_delay=60,
    rate_limit_retries=3,
    grace=60,
    hold=300,
    lease=15,
)


async def ignore(_: UUID, __: int, ___: UUID) -> None:
    return


@pytest.fixture
def queue(db: str) -> JobRepository:
    return JobRepository(lease=LEASE, publish=ignore)


@dataclass
class Handler:
    """Does what the test says; `given_up` are the claims whose jobs were to be given up."""

    does: Step
    breaks: bool = False
    given_up: list[Claim] = field(default_factory=list)

    async def step(self, claim: Claim) -> None:
        await self.does(claim)

    async def give_up(self, claim: Claim, error: JobError) -> None:
        self.given_up.append(claim)
        if self.breaks:
            raise ZeroDivisionError

    async def cancelled(self, job: Job) -> None:
        return


async def nobody(_: str) -> None:
    return


def a_runner(queue: JobRepository | FakeJobQueue, handler: Handler, lease: float = 5) -> Runner:
    return Runner(
        queue=queue,
        handlers={JobKind.SONG: handler},
        freed=nobody,
        lease=lease,
        capacity={JobKind.SONG: CAPACITY},
    )


async def idle(runner: Runner) -> None:
    async with asyncio.timeout(10):
        while runner.free.get(JobKind.SONG, 0) < CAPACITY:
            await asyncio.sleep(0.01)


async def test_a_paying_step_that_lost_its_lease_is_not_cut_short_by_a_drain(
    queue: JobRepository,
) -> None:
    began: list[Claim] = []
    ended: list[UUID] = []
    paid = asyncio.Event()

    async def step(claim: Claim) -> None:
        began.append(claim)
        claim.paying = len(began) == 1
        if claim.paying:
            await paid.wait()
        else:
            await asyncio.Event().wait()
        ended.append(claim.lease)

    runner = a_runner(queue, Handler(step))
    job_id = await accepted(queue, await somebody())
    async with asyncio.timeout(20):
        while len(began) < 2:
            await runner.offer(job_id)
            await asyncio.sleep(0.05)
        drain = asyncio.create_task(runner.drain(patience=60))
        await asyncio.sleep(0.05)
        paid.set()
        await drain

    assert ended == [began[0].lease]
    assert (await JobRow.get(id=job_id)).lease_token is None


async def test_a_drain_between_the_intent_to_pay_and_the_call_waits_for_the_answer(
    queue: JobRepository,
) -> None:
    kept, go_on = asyncio.Event(), asyncio.Event()
    sent: list[UUID] = []

    async def slowly(work: Callable[[], Awaitable[Result]]) -> Result:
        result = await durably(work)
        kept.set()
        await go_on.wait()
        return result

    async def mirror(_: Job) -> None:
        return

    async def step(claim: Claim) -> None:
        async def send() -> SubmitOutcome:
            sent.append(claim.job.id)
            return Accepted(reference="42", model=None, status="preparing")

        await PaidCall(queue, slowly, lambda: 0.0, POLICY).step(claim, send, mirror)

    runner = a_runner(queue, Handler(step))
    job_id = await accepted(queue, await somebody())
    async with asyncio.timeout(20):
        await runner.offer(job_id)
        await kept.wait()
        drain = asyncio.create_task(runner.drain(patience=60))
        await asyncio.sleep(0.05)
        go_on.set()
        await drain

    assert sent == [job_id]
    assert (await JobRow.get(id=job_id)).stage is JobStage.GENERATION_STARTED


async def test_a_job_that_takes_its_workers_with_it_is_given_up(queue: JobRepository) -> None:
    job_id = await accepted(queue, await somebody())
    for _ in range(MOST_STUMBLES):
        assert await queue.claim(job_id)
        await JobRow.filter(id=job_id).update(lease_until=(await JobRow.get(id=job_id)).created_at)

    async def deadly(_: Claim) -> None:
        raise AssertionError("tried once more")

    handler = Handler(deadly)
    runner = a_runner(queue, handler)
    await runner.offer(job_id)
    await idle(runner)

    assert [claim.failures for claim in handler.given_up] == [MOST_STUMBLES]


async def test_what_was_given_back_or_saved_does_not_count_against_a_job(
    queue: JobRepository,
) -> None:
    job_id = await accepted(queue, await somebody())
    for _ in range(MOST_STUMBLES):
        claim = await queue.claim(job_id)
        assert claim is not None
        await queue.release(claim)
    claim = await queue.claim(job_id)
    assert claim is not None
    assert claim.failures == 0

    await JobRow.filter(id=job_id).update(lease_until=(await JobRow.get(id=job_id)).created_at)
    lost = await queue.claim(job_id)
    assert lost is not None
    assert lost.failures == 1
    await queue.save(lost, JobUpdate(status=JobStatus.WAITING, stage=JobStage.POLLING, due_in=0))
    claim = await queue.claim(job_id)
    assert claim is not None
    assert claim.failures == 0


async def test_giving_up_that_breaks_is_tried_later_and_later(queue: JobRepository) -> None:
    job_id = await accepted(queue, await somebody())
    tried = 0

    async def broken(_: Claim) -> None:
        nonlocal tried
        tried += 1
        raise ZeroDivisionError

    handler = Handler(broken, breaks=True)
    runner = a_runner(queue, handler)
    await JobRow.filter(id=job_id).update(failures=MOST_STUMBLES - 1)
    await runner.offer(job_id)
    await idle(runner)

    assert (tried, len(handler.given_up)) == (1, 1)
    row = await JobRow.get(id=job_id)
    assert row.next_at is not None
    assert (row.next_at - row.created_at).total_seconds() > 30


async def test_a_worker_takes_only_what_it_knows(queue: JobRepository) -> None:
    user = await somebody()
    newer, known = [await accepted(queue, user) for _ in range(2)]
    await JobRow.raw(f"UPDATE jobs SET kind = 'SOMETHING_NEW' WHERE id = '{newer}'")  # noqa: S608

    assert [claim.job.id for claim in await queue.claim_due(10)] == [known]
    assert await queue.claim(newer) is None


async def test_a_hundred_steps_at_once_share_the_connections_of_a_small_pool(
    queue: JobRepository,
) -> None:
    user, everybody = await somebody(), asyncio.Barrier(100)

    async def step(claim: Claim) -> None:
        await everybody.wait()
        update = JobUpdate(status=JobStatus.SUCCEEDED, stage=JobStage.DONE, due_in=None)

        async def write() -> None:
            await queue.save(claim, update)
            await queue.get(claim.job.id, user_id=user)

        await durably(write)

    for _ in range(100):
        await accepted(queue, user)
    runner = Runner(
        queue=JobRepository(lease=60, publish=ignore),
        handlers={JobKind.SONG: Handler(step)},
        freed=nobody,
        lease=60,
        capacity={JobKind.SONG: 100},
    )
    async with asyncio.timeout(30):
        for claim in await JobRepository(lease=60, publish=ignore).claim_due(100):
            runner.run(claim)
        while runner.free.get(JobKind.SONG, 0) < 100:
            await asyncio.sleep(0.02)

    assert await JobRow.filter(status=JobStatus.SUCCEEDED).count() == 100


class Forgetful(FakeJobQueue):
    """Breaks at the first renewal."""

    renewals = 0

    async def renew(self, claims: Sequence[Claim]) -> None:
        self.renewals += 1
        if self.renewals == 1:
            raise ZeroDivisionError


async def test_leases_are_renewed_after_a_renewal_that_broke() -> None:
    queue = Forgetful()

    async def forever(_: Claim) -> None:
        await asyncio.Event().wait()

    runner = a_runner(queue, Handler(forever), lease=0.03)
    runner.run(queue.put(a_job()))
    renewing = asyncio.create_task(runner.keep_leases())
    async with asyncio.timeout(10):
        while queue.renewals < 2:
            await asyncio.sleep(0.01)
    renewing.cancel()
    await runner.drain(patience=1)
