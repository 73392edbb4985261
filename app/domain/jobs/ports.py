"""What durable work needs from the outside: a queue of rows, wake-ups, and handlers by kind."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from app.domain.changes import UNSET, Maybe
from app.domain.jobs.model import (
    Job,
    JobError,
    JobEvent,
    JobKind,
    JobStage,
    JobStatus,
    NewJob,
)

HELD: Final = 100 * 365 * 86_400.0


class LeaseLostError(Exception):
    """Somebody else works on the job now, or it has ended: nothing was written."""


@dataclass(slots=True, kw_only=True)
class Claim:
    """The right to do one step of a job, held by its lease.

    `now` is the database's time at the claim. `failures` counts the steps before this one that
    broke, or were lost with their worker, in a row. `paying` is true from before an intent to pay
    is kept until its answer is: such a step is never cut short by a drain.
    """

    job: Job
    lease: UUID
    now: datetime
    failures: int = 0
    paying: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobUpdate:
    """What one step changes on its job. UNSET leaves a column as it is.

    `due_in`: seconds until the next step; None when no further step is wanted.
    `slot_for`: seconds for which the provider's slot stays taken; None gives it back, HELD keeps
    it until a later step says otherwise.
    `deadline_in`: seconds until the work must have ended.
    `image_id`: the picture that the job has made. `text`: what it has written, `text_seq`: in how
    many pieces.
    `keep_lease`: the step goes on after this save.
    """

    status: JobStatus
    stage: JobStage
    due_in: float | None
    attempt: Maybe[int] = UNSET
    progress: Maybe[float | None] = UNSET
    checkpoint: Maybe[Mapping[str, Any]] = UNSET
    provider_ref: Maybe[str] = UNSET
    submit_token: Maybe[UUID | None] = UNSET
    deadline_in: Maybe[float] = UNSET
    slot_for: Maybe[float | None] = UNSET
    image_id: Maybe[UUID] = UNSET
    text: Maybe[str] = UNSET
    text_seq: Maybe[int] = UNSET
    error: JobError | None = None
    keep_lease: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a silent look after a cancelled job changes: no status, no event."""

    due_in: float | None
    provider_ref: Maybe[str] = UNSET
    slot_for: Maybe[float | None] = UNSET


class JobQueue(Protocol):
    """The rows that are the jobs. Every write of an event happens with its change of state."""

    async def accept(self, new: NewJob) -> Job:
        """Keep a new job and its first event, inside the caller's transaction.

        Raises Conflict (`input.key_in_use`) when the person used the idempotency key before.
        """
        ...

    async def by_key(self, user_id: UUID, idempotency_key: str) -> Job | None:
        """The job that a person started under this idempotency key."""
        ...

    async def get(self, job_id: UUID, *, user_id: UUID) -> Job | None:
        """A job of this person."""
        ...

    async def generating(self, song_ids: Sequence[UUID]) -> Sequence[Job]:
        """The jobs that make these songs."""
        ...

    async def lock(self, job_id: UUID, *, user_id: UUID) -> Job | None:
        """A job of this person, kept from changing until the transaction ends."""
        ...

    async def admit(self, group: str, slots: int) -> Sequence[UUID]:
        """Give free slots to the jobs that wait longest, and say which got one.

        A job that must go on waiting moves from ACCEPTED to SLOT_WAIT.
        """
        ...

    async def claim(self, job_id: UUID, kinds: Collection[JobKind] = ...) -> Claim | None:
        """Take one due job that nobody holds, if it is of one of these kinds; of any by default."""
        ...

    async def claim_due(self, limit: int, kinds: Collection[JobKind] = ...) -> Sequence[Claim]:
        """Take up to `limit` due jobs of these kinds that nobody holds, longest due first."""
        ...

    async def renew(self, claims: Sequence[Claim]) -> None:
        """Hold claims for another lease from now."""
        ...

    async def release(self, claim: Claim) -> None:
        """Give a claim back unchanged, so that another worker can take it at once."""
        ...

    async def stumble(self, claim: Claim, most: int) -> None:
        """Give a claim back after its step broke.

        The job is due again after 1, 2, 4 ... 60 seconds, and at once after `most` failures in a
        row, so that it can be given up.
        """
        ...

    async def save(self, claim: Claim, update: JobUpdate) -> Job:
        """Write a step's change and its event. Raises LeaseLostError."""
        ...

    async def answer(self, job_id: UUID, token: UUID, update: JobUpdate) -> Job:
        """Write the answer of the paid call that `token` stands for, whoever holds the lease.

        Heals an unknown outcome. Raises LeaseLostError when the job no longer waits for it.
        """
        ...

    async def watch(self, claim: Claim, watch: Watch) -> None:
        """Write what a silent look after a cancelled job found."""
        ...

    async def watch_answer(self, job_id: UUID, token: UUID, watch: Watch) -> bool:
        """Note the answer of a paid call whose job was cancelled meanwhile; False if it was not."""
        ...

    async def cancel(self, job: Job) -> Job:
        """End a locked job as CANCELLED, with its event.

        What was never submitted gives its slot back; what was is looked after silently.
        """
        ...

    async def events(self, job_id: UUID, after_seq: int) -> Sequence[JobEvent]:
        """The job's events after a sequence number, in order."""
        ...


class Wakeups(Protocol):
    """Hints to the workers. A lost hint costs a second, never a job."""

    async def wake(self, job_id: UUID, delay: float = 0) -> None:
        """Ask a worker to look at a job after `delay` seconds. Never raises, never waits long."""
        ...


class JobHandler(Protocol):
    """What is done for one kind of job."""

    async def step(self, claim: Claim) -> None:
        """Do one step and save it. May raise LeaseLostError."""
        ...

    async def give_up(self, claim: Claim, error: JobError) -> None:
        """End a job as FAILED whose steps keep breaking, and tell what it belongs to."""
        ...

    async def cancelled(self, job: Job) -> None:
        """Tell what a cancelled job belongs to, inside the transaction that cancels it."""
        ...


class JobFeed(Protocol):
    """The live log of a job."""

    def follow(self, job_id: UUID, after_seq: int | None) -> AsyncGenerator[JobEvent, None]:
        """The newest event, or all after `after_seq`; then each new one, until the job ends."""
        ...
