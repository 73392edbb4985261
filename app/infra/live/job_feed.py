"""The live logs of jobs: one bounded log per job and process, read by any number of people."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from uuid import UUID

from loguru import logger

from app.domain.jobs.model import JobEvent
from app.infra.database import DATABASE_AWAY

LOG_LENGTH = 256

ReadEvents = Callable[[UUID, int], Awaitable[Sequence[JobEvent]]]


class _Topic:
    """One job's recent events. Readers own a position in it, never a queue."""

    def __init__(self) -> None:
        self.readers = 0
        self.log: deque[JobEvent] = deque(maxlen=LOG_LENGTH)
        self.news = asyncio.Event()
        self.poke = asyncio.Event()
        self.pump: asyncio.Task[None] | None = None

    @property
    def last_seq(self) -> int:
        return self.log[-1].seq if self.log else 0

    @property
    def ended(self) -> bool:
        return bool(self.log) and self.log[-1].status.terminal

    def holds(self, seq: int) -> bool:
        return bool(self.log) and self.log[0].seq <= seq

    def after(self, seq: int) -> list[JobEvent]:
        skipped = max(0, seq - self.log[0].seq + 1) if self.log else 0
        return [self.log[place] for place in range(skipped, len(self.log))]


class LiveJobFeed:
    """The `JobFeed` port.

    A hint makes the job's log be read at once; without hints it is read every `reread`
    seconds. The cost of an event grows with the readers only by their own frames.
    """

    def __init__(self, read: ReadEvents, *, reread: float = 3.0) -> None:
        self._read = read
        self._reread = reread
        self._topics: dict[UUID, _Topic] = {}

    def hint(self, job_id: UUID, seq: int) -> None:
        """Note that a job's log has grown to `seq`."""
        topic = self._topics.get(job_id)
        if topic is not None and seq > topic.last_seq:
            topic.poke.set()

    async def follow(self, job_id: UUID, after_seq: int | None) -> AsyncGenerator[JobEvent, None]:
        """See `JobFeed.follow`."""
        topic = self._join(job_id)
        try:
            position = after_seq
            while True:
                news = topic.news
                if topic.log:
                    for event in await self._unread(topic, job_id, position):
                        position = event.seq
                        yield event
                    if topic.ended and (position or 0) >= topic.last_seq:
                        return
                if news is not topic.news:
                    continue
                if topic.log and (position or 0) < topic.last_seq:
                    await asyncio.sleep(self._reread)
                else:
                    await news.wait()
        finally:
            self._leave(job_id, topic)

    async def _unread(
        self, topic: _Topic, job_id: UUID, position: int | None
    ) -> Sequence[JobEvent]:
        if position is None:
            return [topic.log[-1]]
        if position >= topic.last_seq or topic.holds(position + 1):
            return topic.after(position)
        return await self._read_what_can_be(job_id, position)

    def _join(self, job_id: UUID) -> _Topic:
        topic = self._topics.get(job_id)
        if topic is None:
            topic = self._topics[job_id] = _Topic()
            topic.pump = asyncio.create_task(self._pump(job_id, topic))
        topic.readers += 1
        return topic

    def _leave(self, job_id: UUID, topic: _Topic) -> None:
        topic.readers -= 1
        if topic.readers == 0:
            del self._topics[job_id]
            if topic.pump:
                topic.pump.cancel()

    async def _pump(self, job_id: UUID, topic: _Topic) -> None:
        while not topic.ended:
            topic.poke.clear()
            if events := await self._read_what_can_be(job_id, topic.last_seq):
                topic.log.extend(events)
                topic.news.set()
                topic.news = asyncio.Event()
            await self._wait(topic)

    async def _read_what_can_be(self, job_id: UUID, after: int) -> Sequence[JobEvent]:
        try:
            return await self._read(job_id, after)
        except DATABASE_AWAY as error:
            logger.warning("no events for now: {}", type(error).__name__)
        except Exception as error:  # noqa: BLE001 - readers wait for the next round
            logger.opt(exception=error).error("reading events broke")
        return ()

    async def _wait(self, topic: _Topic) -> None:
        try:
            async with asyncio.timeout(self._reread):
                await topic.poke.wait()
        except TimeoutError:
            return
