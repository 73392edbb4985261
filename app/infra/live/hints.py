"""Hints that a job has a new event, from any process to all API processes, over Redis."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from redis.asyncio import Redis

from app.infra.live.listening import ChannelListener
from app.infra.live.sending import Sender

CHANNEL = "job-events"


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
        self._hint = hint
        self._listener = ChannelListener(redis, CHANNEL, "hints", self._hear)

    async def run(self) -> None:
        """Listen for ever."""
        await self._listener.run()

    def _hear(self, told: str) -> None:
        job_id, seq = told.split()
        self._hint(UUID(job_id), int(seq))
