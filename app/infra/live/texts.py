"""Texts that are read along while they are written, in whichever process."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Final
from uuid import UUID

from redis.asyncio import Redis

from app.domain.language.ports import Snapshot, TextDrafts, TextWriter, Token
from app.infra.live.listening import ChannelListener
from app.infra.live.sending import Sender
from app.infra.live.text_reading import TextReaders
from app.infra.live.text_writing import TextWriters

STOPS: Final = "text-stops"


class LiveTexts:
    """The `TextStreams` port over Redis.

    `reread` and `patience` are those of the readers (`TextReaders`).
    """

    def __init__(
        self, redis: Redis, drafts: TextDrafts, *, reread: float = 1.0, patience: float = 0.2
    ) -> None:
        self._redis = redis
        self._writers = TextWriters(redis)
        self._readers = TextReaders(redis, drafts, reread=reread, patience=patience)
        self._sender = Sender("hints to stop")
        self._stops = ChannelListener(redis, {STOPS: self._hear_stop}, "hints to stop")

    def writer(self, job_id: UUID) -> TextWriter:
        """See `TextStreams.writer`."""
        return self._writers.writer(job_id)

    async def say_stop(self, job_id: UUID) -> None:
        """See `TextStreams.say_stop`."""
        self._writers.stop(job_id)
        await self._sender.send(lambda: self._redis.publish(STOPS, str(job_id)))

    def follow(self, job_id: UUID, after_seq: int | None) -> AsyncGenerator[Snapshot | Token, None]:
        """See `TextStreams.follow`."""
        return self._readers.follow(job_id, after_seq)

    async def hear_stops(self) -> None:
        """Pass hints to stop on to the writers of this process, for ever."""
        await self._stops.run()

    async def aclose(self) -> None:
        """Send what was written, and read nothing any more."""
        await self._writers.aclose()
        await self._readers.aclose()

    def _hear_stop(self, job_id: str) -> None:
        self._writers.stop(UUID(job_id))
