"""Moving what is stored as a job, so that a worker does it and its events tell how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self
from uuid import UUID

from app.domain.errors import ErrorCode, StorageFailure
from app.domain.idempotency import payload_hash
from app.domain.identity import new_id
from app.domain.jobs.model import Job, JobError, JobKind, JobStage, JobStatus, NewJob
from app.domain.jobs.ports import Claim, JobQueue, JobUpdate, Watch
from app.domain.ports import Durably
from app.domain.storage.migration import AT_ONCE, Migration, MigrationReport

STEP: Final = 10 * AT_ONCE
"""So many objects are looked at between two events."""
PAUSE: Final = 60.0
TRIES: Final = 10
"""So often in a row the target may be away before the job fails."""


def migration_job(user_id: UUID, target: str) -> NewJob:
    """A job that moves everything to the store of this name, for the person who looks after it."""
    return NewJob(
        id=new_id(),
        user_id=user_id,
        kind=JobKind.STORAGE_MIGRATION,
        request={"target": target},
        idempotency_key=None,
        payload_hash=payload_hash(target),
        slot_group=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the checkpoint keeps: the last key that was looked at, and what came of all of them.

    `total` is how many objects were to be moved at the beginning.
    """

    cursor: str = ""
    total: int = 0
    tries: int = 0
    report: MigrationReport = field(default_factory=MigrationReport)

    @classmethod
    def of(cls, checkpoint: Mapping[str, Any]) -> Self:
        """The progress of a job that has begun."""
        return cls(**{**checkpoint, "report": MigrationReport(**checkpoint["report"])})

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        done = self.report.moving + self.report.skipped + self.report.left_behind
        return min(1.0, done / self.total) if self.total else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageMigration:
    """The `JobHandler` of STORAGE_MIGRATION: every step moves some objects and may be repeated.

    `pause`: seconds until a target that is away is tried again.
    """

    queue: JobQueue
    migration: Migration
    durably: Durably
    pause: float = PAUSE

    async def step(self, claim: Claim) -> None:
        """See `JobHandler.step`."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
            return
        try:
            before = await self._progress(claim.job)
            progress, over = await self._moved_some(before)
        except StorageFailure as error:
            await self._save(claim, _failed(JobError(code=error.code, key=error.key)))
            return
        if progress.report.hopeless:
            await self._save(claim, _waiting(before, self.pause))
        elif over:
            await self._save(claim, _ended(progress))
        else:
            await self._save(claim, _update(progress, JobStatus.RUNNING, due_in=0))

    async def give_up(self, claim: Claim, error: JobError) -> None:
        """See `JobHandler.give_up`."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
        else:
            await self._save(claim, _failed(error))

    async def cancelled(self, job: Job) -> None:
        """See `JobHandler.cancelled`. What was moved stays where it is."""

    async def _progress(self, job: Job) -> Progress:
        if job.checkpoint:
            return Progress.of(job.checkpoint)
        return Progress(total=await self.migration.remaining())

    async def _moved_some(self, before: Progress) -> tuple[Progress, bool]:
        """The progress after one step, and whether nothing is left to look at."""
        report, cursor, looked_at = before.report, before.cursor, 0
        async with aclosing(self.migration.run(after=cursor)) as moving:
            async for moved in moving:
                report, cursor = report.after(moved), moved.stored.key
                looked_at += 1
                if looked_at == STEP:
                    break
        progress = Progress(cursor=cursor, total=before.total, report=report)
        return progress, looked_at < STEP

    async def _save(self, claim: Claim, update: JobUpdate) -> None:
        async def write() -> None:
            await self.queue.save(claim, update)

        await self.durably(write)


def _update(progress: Progress, status: JobStatus, *, due_in: float | None) -> JobUpdate:
    return JobUpdate(
        status=status,
        stage=JobStage.STORING,
        due_in=due_in,
        progress=progress.share,
        checkpoint=asdict(progress),
    )


def _waiting(before: Progress, pause: float) -> JobUpdate:
    """Another try later, from where the step began; the end after too many of them."""
    tries = before.tries + 1
    if tries >= TRIES:
        return _failed(JobError(code=ErrorCode.STORAGE_ERROR, key="storage.failed"))
    again = Progress(cursor=before.cursor, total=before.total, tries=tries, report=before.report)
    return _update(again, JobStatus.WAITING, due_in=pause)


def _ended(progress: Progress) -> JobUpdate:
    report = progress.report
    if report.left_behind:
        params = {"moved": report.migrated, "left": report.left_behind}
        key = "storage.not_all_moved"
        return _failed(JobError(code=ErrorCode.STORAGE_ERROR, key=key, params=params))
    return JobUpdate(
        status=JobStatus.SUCCEEDED,
        stage=JobStage.DONE,
        due_in=None,
        progress=1.0,
        checkpoint=asdict(progress),
    )


def _failed(error: JobError) -> JobUpdate:
    return JobUpdate(status=JobStatus.FAILED, stage=JobStage.DONE, due_in=None, error=error)
