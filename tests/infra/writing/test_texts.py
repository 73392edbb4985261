"""Texts on the real database, read along over the real Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from app.domain.changes import UNSET
from app.domain.errors import Conflict, ErrorCode, InvalidInput, NotFound
from app.domain.jobs.model import Job, JobStage, JobStatus
from app.domain.jobs.ports import LeaseLostError
from app.domain.language.model import Provider
from app.domain.language.ports import Snapshot
from app.domain.sketches.model import SketchChanges
from app.domain.templates.generation import Overrides
from app.domain.writing.model import TextRequest, TextWish
from app.domain.writing.reading import TextEvent, TextFinished
from app.domain.writing.titles import SketchTitleWish, title_error
from app.infra.live.texts import LiveTexts
from app.infra.repositories.text_drafts import TextDraftRepository
from app.rows.jobs import JobEventRow, JobRow, TextDraftRow
from tests.infra.jobs.rows import somebody
from tests.infra.writing.desks import EXTERNAL, WISH, Desk, a_desk


@pytest.fixture
async def desk(db: str, redis_url: str) -> AsyncIterator[Desk]:
    redis = Redis.from_url(redis_url)
    texts = LiveTexts(redis, TextDraftRepository(), reread=0.05)
    yield a_desk(await somebody(), texts)
    await texts.aclose()
    await redis.aclose()


async def until_asked(desk: Desk) -> None:
    async with asyncio.timeout(5):
        while not desk.model.orders:
            await asyncio.sleep(0.005)


async def read(desk: Desk, job: Job, after: int | None = None) -> list[TextEvent]:
    async with asyncio.timeout(10):
        events = await desk.reading.follow(desk.owner, job.id, after)
        return [each async for each in events]


async def test_the_request_of_a_job_holds_all_that_is_asked(desk: Desk) -> None:
    overrides = Overrides(model=EXTERNAL, temperature=0.0, max_tokens=7)
    wish = TextWish(category="title", action="generate", input="the sea", overrides=overrides)
    job = await desk.writing.generate(desk.owner, wish)
    request = TextRequest.of((await desk.now(job)).request)
    assert request.provider is Provider.EXTERNAL
    assert (request.prompt.category, request.prompt.action) == ("titel", "generate")
    assert (request.prompt.temperature, request.prompt.max_tokens) == (0.0, 7)
    assert "the sea" in request.prompt.text
    usual = await desk.writing.generate(desk.owner, WISH)
    assert TextRequest.of((await desk.now(usual)).request).provider is Provider.INTERNAL


async def test_readers_see_every_piece_and_at_last_the_text_that_is_kept(desk: Desk) -> None:
    desk.model.answers = [["“Har", "bour", "”\n"]]
    desk.model.held = asyncio.Event()
    job = await desk.writing.generate(desk.owner, WISH)
    reading = asyncio.create_task(read(desk, job))
    working = asyncio.create_task(desk.work())
    async with asyncio.timeout(10):
        while not await TextDraftRow.filter(seq=3).exists():
            await asyncio.sleep(0.01)
    coming_back = asyncio.create_task(read(desk, job, after=3))
    await asyncio.sleep(0.2)
    desk.model.held.set()
    await working

    for events in (await reading, await coming_back):
        *_, last, finished = events
        assert last == Snapshot(seq=3, text="Harbour")
        assert isinstance(finished, TextFinished)
        assert finished.job.text == "Harbour"
    assert (await desk.now(job)).text_seq == 3
    assert await TextDraftRow.all().count() == 0
    for after in (None, 0, 3, 99):
        assert (await read(desk, job, after))[0] == Snapshot(seq=3, text="Harbour")


async def test_a_text_that_was_read_whole_is_not_sent_twice(desk: Desk) -> None:
    desk.model.answers = [["Har", "bour"]]
    desk.model.held = asyncio.Event()
    job = await desk.writing.generate(desk.owner, WISH)
    reading = asyncio.create_task(read(desk, job))
    working = asyncio.create_task(desk.work())
    await asyncio.sleep(0.3)
    desk.model.held.set()
    await working
    events = await reading
    texts = "".join(each.text for each in events if not isinstance(each, TextFinished))
    assert texts == "Harbour"


async def test_a_cancelled_text_is_broken_off_at_the_provider(desk: Desk) -> None:
    desk.model.held = asyncio.Event()
    job = await desk.writing.generate(desk.owner, WISH)
    working = asyncio.create_task(desk.work())
    await until_asked(desk)
    cancelled = await desk.jobs.cancel(desk.owner, job.id)
    assert cancelled.status is JobStatus.CANCELLED
    async with asyncio.timeout(5):
        await working
    assert desk.model.closed == 1
    now = await desk.now(job)
    assert (now.status, now.text, await TextDraftRow.all().count()) == (
        JobStatus.CANCELLED, None, 0,
    )  # fmt: skip


async def test_a_text_that_is_cancelled_just_before_it_is_kept_stays_cancelled(desk: Desk) -> None:
    job = await desk.writing.generate(desk.owner, WISH)
    claim = await desk.claim()
    await desk.jobs.cancel(desk.owner, job.id)
    with pytest.raises(LeaseLostError):
        await desk.handler.step(claim)
    assert (await desk.now(job)).status is JobStatus.CANCELLED
    assert desk.model.orders == []


async def test_a_text_whose_worker_died_fails_and_its_draft_goes(db: str, redis_url: str) -> None:
    redis = Redis.from_url(redis_url)
    texts = LiveTexts(redis, TextDraftRepository(), reread=0.05)
    desk = a_desk(await somebody(), texts, lease=0.3)
    desk.model.held = asyncio.Event()
    job = await desk.writing.generate(desk.owner, WISH)
    working = asyncio.create_task(desk.work())
    async with asyncio.timeout(10):
        while not await TextDraftRow.exists():
            await asyncio.sleep(0.01)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await asyncio.sleep(0.4)
    assert (await desk.now(job)).stage is JobStage.WRITING

    await desk.work()
    now = await desk.now(job)
    assert now.error is not None
    assert (now.status, now.error.code) == (JobStatus.FAILED, ErrorCode.INTERRUPTED)
    assert (len(desk.model.orders), await TextDraftRow.all().count()) == (1, 0)
    assert (await read(desk, job))[0] == Snapshot(seq=0, text="")
    await texts.aclose()
    await redis.aclose()


async def test_what_is_no_text_of_ones_own_is_not_read(desk: Desk) -> None:
    job = await desk.writing.generate(desk.owner, WISH)
    with pytest.raises(NotFound):
        await desk.reading.follow(await somebody(), job.id, None)
    with pytest.raises(InvalidInput):
        await desk.reading.follow(desk.owner, job.id, -1)
    await JobRow.filter(id=job.id).update(kind="SONG")
    with pytest.raises(InvalidInput, match=r"text\.no_text_job"):
        await desk.reading.follow(desk.owner, job.id, None)


async def test_a_title_is_put_on_its_sketch_in_the_transaction_that_keeps_it(desk: Desk) -> None:
    sketch = await desk.sketch(lyrics="Salt on my hands")
    desk.model.answers = [['"Harbour', ' lights"', "\nbecause"]]
    job = await desk.titles.generate(desk.owner, SketchTitleWish(sketch_id=sketch.id))
    assert "Salt on my hands" in TextRequest.of(job.request).prompt.text
    await desk.work()
    now, titled = await desk.now(job), await desk.sketch_now(sketch)
    assert (now.text, titled.title, titled.version) == ("Harbour lights", "Harbour lights", 2)
    assert title_error(now) is None


@pytest.mark.parametrize("expected", [None, 1])
async def test_a_title_that_comes_too_late_leaves_the_sketch_as_it_is(
    desk: Desk, expected: int | None
) -> None:
    sketch = await desk.sketch()
    wish = SketchTitleWish(sketch_id=sketch.id, expected_version=expected)
    job = await desk.titles.generate(desk.owner, wish)
    change = SketchChanges(title="Mine" if expected is None else UNSET, lyrics="la")
    mine = await desk.sketches.update(desk.owner, sketch.id, change, expected_version=None)
    await desk.work()
    now = await desk.now(job)
    error = title_error(now)
    assert await desk.sketch_now(sketch) == mine
    assert (now.status, now.text) == (JobStatus.SUCCEEDED, "Fine.")
    assert error is not None
    assert error.code is ErrorCode.CONFLICT


async def test_a_person_who_changes_other_texts_gets_the_title_all_the_same(desk: Desk) -> None:
    sketch = await desk.sketch()
    await desk.titles.generate(desk.owner, SketchTitleWish(sketch_id=sketch.id))
    change = SketchChanges(lyrics="la")
    await desk.sketches.update(desk.owner, sketch.id, change, expected_version=None)
    await desk.work()
    now = await desk.sketch_now(sketch)
    assert (now.title, now.lyrics, now.version) == ("Fine.", "la", 3)


async def test_a_sketch_that_was_deleted_meanwhile_leaves_the_title_in_its_job(desk: Desk) -> None:
    sketch = await desk.sketch()
    job = await desk.titles.generate(desk.owner, SketchTitleWish(sketch_id=sketch.id))
    await desk.sketches.delete(desk.owner, sketch.id)
    await desk.work()
    assert (await desk.now(job)).text == "Fine."


async def test_a_stale_sketch_gets_no_title(desk: Desk) -> None:
    sketch = await desk.sketch()
    wish = SketchTitleWish(sketch_id=sketch.id, expected_version=2)
    with pytest.raises(Conflict):
        await desk.titles.generate(desk.owner, wish)
    with pytest.raises(NotFound):
        await desk.titles.generate(await somebody(), SketchTitleWish(sketch_id=sketch.id))
    assert await JobRow.all().count() == 0


async def test_a_title_that_is_asked_for_again_is_the_first_one(desk: Desk) -> None:
    sketch = await desk.sketch()
    wish = SketchTitleWish(sketch_id=sketch.id, expected_version=1, idempotency_key="k")
    first = await desk.titles.generate(desk.owner, wish)
    await desk.work()
    assert (await desk.titles.generate(desk.owner, wish)).id == first.id
    other = SketchTitleWish(sketch_id=sketch.id, expected_version=2, idempotency_key="k")
    with pytest.raises(Conflict):
        await desk.titles.generate(desk.owner, other)


async def test_the_log_of_a_text_has_no_gaps(desk: Desk) -> None:
    job = await desk.writing.generate(desk.owner, WISH)
    await desk.work()
    events = await JobEventRow.filter(job_id=job.id).order_by("seq")
    assert [(each.seq, each.stage) for each in events] == [
        (1, JobStage.ACCEPTED), (2, JobStage.WRITING), (3, JobStage.DONE),
    ]  # fmt: skip
