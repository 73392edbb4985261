from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.domain.errors import ErrorCode
from app.domain.jobs.model import Job, JobKind, JobStage, JobStatus
from app.domain.jobs.outcomes import (
    Accepted,
    Delivered,
    NotDelivered,
    OutcomeUnknown,
    RateLimitedByProvider,
    Refused,
    SubmitOutcome,
)
from app.domain.jobs.paid import PaidCall, PaidCallPolicy
from app.domain.jobs.ports import LeaseLostError
from tests.fakes.jobs import FakeJobQueue, a_job, at_once

POLICY = PaidCallPolicy(
    deadline=1800,
    first_poll=5,
    retry_delay=5,
    retries=3,
    rate_limit_delay=60,
    rate_limit_retries=3,
    grace=60,
    hold=300,
    lease=15,
)
ACCEPTED = Accepted(reference="42", model="m", status="preparing")
DELIVERED = Delivered(brought={"zip_url": "https://provider/stems.zip"})
UNDELIVERED = NotDelivered(reason="no connection")
LIMITED = RateLimitedByProvider(retry_after=None, reason="too quickly")


@dataclass
class Till:
    """Counts what was sent, and answers."""

    answers: list[SubmitOutcome]
    sent: int = 0
    told: list[JobStatus] = field(default_factory=list)

    async def send(self) -> SubmitOutcome:
        self.sent += 1
        return self.answers.pop(0)

    async def mirror(self, job: Job) -> None:
        self.told.append(job.status)


class Clock:
    def __init__(self, *readings: float) -> None:
        self.readings = list(readings)

    def __call__(self) -> float:
        return self.readings.pop(0) if self.readings else 0.0


def a_call(queue: FakeJobQueue, *readings: float) -> PaidCall:
    return PaidCall(queue, at_once, Clock(*readings), POLICY)


async def test_an_accepted_order_is_polled_and_keeps_its_slot() -> None:
    queue, till = FakeJobQueue(), Till([ACCEPTED])
    claim = queue.put(a_job())

    due = await a_call(queue).step(claim, till.send, till.mirror)

    kept = queue.kept[claim.job.id]
    assert (kept.job.stage, kept.job.status) == (JobStage.GENERATION_STARTED, JobStatus.WAITING)
    assert kept.job.provider_ref == "42"
    assert due == queue.due_in(claim.job.id) == 5
    assert kept.slot_until is not None
    assert [event.stage for event in queue.log] == [
        JobStage.SUBMITTING,
        JobStage.GENERATION_STARTED,
    ]
    assert till.told == [JobStatus.RUNNING, JobStatus.WAITING]


@pytest.mark.parametrize(
    ("outcome", "code", "delay"),
    [(UNDELIVERED, ErrorCode.PROVIDER_UNAVAILABLE, 5), (LIMITED, ErrorCode.RATE_LIMITED, 60)],
)
async def test_what_surely_was_not_bought_is_offered_three_more_times(
    outcome: SubmitOutcome, code: ErrorCode, delay: float
) -> None:
    queue, till = FakeJobQueue(), Till([outcome] * 4)
    claim = queue.put(a_job())

    for _ in range(3):
        await a_call(queue).step(claim, till.send, till.mirror)
        job = queue.kept[claim.job.id].job
        assert (job.stage, job.status) == (JobStage.RETRY_WAIT, JobStatus.WAITING)
        assert queue.due_in(job.id) == delay
        claim = queue.again(job.id)
    await a_call(queue).step(claim, till.send, till.mirror)

    job = queue.kept[claim.job.id].job
    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert job.error.code is code
    assert till.sent == 4


async def test_what_is_delivered_at_once_is_kept_with_its_answer_and_frees_its_slot() -> None:
    queue, till = FakeJobQueue(), Till([LIMITED, DELIVERED])
    claim = queue.put(a_job(kind=JobKind.STEM))

    await a_call(queue).step(claim, till.send, till.mirror)
    due = await a_call(queue).step(queue.again(claim.job.id), till.send, till.mirror)

    kept = queue.kept[claim.job.id]
    assert (kept.job.stage, kept.job.status) == (JobStage.STORING, JobStatus.RUNNING)
    assert kept.job.checkpoint == {"zip_url": "https://provider/stems.zip"}
    assert due == queue.due_in(claim.job.id) == 0
    assert kept.slot_until is None
    assert till.sent == 2


async def test_a_late_delivery_heals_an_unknown_outcome() -> None:
    queue, till = FakeJobQueue(), Till([DELIVERED])
    claim = queue.put(a_job(kind=JobKind.STEM))

    async def given_up_for_lost() -> SubmitOutcome:
        submitting = queue.again(claim.job.id)
        await a_call(queue).step(submitting, till.send, till.mirror)
        assert queue.kept[claim.job.id].job.stage is JobStage.OUTCOME_UNKNOWN
        return await till.send()

    await a_call(queue).step(claim, given_up_for_lost, till.mirror)

    assert queue.kept[claim.job.id].job.stage is JobStage.STORING
    assert till.sent == 1


async def test_the_provider_says_when_to_come_back() -> None:
    queue = FakeJobQueue()
    till = Till([RateLimitedByProvider(retry_after=7, reason="slow down")])
    claim = queue.put(a_job())

    assert await a_call(queue).step(claim, till.send, till.mirror) == 7


@pytest.mark.parametrize(("asked", "told"), [(6.2, {"retryAfter": 7}), (None, {})])
async def test_the_error_of_a_job_says_when_to_come_back(
    asked: float | None, told: dict[str, int]
) -> None:
    queue, till = FakeJobQueue(), Till([RateLimitedByProvider(retry_after=asked, reason="no")] * 4)
    claim = queue.put(a_job())
    for _ in range(4):
        await a_call(queue).step(claim, till.send, till.mirror)
        claim = queue.again(claim.job.id)

    error = queue.kept[claim.job.id].job.error
    assert error is not None
    assert (error.code, error.params) == (ErrorCode.RATE_LIMITED, told)


async def test_a_refusal_ends_the_job_and_frees_its_slot() -> None:
    queue = FakeJobQueue()
    till = Till([Refused(code=ErrorCode.QUOTA_EXCEEDED, reason="quota")])
    claim = queue.put(a_job())

    await a_call(queue).step(claim, till.send, till.mirror)

    kept = queue.kept[claim.job.id]
    assert kept.job.status is JobStatus.FAILED
    assert kept.job.error is not None
    assert kept.job.error.code is ErrorCode.QUOTA_EXCEEDED
    assert kept.slot_until is None


async def test_an_unknown_outcome_waits_for_a_late_answer_and_then_fails_unsent() -> None:
    queue, till = FakeJobQueue(), Till([OutcomeUnknown(reason="read timeout")])
    claim = queue.put(a_job())

    assert await a_call(queue).step(claim, till.send, till.mirror) == 60
    assert queue.kept[claim.job.id].job.stage is JobStage.OUTCOME_UNKNOWN
    held = queue.kept[claim.job.id].slot_until
    again = queue.again(claim.job.id)
    queue.kept[claim.job.id].slot_until = held
    await a_call(queue).step(again, till.send, till.mirror)

    kept = queue.kept[claim.job.id]
    assert kept.job.error is not None
    assert kept.job.error.code is ErrorCode.OUTCOME_UNKNOWN
    assert kept.slot_until == held
    assert till.sent == 1


async def test_a_job_whose_worker_died_while_submitting_is_never_sent_again() -> None:
    queue, till = FakeJobQueue(), Till([])
    claim = queue.put(a_job(stage=JobStage.SUBMITTING, status=JobStatus.RUNNING))

    await a_call(queue).step(claim, till.send, till.mirror)

    assert queue.kept[claim.job.id].job.stage is JobStage.OUTCOME_UNKNOWN
    assert till.sent == 0


async def test_a_worker_that_was_paused_before_the_call_does_not_send() -> None:
    queue, till = FakeJobQueue(), Till([])
    claim = queue.put(a_job())

    await a_call(queue, 0.0, 15.0).step(claim, till.send, till.mirror)

    assert queue.kept[claim.job.id].job.stage is JobStage.RETRY_WAIT
    assert till.sent == 0


@pytest.mark.parametrize(
    ("outcome", "reference", "due_in", "slot_free"),
    [
        (ACCEPTED, "42", 5, False),
        (OutcomeUnknown(reason="reset"), None, None, False),
        (UNDELIVERED, None, None, True),
        (DELIVERED, None, None, True),
    ],
)
async def test_the_answer_for_a_cancelled_job_is_noted_silently(
    outcome: SubmitOutcome, reference: str | None, due_in: float | None, slot_free: bool
) -> None:
    queue, till = FakeJobQueue(), Till([outcome])
    claim = queue.put(a_job())

    async def cancelled_meanwhile() -> SubmitOutcome:
        await queue.cancel(queue.kept[claim.job.id].job)
        return await till.send()

    await a_call(queue).step(claim, cancelled_meanwhile, till.mirror)

    kept = queue.kept[claim.job.id]
    assert kept.job.status is JobStatus.CANCELLED
    assert kept.job.provider_ref == reference
    assert queue.due_in(claim.job.id) == due_in
    assert (kept.slot_until is None) is slot_free
    assert [event.status for event in queue.log] == [JobStatus.RUNNING, JobStatus.CANCELLED]


async def test_an_answer_that_nobody_waits_for_changes_nothing() -> None:
    queue, till = FakeJobQueue(), Till([ACCEPTED])
    claim = queue.put(a_job())

    async def given_up_meanwhile() -> SubmitOutcome:
        kept = queue.kept[claim.job.id]
        update = a_call(queue).after(kept.job, Refused(code=ErrorCode.INTERNAL, reason=""))
        await queue.save(claim, update)
        return await till.send()

    with pytest.raises(LeaseLostError):
        await a_call(queue).step(claim, given_up_meanwhile, till.mirror)

    assert queue.kept[claim.job.id].job.provider_ref is None
