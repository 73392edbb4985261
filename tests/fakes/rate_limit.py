"""The in-memory twin of the rate limiter: GCRA in one process, without Redis."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable


class LocalRateLimiter:
    """An allowance of `rate` a second and key, up to `burst` at once, for this process alone.

    Holds at most `capacity` keys; the one used least recently is forgotten first, which gives
    it a full allowance again. `clock` counts seconds and never goes back.
    """

    def __init__(
        self,
        *,
        rate: float,
        burst: float,
        capacity: int = 50_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval = 1 / rate
        self._burst = burst
        self._capacity = capacity
        self._clock = clock
        self._arrivals: OrderedDict[str, float] = OrderedDict()

    async def take(self, key: str, cost: float = 1) -> float:
        """0 when `cost` was spent, else the seconds until it could be."""
        if cost > self._burst:
            return math.inf
        now = self._clock()
        arrival = max(self._arrivals.get(key, now), now) + cost * self._interval
        wait = arrival - self._burst * self._interval - now
        if wait > 1e-9:
            return wait
        self._arrivals[key] = arrival
        self._arrivals.move_to_end(key)
        if len(self._arrivals) > self._capacity:
            self._arrivals.popitem(last=False)
        return 0
