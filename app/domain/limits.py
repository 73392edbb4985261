"""How often somebody may ask."""

from __future__ import annotations

from typing import Protocol


class RateLimiter(Protocol):
    """An allowance per key that refills steadily, up to a burst (GCRA)."""

    async def take(self, key: str, cost: float = 1) -> float:
        """Spend `cost` of the key's allowance.

        0 when it was spent; otherwise nothing was, and the answer is the number of seconds
        (> 0) after which the same call would succeed. Infinite when `cost` is above the burst.
        Never raises: an implementation on a network falls back to a local one.
        """
        ...


class PromptLimiter(RateLimiter, Protocol):
    """One that often knows the answer without asking anybody."""

    def take_now(self, key: str) -> bool:
        """Spend a unit of the key's allowance if that needs no waiting; False: nothing was."""
        ...
