"""Whether something grows."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Final

_MINUTE: Final = 60
_FEW: Final = 8
"""Moments that are too few to tell."""

Series = Sequence[tuple[float, float]]
"""Seconds and what was seen then."""


def a_minute(series: Iterable[Series]) -> float | None:
    """How much is added in a minute, by least squares.

    Of several series each one is compared with its own mean, as they may begin at different
    heights. None when there is too little to tell.
    """
    moments = []
    for each in filter(None, series):
        mean_time, mean_value = (statistics.fmean(values) for values in zip(*each, strict=True))
        moments += [(time - mean_time, value - mean_value) for time, value in each]
    spread = sum(time * time for time, _ in moments)
    if len(moments) < _FEW or not spread:
        return None
    return _MINUTE * sum(time * value for time, value in moments) / spread
