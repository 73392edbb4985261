"""The JSON document as Markdown for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.systems import REFERENCE
from bench.workloads import WORKLOADS, Workload

_COLUMNS = (
    "",
    "CPU, ours is better by",
    "goal",
    "requests/s, ours is better by",
    "CPU µs",
    "PostgreSQL µs",
    "Valkey µs",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "bytes",
    "load",
)


def markdown(document: Mapping[str, Any]) -> str:
    """A table per workload: ratios are medians with quartiles, the rest are medians."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    machine = document["machine"]
    yield (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"{machine['system']}, Python {machine['python']}, PostgreSQL {machine['postgres']}; "
        f"{document['date']}; {document['rounds']} rounds of {document['seconds']} s, "
        "16 connections."
    )
    yield (
        "CPU is the server process's user and system time per request. Ours runs with "
        "authentication, its JSON log and a rate limit of "
        f"{document['rate_limit']:,} requests/s; the others without any."
    )
    for name, reason in document["skipped"].items():
        yield f"\n**{name} was SKIPPED: {reason.splitlines()[0]}**"
    for workload in WORKLOADS:
        if workload.name in document["workloads"]:
            yield f"\n### {workload.name}: {workload.title}\n"
            yield from _table(workload, document["workloads"][workload.name])


def _table(workload: Workload, found: Mapping[str, Any]) -> Iterator[str]:
    yield _row(_COLUMNS)
    yield _row(["---", *["---:"] * (len(_COLUMNS) - 1)])
    for system in found["cpu_us"]:
        yield _row(
            [
                system,
                _ratio(found, "cpu_ratio", system),
                _goal(workload, system),
                _ratio(found, "rps_ratio", system),
                f"{found['cpu_us'][system]:,.0f}",
                f"{found['postgres_cpu_us'][system]:,.0f}",
                f"{found['valkey_cpu_us'][system]:,.0f}",
                f"{found['rps'][system]:,.0f}",
                f"{found['p50_ms'][system]:.1f}",
                f"{found['p99_ms'][system]:.1f}",
                f"{found['bytes'][system]:,.0f}",
                f"{found['load_average'][system]:.1f}",
            ]
        )


def _ratio(found: Mapping[str, Any], kind: str, system: str) -> str:
    if system == REFERENCE:
        return ""
    lower, upper = found["quartiles"][kind][system]
    return f"**{found[kind][system]:.2f}** ({lower:.2f}–{upper:.2f})"  # noqa: RUF001 - a range


def _goal(workload: Workload, system: str) -> str:
    return f"{workload.goals[system]:.2f}" if system in workload.goals else ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
