"""Hints that something is new, from any process to all API processes, over Redis.

A hint of a job says whose it is; whatever else a person watches hints with the person alone.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from redis.asyncio import Redis

from app.infra.live.listening import ChannelListener
from app.infra.live.sending import Sender

CHANNEL = "job-events"
PERSON_CHANNEL = "person-news"


class HintPublisher:
    """Sends hints; a lost one costs a reader a few seconds, never an event."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._sender = Sender("hints")

    async def publish(self, job_id: UUID, seq: int, user_id: UUID) -> None:
        """Say that the log of a person's job has grown to `seq`.

        Never raises, takes at most 200 ms.
        """
        await self._sender.send(lambda: self._redis.publish(CHANNEL, f"{job_id} {seq} {user_id}"))


class PersonHints:
    """The `EquipmentNews` port."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._sender = Sender("hints")

    async def changed(self, user_id: UUID) -> None:
        """See `EquipmentNews.changed`."""
        await self._sender.send(lambda: self._redis.publish(PERSON_CHANNEL, str(user_id)))


class HintListener:
    """Receives hints on one connection of its own and reconnects for ever.

    `hint` hears of jobs, `stir` of the people whose things are new.
    """

    def __init__(
        self,
        redis: Redis,
        hint: Callable[[UUID, int], None],
        stir: Callable[[UUID], None],
    ) -> None:
        self._hint = hint
        self._stir = stir
        self._listener = ChannelListener(
            redis, {CHANNEL: self._hear, PERSON_CHANNEL: self._hear_of_person}, "hints"
        )

    async def run(self) -> None:
        """Listen for ever."""
        await self._listener.run()

    def _hear(self, told: str) -> None:
        job_id, seq, *owner = told.split()
        self._hint(UUID(job_id), int(seq))
        for user_id in owner:  # none from a process that is still of an older release
            self._stir(UUID(user_id))

    def _hear_of_person(self, told: str) -> None:
        self._stir(UUID(told))
