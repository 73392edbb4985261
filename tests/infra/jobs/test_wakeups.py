"""Wake-ups over a real Valkey: what nobody sweeps for is done at once all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from arq.connections import ArqRedis

from app.bootstrap.studio import connect_redis
from app.domain.jobs.model import Job, JobError, JobKind, JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobUpdate
from app.infra.jobs.housekeeping import Housekeeping
from app.infra.jobs.runner import Runner
from app.infra.jobs.sweeper import Sweeper
from app.infra.jobs.wakeups import ArqWakeups
from app.infra.jobs.worker import WorkerProcess
from tests.fakes.jobs import FakeJobQueue, a_job

NEVER = 3600


@dataclass
class Handler:
    """Ends every job in one step."""

    queue: FakeJobQueue
    done: list[UUID] = field(default_factory=list)

    async def step(self, claim: Claim) -> None:
        update = JobUpdate(status=JobStatus.SUCCEEDED, stage=JobStage.DONE, due_in=None)
        await self.queue.save(claim, update)
        self.done.append(claim.job.id)

    async def give_up(self, claim: Claim, error: JobError) -> None:
        raise AssertionError(error)

    async def cancelled(self, job: Job) -> None:
        return


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[ArqRedis]:
    client = connect_redis(redis_url)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.mark.parametrize("delay", [0, 0.2])
async def test_a_wake_up_starts_a_job_and_leaves_nothing_behind(
    redis: ArqRedis, redis_url: str, delay: float
) -> None:
    queue = FakeJobQueue()
    handler = Handler(queue)

    async def nobody(_: str) -> None:
        return

    runner = Runner(
        queue=queue,
        handlers={JobKind.SONG: handler},
        freed=nobody,
        lease=5,
        capacity={JobKind.SONG: 5},
    )
    worker = WorkerProcess(
        runner=runner,
        sweeper=Sweeper(queue=queue, runner=runner, slots={}, interval=NEVER),
        housekeeping=Housekeeping({}),
        connect=lambda: connect_redis(redis_url),
        patience=1,
    )
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    await asyncio.sleep(0.1)
    claim = queue.put(a_job(slot_group=None))
    await queue.release(claim)
    await ArqWakeups(redis).wake(claim.job.id, delay)
    if delay:
        await asyncio.sleep(0.05)
        assert handler.done == []
    async with asyncio.timeout(20):
        while not handler.done or await redis.keys("arq:job:*"):
            await asyncio.sleep(0.01)
    stop.set()
    await running

    assert handler.done == [claim.job.id]
    assert await redis.zcard(redis.default_queue_name) == 0
