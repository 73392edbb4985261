"""Counting without growing for ever."""

from __future__ import annotations

MOST_KEYS = 100_000


class Tally:
    """How often each key was seen; beyond `most_keys` the key first seen longest ago is forgotten.

    Forgetting starts a key again at zero.
    """

    def __init__(self, most_keys: int = MOST_KEYS) -> None:
        self._counts: dict[str, int] = {}
        self._most_keys = most_keys

    def add(self, key: str) -> int:
        """Count one more and tell how often the key has now been seen."""
        count = self._counts.get(key, 0) + 1
        self._counts[key] = count
        if len(self._counts) > self._most_keys:
            del self._counts[next(iter(self._counts))]
        return count

    def as_json(self) -> dict[str, int]:
        """A copy of the counts by key."""
        return dict(self._counts)

    def clear(self) -> None:
        """Forget everything."""
        self._counts.clear()
