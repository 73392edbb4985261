"""Paired rounds: each loads every system once, one at a time, in a changing order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bench.meter import Measurement, Meter
from bench.running import Running
from bench.workloads import Workload

SHORT_WARM_UP: Final = 0.2
"""Seconds before each measurement: connections are fresh, caches are not."""

_TWO_FORWARDS: Final = 2

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how often is measured; `first_warm_up` is once per system and workload."""

    rounds: int
    seconds: float
    first_warm_up: float = 1.0


def measure_rounds(
    workload: Workload, systems: Sequence[Running], meter: Meter, plan: Plan
) -> Iterator[Measurement]:
    """Every measurement of a workload as it is made, round by round. Raises LoadFailed."""
    half = plan.first_warm_up / 2
    for system in systems:
        meter.measure(system, workload, number=0, warm_up=half, seconds=half)
    for number in range(1, plan.rounds + 1):
        for system in order_of_round(systems, number):
            yield meter.measure(
                system, workload, number=number, warm_up=SHORT_WARM_UP, seconds=plan.seconds
            )


def order_of_round(systems: Sequence[Item], number: int) -> list[Item]:
    """The systems rotated by one more each round, two rounds forwards, two backwards."""
    start = number % len(systems)
    rotated = [*systems[start:], *systems[:start]]
    return rotated[::-1] if number % 4 >= _TWO_FORWARDS else rotated
