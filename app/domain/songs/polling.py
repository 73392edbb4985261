"""What a poll's answer makes of a generating job. Pure: every wait and limit is decided here."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from app.domain.errors import ErrorCode
from app.domain.identity import new_id
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.ports import JobUpdate, Watch
from app.domain.songs.provider import (
    Busy,
    CancelledUpstream,
    Failed,
    Finished,
    PollOutcome,
    Unreachable,
    Waiting,
)

SHORT_POLLS_UNTIL = 120
MEDIUM_POLLS_UNTIL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPolicy:
    """Times in seconds. `deadline` runs from the submit.

    `intervals` are the waits below 120 s, below 300 s and beyond. An unreachable provider is
    asked again `network_tries` times, `network_delay` apart, before that counts as a poll.
    """

    intervals: tuple[float, float, float]
    most_attempts: int
    deadline: float
    network_delay: float
    network_tries: int = 3

    def interval(self, elapsed: float) -> float:
        """The wait before the next poll, `elapsed` seconds after the submit."""
        short, medium, long = self.intervals
        if elapsed < SHORT_POLLS_UNTIL:
            return short
        return medium if elapsed < MEDIUM_POLLS_UNTIL else long

    def after(self, job: Job, outcome: PollOutcome, now: datetime) -> JobUpdate:
        """The change of a submitted job that the answer to its poll asks for."""
        interval = self.interval(self._elapsed(job, now))
        match outcome:
            case Waiting():
                return self._wait(job, now, interval)
            case Busy():
                return self._wait(job, now, 2 * interval)
            case Unreachable():
                return self._missed(job, now, interval)
            case Failed(code=code, reason=reason):
                error = JobError(code=code, key="provider.failed", params={"reason": reason})
                return ended(JobStatus.FAILED, error)
            case CancelledUpstream():
                return ended(JobStatus.CANCELLED)
            case Finished(choices=()):
                error = JobError(code=ErrorCode.PROVIDER_ERROR, key="provider.no_choices")
                return ended(JobStatus.FAILED, error)
            case Finished(choices=choices):
                found = [{"id": str(new_id()), **asdict(choice)} for choice in choices]
                return JobUpdate(
                    status=JobStatus.RUNNING,
                    stage=JobStage.STORING,
                    due_in=0,
                    progress=0.0,
                    slot_for=None,
                    checkpoint={"choices": found},
                )

    def look_after(self, job: Job, outcome: PollOutcome, now: datetime) -> Watch:
        """What a cancelled job needs: its slot stays taken until the provider is done."""
        still_running = isinstance(outcome, Waiting | Busy | Unreachable)
        if still_running and not self._overdue(job, now):
            return Watch(due_in=self.interval(self._elapsed(job, now)))
        return Watch(due_in=None, slot_for=None)

    def _wait(self, job: Job, now: datetime, delay: float) -> JobUpdate:
        attempt = job.attempt + 1
        if self._overdue(job, now):
            error = JobError(code=ErrorCode.PROVIDER_TIMEOUT, key="job.deadline")
            return ended(JobStatus.FAILED, error)
        if attempt >= self.most_attempts:
            error = JobError(code=ErrorCode.PROVIDER_TIMEOUT, key="job.too_many_polls")
            return ended(JobStatus.FAILED, error)
        return JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.POLLING,
            due_in=delay,
            attempt=attempt,
            checkpoint={},
        )

    def _missed(self, job: Job, now: datetime, interval: float) -> JobUpdate:
        misses = int(job.checkpoint.get("misses", 0)) + 1
        if misses >= self.network_tries or self._overdue(job, now):
            return self._wait(job, now, interval)
        return JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.POLLING,
            due_in=self.network_delay,
            checkpoint={"misses": misses},
        )

    def _elapsed(self, job: Job, now: datetime) -> float:
        if job.run_deadline is None:
            return 0.0
        submitted = job.run_deadline - timedelta(seconds=self.deadline)
        return (now - submitted).total_seconds()

    def _overdue(self, job: Job, now: datetime) -> bool:
        return job.run_deadline is not None and now >= job.run_deadline


def ended(status: JobStatus, error: JobError | None = None) -> JobUpdate:
    """The end of a job, which gives its slot back."""
    return JobUpdate(status=status, stage=JobStage.DONE, due_in=None, slot_for=None, error=error)
