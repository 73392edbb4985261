"""Who follows a job sees every event once, however slowly; who leaves costs nothing."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from app.domain.jobs.model import JobEvent, JobStage, JobStatus
from app.infra.live.job_feed import LOG_LENGTH, LiveJobFeed

JOB = uuid4()


@dataclass
class Log:
    """The stored events of one job; `away` says that the database is."""

    events: list[JobEvent] = field(default_factory=list)
    reads: int = 0
    away: bool = False

    async def read(self, _: UUID, after: int) -> Sequence[JobEvent]:
        self.reads += 1
        await asyncio.sleep(0)
        if self.away:
            raise ConnectionRefusedError
        return self.events[after:]

    def grow(self, count: int = 1, status: JobStatus = JobStatus.WAITING) -> None:
        for _ in range(count):
            event = JobEvent(
                job_id=JOB,
                seq=len(self.events) + 1,
                stage=JobStage.POLLING,
                status=status,
                progress=None,
                attempt=0,
                error=None,
                at=datetime.now(UTC),
            )
            self.events.append(event)


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def feed(log: Log) -> LiveJobFeed:
    return LiveJobFeed(log.read, reread=0.01)


async def everything(feed: LiveJobFeed, after: int | None = None) -> list[int]:
    async with asyncio.timeout(10):
        return [event.seq async for event in feed.follow(JOB, after)]


async def nobody_reads(log: Log) -> bool:
    """Whether the log is left alone; asked over several times the interval of reading."""
    reads = log.reads
    await asyncio.sleep(0.1)
    return log.reads == reads


async def test_who_stops_reading_finds_everything_when_reading_on(
    log: Log, feed: LiveJobFeed
) -> None:
    log.grow()
    async with asyncio.timeout(10), aclosing(feed.follow(JOB, 0)) as slow:
        seen = [(await anext(slow)).seq]
        for _ in range(3):
            log.grow(LOG_LENGTH)
            feed.hint(JOB, len(log.events))
            await asyncio.sleep(0.03)
        log.grow(status=JobStatus.SUCCEEDED)
        seen += [event.seq async for event in slow]

    assert seen == list(range(1, 3 * LOG_LENGTH + 3))


async def test_a_follower_outlives_the_absence_of_the_database(log: Log, feed: LiveJobFeed) -> None:
    log.away = True
    following = asyncio.create_task(everything(feed, 0))
    await asyncio.sleep(0.05)
    log.grow(3)
    log.grow(status=JobStatus.FAILED)
    log.away = False

    assert await following == [1, 2, 3, 4]


async def test_a_follower_who_is_far_behind_outlives_it_too(log: Log, feed: LiveJobFeed) -> None:
    log.grow()
    async with asyncio.timeout(10), aclosing(feed.follow(JOB, 0)) as slow:
        seen = [(await anext(slow)).seq]
        log.grow(2 * LOG_LENGTH)
        await asyncio.sleep(0.05)
        log.away = True
        reading = asyncio.ensure_future(anext(slow))
        await asyncio.sleep(0.05)
        log.grow(status=JobStatus.SUCCEEDED)
        log.away = False
        seen += [(await reading).seq]
        seen += [event.seq async for event in slow]

    assert seen == list(range(1, 2 * LOG_LENGTH + 3))


@pytest.mark.parametrize("how", ["cancelled", "closed", "abandoned"])
async def test_a_job_without_followers_is_not_read(log: Log, feed: LiveJobFeed, how: str) -> None:
    log.grow()

    async def follow() -> None:
        async for _ in feed.follow(JOB, None):
            if how == "abandoned":
                break

    if how == "closed":
        async with aclosing(feed.follow(JOB, None)) as events:
            await anext(events)
    else:
        follower = asyncio.create_task(follow())
        await asyncio.sleep(0.05)
        follower.cancel()
        with suppress(asyncio.CancelledError):
            await follower
        gc.collect()
        await asyncio.sleep(0.01)

    assert await nobody_reads(log)
    assert not feed._topics


async def test_followers_of_a_job_without_news_share_one_reading(
    log: Log, feed: LiveJobFeed
) -> None:
    followers = [asyncio.create_task(everything(feed)) for _ in range(100)]
    await asyncio.sleep(0.1)
    assert log.reads < 20
    log.grow(status=JobStatus.SUCCEEDED)

    assert await asyncio.gather(*followers) == [[1]] * 100
    assert await nobody_reads(log)


async def test_a_late_follower_of_an_ended_job_gets_its_end_and_leaves(
    log: Log, feed: LiveJobFeed
) -> None:
    log.grow(2)
    log.grow(status=JobStatus.CANCELLED)

    assert await everything(feed) == [3]
    assert await everything(feed, 0) == [1, 2, 3]
    assert await everything(feed, 3) == []
    assert await everything(feed, 99) == []
    assert await nobody_reads(log)
