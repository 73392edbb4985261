"""Following everything of a person: unfinished jobs as they stand, then live, and reminders."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.domain.activity.ports import ActivityLog, PersonBell
from app.domain.equipment.reminders import LATELY, SOON, Reminder
from app.domain.jobs.model import JobEvent
from app.domain.ports import Clock

ActivityEvent = JobEvent | Reminder


@dataclass(slots=True)
class _Follower:
    """What one follower was told: of each job up to which event, of equipment on which day."""

    since: datetime | None = None
    jobs: dict[UUID, int] = field(default_factory=dict)
    reminded: dict[UUID, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityService:
    """The live view of one person."""

    log: ActivityLog
    bell: PersonBell
    clock: Clock

    async def follow(self, user_id: UUID) -> AsyncGenerator[ActivityEvent, None]:
        """The newest event of each unfinished job, then every event of every job of the person.

        A reminder comes for equipment that ends within 30 days or ended in the last 7: at the
        start, and when it becomes due by a change or a new day (UTC); once a day for each. It
        goes on for ever; while the database is away nothing comes, and nothing is lost.
        """
        follower = _Follower()
        with self.bell.listening(user_id) as ring:
            while True:
                for event in await self._job_news(user_id, follower):
                    yield event
                for reminder in await self._reminders(user_id, follower):
                    yield reminder
                await ring()

    async def _job_news(self, user_id: UUID, follower: _Follower) -> Sequence[JobEvent]:
        found = await self.log.jobs(user_id, follower.since)
        if found is None:
            return ()
        told = {mark.job_id: follower.jobs.get(mark.job_id, 0) for mark in found.marks}
        if follower.since is None:
            told = {
                mark.job_id: mark.last_seq if mark.ended else mark.last_seq - 1
                for mark in found.marks
            }
        behind = {
            mark.job_id: told[mark.job_id]
            for mark in found.marks
            if told[mark.job_id] < mark.last_seq
        }
        news = await self.log.events(behind) if behind else ()
        if news is None:
            return ()
        for event in news:
            told[event.job_id] = event.seq
        follower.jobs, follower.since = told, found.at
        return news

    async def _reminders(self, user_id: UUID, follower: _Follower) -> Sequence[Reminder]:
        today = self.clock.now().date()
        found = await self.log.ending(user_id, today - LATELY, today + SOON)
        due = (
            Reminder.of(each.equipment_id, each.expires_on, each.status, today)
            for each in found or ()
        )
        news = [
            reminder
            for reminder in due
            if reminder is not None and follower.reminded.get(reminder.equipment_id) != today
        ]
        follower.reminded |= dict.fromkeys((each.equipment_id for each in news), today)
        return news
