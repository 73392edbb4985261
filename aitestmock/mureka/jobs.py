"""Accepted jobs and the time they take."""

from __future__ import annotations

import heapq
import secrets
from dataclasses import dataclass, field, replace

from aitestmock.mureka.scenarios import SUCCESS, Ending, Scenario
from aitestmock.mureka.submits import Submit

MOST_JOBS = 100_000
PREPARED = 0.1
STARTED = 0.25
_LOWEST_ID = 10**13

_FINAL_STATUS = {
    Ending.CHOICES: "succeeded",
    Ending.NO_CHOICES: "succeeded",
    Ending.FAILED: "failed",
    Ending.TIMEOUTED: "timeouted",
    Ending.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One accepted submit; times are epoch seconds, `polls` counts the queries so far."""

    id: str
    submit: Submit
    started_at: float
    ends_at: float
    scenario: Scenario = field(default=SUCCESS)
    polls: int = 0

    def status_at(self, now: float) -> str:
        """preparing, queued and running while it lasts, then what its scenario ends with."""
        if now >= self.ends_at:
            return _FINAL_STATUS[self.scenario.ending]
        progress = (now - self.started_at) / (self.ends_at - self.started_at)
        if progress < PREPARED:
            return "preparing"
        return "queued" if progress < STARTED else "running"


class JobBook:
    """The newest jobs, and how many are and were in flight at once."""

    def __init__(self, most_jobs: int = MOST_JOBS) -> None:
        self._jobs: dict[str, Job] = {}
        self._most_jobs = most_jobs
        self._ends: list[float] = []
        self.peak_in_flight = 0

    def open(self, submit: Submit, *, now: float, time_scale: float) -> Job:
        """A new job, in flight from now until its scaled duration is over."""
        job = Job(
            id=new_id(),
            submit=submit,
            scenario=submit.scenario,
            started_at=now,
            ends_at=now + submit.duration * time_scale,
        )
        self._jobs[job.id] = job
        heapq.heappush(self._ends, job.ends_at)
        self.peak_in_flight = max(self.peak_in_flight, self.in_flight(now))
        if len(self._jobs) > self._most_jobs:
            del self._jobs[next(iter(self._jobs))]
        return job

    def find(self, job_id: str) -> Job | None:
        """The job with this id."""
        return self._jobs.get(job_id)

    def polled(self, job: Job) -> Job:
        """The job with one more poll counted."""
        counted = replace(job, polls=job.polls + 1)
        self._jobs[job.id] = counted
        return counted

    def in_flight(self, now: float) -> int:
        """How many jobs are not finished; only ever asked with a `now` that does not go back."""
        while self._ends and self._ends[0] <= now:
            heapq.heappop(self._ends)
        return len(self._ends)

    def clear(self) -> None:
        """Forget all jobs."""
        self._jobs.clear()
        self._ends.clear()
        self.peak_in_flight = 0


def new_id() -> str:
    """A random id of 14 digits."""
    return str(_LOWEST_ID + secrets.randbelow(9 * _LOWEST_ID))
