from __future__ import annotations

import pytest

from bench.meter import Measurement
from bench.ratios import Spread, paired, spread
from bench.summary import cpu_ratios, rps_ratios


def measured(number: int, system: str, *, cpu_us: float, rps: float) -> Measurement:
    return Measurement(
        round=number,
        system=system,
        cpu_us=cpu_us,
        postgres_cpu_us=0,
        valkey_cpu_us=0,
        rps=rps,
        p50_ms=1,
        p99_ms=2,
        bytes=3,
        requests=4,
        load_average=0,
    )


def test_quartiles_lie_within_what_was_measured() -> None:
    assert spread([5, 1, 4, 2, 3]) == Spread(median=3, lower=2, upper=4)
    assert spread([7]) == Spread(median=7, lower=7, upper=7)


def test_ratios_are_taken_within_a_round() -> None:
    """In the second round the machine was twice as slow for both."""
    assert paired({1: 2.0, 2: 4.0, 3: 2.0}, {1: 1.0, 2: 2.0, 3: 1.0}) == Spread(2, 2, 2)


def test_a_round_that_one_of_them_lacks_does_not_count() -> None:
    assert paired({1: 2.0, 2: 9.0}, {1: 1.0, 3: 1.0}) == Spread(2, 2, 2)


def test_above_one_means_that_ours_is_better() -> None:
    measurements = [
        measured(1, "ours", cpu_us=100, rps=900),
        measured(1, "fastapi", cpu_us=400, rps=300),
        measured(1, "L", cpu_us=80, rps=1000),
    ]

    cpu, rps = cpu_ratios(measurements), rps_ratios(measurements)

    assert {name: ratio.median for name, ratio in cpu.items()} == {"L": 0.8, "fastapi": 4}
    assert {name: ratio.median for name, ratio in rps.items()} == pytest.approx(
        {"L": 0.9, "fastapi": 3}
    )
