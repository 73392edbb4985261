"""Use-cases of durable work that are the same for every kind."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.errors import Conflict, InvalidInput, InvalidState, NotFound
from app.domain.jobs.model import Job, JobEvent, JobKind, NewJob
from app.domain.jobs.ports import JobFeed, JobHandler, JobQueue, Wakeups
from app.domain.ports import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class JobService:
    """Accepting, watching and cancelling jobs. `slots` says how many of a group may run."""

    queue: JobQueue
    wakeups: Wakeups
    feed: JobFeed
    transaction: Transaction
    handlers: Mapping[JobKind, JobHandler]
    slots: Mapping[str, int]

    async def repeated(
        self, user_id: UUID, idempotency_key: str | None, payload_hash: str
    ) -> Job | None:
        """The job that this key started, if any. Raises Conflict when it was another request."""
        if idempotency_key is None:
            return None
        job = await self.queue.by_key(user_id, idempotency_key)
        if job is not None and job.payload_hash != payload_hash:
            raise Conflict("input.key_in_use", "idempotency_key")
        return job

    async def accept(self, new: NewJob, keep_target: Callable[[], Awaitable[None]]) -> Job:
        """Keep a job together with what it works on, then wake a worker.

        When another request with the same key was faster, its job is answered instead.
        """
        try:
            async with self.transaction():
                await keep_target()
                job = await self.queue.accept(new)
                # Inside, because nothing after the commit may fail: the person would order again.
                due = await self._due(job, new)
        except Conflict:
            faster = await self.repeated(new.user_id, new.idempotency_key, new.payload_hash)
            if faster is None:
                raise
            return faster
        for job_id in due:
            await self.wakeups.wake(job_id)
        return job

    async def _due(self, job: Job, new: NewJob) -> Sequence[UUID]:
        if job.slot_group is None or new.slot_later:
            return [job.id]
        return await self.queue.admit(job.slot_group, self.slots[job.slot_group])

    async def admit(self, group: str) -> None:
        """Give the group's free slots away and wake a worker for each."""
        for job_id in await self.queue.admit(group, self.slots[group]):
            await self.wakeups.wake(job_id)

    async def cancel(self, user_id: UUID, job_id: UUID) -> Job:
        """End a job that has not ended. Raises NotFound and InvalidState.

        What the provider already works on is not charged back; its result is discarded.
        """
        async with self.transaction():
            cancelled = await self.end(user_id, job_id)
        if cancelled.slot_group is not None:
            await self.admit(cancelled.slot_group)
        return cancelled

    async def end(self, user_id: UUID, job_id: UUID) -> Job:
        """What `cancel` does inside the caller's transaction.

        After the commit the job's slot group is to be admitted. Raises NotFound and InvalidState.
        """
        job = await self.queue.lock(job_id, user_id=user_id)
        if job is None:
            raise NotFound("job.not_found", "id")
        if job.status.terminal:
            raise InvalidState("job.already_ended", "id", status=job.status.value)
        cancelled = await self.queue.cancel(job)
        await self.handlers[job.kind].cancelled(cancelled)
        return cancelled

    async def follow(
        self, user_id: UUID, job_id: UUID, after_seq: int | None
    ) -> AsyncGenerator[JobEvent, None]:
        """The live log of a job. Raises InvalidInput and NotFound."""
        if after_seq is not None and after_seq < 0:
            raise InvalidInput("number.too_small", "after_seq", min=0)
        if await self.queue.get(job_id, user_id=user_id) is None:
            raise NotFound("job.not_found", "job_id")
        return self.feed.follow(job_id, after_seq)
