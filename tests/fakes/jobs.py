"""In-memory twins of the ports of durable work."""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Sequence,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from app.domain.changes import Unset, given
from app.domain.errors import Conflict
from app.domain.jobs.model import Job, JobEvent, JobKind, JobStage, JobStatus, NewJob
from app.domain.jobs.ports import Claim, JobUpdate, LeaseLostError, Watch

Result = TypeVar("Result")


@dataclass
class FrozenClock:
    """Stands still until it is told to advance."""

    time: datetime = datetime(2026, 3, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Kept:
    """A job with what only its queue knows."""

    job: Job
    key: str | None = None
    lease: UUID | None = None
    due: datetime | None = None
    slot_until: datetime | None = None
    failures: int = 0


@dataclass
class FakeJobQueue:
    """The `JobQueue` without leases that run out."""

    clock: FrozenClock = field(default_factory=FrozenClock)
    kept: dict[UUID, Kept] = field(default_factory=dict)
    log: list[JobEvent] = field(default_factory=list)

    def put(self, job: Job) -> Claim:
        """Keep a job as it is and claim it."""
        kept = self.kept[job.id] = Kept(job, lease=uuid4(), due=self.clock.now())
        assert kept.lease is not None
        return Claim(job=job, lease=kept.lease, now=self.clock.now())

    def again(self, job_id: UUID) -> Claim:
        """Claim a job whatever it waits for."""
        return self.put(self.kept[job_id].job)

    def due_in(self, job_id: UUID) -> float | None:
        due = self.kept[job_id].due
        return None if due is None else (due - self.clock.now()).total_seconds()

    async def accept(self, new: NewJob) -> Job:
        if new.idempotency_key and await self.by_key(new.user_id, new.idempotency_key):
            raise Conflict("input.key_in_use", "idempotency_key")
        job = a_job(
            id=new.id,
            user_id=new.user_id,
            kind=new.kind,
            status=JobStatus.QUEUED,
            stage=JobStage.ACCEPTED,
            request=new.request,
            payload_hash=new.payload_hash,
            slot_group=new.slot_group,
            song_id=new.song_id,
            choice_id=new.choice_id,
        )
        due = self.clock.now() if new.slot_later or not new.slot_group else None
        self.kept[new.id] = Kept(job, key=new.idempotency_key, due=due)
        return self._logged(self.kept[new.id], job)

    async def by_key(self, user_id: UUID, idempotency_key: str) -> Job | None:
        return next(
            (
                kept.job
                for kept in self.kept.values()
                if kept.key == idempotency_key and kept.job.user_id == user_id
            ),
            None,
        )

    async def get(self, job_id: UUID, *, user_id: UUID) -> Job | None:
        kept = self.kept.get(job_id)
        return kept.job if kept and kept.job.user_id == user_id else None

    lock = get

    async def generating(self, song_ids: Sequence[UUID]) -> Sequence[Job]:
        return [kept.job for kept in self.kept.values() if kept.job.song_id in song_ids]

    async def admit(self, group: str, slots: int) -> Sequence[UUID]:
        now = self.clock.now()
        ours = [kept for kept in self.kept.values() if kept.job.slot_group == group]
        taken = sum(1 for kept in ours if kept.slot_until and kept.slot_until > now)
        waiting = [
            kept
            for kept in ours
            if kept.job.status is JobStatus.QUEUED and kept.slot_until is None and not kept.due
        ]
        winners = waiting[: max(0, slots - taken)]
        for kept in winners:
            kept.slot_until, kept.due = now + timedelta(days=36500), now
        return [kept.job.id for kept in winners]

    async def claim(
        self, job_id: UUID, kinds: Collection[JobKind] = frozenset(JobKind)
    ) -> Claim | None:
        kept = self.kept.get(job_id)
        if (
            kept is None
            or kept.job.kind not in kinds
            or kept.lease
            or kept.due is None
            or kept.due > self.clock.now()
        ):
            return None
        kept.lease = uuid4()
        return Claim(job=kept.job, lease=kept.lease, now=self.clock.now(), failures=kept.failures)

    async def claim_due(
        self, limit: int, kinds: Collection[JobKind] = frozenset(JobKind)
    ) -> Sequence[Claim]:
        claims = [await self.claim(job_id, kinds) for job_id in list(self.kept)]
        return [claim for claim in claims if claim][:limit]

    async def renew(self, claims: Sequence[Claim]) -> None:
        return

    async def release(self, claim: Claim) -> None:
        self.kept[claim.job.id].lease = None

    async def stumble(self, claim: Claim, most: int) -> None:
        kept = self.kept[claim.job.id]
        kept.lease = None
        kept.failures += 1

    async def save(self, claim: Claim, update: JobUpdate) -> Job:
        kept = self.kept[claim.job.id]
        if kept.lease != claim.lease or kept.job.status.terminal:
            raise LeaseLostError
        return self._updated(kept, update)

    async def answer(self, job_id: UUID, token: UUID, update: JobUpdate) -> Job:
        kept = self.kept[job_id]
        waiting = kept.job.stage in (JobStage.SUBMITTING, JobStage.OUTCOME_UNKNOWN)
        if kept.job.submit_token != token or not waiting or kept.job.status.terminal:
            raise LeaseLostError
        return self._updated(kept, update)

    async def watch(self, claim: Claim, watch: Watch) -> None:
        self._watched(self.kept[claim.job.id], watch)

    async def watch_answer(self, job_id: UUID, token: UUID, watch: Watch) -> bool:
        kept = self.kept[job_id]
        if kept.job.submit_token != token or kept.job.status is not JobStatus.CANCELLED:
            return False
        self._watched(kept, watch)
        return True

    async def cancel(self, job: Job) -> Job:
        kept = self.kept[job.id]
        if kept.job.submit_token is None:
            kept.slot_until = kept.due = None
        changed = replace(kept.job, status=JobStatus.CANCELLED, stage=JobStage.DONE)
        return self._logged(kept, changed)

    async def events(self, job_id: UUID, after_seq: int) -> Sequence[JobEvent]:
        return [each for each in self.log if each.job_id == job_id and each.seq > after_seq]

    def _updated(self, kept: Kept, update: JobUpdate) -> Job:
        now = self.clock.now()
        if not update.keep_lease:
            kept.lease = None
        kept.due = None if update.due_in is None else now + timedelta(seconds=update.due_in)
        if not isinstance(update.slot_for, Unset):
            kept.slot_until = (
                None if update.slot_for is None else now + timedelta(seconds=update.slot_for)
            )
        job = kept.job
        deadline = update.deadline_in
        changed = replace(
            job,
            status=update.status,
            stage=update.stage,
            error=update.error,
            attempt=given(update.attempt, job.attempt),
            progress=given(update.progress, job.progress),
            checkpoint=given(update.checkpoint, job.checkpoint),
            provider_ref=given(update.provider_ref, job.provider_ref),
            submit_token=given(update.submit_token, job.submit_token),
            image_id=given(update.image_id, job.image_id),
            text=given(update.text, job.text),
            text_seq=given(update.text_seq, job.text_seq),
            run_deadline=job.run_deadline
            if isinstance(deadline, Unset)
            else now + timedelta(seconds=deadline),
        )
        return self._logged(kept, changed)

    def _watched(self, kept: Kept, watch: Watch) -> None:
        now = self.clock.now()
        kept.due = None if watch.due_in is None else now + timedelta(seconds=watch.due_in)
        if not isinstance(watch.slot_for, Unset):
            kept.slot_until = (
                None if watch.slot_for is None else now + timedelta(seconds=watch.slot_for)
            )
        kept.job = replace(kept.job, provider_ref=given(watch.provider_ref, kept.job.provider_ref))

    def _logged(self, kept: Kept, job: Job) -> Job:
        kept.job = replace(job, last_seq=job.last_seq + 1)
        self.log.append(
            JobEvent(
                job_id=job.id,
                seq=kept.job.last_seq,
                stage=job.stage,
                status=job.status,
                progress=job.progress,
                attempt=job.attempt,
                error=job.error,
                at=self.clock.now(),
            )
        )
        return kept.job


@dataclass
class FakeWakeups:
    """Remembers who was woken, and after how long."""

    woken: list[tuple[UUID, float]] = field(default_factory=list)

    async def wake(self, job_id: UUID, delay: float = 0) -> None:
        self.woken.append((job_id, delay))


@dataclass
class FakeFeed:
    """Replays what it was given."""

    events: list[JobEvent] = field(default_factory=list)

    async def follow(self, job_id: UUID, after_seq: int | None) -> AsyncGenerator[JobEvent, None]:
        for event in self.events:
            yield event


@asynccontextmanager
async def no_transaction() -> AsyncIterator[None]:
    """Memory needs none."""
    yield


async def at_once(work: Callable[[], Awaitable[Result]]) -> Result:
    """`Durably` where nothing can be away."""
    return await work()


def a_job(**changes: Any) -> Job:
    """A song's job that has just been accepted."""
    plain = Job(
        id=uuid4(),
        user_id=uuid4(),
        kind=JobKind.SONG,
        status=JobStatus.QUEUED,
        stage=JobStage.ACCEPTED,
        attempt=0,
        progress=None,
        error=None,
        request={},
        checkpoint={},
        payload_hash="hash",
        provider_ref=None,
        submit_token=None,
        slot_group="mureka",
        run_deadline=None,
        last_seq=0,
        song_id=None,
        choice_id=None,
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
        started_at=None,
        finished_at=None,
    )
    return replace(plain, **changes)
