"""Texts that one process writes and others read along, over a real Valkey and PostgreSQL."""

from __future__ import annotations

import asyncio
import gc
from contextlib import aclosing
from dataclasses import dataclass
from uuid import uuid4

import pytest
from arq.connections import ArqRedis

from app.domain.language.ports import DraftState, Snapshot, TextWriter, Token
from app.infra.live import text_wire
from app.infra.live.text_log import KEPT
from app.infra.live.text_reading import MISSED_BEFORE_REWINDING
from app.infra.live.text_wire import packed, stream_of, unpacked
from app.infra.live.text_writing import LONGEST_STREAM, MOST_WAITING
from app.infra.live.texts import STOPS, LiveTexts
from app.infra.repositories.text_drafts import TextDraftRepository
from app.rows.users import UserRow
from tests.fakes.texts import FakeTextDrafts
from tests.infra.live.conftest import REREAD, Process
from tests.infra.live.reading import GENEROUS, Reader, until
from tests.infra.live.rows import Author, an_author

PIECES = [f"wörd {number}, " for number in range(1, 5001)]
FAR_AHEAD = "99999999999999-0"


@dataclass
class Writing:
    """A text that is being written."""

    author: Author
    writer: TextWriter
    seq: int = 0

    @property
    def text(self) -> str:
        return "".join(PIECES[: self.seq])

    def write(self, count: int = 1) -> None:
        for _ in range(count):
            self.seq += 1
            self.writer.write(self.seq, PIECES[self.seq - 1])

    def lose(self, count: int = 1) -> None:
        """Write what never leaves this process."""
        self.seq += count

    async def keep(self) -> None:
        await self.author.keep(self.seq, self.text)

    async def finish(self) -> None:
        await self.author.finish(self.seq, self.text)
        self.writer.close()


@pytest.fixture
def drafts(db: str) -> TextDraftRepository:
    return TextDraftRepository()


@pytest.fixture
def here(process: Process, drafts: TextDraftRepository, redis: ArqRedis) -> LiveTexts:
    """The process that writes."""
    return process(drafts)


@pytest.fixture
def there(process: Process, drafts: TextDraftRepository, redis: ArqRedis) -> LiveTexts:
    """A process that reads."""
    return process(drafts)


@pytest.fixture
async def writing(here: LiveTexts, drafts: TextDraftRepository) -> Writing:
    author = await an_author(drafts)
    return Writing(author, here.writer(author.job_id))


def reader(texts: LiveTexts, writing: Writing, after: int | None = None) -> Reader:
    return Reader(PIECES).follow(texts, writing.author.job_id, after)


async def sent(redis: ArqRedis, writing: Writing) -> None:
    """Wait until every piece is in Redis."""
    key = stream_of(writing.author.job_id)

    async def arrived() -> bool:
        newest = await redis.xrevrange(key, count=1)
        return bool(newest) and PIECES[writing.seq - 1].encode() in newest[0][1].get(b"p", b"")

    async with asyncio.timeout(GENEROUS):
        while not await arrived():
            await asyncio.sleep(0.002)


async def until_there_is(redis: ArqRedis, key: bytes) -> None:
    async with asyncio.timeout(GENEROUS):
        while not await redis.exists(key):
            await asyncio.sleep(0.002)


async def test_a_reader_in_another_process_gets_every_piece_and_the_end(
    writing: Writing, there: LiveTexts
) -> None:
    along = reader(there, writing)
    await along.comes_to(0)
    for _ in range(20):
        writing.write(5)
        await asyncio.sleep(0.005)
    await along.comes_to(100)
    await writing.finish()

    assert await along.end() == writing.text
    assert along.snapshots == [0]


async def test_who_comes_later_gets_what_there_is_and_then_the_pieces(
    writing: Writing, there: LiveTexts, redis: ArqRedis
) -> None:
    writing.write(30)
    await sent(redis, writing)
    late = reader(there, writing)
    await late.comes_to(30)
    writing.write(5)
    await late.comes_to(35)
    await writing.finish()

    assert await late.end() == writing.text
    assert late.snapshots == [30]


async def test_who_comes_back_gets_only_the_pieces_that_are_missing(
    writing: Writing, there: LiveTexts, redis: ArqRedis
) -> None:
    writing.write(30)
    await writing.keep()
    writing.write(5)
    await sent(redis, writing)
    back = [reader(there, writing, after) for after in (0, 7, 30, 33, 35)]
    for each in back:
        await each.comes_to(35)
    await writing.finish()

    assert [await each.end() for each in back] == [writing.text] * 5
    assert [each.snapshots for each in back] == [[]] * 5


async def test_pieces_count_that_are_in_a_stream_but_not_in_the_draft_yet(
    process: Process, here: LiveTexts, redis: ArqRedis
) -> None:
    drafts, job_id = FakeTextDrafts(), uuid4()
    writer = here.writer(job_id)
    for seq in range(1, 31):
        writer.write(seq, PIECES[seq - 1])
    await until_there_is(redis, stream_of(job_id))
    text = "".join(PIECES[:10])
    drafts.states[job_id] = DraftState(seq=10, text=text, ended=False)

    back = Reader(PIECES).follow(process(drafts), job_id, 5)
    await back.comes_to(30)
    assert back.snapshots == []
    await back.leaves()


async def test_the_end_is_heard_of_at_once(
    process: Process, writing: Writing, drafts: TextDraftRepository
) -> None:
    along = reader(process(drafts, reread=3600), writing)
    writing.write(5)
    await along.comes_to(5)
    await writing.finish()

    assert await along.end() == writing.text


async def test_a_draft_is_left_alone_while_pieces_come(
    process: Process, here: LiveTexts, redis: ArqRedis
) -> None:
    drafts, job_id = FakeTextDrafts(), uuid4()
    drafts.states[job_id] = DraftState(seq=0, text="", ended=False)
    along = Reader(PIECES).follow(process(drafts, reread=0.5), job_id)
    writer = here.writer(job_id)
    for seq in range(1, 101):
        writer.write(seq, PIECES[seq - 1])
        await asyncio.sleep(0.02)
    await along.comes_to(100)

    assert drafts.reads <= 2
    await along.leaves()


async def test_who_holds_pieces_that_are_still_on_their_way_here_is_not_set_back(
    writing: Writing, there: LiveTexts
) -> None:
    writing.write(5)
    along = reader(there, writing)
    await along.comes_to(5)
    back = reader(there, writing, 9)
    await asyncio.sleep(0.05)
    writing.write(5)
    await back.comes_to(10)
    await writing.finish()

    assert await back.end() == writing.text
    assert back.snapshots == []


async def test_who_holds_pieces_that_are_nowhere_is_set_back(
    writing: Writing, process: Process, drafts: TextDraftRepository
) -> None:
    writing.write(5)
    back = reader(process(drafts, patience=0.1), writing, 9)
    await back.comes_to(5)
    await writing.finish()

    assert await back.end() == writing.text
    assert back.snapshots == [5]


@pytest.mark.parametrize("after", [None, 0, 12, 20, 21, 10**9, -5])
async def test_a_text_that_has_ended_is_shown_as_a_whole_unless_all_is_held(
    writing: Writing, there: LiveTexts, redis: ArqRedis, after: int | None
) -> None:
    writing.write(20)
    await writing.finish()
    await redis.flushdb()

    async with asyncio.timeout(GENEROUS):
        got = [each async for each in there.follow(writing.author.job_id, after)]

    assert got == ([] if after == 20 else [Snapshot(seq=20, text=writing.text)])


async def test_of_a_job_that_is_not_there_nothing_comes(there: LiveTexts) -> None:
    async with asyncio.timeout(GENEROUS):
        assert [each async for each in there.follow(uuid4(), None)] == []
        assert [each async for each in there.follow(uuid4(), 7)] == []


async def test_a_reader_of_a_job_that_goes_away_is_let_go(
    writing: Writing, there: LiveTexts
) -> None:
    writing.write(3)
    along = reader(there, writing)
    await along.comes_to(3)

    await UserRow.filter(id=writing.author.claim.job.user_id).delete()

    assert await along.end() == writing.text


async def test_pieces_that_were_lost_are_found_in_the_draft(
    writing: Writing, there: LiveTexts
) -> None:
    along = reader(there, writing)
    await along.comes_to(0)
    writing.write(3)
    await along.comes_to(3)
    writing.lose(4)
    writing.write(2)
    await asyncio.sleep(0.05)
    assert along.seq == 3
    await writing.keep()
    await along.comes_to(9)
    writing.write(1)
    await along.comes_to(10)
    await writing.finish()

    assert await along.end() == writing.text
    assert along.snapshots == [0, 9]


async def test_the_last_pieces_that_were_lost_are_found_at_the_end(
    writing: Writing, there: LiveTexts
) -> None:
    along = reader(there, writing)
    writing.write(3)
    await along.comes_to(3)
    writing.lose(4)
    await writing.finish()

    assert await along.end() == writing.text


async def test_without_pieces_the_text_comes_as_it_is_kept_and_each_state_once(
    writing: Writing, there: LiveTexts
) -> None:
    along = reader(there, writing)
    await along.comes_to(0)
    for _ in range(3):
        writing.lose(10)
        await writing.keep()
        await along.comes_to(writing.seq)
        await asyncio.sleep(3 * REREAD)
    writing.lose(1)
    await writing.author.finish(writing.seq, writing.text)

    assert await along.end() == writing.text
    assert along.snapshots == [0, 10, 20, 30, 31]


async def test_a_text_whose_author_died_ends_with_what_was_kept(
    writing: Writing, there: LiveTexts
) -> None:
    along = reader(there, writing)
    writing.write(10)
    await along.comes_to(10)

    await writing.author.finish(6, "".join(PIECES[:6]))

    assert await along.end() == "".join(PIECES[:6])
    assert along.snapshots[-1] == 6


async def test_an_author_who_does_not_know_that_it_is_over_misleads_nobody(
    writing: Writing, there: LiveTexts
) -> None:
    along = reader(there, writing)
    writing.write(10)
    await along.comes_to(10)
    await writing.author.finish(6, "".join(PIECES[:6]))
    writing.write(3)
    writing.writer.close()

    assert await along.end() == "".join(PIECES[:6])
    assert await reader(there, writing, 13).end() == "".join(PIECES[:6])


async def test_a_writer_who_gives_up_ends_no_text(writing: Writing, there: LiveTexts) -> None:
    along = reader(there, writing)
    writing.write(2)
    writing.writer.close()
    await along.comes_to(2)
    await asyncio.sleep(2 * REREAD)
    assert along.task is not None
    assert not along.task.done()
    writing.lose(1)
    await writing.author.finish(writing.seq, writing.text)

    assert await along.end() == writing.text


async def test_a_reader_who_is_slow_finds_the_whole_text_and_goes_on(
    writing: Writing, there: LiveTexts
) -> None:
    quick = reader(there, writing)
    async with (
        asyncio.timeout(GENEROUS),
        aclosing(there.follow(writing.author.job_id, None)) as slow,
    ):
        got = [await anext(slow)]
        while writing.seq < 3 * KEPT:
            writing.write(100)
            await quick.comes_to(writing.seq)
        got += [await anext(slow)]
        writing.write(2)
        got += [await anext(slow), await anext(slow)]

        seqs = [(type(each), each.seq) for each in got]
        assert seqs[:2] == [(Snapshot, 0), (Snapshot, writing.seq - 2)]
        assert seqs[2:] == [(Token, writing.seq - 1), (Token, writing.seq)]
        await writing.finish()
        assert [each async for each in slow] == []


async def test_a_thousand_readers_of_a_text_cost_one_reading_of_it(
    process: Process, here: LiveTexts, redis: ArqRedis
) -> None:
    drafts, job_id = FakeTextDrafts(), uuid4()
    there = process(drafts)
    drafts.states[job_id] = DraftState(seq=0, text="", ended=False)
    connections = await connected(redis)
    readers = [Reader(PIECES).follow(there, job_id) for _ in range(1000)]
    for each in readers:
        await each.comes_to(0)
    assert drafts.reads == 1

    writer = here.writer(job_id)
    for seq in range(1, 11):
        writer.write(seq, PIECES[seq - 1])
    for each in readers:
        await each.comes_to(10)
    drafts.states[job_id] = DraftState(seq=10, text="".join(PIECES[:10]), ended=True)
    writer.close()

    assert {await each.end() for each in readers} == {"".join(PIECES[:10])}
    assert drafts.reads < 10
    assert await connected(redis) - connections < 10


async def test_two_hundred_texts_are_read_over_one_connection(
    process: Process, here: LiveTexts, redis: ArqRedis
) -> None:
    drafts = FakeTextDrafts()
    there = process(drafts)
    jobs = [uuid4() for _ in range(200)]
    drafts.states = {job_id: DraftState(seq=0, text="", ended=False) for job_id in jobs}
    connections = await connected(redis)
    readers = [Reader(PIECES).follow(there, job_id) for job_id in jobs]
    for each in readers:
        await each.comes_to(0)
    for seq in range(1, 21):
        for job_id in jobs:
            here.writer(job_id).write(seq, PIECES[seq - 1])
        await asyncio.sleep(0.01)

    for each in readers:
        await each.comes_to(20)
        assert each.snapshots == [0]
    assert await connected(redis) - connections < 10
    for each in readers:
        await each.leaves()
    assert not there._readers._topics


async def connected(redis: ArqRedis) -> int:
    return int((await redis.info("clients"))["connected_clients"])


@pytest.mark.parametrize("how", ["cancelled", "closed", "abandoned"])
async def test_a_text_without_readers_is_not_read(
    process: Process, redis: ArqRedis, how: str
) -> None:
    drafts, job_id = FakeTextDrafts(), uuid4()
    there = process(drafts)
    drafts.states[job_id] = DraftState(seq=0, text="", ended=False)

    async def follow() -> None:
        async for _ in there.follow(job_id, None):
            if how == "abandoned":
                break

    if how == "closed":
        async with aclosing(there.follow(job_id, None)) as news:
            await anext(news)
    else:
        following = asyncio.create_task(follow())
        await until(lambda: drafts.reads > 0)
        await asyncio.sleep(0.05)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        gc.collect()
        await asyncio.sleep(0.01)

    reads = drafts.reads
    await asyncio.sleep(2 * REREAD)
    assert drafts.reads == reads
    assert not there._readers._topics
    assert not there._readers._tap._tapped


async def test_who_leaves_and_comes_back_at_once_misses_nothing(
    writing: Writing, there: LiveTexts
) -> None:
    for _ in range(50):
        along = reader(there, writing, writing.seq)
        writing.write(2)
        await along.comes_to(writing.seq)
        await along.leaves()
        assert along.snapshots == []


async def test_readers_outlive_the_absence_of_the_database(
    process: Process, here: LiveTexts, redis: ArqRedis
) -> None:
    drafts, job_id = FakeTextDrafts(away=True), uuid4()
    there = process(drafts)
    drafts.states[job_id] = DraftState(seq=0, text="", ended=False)
    along = Reader(PIECES).follow(there, job_id)
    writer = here.writer(job_id)
    writer.write(1, PIECES[0])
    await until(lambda: drafts.reads > 1)
    assert along.seq is None
    drafts.away = False
    await along.comes_to(1)
    drafts.away = True
    writer.write(2, PIECES[1])
    await along.comes_to(2)
    drafts.states[job_id] = DraftState(seq=2, text="".join(PIECES[:2]), ended=True)
    writer.close()
    drafts.away = False

    assert await along.end() == "".join(PIECES[:2])


async def test_a_stream_that_begins_anew_with_another_clock_is_found_again(
    process: Process, writing: Writing, drafts: TextDraftRepository, redis: ArqRedis
) -> None:
    key = stream_of(writing.author.job_id)
    along = reader(process(drafts, reread=0.02), writing)
    await redis.xadd(key, {text_wire.PIECES: packed([Token(seq=1, text=PIECES[0])])}, id=FAR_AHEAD)
    writing.lose(1)
    await along.comes_to(1)
    await redis.delete(key)

    for _ in range(MISSED_BEFORE_REWINDING):
        writing.write(1)
        await writing.keep()
        await along.comes_to(writing.seq)
    writing.write(1)
    await along.comes_to(writing.seq)
    await writing.finish()

    assert await along.end() == writing.text


async def test_nonsense_in_a_stream_does_not_end_the_reading(
    writing: Writing, there: LiveTexts, redis: ArqRedis
) -> None:
    along = reader(there, writing)
    writing.write(1)
    await along.comes_to(1)
    for nonsense in (b"", b"{}", b"[]", b"[null]", b"nonsense", b"\xff"):
        await redis.xadd(stream_of(writing.author.job_id), {b"p": nonsense})
    await redis.xadd(stream_of(writing.author.job_id), {b"?": b"?"})
    writing.write(1)
    await along.comes_to(2)
    await writing.finish()

    assert await along.end() == writing.text


async def test_streams_are_short_and_go_away(
    writing: Writing, redis: ArqRedis, there: LiveTexts
) -> None:
    key = stream_of(writing.author.job_id)
    while writing.seq < 3 * LONGEST_STREAM:
        writing.lose(1)
        writing.write(1)
        if writing.seq % 100 == 0:
            await sent(redis, writing)
    await sent(redis, writing)
    assert LONGEST_STREAM <= await redis.xlen(key) < 1.2 * LONGEST_STREAM
    assert 590 < await redis.ttl(key) <= 600

    await writing.finish()
    async with asyncio.timeout(GENEROUS):
        while await redis.ttl(key) > 30:
            await asyncio.sleep(0.002)
    assert await reader(there, writing).end() == writing.text


@pytest.mark.parametrize(("count", "left"), [(MOST_WAITING, MOST_WAITING), (MOST_WAITING + 1, 1)])
async def test_the_pieces_that_wait_are_bounded(
    writing: Writing, there: LiveTexts, redis: ArqRedis, count: int, left: int
) -> None:
    writing.write(count)
    await sent(redis, writing)

    entries = await redis.xrange(stream_of(writing.author.job_id))
    assert sum(len(unpacked(fields[b"p"])) for _, fields in entries) == left
    along = reader(there, writing)
    await along.comes_to(0 if left < count else count)
    await writing.finish()
    assert await along.end() == writing.text


async def test_a_hint_to_stop_reaches_the_writer_of_that_text_in_another_process(
    writing: Writing, here: LiveTexts, there: LiveTexts, redis: ArqRedis
) -> None:
    other = here.writer(uuid4())
    listening = asyncio.create_task(here.hear_stops())
    async with asyncio.timeout(GENEROUS):
        while not (await redis.pubsub_numsub(STOPS))[0][1]:
            await asyncio.sleep(0.002)
        await redis.publish(STOPS, "nonsense")
        while not writing.writer.stop.is_set():
            await there.say_stop(writing.author.job_id)
            await asyncio.sleep(0.01)
    listening.cancel()

    assert not other.stop.is_set()


async def test_a_hint_to_stop_needs_no_redis_within_a_process(
    writing: Writing, here: LiveTexts
) -> None:
    twin = here.writer(writing.author.job_id)
    await here.say_stop(uuid4())
    assert not twin.stop.is_set()

    await here.say_stop(writing.author.job_id)

    assert twin.stop.is_set()
    assert writing.writer.stop.is_set()


async def test_what_is_written_after_the_end_is_dropped_and_writers_are_forgotten(
    writing: Writing, here: LiveTexts, there: LiveTexts
) -> None:
    writing.write(2)
    await writing.finish()
    writing.writer.close()
    writing.writer.write(3, "more")

    assert await reader(there, writing).end() == writing.text
    assert not here._writers._open
    await until(lambda: not here._writers._due)
