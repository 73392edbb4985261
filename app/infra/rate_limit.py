"""Rate limits shared by all processes through Redis, and per process while Redis is away.

The algorithm is GCRA (ITU-T I.371): a key's whole state is the time at which its allowance
will be whole again, its *theoretical arrival time*.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

from loguru import logger
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.infra.together import Together

MICROSECONDS: Final = 1_000_000

REDIS_LIMIT: Final = 0.2
"""Seconds that one question to Redis may take."""

REDIS_REST: Final = 1.0
"""Seconds for which a Redis that failed is not asked again."""

MOST_LOCAL_KEYS: Final = 10_000

MOST_TOGETHER: Final = 100
"""Questions that Redis gets at once."""

# Times are whole microseconds, which add up without rounding: Lua's doubles hold them exactly.
# A negative charge gives back. Returns for each key how long to wait or, when its charge was made,
# what is left of the allowance as a negative number.
_GCRA: Final = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local capacity = tonumber(ARGV[1])
local waits = {}
for i, key in ipairs(KEYS) do
  local whole_at = math.max(tonumber(redis.call('GET', key)) or now, now) + tonumber(ARGV[i + 1])
  local wait = whole_at - capacity - now
  waits[i] = wait
  if wait <= 0 then
    if whole_at > now then
      local left = math.ceil((whole_at - now) / 1000)
      redis.call('SET', key, string.format('%.0f', whole_at), 'PX', left)
    else
      redis.call('DEL', key)
    end
  end
end
return waits
"""


_Question = tuple[str, int]
"""Key and charge."""


@dataclass(frozen=True, slots=True)
class Burst:
    """How much is allowed at once: `units`, each refilled in `interval` microseconds."""

    units: int
    interval: int

    @classmethod
    def of(cls, units: int, per_second: float) -> Self:
        """A burst that refills at `per_second`, a million at most."""
        return cls(units, max(1, round(MICROSECONDS / per_second)))

    @property
    def capacity(self) -> int:
        """The microseconds in which an empty allowance is whole again."""
        return self.units * self.interval

    def charge(self, cost: float) -> int:
        """The microseconds in which `cost` units are refilled."""
        return math.ceil(cost * self.interval)


class GcraLimiter:
    """Allows `burst` units at once, refilled at `per_second`, for each key.

    Keys are hashed before they leave the process: they may be addresses of people. Redis gets
    200 ms; when it fails, this process counts alone, and asks again after a second.
    """

    def __init__(self, redis: Redis, *, name: str, burst: int, per_second: float) -> None:
        self._script = redis.register_script(_GCRA)
        self._name = name
        self._burst = Burst.of(burst, per_second)
        self._local = LocalBuckets(self._burst)
        self._ask_again_at = -math.inf
        self._redis_is_away = False
        self._together = Together(self._ask_redis, most=MOST_TOGETHER)

    async def take(self, key: str, cost: float = 1) -> float:
        """Spend `cost` units: 0 when spent, else the seconds to wait; infinite above the burst."""
        wait, _ = await self.spend(key, cost)
        return wait

    async def spend(self, key: str, cost: float = 1) -> tuple[float, float]:
        """`take`, and how many units all processes together have left then; 0 where unknown."""
        if cost > self._burst.units:
            return math.inf, 0
        charge = self._burst.charge(cost)
        waiting = await self._ask(key, charge)
        if waiting is None:
            return self._local.take(key, charge) / MICROSECONDS, 0
        return max(waiting, 0) / MICROSECONDS, max(-waiting, 0) / self._burst.interval

    @property
    def burst(self) -> int:
        """How many units may be spent at once."""
        return self._burst.units

    async def give_back(self, key: str, cost: float = 1) -> None:
        """Undo an allowed `take` of this cost; an allowance never grows beyond the burst."""
        charge = self._burst.charge(cost)
        if await self._ask(key, -charge) is None:
            self._local.give_back(key, charge)

    async def _ask(self, key: str, charge: int) -> int | None:
        now = time.monotonic()
        if now < self._ask_again_at:
            return None
        if self._redis_is_away:
            # One question finds out whether Redis is back; the others do not wait for it.
            self._ask_again_at = now + REDIS_REST
        try:
            waiting = await self._together.ask((self._redis_key(key), charge))
        except (RedisError, OSError) as error:
            self._redis_failed(error)
            return None
        if self._redis_is_away:
            logger.info("The rate limit {} is shared through Redis again", self._name)
            self._redis_is_away, self._ask_again_at = False, -math.inf
        return waiting

    async def _ask_redis(self, questions: list[_Question]) -> list[int]:
        async with asyncio.timeout(REDIS_LIMIT):
            waits: list[int] = await self._script(
                keys=[key for key, _ in questions],
                args=[self._burst.capacity, *(charge for _, charge in questions)],
            )
        return waits

    def _redis_failed(self, error: Exception) -> None:
        if not self._redis_is_away:
            logger.warning(
                "The rate limit {} counts per process: Redis failed ({})",
                self._name,
                type(error).__name__,
            )
        self._redis_is_away = True
        self._ask_again_at = time.monotonic() + REDIS_REST

    def _redis_key(self, key: str) -> str:
        digest = hashlib.blake2s(key.encode("utf-8", "surrogatepass"), digest_size=16)
        return f"limit:{self._name}:{digest.hexdigest()}"


class LocalBuckets:
    """The same limit for one process; beyond ten thousand keys the least used is forgotten.

    Charges and times are whole microseconds.
    """

    def __init__(
        self,
        burst: Burst,
        *,
        most_keys: int = MOST_LOCAL_KEYS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._capacity = burst.capacity
        self._most_keys = most_keys
        self._clock = clock
        self._whole_at: OrderedDict[str, int] = OrderedDict()

    def take(self, key: str, charge: int) -> int:
        """Make a charge: 0 when made, else how long to wait."""
        now = self._now()
        whole_at = max(self._whole_at.get(key, now), now) + charge
        wait = whole_at - self._capacity - now
        if wait > 0:
            return wait
        self._keep(key, whole_at)
        return 0

    def give_back(self, key: str, charge: int) -> None:
        """Undo a charge."""
        self._keep(key, self._whole_at.get(key, self._now()) - charge)

    def _now(self) -> int:
        return int(self._clock() * MICROSECONDS)

    def _keep(self, key: str, whole_at: int) -> None:
        self._whole_at[key] = whole_at
        self._whole_at.move_to_end(key)
        if len(self._whole_at) > self._most_keys:
            self._whole_at.popitem(last=False)
