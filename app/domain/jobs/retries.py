"""How patiently a step that failed is tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

LONGEST_DELAY: Final = 120
_MOST_DOUBLINGS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Another try in `delay` seconds; the checkpoint counts them."""

    delay: float
    checkpoint: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What cannot be had is tried `tries` times, after `delay`, twice that ... 120 seconds.

    Our own store is waited for however long it is away: what was paid for must not be lost to it.
    """

    tries: int
    delay: float

    def again(
        self, checkpoint: Mapping[str, Any], *, store_is_away: bool, most: int | None = None
    ) -> Retry | None:
        """The next try; None after `most` (else `tries`) of them while the store was there."""
        counter = "outages" if store_is_away else "tries"
        count = int(checkpoint.get(counter, 0)) + 1
        if not store_is_away and count >= (self.tries if most is None else most):
            return None
        doublings = min(count - 1, _MOST_DOUBLINGS)
        delay = float(min(self.delay * 2**doublings, LONGEST_DELAY))
        return Retry(delay=delay, checkpoint={**checkpoint, counter: count})
