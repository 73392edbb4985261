"""What becomes of a text, however its job ends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.domain.errors import ErrorCode
from app.domain.jobs.model import Job, JobError, JobKind, JobStage, JobStatus
from app.domain.jobs.ports import Claim
from app.domain.language.model import Delivery, Ending, ModelFailedError, Provider
from app.domain.writing.generation import TextGeneration
from app.domain.writing.model import TextFacts
from app.domain.writing.titles import SketchTitles
from tests.domain.writing.things import a_request, asking
from tests.fakes.jobs import FakeJobQueue, a_job, at_once
from tests.fakes.language import FakeDrafts, FakeModel, FakeStreams
from tests.fakes.sketches import FakeSketches


class Room:
    """A handler with everything in memory."""

    def __init__(self) -> None:
        self.model, self.drafts, self.streams = FakeModel(), FakeDrafts(), FakeStreams()
        self.queue, self.sketches = FakeJobQueue(), FakeSketches()
        self.handler = TextGeneration(
            queue=self.queue,
            asking=asking(self.model, self.drafts),
            titles=SketchTitles(sketches=self.sketches, clock=self.queue.clock),
            drafts=self.drafts,
            streams=self.streams,
            durably=at_once,
        )

    def ordered(self, *, provider: Provider = Provider.INTERNAL, **changes: Any) -> Claim:
        request = a_request(provider=provider).as_json()
        fields = {"kind": JobKind.LYRIC_AI, "slot_group": None, "request": request, **changes}
        return self.queue.put(a_job(**fields))

    async def done(self, claim: Claim) -> Job:
        """The job after one step."""
        async with asyncio.timeout(5):
            await self.handler.step(claim)
        return self.queue.kept[claim.job.id].job


@pytest.fixture
def room() -> Room:
    return Room()


async def test_the_cleaned_text_ends_the_job(room: Room) -> None:
    room.model.answers = [["“Har", "bour", " lights”\n"]]
    claim = room.ordered()
    job = await room.done(claim)
    assert (job.status, job.stage, job.error) == (JobStatus.SUCCEEDED, JobStage.DONE, None)
    assert (job.text, job.text_seq) == ("Harbour lights", 3)
    stages = [(each.stage, each.status) for each in room.queue.log]
    assert stages == [
        (JobStage.WRITING, JobStatus.RUNNING),
        (JobStage.DONE, JobStatus.SUCCEEDED),
    ]
    writer = room.streams.writer(job.id)
    assert [text for _, text in writer.pieces] == ["“Har", "bour", " lights”\n"]
    assert writer.closed
    assert claim.paying
    assert TextFacts.of(job.checkpoint) == TextFacts(prompt_tokens=10, completion_tokens=2)


async def test_a_text_that_a_limit_cut_short_says_so(room: Room) -> None:
    room.model.ending = Ending(prompt_tokens=None, completion_tokens=5, cut_short=True)
    job = await room.done(room.ordered())
    assert TextFacts.of(job.checkpoint) == TextFacts(completion_tokens=5, cut_short=True)


@pytest.mark.parametrize("answer", [[], [" ", "\n"], ["“", " ", "”"], ['""']])
async def test_a_model_that_answers_nothing_fails_the_job(room: Room, answer: list[str]) -> None:
    room.model.answers = [answer]
    job = await room.done(room.ordered())
    assert job.error == JobError(code=ErrorCode.PROVIDER_ERROR, key="model.empty")
    assert (job.status, job.text, job.text_seq) == (JobStatus.FAILED, None, None)


@pytest.mark.parametrize(
    ("code", "delivery", "key"),
    [
        (ErrorCode.RATE_LIMITED, Delivery.TURNED_AWAY, "model.rate_limited"),
        (ErrorCode.PROVIDER_UNAVAILABLE, Delivery.NOT_SENT, "model.unavailable"),
        (ErrorCode.PROVIDER_TIMEOUT, Delivery.UNKNOWN, "model.timeout"),
        (ErrorCode.PROVIDER_ERROR, Delivery.UNKNOWN, "model.broke_off"),
    ],
)
async def test_a_model_that_fails_fails_the_job_at_once(
    room: Room, code: ErrorCode, delivery: Delivery, key: str
) -> None:
    room.model.answers = [ModelFailedError(code, "why", delivery)]
    job = await room.done(room.ordered())
    assert job.error is not None
    assert (job.status, job.error.code, job.error.key) == (JobStatus.FAILED, code, key)
    assert room.queue.due_in(job.id) is None
    assert len(room.model.orders) == 1


@pytest.mark.parametrize(
    ("provider", "code"),
    [
        (Provider.INTERNAL, ErrorCode.INTERRUPTED),
        (Provider.EXTERNAL, ErrorCode.OUTCOME_UNKNOWN),
    ],
)
async def test_a_text_whose_worker_died_is_not_asked_for_again(
    room: Room, provider: Provider, code: ErrorCode
) -> None:
    claim = room.ordered(provider=provider, stage=JobStage.WRITING, status=JobStatus.RUNNING)
    await room.drafts.keep(claim.job.id, claim.lease, 2, "Half a")
    job = await room.done(claim)
    assert job.error is not None
    assert (job.status, job.error.code, job.text) == (JobStatus.FAILED, code, None)
    assert (room.model.orders, room.drafts.kept) == ([], {})
    assert room.streams.writer(job.id).closed


async def test_a_job_that_keeps_breaking_is_given_up(room: Room) -> None:
    error = JobError(code=ErrorCode.INTERNAL, key="job.broken")
    claim = room.ordered()
    await room.handler.give_up(claim, error)
    job = room.queue.kept[claim.job.id].job
    assert (job.status, job.error) == (JobStatus.FAILED, error)


async def test_a_cancelled_job_is_left_alone(room: Room) -> None:
    claim = room.ordered(status=JobStatus.CANCELLED, stage=JobStage.DONE)
    await room.done(claim)
    await room.handler.give_up(
        room.queue.again(claim.job.id), JobError(code=ErrorCode.INTERNAL, key="k")
    )
    assert (room.model.orders, room.queue.log) == ([], [])
    assert room.queue.due_in(claim.job.id) is None


async def test_a_writer_that_is_stopped_ends_the_job_as_cancelled(room: Room) -> None:
    room.model.held = asyncio.Event()
    claim = room.ordered()
    room.streams.writer(claim.job.id).stop.set()
    job = await room.done(claim)
    assert (job.status, job.text, room.model.closed) == (JobStatus.CANCELLED, None, 1)


async def test_our_own_models_are_told_how_much_to_keep_in_mind(room: Room) -> None:
    for window, told in ((1000, 1000), (100_000, 4096), (0, 1)):
        ask = asking(room.model, small=window)
        await ask.ask(room.ordered(), a_request(), room.streams.writer(a_job().id))
        assert room.model.orders[-1].context_window == told
    external = a_request(provider=Provider.EXTERNAL)
    await asking(room.model).ask(room.ordered(), external, room.streams.writer(a_job().id))
    assert room.model.orders[-1].context_window is None
