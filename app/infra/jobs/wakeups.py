"""Wake-ups through arq: a job's id and nothing else. All that arq does here may be lost."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Protocol
from uuid import UUID

from arq.connections import ArqRedis
from arq.worker import Function, func
from loguru import logger
from redis.exceptions import RedisError

PATIENCE = 0.2
PAUSE_AFTER_FAILURE = 1.0
EXPIRES = 60.0
WAKE = "wake"


class Offers(Protocol):
    """Whoever takes a job that is due."""

    async def offer(self, job_id: UUID) -> None:
        """Take a job if it is due and nobody holds it."""
        ...


class ArqWakeups:
    """The `Wakeups` port. Redis gets 200 ms; after a failure it is left alone for a second."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis
        self._quiet_until = 0.0

    async def wake(self, job_id: UUID, delay: float = 0) -> None:
        """See `Wakeups.wake`."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._redis.enqueue_job(
                    WAKE, str(job_id), _defer_by=delay or None, _expires=delay + EXPIRES
                )
        except (RedisError, OSError, TimeoutError) as error:
            self._quiet_until = time.monotonic() + PAUSE_AFTER_FAILURE
            logger.warning("a wake-up was dropped: {}", type(error).__name__)


async def _wake(ctx: dict[str, Any], job_id: str) -> None:
    offers: Offers = ctx["runner"]
    await offers.offer(UUID(job_id))


def wake_function() -> Function:
    """The only function that arq knows: offer the job to this process's runner and return."""
    return func(_wake, name=WAKE, keep_result=0, timeout=10, max_tries=1)
