"""Workers say that they live, and whoever asks learns of all of them. Redis keeps it a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import orjson
from redis.asyncio import Redis

from app.domain.health.model import WorkerBeat
from app.infra.live.sending import Sender

INTERVAL: Final = 10.0
MOST_SILENT: Final = 35.0
"""Seconds after which a worker that said nothing is taken for dead: three beats were lost."""
MOST_WORKERS: Final = 100
"""Workers that are told of."""

_BEATS: Final = "workers:beats"
_FACTS: Final = "workers:facts"

# Ages are by the clock of Redis, so that the clocks of machines need not agree.
_BEAT: Final = """
local now = redis.call('TIME')
local seconds = now[1] + now[2] / 1e6
redis.call('ZADD', KEYS[1], seconds, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', seconds - ARGV[3])) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
redis.call('EXPIRE', KEYS[1], 600)
redis.call('EXPIRE', KEYS[2], 600)
"""
_ROLL: Final = """
local now = redis.call('TIME')
local seconds = now[1] + now[2] / 1e6
local found = {}
local from, most = seconds - ARGV[1], ARGV[2]
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], from, '+inf', 'LIMIT', 0, most)) do
  local age = seconds - redis.call('ZSCORE', KEYS[1], id)
  table.insert(found, {id, tostring(age), redis.call('HGET', KEYS[2], id)})
end
return found
"""


class Heartbeat:
    """Says every `interval` seconds that this worker lives, and how many jobs it `running` has."""

    def __init__(
        self,
        redis: Redis,
        *,
        version: str,
        running: Callable[[], int],
        interval: float = INTERVAL,
    ) -> None:
        self._redis = redis
        self._beat = redis.register_script(_BEAT)
        self._sender = Sender("heartbeats")
        self._version = version
        self._running = running
        self._interval = interval
        self._id = uuid4().hex

    async def run(self) -> None:
        """Beat until cancelled; then the worker is no longer known."""
        started = datetime.now(UTC).isoformat()
        try:
            while True:
                facts = {"version": self._version, "started": started, "running": self._running()}
                values: list[str | bytes | float] = [self._id, orjson.dumps(facts), MOST_SILENT]
                await self._sender.send(lambda: self._beat([_BEATS, _FACTS], values))  # noqa: B023 - run at once
                await asyncio.sleep(self._interval)
        finally:
            await self._sender.send(lambda: self._redis.zrem(_BEATS, self._id))


class RedisRoll:
    """The `WorkerRoll` over Redis."""

    def __init__(self, redis: Redis) -> None:
        self._roll = redis.register_script(_ROLL)

    async def workers(self) -> Sequence[WorkerBeat]:
        """See `WorkerRoll.workers`. Raises RedisError and OSError."""
        found = await self._roll([_BEATS, _FACTS], [MOST_SILENT, MOST_WORKERS])
        beats = [_beat(*each) for each in found if len(each) == 3]  # noqa: PLR2004 - facts that are gone end a row
        return sorted(beats, key=lambda beat: beat.started_at)


def _beat(worker_id: bytes, age: bytes, facts: bytes) -> WorkerBeat:
    told: dict[str, Any] = orjson.loads(facts)
    return WorkerBeat(
        id=worker_id.decode(),
        version=told["version"],
        started_at=datetime.fromisoformat(told["started"]),
        running=told["running"],
        age=max(0.0, float(age)),
    )
