"""How many requests there were, by operation and outcome, and how long they took.

Every request counts, hot reads too: two look-ups, a bisection and three additions, no locks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
MOST_NAMES: Final = 200
"""Names of operations that are told apart. Whatever comes later, and names that have never
succeeded, count as `other`: clients choose names, and each one costs memory for ever."""

ANONYMOUS: Final = "(anonymous)"
OTHER: Final = "other"
_PLACES: Final = frozenset({"files", "fonts", "graphiql", "health", "metrics"})
_GRAPHQL: Final = "/graphql"


@dataclass(slots=True)
class _Operation:
    outcomes: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))


class RequestCounts(Collector):
    """The counts of one process; it collects what Prometheus is told."""

    def __init__(self) -> None:
        self._operations: dict[str, _Operation] = {OTHER: _Operation(), ANONYMOUS: _Operation()}

    def count(self, operation: str | None, path: str, outcome: str, seconds: float | None) -> None:
        """Count a request; one that was meant to last has no seconds.

        `outcome` is `ok`, a word for what became of it, or codes of errors: the first one counts.
        """
        found = self._operations.get(operation or _place(path))
        if found is None:
            found = self._begin(operation or _place(path), outcome)
        if outcome in found.outcomes:
            found.outcomes[outcome] += 1
        else:
            first = outcome.partition(",")[0]
            found.outcomes[first] = found.outcomes.get(first, 0) + 1
        if seconds is not None:
            found.buckets[bisect_left(BOUNDS, seconds)] += 1
            found.seconds += seconds

    def _begin(self, name: str, outcome: str) -> _Operation:
        if outcome == "ok" and len(self._operations) < MOST_NAMES:
            found = self._operations[name] = _Operation()
            return found
        return self._operations[OTHER]

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        requests = CounterMetricFamily(
            "studio_requests",
            "Requests and operations over websockets, by the operation's name.",
            labels=["operation", "outcome"],
        )
        seconds = HistogramMetricFamily(
            "studio_request_seconds",
            "Seconds that requests over HTTP took, by the operation's name.",
            labels=["operation"],
        )
        for name, operation in self._operations.items():
            for outcome, times in operation.outcomes.items():
                requests.add_metric([name, outcome], times)
            total, buckets = 0, []
            for bound, times in zip((*BOUNDS, "+Inf"), operation.buckets, strict=True):
                total += times
                buckets.append((str(bound), total))
            if total:
                seconds.add_metric([name], buckets, operation.seconds)
        yield requests
        yield seconds


def _place(path: str) -> str:
    """What a request without a named operation was for."""
    if path == _GRAPHQL:
        return ANONYMOUS
    first = path[1:].partition("/")[0]
    return f"({first})" if first in _PLACES else OTHER


request_counts = RequestCounts()
"""Of this process."""
