"""What following a person needs from the outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.domain.equipment.model import EquipmentStatus
from app.domain.jobs.model import JobEvent

Wait = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobMark:
    """How far the log of a job has grown, and whether the job has ended."""

    job_id: UUID
    last_seq: int
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JobMarks:
    """The jobs of a person that may have changed, as of a moment of the database's clock."""

    at: datetime
    marks: Sequence[JobMark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Equipment whose licence or trial has a last day."""

    equipment_id: UUID
    expires_on: date
    status: EquipmentStatus


class ActivityLog(Protocol):
    """What a person's jobs and equipment say; None while the database is away."""

    async def jobs(self, user_id: UUID, since: datetime | None) -> JobMarks | None:
        """All unfinished jobs, and those that ended after `since` (now) or a minute before it."""
        ...

    async def events(self, told: Mapping[UUID, int]) -> Sequence[JobEvent] | None:
        """The events of these jobs after a sequence number each, in order for every job."""
        ...

    async def ending(self, user_id: UUID, first: date, last: date) -> Sequence[Ending] | None:
        """The person's equipment whose last day is from `first` to `last`, the soonest first."""
        ...


class PersonBell(Protocol):
    """Rings when a person's things may have changed, and every few seconds anyway."""

    def listening(self, user_id: UUID) -> AbstractContextManager[Wait]:
        """What waits for the next ring; a ring between two calls is not lost."""
        ...
