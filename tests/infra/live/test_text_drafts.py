"""The drafts of texts, in a real PostgreSQL."""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from dataclasses import replace
from uuid import uuid4

import pytest

from app.domain.jobs.model import JobKind, JobStatus
from app.domain.jobs.ports import LeaseLostError
from app.domain.language.ports import DraftState
from app.infra.database import transaction
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.text_drafts import MOST_TOGETHER, TextDraftRepository
from app.rows.conversations import MessageRow
from app.rows.jobs import TextDraftRow
from tests.infra.jobs.rows import somebody
from tests.infra.live.rows import SUCCEEDED, a_job, a_reply, an_author, ignore, taken

LEASE = 0.2


@pytest.fixture
def drafts(db: str) -> TextDraftRepository:
    return TextDraftRepository()


@pytest.fixture
def queue(db: str) -> JobRepository:
    return JobRepository(lease=LEASE, publish=ignore)


async def test_what_is_kept_last_is_read(drafts: TextDraftRepository) -> None:
    author = await an_author(drafts)
    assert await drafts.read(author.job_id) == DraftState(seq=0, text="", ended=False)

    await author.keep(2, "la la")
    await author.keep(3, "la la la")

    assert await drafts.read(author.job_id) == DraftState(seq=3, text="la la la", ended=False)


async def test_of_what_is_not_there_nothing_is_read_or_stopped(drafts: TextDraftRepository) -> None:
    assert await drafts.read(uuid4()) is None
    assert not await drafts.request_stop(uuid4())
    with pytest.raises(LeaseLostError):
        await drafts.keep(uuid4(), uuid4(), 1, "la")


async def test_the_author_hears_of_a_stop_with_the_next_thing_that_is_kept(
    drafts: TextDraftRepository,
) -> None:
    author = await an_author(drafts)
    assert not await author.keep(1, "la")

    assert await drafts.request_stop(author.job_id)
    assert await drafts.request_stop(author.job_id)

    assert await author.keep(2, "la la")
    state = await drafts.read(author.job_id)
    assert state == DraftState(seq=2, text="la la", ended=False, stop_requested=True)


async def test_a_stop_may_come_before_anything_is_written(drafts: TextDraftRepository) -> None:
    author = await an_author(drafts)

    assert await drafts.request_stop(author.job_id)

    assert await drafts.read(author.job_id) == DraftState(
        seq=0, text="", ended=False, stop_requested=True
    )
    assert await author.keep(1, "la")


async def test_after_the_end_the_text_of_the_job_is_read_and_nothing_can_be_kept_or_stopped(
    drafts: TextDraftRepository,
) -> None:
    author = await an_author(drafts)
    await author.keep(2, "la la")
    await author.finish(3, "la la la")

    assert await drafts.read(author.job_id) == DraftState(seq=3, text="la la la", ended=True)
    assert not await drafts.request_stop(author.job_id)
    with pytest.raises(LeaseLostError):
        await author.keep(4, "la la la la")
    assert await TextDraftRow.all().count() == 0


async def test_a_job_that_ended_without_a_text_has_an_empty_one(
    drafts: TextDraftRepository,
) -> None:
    author = await an_author(drafts)
    await author.queue.save(author.claim, SUCCEEDED)

    assert await drafts.read(author.job_id) == DraftState(seq=0, text="", ended=True)


async def test_what_was_kept_is_the_text_of_a_job_that_ended_without_saving_it(
    drafts: TextDraftRepository,
) -> None:
    author = await an_author(drafts)
    await author.keep(2, "la la")
    await author.queue.save(author.claim, SUCCEEDED)

    assert await drafts.read(author.job_id) == DraftState(seq=2, text="la la", ended=True)


async def test_whoever_lost_the_lease_keeps_nothing(
    drafts: TextDraftRepository, queue: JobRepository
) -> None:
    job_id = await a_job(queue, await somebody(), JobKind.LYRIC_AI)
    late = await taken(queue, drafts, job_id)
    await asyncio.sleep(LEASE + 0.05)
    heir = await taken(queue, drafts, job_id)

    kept = await asyncio.gather(
        late.keep(9, "late"), heir.keep(1, "heir"), late.keep(10, "later"), return_exceptions=True
    )

    assert [type(each) for each in kept] == [LeaseLostError, bool, LeaseLostError]
    assert await drafts.read(job_id) == DraftState(seq=1, text="heir", ended=False)


async def test_texts_that_are_kept_and_read_at_once_do_not_mix(drafts: TextDraftRepository) -> None:
    authors = [await an_author(drafts) for _ in range(3)]
    stopped = authors[0]
    await drafts.request_stop(stopped.job_id)

    for seq in range(1, MOST_TOGETHER):
        stops = await asyncio.gather(
            *(each.keep(seq, f"{each.job_id} {seq}") for each in authors),
        )
        assert stops == [True, False, False]
    states = await asyncio.gather(*(drafts.read(each.job_id) for each in authors * 30))

    last = MOST_TOGETHER - 1
    assert [state and (state.seq, state.text) for state in states] == [
        (last, f"{each.job_id} {last}") for each in authors * 30
    ]


async def test_the_newer_of_two_keeps_at_once_is_kept(drafts: TextDraftRepository) -> None:
    author = await an_author(drafts)

    await asyncio.gather(*(author.keep(seq, "x" * seq) for seq in range(1, 20)))

    assert await drafts.read(author.job_id) == DraftState(seq=19, text="x" * 19, ended=False)


@pytest.mark.parametrize("what", ["keep", "stop"])
async def test_a_job_that_is_about_to_end_is_waited_for_and_then_leaves_no_draft(
    drafts: TextDraftRepository, what: str
) -> None:
    author, other, outside = await an_author(drafts), await an_author(drafts), copy_context()
    late: asyncio.Task[bool]
    async with asyncio.timeout(10):
        async with transaction():
            update = replace(SUCCEEDED, text="la", text_seq=1)
            await author.queue.save(author.claim, update)
            asked = author.keep(9, "late") if what == "keep" else drafts.request_stop(author.job_id)
            late = asyncio.create_task(asked, context=outside)
            # Nobody else waits meanwhile.
            await asyncio.create_task(other.keep(1, "on time"), context=outside.copy())
            await asyncio.sleep(0.05)
            assert not late.done()
            await drafts.remove(author.job_id)
        [told] = await asyncio.gather(late, return_exceptions=True)

    assert told is False or isinstance(told, LeaseLostError)
    assert await drafts.read(author.job_id) == DraftState(seq=1, text="la", ended=True)


async def test_what_is_first_kept_while_it_is_removed_is_removed(
    drafts: TextDraftRepository,
) -> None:
    author, outside = await an_author(drafts), copy_context()
    async with asyncio.timeout(10):
        async with transaction():
            await author.keep(1, "la")
            removing = asyncio.create_task(drafts.remove(author.job_id), context=outside)
            await asyncio.sleep(0.05)
            assert not removing.done()
        await removing

    assert await TextDraftRow.all().count() == 0


async def test_inside_a_transaction_its_own_changes_are_read_and_can_be_undone(
    drafts: TextDraftRepository,
) -> None:
    author = await an_author(drafts)

    async def undone() -> None:
        async with transaction():
            await author.keep(5, "undone")
            state = await drafts.read(author.job_id)
            assert state is not None
            assert state.seq == 5
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await undone()

    assert await drafts.read(author.job_id) == DraftState(seq=0, text="", ended=False)


async def test_the_text_of_a_reply_is_its_message_once_it_has_ended_and_until_it_is_tried_again(
    drafts: TextDraftRepository, queue: JobRepository
) -> None:
    user = await somebody()
    message_id = await a_reply(user, "what was said before")
    first = await taken(queue, drafts, await a_job(queue, user, JobKind.CHAT, message_id))
    assert await drafts.read(first.job_id) == DraftState(seq=0, text="", ended=False)

    await MessageRow.filter(id=message_id).update(content="new words")
    await queue.save(first.claim, replace(SUCCEEDED, text_seq=2))
    assert await drafts.read(first.job_id) == DraftState(seq=2, text="new words", ended=True)

    second = await a_job(queue, user, JobKind.CHAT, message_id)
    assert await drafts.read(first.job_id) is None
    assert await drafts.read(second) == DraftState(seq=0, text="", ended=False)


async def test_the_text_of_a_reply_goes_with_its_message(
    drafts: TextDraftRepository, queue: JobRepository
) -> None:
    user = await somebody()
    message_id = await a_reply(user, "words")
    author = await taken(queue, drafts, await a_job(queue, user, JobKind.CHAT, message_id))
    await queue.save(author.claim, replace(SUCCEEDED, text_seq=2))

    await MessageRow.filter(id=message_id).delete()

    assert await drafts.read(author.job_id) is None


async def test_leases_are_renewed_while_many_texts_are_kept(drafts: TextDraftRepository) -> None:
    authors = [await an_author(drafts) for _ in range(20)]
    backwards = [each.claim for each in reversed(authors)]
    async with asyncio.timeout(60):
        for seq in range(1, 30):
            await asyncio.gather(
                authors[0].queue.renew(backwards),
                *(each.keep(seq, "la" * seq) for each in authors),
            )

    rows = await TextDraftRow.all()
    assert {row.seq for row in rows} == {29}
    assert all(job.status is JobStatus.QUEUED for job in [await row.job for row in rows])
