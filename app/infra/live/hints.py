"""Hints that a job has a new event, from any process to all API processes, over Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import UUID

from loguru import logger
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.infra.live.sending import Sender

CHANNEL = "job-events"
PAUSE_AFTER_FAILURE = 1.0


class HintPublisher:
    """Sends hints; a lost one costs a reader a few seconds, never an event."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._sender = Sender("hints")

    async def publish(self, job_id: UUID, seq: int) -> None:
        """Say that a job's log has grown to `seq`. Never raises, takes at most 200 ms."""
        await self._sender.send(lambda: self._redis.publish(CHANNEL, f"{job_id} {seq}"))


class HintListener:
    """Receives hints on one connection of its own and reconnects for ever."""

    def __init__(self, redis: Redis, hint: Callable[[UUID, int], None]) -> None:
        self._redis = redis
        self._hint = hint

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
            await pubsub.subscribe(CHANNEL)
            async for message in pubsub.listen():
                job_id, seq = message["data"].decode().split()
                self._hint(UUID(job_id), int(seq))
