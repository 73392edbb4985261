"""A cache that forgets what was not used for longest."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lru(Generic[Value]):
    """At most `capacity` of total weight; a value heavier than that is not kept."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._weight = 0
        self._entries: OrderedDict[str, tuple[int, Value]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: str) -> Value | None:
        """The value, which counts as used; None when there is none."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[1]

    def put(self, key: str, value: Value, weight: int = 1) -> None:
        """Keep the value, at the expense of those used least recently."""
        if weight > self._capacity:
            return
        replaced = self._entries.pop(key, None)
        if replaced is not None:
            self._weight -= replaced[0]
        self._entries[key] = (weight, value)
        self._weight += weight
        while self._weight > self._capacity:
            _, (oldest, _) = self._entries.popitem(last=False)
            self._weight -= oldest
