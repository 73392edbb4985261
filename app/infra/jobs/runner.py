"""Runs claimed jobs, one task each, and keeps their leases alive."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from loguru import logger

from app.domain.errors import ErrorCode
from app.domain.jobs.model import JobError, JobKind
from app.domain.jobs.ports import Claim, JobHandler, JobQueue, LeaseLostError
from app.infra.database import DATABASE_AWAY
from app.infra.metrics import JOB_STEPS
from app.infra.tracing import TRACEPARENT, tracing

MOST_STUMBLES = 8


@dataclass(slots=True)
class _Work:
    """What one task is doing: its claim changes from step to step."""

    claim: Claim


class Runner:
    """The claimed jobs of this process.

    `capacity` says how many of a kind run at once. `freed` is told the slot group after each step,
    so that a freed slot is given away at once. A step longer than a third of the lease renews it.
    """

    def __init__(
        self,
        *,
        queue: JobQueue,
        handlers: Mapping[JobKind, JobHandler],
        freed: Callable[[str], Awaitable[None]],
        lease: float,
        capacity: Mapping[JobKind, int],
    ) -> None:
        self._queue = queue
        self._handlers = handlers
        self._freed = freed
        self._lease = lease
        self._capacity = capacity
        # By task, not by job: a step that lost its lease may still run when its job comes back.
        self._working: dict[asyncio.Task[None], _Work] = {}
        self._stopping = False

    @property
    def free(self) -> Mapping[JobKind, int]:
        """How many more jobs this process takes now, by their kind; only kinds that have room."""
        if self._stopping:
            return {}
        busy = Counter(work.claim.job.kind for work in self._working.values())
        room = {kind: most - busy[kind] for kind, most in self._capacity.items()}
        return {kind: left for kind, left in room.items() if left > 0}

    @property
    def running(self) -> int:
        """How many jobs this process works on now."""
        return len(self._working)

    async def offer(self, job_id: UUID) -> None:
        """Take a job if it is due and nobody holds it."""
        if (free := self.free) and (claim := await self._claim(job_id, free)):
            self.run(claim)

    async def _claim(self, job_id: UUID, kinds: Collection[JobKind]) -> Claim | None:
        try:
            return await self._queue.claim(job_id, kinds)
        except DATABASE_AWAY as error:
            logger.warning("a wake-up found no database: {}", type(error).__name__)
            return None

    def run(self, claim: Claim) -> None:
        """Work on a claimed job, in a task of its own, until it is no longer due."""
        work = _Work(claim)
        task = asyncio.create_task(self._work(work), name=f"job {claim.job.id}")
        self._working[task] = work
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._working[task]
        if not task.cancelled() and (error := task.exception()):
            logger.opt(exception=error).error("{} broke", task.get_name())

    async def _work(self, work: _Work) -> None:
        job = work.claim.job
        with logger.contextualize(job=str(job.id), kind=job.kind.value):
            due: Claim | None = work.claim
            while due:
                work.claim = due
                await self._step(due)
                await self._give_slot_away(due)
                due = None if self._stopping else await self._claim(job.id, (job.kind,))

    async def _step(self, claim: Claim) -> None:
        job = claim.job
        with tracing.span(
            f"job {job.kind}",
            "CONSUMER",
            job.request.get(TRACEPARENT),
            job=str(job.id),
            stage=job.stage.value,
        ) as span:
            outcome = await self._attempt(claim)
            span.tell(outcome=outcome)
            if outcome == "broken":
                span.failed()

    async def _attempt(self, claim: Claim) -> str:
        handler = self._handlers[claim.job.kind]
        outcome = "done"
        try:
            if claim.failures < MOST_STUMBLES:
                await handler.step(claim)
            else:
                await handler.give_up(claim, JobError(code=ErrorCode.INTERNAL, key="job.broken"))
        except LeaseLostError:
            outcome = "late"
            logger.info("the step came too late: the job is held elsewhere or has ended")
        except asyncio.CancelledError:
            outcome = "interrupted"
            await self._queue.release(claim)
            raise
        except Exception as error:  # noqa: BLE001 - a broken step must not end the worker
            outcome = "broken"
            logger.opt(exception=error).error("a step broke")
            await self._stumble(claim)
        finally:
            JOB_STEPS.labels(claim.job.kind.value, outcome).inc()
        return outcome

    async def _stumble(self, claim: Claim) -> None:
        try:
            await self._queue.stumble(claim, MOST_STUMBLES)
        except DATABASE_AWAY as error:
            logger.warning("the broken step was not noted: {}", type(error).__name__)

    async def _give_slot_away(self, claim: Claim) -> None:
        if claim.job.slot_group is None or self._stopping:
            return
        try:
            await self._freed(claim.job.slot_group)
        except DATABASE_AWAY as error:
            logger.warning("no slot was given away: {}", type(error).__name__)

    async def keep_leases(self) -> None:
        """Renew the leases of running steps, for ever."""
        while True:
            await asyncio.sleep(self._lease / 3)
            claims = [work.claim for work in self._working.values()]
            if not claims:
                continue
            try:
                await self._queue.renew(claims)
            except DATABASE_AWAY as error:
                logger.warning("leases were not renewed: {}", type(error).__name__)
            except Exception as error:  # noqa: BLE001 - without leases every step is done twice
                logger.opt(exception=error).error("renewing leases broke")

    async def drain(self, patience: float) -> None:
        """Stop taking jobs, and wait up to `patience` seconds for answers that cost money.

        Every other step is broken off and its job given back.
        """
        self._stopping = True
        for task, work in self._working.items():
            if not work.claim.paying:
                task.cancel()
        tasks = list(self._working)
        if not tasks:
            return
        _, unfinished = await asyncio.wait(tasks, timeout=patience)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
