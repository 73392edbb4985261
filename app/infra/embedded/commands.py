"""A process of the studio itself: the API, the worker, the mock, the migrations."""

from __future__ import annotations

import http.client
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .children import spawn


@dataclass(frozen=True, slots=True)
class Probe:
    """Where a process says with status 200 that it is ready."""

    host: str
    port: int
    path: str

    def answers(self) -> bool:
        """Whether it is ready now; blocks for at most a second or two."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=1)
        try:
            connection.request("GET", self.path)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """How a process is started, known to be ready, and stopped.

    `patience` is the time in seconds it gets to finish its work after SIGTERM. When the supervisor
    is killed it gets none: its servers go away at the same moment, and a worker that waited for
    them would never end. Its jobs are rows with a lease, another worker takes them up.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    patience: float = 10.0
    start_timeout: float = 60.0
    probe: Probe | None = None
    stop_signals: tuple[signal.Signals, ...] = (signal.SIGTERM,)

    def prepare(self) -> None:
        """Nothing comes before the start."""

    def release(self) -> None:
        """Nothing is left after the end."""

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start it with its output in a pipe."""
        return spawn(self.argv, env=self.env, death_signal=signal.SIGKILL, output=subprocess.PIPE)

    def answers(self) -> bool:
        """Whether it is ready; without a probe it is as soon as it runs."""
        return self.probe is None or self.probe.answers()
