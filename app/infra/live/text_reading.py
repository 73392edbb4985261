"""The texts that are read along in this process: one log for each, read by any number of people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from typing import Final
from uuid import UUID

from loguru import logger
from redis.asyncio import Redis

from app.domain.language.ports import DraftState, Snapshot, TextDrafts, Token
from app.infra.database import DATABASE_AWAY
from app.infra.live.text_log import TextLog
from app.infra.live.text_tap import StreamTap, Tapped
from app.infra.live.text_wire import END, PIECES, Fields, stream_of, unpacked

MISSED_BEFORE_REWINDING: Final = 10
"""Times that a draft knew more than its stream told: Redis began anew, maybe, its clock behind."""

SOON: Final = 1 / 16
"""Of the usual time, when the draft is known to have news; twice as long each time."""


class _Topic:
    """One text. Readers own a position in its log, never a queue."""

    def __init__(self) -> None:
        self.readers = 0
        self.log = TextLog()
        self.news = asyncio.Event()
        self.poke = asyncio.Event()
        self.ready = asyncio.Event()
        self.heard_at = 0.0
        self.missed = 0
        self.closed = self.ended = self.gone = False
        self.keeping: asyncio.Task[None] | None = None

    @property
    def urgent(self) -> bool:
        """Whether the draft is known to have news, or will have soon."""
        return self.closed or self.log.gap

    def hear(self, entries: Sequence[Fields]) -> None:
        """Take in what came over the stream."""
        urgent = self.urgent
        grown = self.log.add(
            token for fields in entries if PIECES in fields for token in unpacked(fields[PIECES])
        )
        self.closed = self.closed or any(END in fields for fields in entries)
        if grown:
            self.heard_at = asyncio.get_running_loop().time()
            self.tell()
        if self.urgent and not urgent:
            self.poke.set()

    def take_in(self, state: DraftState | None) -> bool:
        """Take in what is kept. Whether it told more than the stream."""
        learned = False
        if state is None:
            self.gone = self.ended = True
        elif state.ended:
            self.log.conclude(state.seq, state.text)
            self.ended = True
        else:
            learned = self.log.learn(state.seq, state.text)
        if self.ended or learned:
            self.tell()
        return learned

    def tell(self) -> None:
        """Wake everybody who waits for news."""
        self.news.set()
        self.news = asyncio.Event()


class TextReaders:
    """All readers of this process.

    The streams tell at once what is new. The drafts are the truth: one is read at the beginning
    and at the end of a text, where pieces are missing, and whenever a stream has told nothing for
    `reread` seconds. The cost of a piece grows with the readers only by their own frames.

    For `patience` seconds whoever begins to read waits for what Redis holds of the text already,
    and whoever holds more of it than has come here, for that.
    """

    def __init__(self, redis: Redis, drafts: TextDrafts, *, reread: float, patience: float) -> None:
        self._tap = StreamTap(redis)
        self._drafts = drafts
        self._reread = reread
        self._patience = patience
        self._topics: dict[UUID, _Topic] = {}

    async def follow(
        self, job_id: UUID, after_seq: int | None
    ) -> AsyncGenerator[Snapshot | Token, None]:
        """See `TextStreams.follow`."""
        topic = self._join(job_id)
        try:
            await topic.ready.wait()
            position, edition = after_seq, topic.log.edition
            await self._come_to(topic, after_seq or 0)
            while not topic.gone or topic.log.seq:
                news, ended = topic.news, topic.ended
                unread = topic.log.since(position, edition)
                edition = topic.log.edition
                for each in unread:
                    position = each.seq
                    yield each
                if ended:
                    return
                await news.wait()
        finally:
            self._leave(job_id, topic)

    async def aclose(self) -> None:
        """Read nothing any more; whoever still follows hears nothing more."""
        keeping = [topic.keeping for topic in self._topics.values() if topic.keeping]
        for task in keeping:
            task.cancel()
        await asyncio.gather(*keeping, return_exceptions=True)
        await self._tap.aclose()

    def _join(self, job_id: UUID) -> _Topic:
        topic = self._topics.get(job_id)
        if topic is None:
            topic = self._topics[job_id] = _Topic()
            topic.keeping = asyncio.create_task(self._keep_up(job_id, topic))
        topic.readers += 1
        return topic

    def _leave(self, job_id: UUID, topic: _Topic) -> None:
        topic.readers -= 1
        if topic.readers == 0:
            del self._topics[job_id]
            if topic.keeping:
                topic.keeping.cancel()

    async def _keep_up(self, job_id: UUID, topic: _Topic) -> None:
        tapped = self._tap.add(stream_of(job_id), topic.hear)
        pause = SOON
        try:
            while not topic.ended:
                await self._look(job_id, topic, tapped)
                if topic.urgent:
                    await self._wait(topic, pause * self._reread)
                    pause = min(2 * pause, 1)
                else:
                    await self._wait(topic, self._reread)
                    pause = SOON
        finally:
            self._tap.remove(tapped)

    async def _look(self, job_id: UUID, topic: _Topic, tapped: Tapped) -> None:
        """Read what is kept, if that can be. What the stream holds is taken in before it."""
        urgent = topic.urgent
        try:
            state = await self._drafts.read(job_id)
        except DATABASE_AWAY as error:
            logger.warning("texts are not looked after for now: {}", type(error).__name__)
            return
        except Exception as error:  # noqa: BLE001 - the next look may fare better
            logger.opt(exception=error).error("reading a draft broke")
            return
        began = topic.ready.is_set()
        if not began and state and not state.ended:
            await _within(self._patience, tapped.caught_up)
        if topic.take_in(state) and began and not urgent:
            topic.missed += 1
            if topic.missed % MISSED_BEFORE_REWINDING == 0:
                self._tap.rewind(tapped)
        topic.ready.set()

    async def _wait(self, topic: _Topic, pause: float) -> None:
        """Wait that long, and on while a stream tells all that is to be told."""
        now = asyncio.get_running_loop().time
        due = now() + pause
        while not topic.ended and (left := due - now()) > 0:
            if await _within(left, topic.poke):
                topic.poke.clear()
                return
            if not topic.urgent:
                due = max(due, topic.heard_at + self._reread)

    async def _come_to(self, topic: _Topic, seq: int) -> None:
        """Wait a little until a text has come as far as a reader says that it had."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                while topic.log.seq < seq and not topic.ended:
                    await topic.news.wait()


async def _within(seconds: float, event: asyncio.Event) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await event.wait()
    return False
