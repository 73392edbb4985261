"""A system at work: its process, how it is asked, and whether its answers are true."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.infra.embedded.children import StartFailed, stop, tail, wait_until
from bench.backing import Backing
from bench.dataset import Owner
from bench.facts import WrongFacts, ask, check, check_written
from bench.load import Load
from bench.operations import Operation
from bench.programs import listens, some_port, started
from bench.systems import Site, System
from bench.workloads import Call, Id, Workload

_START_TIMEOUT = 60
_PATIENCE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A system that listens."""

    system: System
    process: subprocess.Popen[bytes]
    port: int
    log: Path
    owner: Owner
    operations: Mapping[str, Operation]
    headers: Mapping[str, str]

    def load(self, workload: Workload, *, warm_up: float, seconds: float) -> Load:
        """The load of a workload."""
        operation = self.operations[workload.name]
        calls = workload.calls(self.owner)
        return Load(
            port=self.port,
            requests=[operation.request(call, self.headers).decode() for call in calls],
            markers=[str(operation.spelled(call.marker)) for call in calls],
            warm_up=warm_up,
            seconds=seconds,
        )

    def checked_answer(self, workload: Workload, backing: Backing) -> Any:
        """The answer to a workload's first call, which carries what the seed says.

        Raises WrongFacts.
        """
        call = workload.calls(self.owner)[0]
        operation = self.operations[workload.name]
        try:
            before = _written_row(workload, call, backing)
            answer = ask(self.port, operation, call, self.headers)
            check(answer, operation, call)
            if before is not None:
                check_written(before, _written_row(workload, call, backing) or {}, call)
        except WrongFacts as wrong:
            raise WrongFacts(f"{self.system.name}, {workload.name}: {wrong}") from wrong
        return answer


@contextmanager
def running(system: System, backing: Backing, owner: Owner, folder: Path) -> Iterator[Running]:
    """Start a system and wait until it listens; stop it in the end.

    Raises Unavailable when this machine cannot run it and StartFailed when it does not start.
    """
    own = folder / system.name
    own.mkdir()
    port = some_port()
    launch = system.launch(
        Site(
            database_url=backing.database_url,
            redis_url=backing.redis_url,
            owner=owner,
            folder=own,
            port=port,
        )
    )
    log = own / "server.log"
    process = started(launch.argv, launch.env, log, home=launch.cwd)
    try:
        try:
            wait_until(lambda: listens(port), process, name=system.name, timeout=_START_TIMEOUT)
        except StartFailed as failure:
            raise StartFailed(f"{failure}\n{tail(log)}") from failure
        yield Running(
            system=system,
            process=process,
            port=port,
            log=log,
            owner=owner,
            operations=system.operations(),
            headers=system.headers(owner),
        )
    finally:
        stop(process, signals=[signal.SIGTERM], patience=_PATIENCE)


def _written_row(workload: Workload, call: Call, backing: Backing) -> Mapping[str, Any] | None:
    key = call.values.get("id")
    if workload.writes is None or not isinstance(key, Id):
        return None
    return backing.row(workload.writes, key.key)
