"""Medians and quartiles of what was measured pair by pair."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Spread(NamedTuple):
    """A median between its quartiles."""

    median: float
    lower: float
    upper: float


def spread(values: Sequence[float]) -> Spread:
    """Median and quartiles of at least one value; the quartiles lie within the values."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, lower, upper)


def paired(numerators: Mapping[int, float], denominators: Mapping[int, float]) -> Spread:
    """The spread of the ratios within the rounds that both have.

    Noise that lasts longer than a round hits both sides of a pair and cancels out, which it
    would not in a ratio of two medians.
    """
    return spread(
        [
            numerators[number] / denominators[number]
            for number in numerators
            if number in denominators
        ]
    )
