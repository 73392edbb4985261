"""What a storm did, as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from chaos.audit import Findings
from chaos.house import SLOTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run. Memory in megabytes, times in seconds.

    `moves_within` is how long work may rest after the last fault.
    """

    seed: int
    seconds: float
    guarded: bool
    faults: dict[str, int]
    attempts: int
    moves_within: float
    settled: bool
    files_right: bool
    followers: int
    follower_gaps: int
    memory: dict[str, float]
    memory_a_minute: dict[str, float | None]
    most_connections: int
    connections_a_minute: float | None
    findings: Findings

    @property
    def failures(self) -> list[str]:
        """What is not as it must be."""
        found = self.findings
        wrong = {
            "something is still not done": not self.settled,
            f"{found.lost} accepted orders are lost": found.lost,
            f"bought twice: {found.bought_twice}": found.bought_twice,
            f"{found.event_gaps} jobs have gaps in their events": found.event_gaps,
            f"{found.unmade} orders succeeded without a result": found.unmade,
            f"{self.follower_gaps} events were missed or doubled": self.follower_gaps,
            "files are missing or foreign": not self.files_right,
            f"{found.peak_in_flight} songs at the same time": found.peak_in_flight > SLOTS,
            f"work went on after {found.recovery_max:.1f} s": (
                found.recovery_max > self.moves_within
            ),
        }
        return [words for words, is_so in wrong.items() if is_so]

    def document(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {**asdict(self), "failures": self.failures}

    def markdown(self) -> str:
        """Everything, for people."""
        found = self.findings
        rows = {
            "accepted": _listed(found.accepted),
            "faults": _listed(self.faults),
            "outcomes": _listed(found.outcomes),
            "requests to have them accepted": self.attempts,
            "lost": found.lost,
            "bought twice": len(found.bought_twice),
            "outcome unknown": found.unknown,
            "jobs with event gaps": found.event_gaps,
            "events missed or doubled by followers": f"{self.follower_gaps} of {self.followers}",
            "succeeded without a result": found.unmade,
            "files": "as recorded" if self.files_right else "WRONG",
            "peak in flight": f"{found.peak_in_flight} of {SLOTS}",
            "recovery p50, max": f"{found.recovery_p50:.2f} s, {found.recovery_max:.2f} s",
            "memory at last, MB": _listed(self.memory),
            "memory added in a minute of life, MB": _listed(self.memory_a_minute),
            "database connections at most": self.most_connections,
            "database connections at last": found.connections,
            "connections added in a minute": _told(self.connections_a_minute),
        }
        guard = "" if self.guarded else ", without the guard"
        head = f"# A storm of {self.seconds:.0f} s, seed {self.seed}{guard}\n\n| | |\n|---|---|\n"
        return head + "".join(f"| {name} | {value} |\n" for name, value in rows.items())


def _listed(counts: dict[str, Any]) -> str:
    return " · ".join(f"{name} {_told(count)}" for name, count in sorted(counts.items()))


def _told(value: float | None) -> str:
    return "(too short to tell)" if value is None else f"{value}"
