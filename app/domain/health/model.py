"""How the studio is: what was looked at, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class HealthStatus(StrEnum):
    """OK: all is well. DEGRADED: the studio works, something is missing. DOWN: it cannot work."""

    OK = "OK"
    DEGRADED = "DEGRADED"
    DOWN = "DOWN"


class CheckStatus(StrEnum):
    """OK, DOWN (no right answer in time), or UNCONFIGURED (nobody asked: there is no address)."""

    OK = "OK"
    DOWN = "DOWN"
    UNCONFIGURED = "UNCONFIGURED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one look found. `latency` in seconds; `version` where the other side told it."""

    name: str
    status: CheckStatus
    latency: float | None = None
    version: str | None = None

    @property
    def down(self) -> bool:
        """Whether it failed."""
        return self.status is CheckStatus.DOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfWork:
    """The open jobs of one kind and status."""

    kind: str
    status: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """The jobs that are not over yet.

    `due`: ready, and nobody works on them. `oldest_due`: for how many seconds the first of them
    has been; None without any. `waiting`: for a slot of their provider. `running`: held by a
    worker right now.
    """

    due: int = 0
    waiting: int = 0
    running: int = 0
    oldest_due: float | None = None
    work: Sequence[KindOfWork] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerBeat:
    """A worker as it last said. `age`: seconds since then, by the clock of whoever keeps it."""

    id: str
    version: str
    started_at: datetime
    running: int
    age: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Everything that was found; what could not be found out is None."""

    version: str
    schema_version: str | None
    checks: Sequence[CheckResult]
    providers: Sequence[CheckResult]
    workers: Sequence[WorkerBeat] | None
    queue: QueueState | None
    required: frozenset[str] = field(default=frozenset())

    @property
    def status(self) -> HealthStatus:
        """DOWN without what is required, DEGRADED without anything else, or without a worker."""
        if any(check.down for check in self.checks if check.name in self.required):
            return HealthStatus.DOWN
        missing = any(check.down for check in (*self.checks, *self.providers))
        return HealthStatus.OK if self.workers and not missing else HealthStatus.DEGRADED
