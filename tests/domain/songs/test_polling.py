from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import ErrorCode
from app.domain.jobs.model import Job, JobStage, JobStatus
from app.domain.songs.polling import PollPolicy
from app.domain.songs.provider import (
    Busy,
    CancelledUpstream,
    Failed,
    Finished,
    PollOutcome,
    ProviderChoice,
    Unreachable,
    Waiting,
)
from tests.fakes.jobs import a_job

POLICY = PollPolicy(
    intervals=(5, 15, 30), most_attempts=240, deadline=1800, network_delay=5, network_tries=3
)
SUBMITTED = datetime(2026, 3, 1, tzinfo=UTC)
CHOICE = ProviderChoice(
    mureka_choice_id="c",
    index=0,
    mp3_url="http://provider/a.mp3",
    flac_url=None,
    video_url=None,
    image_url=None,
    duration_ms=1000,
    title=None,
    tags=None,
    lyrics_sections=None,
)


def a_polled_job(**changes: object) -> Job:
    return a_job(
        status=JobStatus.WAITING,
        stage=JobStage.POLLING,
        provider_ref="42",
        run_deadline=SUBMITTED + timedelta(seconds=1800),
        **changes,
    )


@pytest.mark.parametrize(
    ("elapsed", "interval"),
    [(0, 5), (119.9, 5), (120, 15), (299.9, 15), (300, 30), (1799, 30)],
)
def test_the_interval_grows_at_exactly_two_and_five_minutes(
    elapsed: float, interval: float
) -> None:
    now = SUBMITTED + timedelta(seconds=elapsed)

    assert POLICY.after(a_polled_job(), Waiting(status="running"), now).due_in == interval


def test_a_busy_provider_is_left_alone_twice_as_long_and_it_counts() -> None:
    update = POLICY.after(a_polled_job(attempt=3), Busy(reason="503"), SUBMITTED)

    assert (update.due_in, update.attempt) == (10, 4)


def test_an_unreachable_provider_is_tried_three_times_before_it_counts() -> None:
    job = a_polled_job(attempt=3)
    for misses in (1, 2):
        update = POLICY.after(job, Unreachable(reason="reset"), SUBMITTED)
        assert (update.due_in, update.checkpoint) == (5, {"misses": misses})
        job = a_polled_job(attempt=3, checkpoint=update.checkpoint)

    update = POLICY.after(job, Unreachable(reason="reset"), SUBMITTED)

    assert (update.attempt, update.checkpoint) == (4, {})


@pytest.mark.parametrize("outcome", [Waiting(status="running"), Busy(reason="503")])
def test_the_last_allowed_poll_ends_the_job(outcome: PollOutcome) -> None:
    assert not POLICY.after(a_polled_job(attempt=238), outcome, SUBMITTED).status.terminal
    update = POLICY.after(a_polled_job(attempt=239), outcome, SUBMITTED)

    assert update.status is JobStatus.FAILED
    assert update.error is not None
    assert update.error.key == "job.too_many_polls"


@pytest.mark.parametrize(
    "outcome", [Waiting(status="running"), Busy(reason="503"), Unreachable(reason="reset")]
)
def test_a_job_beyond_its_deadline_fails_and_frees_its_slot(outcome: PollOutcome) -> None:
    before = SUBMITTED + timedelta(seconds=1799.9)
    assert not POLICY.after(a_polled_job(), outcome, before).status.terminal
    update = POLICY.after(a_polled_job(), outcome, SUBMITTED + timedelta(seconds=1800))

    assert update.status is JobStatus.FAILED
    assert update.slot_for is None
    assert update.error is not None
    assert update.error.code is ErrorCode.PROVIDER_TIMEOUT


def test_a_song_that_is_ready_after_the_deadline_is_still_taken() -> None:
    late = SUBMITTED + timedelta(days=1)
    update = POLICY.after(a_polled_job(), Finished(model="m", choices=(CHOICE,), raw={}), late)

    assert (update.stage, update.status) == (JobStage.STORING, JobStatus.RUNNING)
    assert update.slot_for is None


@pytest.mark.parametrize(
    ("outcome", "status", "code"),
    [
        (
            Failed(code=ErrorCode.PROVIDER_TIMEOUT, reason="timeouted"),
            JobStatus.FAILED,
            ErrorCode.PROVIDER_TIMEOUT,
        ),
        (Finished(model="m", choices=(), raw={}), JobStatus.FAILED, ErrorCode.PROVIDER_ERROR),
        (CancelledUpstream(), JobStatus.CANCELLED, None),
    ],
)
def test_the_providers_end_is_the_jobs_end(
    outcome: PollOutcome, status: JobStatus, code: ErrorCode | None
) -> None:
    update = POLICY.after(a_polled_job(), outcome, SUBMITTED)

    assert (update.status, update.due_in, update.slot_for) == (status, None, None)
    assert (update.error.code if update.error else None) is code


@pytest.mark.parametrize(
    ("outcome", "seconds", "due_in"),
    [
        (Waiting(status="running"), 0, 5),
        (Busy(reason="503"), 130, 15),
        (Waiting(status="running"), 1800, None),
        (Failed(code=ErrorCode.PROVIDER_ERROR, reason="no"), 0, None),
        (Finished(model="m", choices=(CHOICE,), raw={}), 0, None),
        (CancelledUpstream(), 0, None),
    ],
)
def test_a_cancelled_job_is_looked_after_until_the_provider_is_done(
    outcome: PollOutcome, seconds: float, due_in: float | None
) -> None:
    now = SUBMITTED + timedelta(seconds=seconds)
    watch = POLICY.look_after(a_polled_job(), outcome, now)

    assert watch.due_in == due_in
    assert (watch.slot_for is None) is (due_in is None)
