"""Wake-ups through arq: a job's id and nothing else. All that arq does here may be lost."""

from __future__ import annotations

import time
from typing import Any, Protocol
from uuid import UUID, uuid4

from arq.connections import ArqRedis
from arq.constants import job_key_prefix
from arq.jobs import serialize_job
from arq.worker import Function, func

from app.infra.live.sending import Sender

EXPIRES = 60.0
WAKE = "wake"


class Offers(Protocol):
    """Whoever takes a job that is due."""

    async def offer(self, job_id: UUID) -> None:
        """Take a job if it is due and nobody holds it."""
        ...


class ArqWakeups:
    """The `Wakeups` port. Redis gets 200 ms; while it is away, wake-ups are dropped."""

    def __init__(self, redis: ArqRedis) -> None:
        self._redis = redis
        self._sender = Sender("wake-ups")

    async def wake(self, job_id: UUID, delay: float = 0) -> None:
        """See `Wakeups.wake`."""
        await self._sender.send(lambda: self._enqueue(job_id, delay))

    async def _enqueue(self, job_id: UUID, delay: float) -> None:
        # Not enqueue_job(): it watches a key, and to cancel that waits for Redis without limit.
        name, now = uuid4().hex, time.time_ns() // 1_000_000
        letter = serialize_job(WAKE, (str(job_id),), {}, None, now)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.psetex(job_key_prefix + name, round((delay + EXPIRES) * 1000), letter)
            pipe.zadd(self._redis.default_queue_name, {name: now + round(delay * 1000)})
            await pipe.execute()


async def _wake(ctx: dict[str, Any], job_id: str) -> None:
    offers: Offers = ctx["runner"]
    await offers.offer(UUID(job_id))


def wake_function() -> Function:
    """The only function that arq knows: offer the job to this process's runner and return."""
    return func(_wake, name=WAKE, keep_result=0, timeout=10, max_tries=1)
