"""The bench's side of the load driver."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import IO, Any, Self, cast

from bench.paths import ROOT

CONCURRENCY = 16


class LoadFailed(Exception):
    """A system broke under load, or answered wrongly; the text tells how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a system is asked on 16 connections; `markers` belong to `requests`, one to one."""

    port: int
    requests: list[str]
    markers: list[str]
    warm_up: float
    seconds: float
    concurrency: int = CONCURRENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a load went; `bytes` are those of a mean response body."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    bytes: float


class LoadDriver:
    """A running driver process; it ends when this one closes its standard input, or dies."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.driver"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._input = cast(IO[str], self._process.stdin)
        self._output = cast(IO[str], self._process.stdout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def warm_up(self, load: Load) -> None:
        """Connect and warm the system up; returns when it is idle again. Raises LoadFailed."""
        self._tell(json.dumps(asdict(load)))
        line = self._hear()
        if line != "warm":
            raise LoadFailed(_broken(line))

    def run(self) -> Outcome:
        """Run the load that was warmed up; blocks until it is over. Raises LoadFailed."""
        self._tell("go")
        line = self._hear()
        result: dict[str, Any] = json.loads(line)
        if "broken" in result:
            raise LoadFailed(_broken(line))
        return Outcome(**result)

    def _tell(self, line: str) -> None:
        self._input.write(f"{line}\n")
        self._input.flush()

    def _hear(self) -> str:
        line = self._output.readline().rstrip("\n")
        if not line:
            raise LoadFailed(f"the load driver ended with status {self._process.poll()}")
        return line


def _broken(line: str) -> str:
    return str(json.loads(line)["broken"])
