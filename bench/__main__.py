"""`python -m bench`: how much of a processor our API needs for a request, beside others."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from typing import TypeVar

from app.infra.embedded.servers import StartFailed
from bench import chat_load, fanout, first_token, overlay, sustained
from bench.console import say
from bench.facts import WrongFacts
from bench.gate import WORKLOADS_OF_GATE, passes
from bench.load import LoadFailed
from bench.paths import OUT
from bench.report import markdown
from bench.rounds import Plan
from bench.session import open_session
from bench.summary import Results, document
from bench.systems import LIMIT, OURS, PEER_SYSTEMS, REFERENCE, System
from bench.workloads import WORKLOADS, Workload

BY_THEMSELVES = {
    each.NAME: each.run for each in (fanout, first_token, chat_load, sustained, overlay)
}
"""How each is measured, for so many rounds."""

_INTERRUPTED = 130
_Entry = TypeVar("_Entry", System, Workload)


def main() -> int:
    """Exit status 0; 1 when a system fails or answers wrongly, or the gate finds ours too slow."""
    arguments = _parser().parse_args()
    # A job that is cancelled stops its servers as one that is interrupted does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _gate() if arguments.gate else _measure(arguments)
    except (LoadFailed, StartFailed, WrongFacts) as failure:
        say(f"FAILED: {failure}")
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return _INTERRUPTED


def _measure(arguments: argparse.Namespace) -> int:
    """What is not a request and its answer is measured by itself."""
    names = [name.strip() for name in arguments.only.split(",") if name.strip()]
    arguments.only = ",".join(name for name in names if name not in BY_THEMSELVES)
    _chosen(arguments.only, WORKLOADS)
    for name, run in BY_THEMSELVES.items():
        if not names or name in names:
            run(arguments.rounds)
    return 0 if names and not arguments.only else _bench(arguments)


def _bench(arguments: argparse.Namespace) -> int:
    default = [*OURS, *(PEER_SYSTEMS if arguments.peers else [])]
    systems = _chosen(arguments.systems, [*OURS, *PEER_SYSTEMS]) or default
    workloads = _chosen(arguments.only, WORKLOADS) or WORKLOADS
    if REFERENCE not in {each.name for each in systems}:
        raise SystemExit(f"--systems must name {REFERENCE}: ratios are taken to it")
    plan = Plan(rounds=arguments.rounds, seconds=arguments.seconds)
    with open_session(systems, workloads) as session:
        results = Results(
            plan=plan,
            postgres=session.backing.server_version,
            measurements={each.name: session.measure(each, plan) for each in workloads},
            skipped=session.skipped,
        )
    _write(results)
    return 0


def _gate() -> int:
    systems = _chosen(f"{REFERENCE},{LIMIT}", OURS)
    with open_session(systems, WORKLOADS_OF_GATE) as session:
        return 0 if passes(session) else 1


def _write(results: Results) -> None:
    found = document(results)
    text = markdown(found)
    OUT.mkdir(exist_ok=True)
    (OUT / "latest.json").write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    (OUT / "latest.md").write_text(text)
    sys.stdout.write(text)


def _chosen(names: str, table: Sequence[_Entry]) -> list[_Entry]:
    """The entries of a comma-separated list, in the table's order; exits for an unknown name."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = [each.name for each in table]
    if unknown := set(wanted) - set(known):
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    return [each for each in table if each.name in wanted]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="measure the peers, too")
    parser.add_argument("--systems", default="", help="only these, such as ours,L")
    parser.add_argument("--only", default="", help="only these workloads, such as W1,W3")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2, help="of each measurement")
    parser.add_argument("--gate", action="store_true", help="short; exit 1 if far from the limit")
    return parser


if __name__ == "__main__":
    sys.exit(main())
