"""What continuous integration checks: that ours stays near to the limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bench.console import say
from bench.rounds import Plan
from bench.session import Session
from bench.summary import cpu_ratios
from bench.systems import LIMIT
from bench.workloads import WORKLOADS, Workload

SLACK: Final = 0.8
"""A shared machine is noisy: the gate asks for this part of a goal."""

TRIES: Final = 2
PLAN: Final = Plan(rounds=3, seconds=0.6, first_warm_up=0.6)
WORKLOADS_OF_GATE: Final[Sequence[Workload]] = tuple(
    each for each in WORKLOADS if LIMIT in each.goals
)


def passes(session: Session) -> bool:
    """Whether every workload keeps near to its goal; one that does not is measured once more."""
    verdicts = [_near_enough(session, each) for each in WORKLOADS_OF_GATE]
    return all(verdicts)


def _near_enough(session: Session, workload: Workload) -> bool:
    needed = SLACK * workload.goals[LIMIT]
    for _ in range(TRIES):
        ratio = cpu_ratios(session.measure(workload, PLAN))[LIMIT].median
        verdict = "passes" if ratio >= needed else "FAILS"
        say(f"{workload.name}: {ratio:.2f} of {LIMIT}, needed {needed:.2f}: {verdict}")
        if ratio >= needed:
            return True
    return False
