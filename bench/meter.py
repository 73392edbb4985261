"""One measurement: processor time of server and backing services while one system is loaded."""

from __future__ import annotations

import os
from dataclasses import dataclass

from bench.backing import Backing
from bench.cpu import cpu_seconds
from bench.load import LoadDriver, LoadFailed
from bench.running import Running
from bench.workloads import Workload

_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One system under one workload in one round.

    Processor time in microseconds per request; `bytes` are those of a mean response body.
    """

    round: int
    system: str
    cpu_us: float
    postgres_cpu_us: float
    valkey_cpu_us: float
    rps: float
    p50_ms: float
    p99_ms: float
    bytes: float
    requests: int
    load_average: float


@dataclass(frozen=True, slots=True)
class Meter:
    """Loads systems and reads the kernel's accounts before and after."""

    driver: LoadDriver
    backing: Backing

    def measure(
        self, system: Running, workload: Workload, *, number: int, warm_up: float, seconds: float
    ) -> Measurement:
        """Warm a system up, then load it for so many seconds. Raises LoadFailed."""
        if workload.writes is not None:
            self.backing.vacuum(workload.writes)
        pids = (system.process.pid, self.backing.postgres_pid, self.backing.valkey_pid)
        try:
            self.driver.warm_up(system.load(workload, warm_up=warm_up, seconds=seconds))
            before = [cpu_seconds(pid) for pid in pids]
            outcome = self.driver.run()
            after = [cpu_seconds(pid) for pid in pids]
        except LoadFailed as failure:
            raise LoadFailed(f"{system.system.name}, {workload.name}: {failure}") from failure
        server, postgres, valkey = (
            (end - begin) / outcome.requests * _MICROSECONDS
            for begin, end in zip(before, after, strict=True)
        )
        return Measurement(
            round=number,
            system=system.system.name,
            cpu_us=server,
            postgres_cpu_us=postgres,
            valkey_cpu_us=valkey,
            rps=outcome.requests / outcome.seconds,
            p50_ms=outcome.p50_ms,
            p99_ms=outcome.p99_ms,
            bytes=outcome.bytes,
            requests=outcome.requests,
            load_average=os.getloadavg()[0],
        )
