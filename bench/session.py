"""A run of the bench: everything is started, checked, measured and stopped."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.backing import Backing, backing_services
from bench.console import say
from bench.dataset import owners
from bench.environments import Unavailable
from bench.facts import WrongFacts, difference
from bench.load import LoadDriver
from bench.meter import Measurement, Meter
from bench.rounds import Plan, measure_rounds
from bench.running import Running, running
from bench.systems import LIMIT, REFERENCE, System
from bench.workloads import Workload


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Systems that run and have shown that their answers are right."""

    backing: Backing
    meter: Meter
    systems: Sequence[Running]
    skipped: Mapping[str, str]

    def measure(self, workload: Workload, plan: Plan) -> list[Measurement]:
        """All rounds of a workload with the systems that know it. Raises LoadFailed."""
        say(f"{workload.name}: {workload.title}")
        able = [each for each in self.systems if workload.name in each.operations]
        measurements = []
        for measured in measure_rounds(workload, able, self.meter, plan):
            say(
                f"  round {measured.round} {measured.system:12} {measured.cpu_us:8,.0f} µs CPU "
                f"{measured.rps:8,.0f} requests/s"
            )
            measurements.append(measured)
        return measurements


@contextmanager
def open_session(wanted: Sequence[System], workloads: Sequence[Workload]) -> Iterator[Session]:
    """Start everything and check every answer; stop it in the end.

    A peer that this machine cannot run is left out, loudly. Raises StartFailed and WrongFacts.
    """
    everybody = owners()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        # PostgreSQL may run as another user.
        folder.chmod(0o755)
        say("starting PostgreSQL and Valkey, seeding")
        backing = stack.enter_context(backing_services(folder, everybody))
        systems: list[Running] = []
        skipped: dict[str, str] = {}
        for system in wanted:
            say(f"starting {system.name}")
            try:
                systems.append(stack.enter_context(running(system, backing, everybody[0], folder)))
            except Unavailable as reason:
                skipped[system.name] = str(reason)
                say(f"!!! {system.name} SKIPPED: {reason}")
        _check(systems, workloads, backing)
        driver = stack.enter_context(LoadDriver())
        yield Session(
            backing=backing,
            meter=Meter(driver, backing),
            systems=systems,
            skipped=skipped,
        )


def _check(systems: Sequence[Running], workloads: Sequence[Workload], backing: Backing) -> None:
    """Everybody's facts against the seed; the limit has to answer a read just like ours."""
    for workload in workloads:
        answers = {
            each.system.name: each.checked_answer(workload, backing)
            for each in systems
            if workload.name in each.operations
        }
        if workload.writes is None and {REFERENCE, LIMIT} <= answers.keys():
            place = difference(answers[REFERENCE]["data"], answers[LIMIT]["data"])
            if place is not None:
                raise WrongFacts(f"{workload.name}: {LIMIT} differs from {REFERENCE} at {place}")
