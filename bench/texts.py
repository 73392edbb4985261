"""Texts that are read along: `python -m bench.texts`.

One process writes 200 texts at 30 pieces a second each and keeps every draft once a second, as a
worker does; another one follows them all. Told are the time from writing a piece to a reader having
it, and how much of a processor each process and each server took.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from app.domain.identity import new_id
from app.domain.jobs.model import JobKind, NewJob
from app.infra.database import close_database, open_database, transaction
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey
from app.infra.migrations import upgrade
from app.infra.repositories.jobs import JobRepository
from app.rows.users import UserRow
from bench.console import say
from bench.cpu import cpu_seconds
from bench.facts import WrongFacts
from bench.paths import OUT, ROOT
from bench.text_parts import LEASE, Wish, ignore

WARM_UP: Final = 5.0
_DIGITS: Final = 3
_PATIENCE: Final = 60


def main() -> int:
    """Exit status 0; 1 when a piece was lost, doubled, or not shown singly."""
    arguments = _parser().parse_args()
    try:
        found = _measured(arguments)
    except WrongFacts as wrong:
        say(f"FAILED: {wrong}")
        return 1
    OUT.mkdir(exist_ok=True)
    text = json.dumps(found, indent=2) + "\n"
    (OUT / "texts.json").write_text(text)
    sys.stdout.write(text)
    return 0


def _measured(arguments: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-texts-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres = EmbeddedPostgres(folder / "postgres", log=folder / "postgres.log")
        valkey = EmbeddedValkey(folder / "valkey", append_only=False, log=folder / "valkey.log")
        try:
            database_url, redis_url = postgres.start(), valkey.start()
            jobs = asyncio.run(_prepare(database_url, arguments.texts))
            begins = time.monotonic() + WARM_UP
            wish = Wish(
                database_url=database_url,
                redis_url=redis_url,
                jobs=jobs,
                readers=arguments.readers,
                per_second=arguments.per_second,
                begins=begins,
                ends=begins + arguments.seconds,
            )
            servers = {
                "postgres": postgres.process.pid if postgres.process else 0,
                "valkey": valkey.process.pid if valkey.process else 0,
            }
            return _played(wish, servers)
        finally:
            valkey.stop()
            postgres.stop()


def _played(wish: Wish, servers: Mapping[str, int]) -> dict[str, Any]:
    reader, writer = _part("read", wish), _part("write", wish)
    try:
        pids = {"writer": writer.pid, "reader": reader.pid, **servers}
        time.sleep(max(0, wish.begins - time.monotonic()))
        before = {each: cpu_seconds(pid) for each, pid in pids.items()}
        time.sleep(max(0, wish.ends - time.monotonic()))
        cpu = {each: cpu_seconds(pid) - before[each] for each, pid in pids.items()}
        load = os.getloadavg()[0]
        told, _ = reader.communicate(timeout=_PATIENCE)
        writer.communicate(timeout=_PATIENCE)
    finally:
        for process in (reader, writer):
            process.kill()
            process.wait()
    if reader.returncode or writer.returncode:
        raise WrongFacts("one of the processes broke")
    return _summary(wish, json.loads(told), cpu, load)


def _summary(
    wish: Wish, told: Mapping[str, Any], cpu: Mapping[str, float], load: float
) -> dict[str, Any]:
    readers = len(wish.jobs) * wish.readers
    if told["snapshots"] != readers:
        raise WrongFacts(f"{told['snapshots']} snapshots for {readers} readers: pieces were lost")
    seconds, lags = wish.ends - wish.begins, sorted(told["lags"])
    percentiles = statistics.quantiles(lags, n=1000)
    return {
        "texts": len(wish.jobs),
        "readers": readers,
        "pieces_per_second": round(len(lags) / wish.readers / seconds),
        "lag_ms": {
            name: round(1000 * percentiles[at], _DIGITS)
            for name, at in (("p50", 499), ("p90", 899), ("p99", 989), ("p99.9", 998))
        },
        "cores": {name: round(used / seconds, _DIGITS) for name, used in cpu.items()},
        "load_average": round(load, 2),
        "processors": os.cpu_count(),
    }


def _part(name: str, wish: Wish) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - the command line is our own
        [sys.executable, "-m", "bench.text_parts", name, json.dumps(asdict(wish))],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )


async def _prepare(database_url: str, texts: int) -> list[str]:
    await upgrade(database_url)
    await open_database(database_url, minsize=1, maxsize=2)
    queue, jobs = JobRepository(lease=LEASE, publish=ignore), []
    user = await UserRow.create(email="bench@example.com")
    for _ in range(texts):
        new = NewJob(
            id=new_id(),
            user_id=user.id,
            kind=JobKind.LYRIC_AI,
            request={},
            idempotency_key=None,
            payload_hash="",
            slot_group=None,
        )
        async with transaction():
            jobs.append(str((await queue.accept(new)).id))
    await close_database()
    return jobs


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.texts", description=__doc__)
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--readers", type=int, default=1, help="of each text")
    parser.add_argument("--per-second", type=float, default=30, help="pieces of each text")
    parser.add_argument("--seconds", type=float, default=10)
    return parser


if __name__ == "__main__":
    sys.exit(main())
