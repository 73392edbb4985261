"""A dictionary that forgets what was not used for longest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


class Bounded(Generic[KeyT, ValueT]):
    """Values of at most `capacity` in total weight; one that is heavier than that is not kept."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._weight = 0
        self._values: OrderedDict[KeyT, tuple[ValueT, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: KeyT) -> ValueT | None:
        """The value, which counts as used; None when there is none."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: KeyT, value: ValueT, weight: int = 1) -> ValueT:
        """Keep the value, at the expense of those used least recently."""
        self.drop(key)
        if weight <= self._capacity:
            self._values[key] = value, weight
            self._weight += weight
        while self._weight > self._capacity:
            _, (_, oldest) = self._values.popitem(last=False)
            self._weight -= oldest
        return value

    def drop(self, key: KeyT) -> None:
        """Forget a value."""
        _, weight = self._values.pop(key, (None, 0))
        self._weight -= weight

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._weight = 0
