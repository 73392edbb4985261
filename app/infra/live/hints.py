"""Hints that something is new, from any process to all API processes, over Redis.

A hint of a job says whose it is; whatever else a person watches hints with the person alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import UUID

from loguru import logger
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.infra.live.sending import Sender

CHANNEL = "job-events"
PERSON_CHANNEL = "person-news"
PAUSE_AFTER_FAILURE = 1.0


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
        self._redis = redis
        self._hint = hint
        self._stir = stir

    async def run(self) -> None:
        """Listen for ever."""
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as error:
                logger.warning("no hints for now: {}", type(error).__name__)
            except Exception as error:  # noqa: BLE001 - whoever publishes must not end the listening
                logger.opt(exception=error).error("listening for hints broke")
            await asyncio.sleep(PAUSE_AFTER_FAILURE)

    async def _listen(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(CHANNEL, PERSON_CHANNEL)
            async for message in pubsub.listen():
                self._heard(message["channel"].decode(), message["data"].decode())

    def _heard(self, channel: str, text: str) -> None:
        if channel == PERSON_CHANNEL:
            self._stir(UUID(text))
            return
        job_id, seq, *owner = text.split()
        self._hint(UUID(job_id), int(seq))
        for user_id in owner:  # none from a process that is still of an older release
            self._stir(UUID(user_id))
