"""The one way to make a call that costs money: at most once, and never forgotten.

The intent is committed before the call (stage SUBMITTING with a fresh token), then the call
is made exactly once. A retry follows only when the request provably never arrived or the
provider refused it for its pace. Where nobody can know whether it arrived, the job waits a
while for a late answer (OUTCOME_UNKNOWN) and then fails for good: paying twice is worse.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

from app.domain.errors import ErrorCode
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.outcomes import (
    Accepted,
    Delivered,
    NotDelivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
    SubmitOutcome,
    asked_wait,
)
from app.domain.jobs.ports import HELD, Claim, JobQueue, JobUpdate, LeaseLostError, Watch
from app.domain.ports import Durably, Stopwatch

Mirror = Callable[[Job], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidCallPolicy:
    """Times in seconds.

    `deadline` runs from the submit. `grace` is how long a late answer may heal an unknown
    outcome, `hold` how long such a job keeps its provider slot. `lease` bounds how old a
    committed intent may be when the call starts.
    """

    deadline: float
    first_poll: float
    retry_delay: float
    retries: int
    rate_limit_delay: float
    rate_limit_retries: int
    grace: float
    hold: float
    lease: float


@dataclass(frozen=True, slots=True)
class PaidCall:
    """Makes the paid call of a job and keeps its answer."""

    queue: JobQueue
    durably: Durably
    stopwatch: Stopwatch
    policy: PaidCallPolicy

    async def step(
        self, claim: Claim, send: Callable[[], Awaitable[SubmitOutcome]], mirror: Mirror
    ) -> float | None:
        """Do the next step of a job that has not been submitted for certain.

        `mirror` is told of the saved job inside the transaction that saved it. Answers after
        how many seconds the following step is due, None when there is none.
        """
        match claim.job.stage:
            case JobStage.SUBMITTING:
                update = self._unknown()
                await self._save(claim, update, mirror)
            case JobStage.OUTCOME_UNKNOWN:
                update = self._given_up()
                await self._save(claim, update, mirror)
            case _:
                update = await self._call(claim, send, mirror)
        return update.due_in

    async def _save(self, claim: Claim, update: JobUpdate, mirror: Mirror) -> Job:
        async def write() -> Job:
            job = await self.queue.save(claim, update)
            await mirror(job)
            return job

        return await self.durably(write)

    async def _call(
        self, claim: Claim, send: Callable[[], Awaitable[SubmitOutcome]], mirror: Mirror
    ) -> JobUpdate:
        token = uuid4()
        started = self.stopwatch()
        claim.paying = True
        intent = JobUpdate(
            status=JobStatus.RUNNING,
            stage=JobStage.SUBMITTING,
            due_in=0,
            submit_token=token,
            deadline_in=self.policy.deadline,
            slot_for=self.policy.deadline,
            keep_lease=True,
        )
        job = await self._save(claim, intent, mirror)
        if self.stopwatch() - started >= self.policy.lease:
            outcome: SubmitOutcome = NotDelivered(reason="the worker was paused before the call")
        else:
            outcome = await send()
        update = self.after(job, outcome)

        async def write() -> None:
            try:
                await mirror(await self.queue.answer(job.id, token, update))
            except LeaseLostError:
                if not await self.queue.watch_answer(job.id, token, self._unseen(outcome)):
                    raise

        await self.durably(write)
        return update

    def after(self, job: Job, outcome: SubmitOutcome) -> JobUpdate:
        """What the provider's answer makes of the job."""
        match outcome:
            case Accepted(reference=reference):
                return JobUpdate(
                    status=JobStatus.WAITING,
                    stage=JobStage.GENERATION_STARTED,
                    due_in=self.policy.first_poll,
                    provider_ref=reference,
                    slot_for=self.policy.deadline,
                )
            case Delivered(brought=brought):
                return JobUpdate(
                    status=JobStatus.RUNNING,
                    stage=JobStage.STORING,
                    due_in=0,
                    progress=0.0,
                    checkpoint=brought,
                    slot_for=None,
                )
            case NotDelivered(reason=reason):
                error = JobError(code=ErrorCode.PROVIDER_UNAVAILABLE, key="provider.unavailable")
                return self._retry(
                    job,
                    counter="undelivered",
                    limit=self.policy.retries,
                    delay=self.policy.retry_delay,
                    error=error,
                    reason=reason,
                )
            case RateLimitedByProvider(retry_after=retry_after, reason=reason):
                delay = self.policy.rate_limit_delay if retry_after is None else retry_after
                error = JobError(
                    code=ErrorCode.RATE_LIMITED,
                    key="provider.rate_limited",
                    params=asked_wait(retry_after),
                )
                return self._retry(
                    job,
                    counter="rateLimited",
                    limit=self.policy.rate_limit_retries,
                    delay=delay,
                    error=error,
                    reason=reason,
                )
            case Refused(code=code, reason=reason):
                refusal = JobError(code=code, key="provider.refused", params={"reason": reason})
                return _failed(refusal)
            case OutcomeUnknown():
                return self._unknown()

    def _retry(
        self, job: Job, *, counter: str, limit: int, delay: float, error: JobError, reason: str
    ) -> JobUpdate:
        tries = int(job.checkpoint.get(counter, 0)) + 1
        if tries > limit:
            return _failed(error)
        return JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.RETRY_WAIT,
            due_in=delay,
            submit_token=None,
            slot_for=HELD,
            checkpoint={**job.checkpoint, counter: tries, "lastReason": reason},
        )

    def _unknown(self) -> JobUpdate:
        return JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.OUTCOME_UNKNOWN,
            due_in=self.policy.grace,
            slot_for=self.policy.hold,
        )

    def _given_up(self) -> JobUpdate:
        error = JobError(code=ErrorCode.OUTCOME_UNKNOWN, key="job.outcome_unknown")
        return JobUpdate(status=JobStatus.FAILED, stage=JobStage.DONE, due_in=None, error=error)

    def _unseen(self, outcome: SubmitOutcome) -> Watch:
        match outcome:
            case Accepted(reference=reference):
                return Watch(
                    due_in=self.policy.first_poll,
                    provider_ref=reference,
                    slot_for=self.policy.deadline,
                )
            case OutcomeUnknown():
                return Watch(due_in=None, slot_for=self.policy.hold)
            case _:
                return Watch(due_in=None, slot_for=None)


def _failed(error: JobError) -> JobUpdate:
    return JobUpdate(
        status=JobStatus.FAILED, stage=JobStage.DONE, due_in=None, slot_for=None, error=error
    )
