"""Who follows a person hears everything once, whatever happens between two looks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.activity.ports import Ending, JobMark, JobMarks, Wait
from app.domain.activity.service import ActivityService
from app.domain.equipment.model import EquipmentStatus
from app.domain.equipment.reminders import Reminder
from app.domain.jobs.model import JobEvent, JobStage, JobStatus
from tests.fakes.jobs import FrozenClock

ADA = uuid4()


@dataclass
class FakeLog:
    """The `ActivityLog` of one person; `ended` tells when jobs ended, `away` breaks readings."""

    clock: FrozenClock
    jobs_: dict[UUID, list[JobEvent]] = field(default_factory=dict)
    ended: dict[UUID, datetime] = field(default_factory=dict)
    equipment: list[Ending] = field(default_factory=list)
    away: set[str] = field(default_factory=set)

    def grow(self, job_id: UUID, count: int = 1, *, end: bool = False) -> None:
        log = self.jobs_.setdefault(job_id, [])
        for _ in range(count):
            log.append(event(job_id, len(log) + 1))
        if end:
            self.ended[job_id] = self.clock.now()

    async def jobs(self, user_id: UUID, since: datetime | None) -> JobMarks | None:
        assert user_id == ADA
        if "jobs" in self.away:
            return None
        horizon = (since or self.clock.now()) - timedelta(minutes=1)
        marks = [
            JobMark(job_id=each, last_seq=len(log), ended=each in self.ended)
            for each, log in self.jobs_.items()
            if each not in self.ended or self.ended[each] > horizon
        ]
        return JobMarks(at=self.clock.now(), marks=marks)

    async def events(self, told: Mapping[UUID, int]) -> Sequence[JobEvent] | None:
        if "events" in self.away:
            return None
        return [each for job_id, seq in told.items() for each in self.jobs_[job_id][seq:]]

    async def ending(self, user_id: UUID, first: date, last: date) -> Sequence[Ending] | None:
        assert user_id == ADA
        if "ending" in self.away:
            return None
        return [each for each in self.equipment if first <= each.expires_on <= last]


@dataclass
class FakeBell:
    """The `PersonBell` that rings when the test has changed something."""

    rung: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)

    @contextmanager
    def listening(self, user_id: UUID) -> Iterator[Wait]:
        assert user_id == ADA

        async def wait() -> None:
            self.waiting.set()
            await self.rung.wait()
            self.rung.clear()

        yield wait


class Follower:
    """Somebody who listens all the time, and what was heard since the last look."""

    def __init__(self, log: FakeLog) -> None:
        self._bell = FakeBell()
        self._service = ActivityService(log=log, bell=self._bell, clock=log.clock)
        self._heard: list[JobEvent | Reminder] = []
        self._task: asyncio.Task[None] | None = None

    async def _listen(self) -> None:
        async with aclosing(self._service.follow(ADA)) as events:
            async for each in events:
                self._heard.append(each)

    async def news(self) -> list[tuple[UUID, int]]:
        """Job and seq, or equipment and days left, of one round."""
        self._task = self._task or asyncio.create_task(self._listen())
        async with asyncio.timeout(10):
            if self._bell.waiting.is_set():
                self._bell.waiting.clear()
                self._bell.rung.set()
            await self._bell.waiting.wait()
        heard, self._heard = self._heard, []
        return [
            (each.job_id, each.seq)
            if isinstance(each, JobEvent)
            else (each.equipment_id, each.days_left)
            for each in heard
        ]

    async def leave(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def event(job_id: UUID, seq: int) -> JobEvent:
    return JobEvent(
        job_id=job_id,
        seq=seq,
        stage=JobStage.POLLING,
        status=JobStatus.WAITING,
        progress=None,
        attempt=0,
        error=None,
        at=datetime(2026, 3, 1, tzinfo=UTC),
    )


def ending(key: UUID, days: int, clock: FrozenClock) -> Ending:
    day = clock.now().date() + timedelta(days=days)
    return Ending(equipment_id=key, expires_on=day, status=EquipmentStatus.ACTIVE)


@pytest.fixture
def log() -> FakeLog:
    return FakeLog(FrozenClock())


@pytest.fixture
async def follower(log: FakeLog) -> AsyncIterator[Follower]:
    found = Follower(log)
    yield found
    await found.leave()


async def test_unfinished_jobs_come_as_they_stand_and_then_every_event(
    log: FakeLog, follower: Follower
) -> None:
    one, two, over = uuid4(), uuid4(), uuid4()
    log.grow(one, 3)
    log.grow(over, 2, end=True)

    assert await follower.news() == [(one, 3)]
    log.grow(one, 2)
    log.grow(two)
    assert await follower.news() == [(one, 4), (one, 5), (two, 1)]
    assert await follower.news() == []


async def test_a_job_that_begins_and_ends_between_two_looks_is_told_whole(
    log: FakeLog, follower: Follower
) -> None:
    assert await follower.news() == []
    log.clock.advance(600)
    quick = uuid4()
    log.grow(quick, 3, end=True)
    log.clock.advance(1)
    assert await follower.news() == [(quick, 1), (quick, 2), (quick, 3)]
    log.clock.advance(30)
    assert await follower.news() == []
    log.clock.advance(600)
    assert await follower.news() == []


async def test_nothing_is_lost_while_the_database_is_away(log: FakeLog, follower: Follower) -> None:
    job, late = uuid4(), uuid4()
    log.grow(job)
    log.away = {"jobs", "ending"}
    assert await follower.news() == []
    log.away = {"events"}
    assert await follower.news() == []
    log.away = set()
    assert await follower.news() == [(job, 1)]
    log.away = {"jobs"}
    log.grow(job, 2, end=True)
    log.grow(late, 1, end=True)
    log.clock.advance(3600)
    assert await follower.news() == []
    log.away = set()
    assert await follower.news() == [(job, 2), (job, 3), (late, 1)]


async def test_a_reminder_comes_once_a_day_and_when_something_becomes_due(
    log: FakeLog, follower: Follower
) -> None:
    soon, later, gone = uuid4(), uuid4(), uuid4()
    log.equipment = [
        ending(soon, 1, log.clock),
        ending(later, 31, log.clock),
        ending(gone, -7, log.clock),
    ]
    assert await follower.news() == [(soon, 1), (gone, -7)]
    assert await follower.news() == []
    log.clock.advance(24 * 3600)
    assert await follower.news() == [(soon, 0), (later, 30)]
    log.equipment.append(ending(new := uuid4(), 5, log.clock))
    assert await follower.news() == [(new, 5)]
    log.away = {"ending"}
    log.clock.advance(24 * 3600)
    assert await follower.news() == []
    log.away = set()
    assert await follower.news() == [(soon, -1), (later, 29), (new, 4)]
