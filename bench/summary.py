"""What the measurements come to: ratios within rounds, and medians."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import psutil

from bench.meter import Measurement
from bench.ratios import Spread, paired
from bench.rounds import Plan
from bench.systems import OURS, PEER_SYSTEMS, RATE_LIMIT, REFERENCE

MEDIANS: Final = (
    "cpu_us",
    "postgres_cpu_us",
    "valkey_cpu_us",
    "rps",
    "p50_ms",
    "p99_ms",
    "bytes",
    "requests",
    "load_average",
)
_DIGITS: Final = 4

Ratios = Mapping[str, Spread]
"""By how much ours is better than each other system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything that was measured, by workload, and why some systems were not."""

    plan: Plan
    postgres: str
    measurements: Mapping[str, Sequence[Measurement]]
    skipped: Mapping[str, str]


def cpu_ratios(measurements: Sequence[Measurement]) -> Ratios:
    """How many times the processor time of ours each other system takes for a request."""
    ours = _by_round(measurements, REFERENCE, "cpu_us")
    return {
        name: paired(_by_round(measurements, name, "cpu_us"), ours)
        for name in _others(measurements)
    }


def rps_ratios(measurements: Sequence[Measurement]) -> Ratios:
    """How many times the requests per second of each other system ours answers."""
    ours = _by_round(measurements, REFERENCE, "rps")
    return {
        name: paired(ours, _by_round(measurements, name, "rps")) for name in _others(measurements)
    }


def systems(measurements: Sequence[Measurement]) -> list[str]:
    """The systems that were measured, ours first."""
    return [REFERENCE, *_others(measurements)]


def document(results: Results) -> dict[str, Any]:
    """All of it as a JSON document."""
    return {
        "machine": _machine(results.postgres),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "rounds": results.plan.rounds,
        "seconds": results.plan.seconds,
        "rate_limit": RATE_LIMIT,
        "skipped": dict(results.skipped),
        "workloads": {
            name: _workload(measurements) for name, measurements in results.measurements.items()
        },
    }


def _workload(measurements: Sequence[Measurement]) -> dict[str, Any]:
    ratios = {"cpu_ratio": cpu_ratios(measurements), "rps_ratio": rps_ratios(measurements)}
    medians: dict[str, Any] = {
        column: {
            name: _rounded(statistics.median(_by_round(measurements, name, column).values()))
            for name in systems(measurements)
        }
        for column in MEDIANS
    }
    return {
        **{
            kind: {name: _rounded(ratio.median) for name, ratio in found.items()}
            for kind, found in ratios.items()
        },
        "quartiles": {
            kind: {
                name: [_rounded(ratio.lower), _rounded(ratio.upper)]
                for name, ratio in found.items()
            }
            for kind, found in ratios.items()
        },
        **medians,
    }


def _by_round(measurements: Sequence[Measurement], system: str, column: str) -> dict[int, float]:
    return {each.round: getattr(each, column) for each in measurements if each.system == system}


def _others(measurements: Sequence[Measurement]) -> list[str]:
    measured = {each.system for each in measurements} - {REFERENCE}
    return [each.name for each in (*OURS, *PEER_SYSTEMS) if each.name in measured]


def _rounded(value: float) -> float:
    return round(value, _DIGITS)


def _machine(postgres: str) -> dict[str, Any]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgres": postgres,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as lines:  # noqa: PTH123 - the kernel's file
            names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    except OSError:
        names = []
    return names[0] if names else platform.machine()
