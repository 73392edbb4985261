"""A rate limit that does not keep those waiting who are far from it."""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass
from typing import Final

from app.infra.rate_limit import MOST_LOCAL_KEYS, GcraLimiter
from app.readpath.bounded import Bounded

KEPT_FOR: Final = 1.0
"""Seconds for which it is known how much a key has left."""

OWED_FOR: Final = 0.02
"""Seconds after which Redis hears what was spent."""

EAGER_SHARE: Final = 1 / 8
"""The part of the burst that a process may spend before it asks."""


@dataclass(slots=True)
class _Account:
    """What all processes had left a moment ago, less what this one has spent since."""

    left: float = 0
    until: float = 0
    owed: float = 0
    asking: int = 0


class EagerLimiter:
    """Lets a key pass at once while seven eighths of its burst are left; Redis hears of it soon.

    Nearer to the limit every charge is made in Redis first, as `GcraLimiter` does. One process
    allows the burst and no more; of several, each may allow up to an eighth of it more.
    """

    def __init__(self, limiter: GcraLimiter) -> None:
        self._limiter = limiter
        self._enough = limiter.burst * (1 - EAGER_SHARE)
        self._accounts: Bounded[str, _Account] = Bounded(MOST_LOCAL_KEYS)
        self._debtors: list[tuple[str, _Account]] = []
        self._paying: asyncio.Task[None] | None = None

    def take_now(self, key: str, cost: float = 1) -> bool:
        """See `PromptLimiter.take_now`: True far from the limit."""
        account = self._accounts.get(key)
        if account is None or account.asking or account.left - cost < self._enough:
            return False
        if time.monotonic() >= account.until:
            return False
        account.left -= cost
        if not account.owed:
            self._debtors.append((key, account))
        account.owed += cost
        if self._paying is None:
            self._paying = asyncio.create_task(self._pay())
        return True

    async def take(self, key: str, cost: float = 1) -> float:
        """See `GcraLimiter.take`."""
        if cost > self._limiter.burst:
            return math.inf
        if self.take_now(key, cost):
            return 0
        account = self._accounts.get(key) or self._accounts.put(key, _Account())
        now = time.monotonic()
        account.asking += 1
        try:
            if account.owed:
                # What is owed was spent before, so it is charged before.
                _, (wait, left) = await asyncio.gather(
                    self._pay_for(key, account), self._limiter.spend(key, cost)
                )
            else:
                wait, left = await self._limiter.spend(key, cost)
        finally:
            account.asking -= 1
        account.left, account.until = left - account.owed, now + KEPT_FOR
        return wait

    async def _pay(self) -> None:
        try:
            while self._debtors:
                await asyncio.sleep(OWED_FOR)
                debtors, self._debtors = self._debtors, []
                await asyncio.gather(*(self._pay_for(key, account) for key, account in debtors))
        finally:
            self._paying = None

    async def _pay_for(self, key: str, account: _Account) -> None:
        owed, account.owed = account.owed, 0
        if not owed:
            return
        wait, left = await self._limiter.spend(key, owed)
        # Others have spent it meanwhile: from now on this key asks first.
        account.left = 0 if wait else left - account.owed
        account.until = time.monotonic() + KEPT_FOR
