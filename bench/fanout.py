"""W6: an event of a job on its way to 500 subscribers, each on a websocket of its own.

Ours reads the event from the database once it is hinted at, and sends each subscriber what that
subscriber has asked for. The limit is a plain websocket server that sends everybody the same frame,
which it is given. One is loaded at a time; an event is published when the one before it has come
to everybody.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from arq.connections import ArqRedis

from app.bootstrap.studio import connect_redis
from app.domain.identity import new_id
from app.domain.jobs.model import JobKind, JobStage, JobStatus, NewJob
from app.domain.jobs.ports import Claim, JobUpdate
from app.infra.database import close_database, open_database, transaction
from app.infra.live.hints import HintPublisher
from app.infra.repositories.jobs import JobRepository
from app.schema.ids import encode_id
from bench.backing import Backing, backing_services
from bench.console import say
from bench.cpu import cpu_seconds
from bench.dataset import Owner, owners
from bench.fanout_clients import Audience
from bench.limit import fanout as limit
from bench.load import LoadFailed
from bench.operations import Operation
from bench.paths import OUT, ROOT
from bench.ratios import paired
from bench.rounds import order_of_round
from bench.running import Running, running
from bench.systems import LIMIT, OURS, REFERENCE, Launch, Site, System

NAME: Final = "W6"
SUBSCRIBERS: Final = 500
EVENTS: Final = 40
"""In each round."""

QUERY: Final = """subscription Progress($job: ID!) {
  jobProgress(jobId: $job) { seq stage status progress attempt at error { code message } }
}"""
_LEASE: Final = 3600.0
_DIGITS: Final = 3
_PATIENCE: Final = 60
_POLLED: Final = JobUpdate(
    status=JobStatus.WAITING, stage=JobStage.POLLING, due_in=_LEASE, keep_lease=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fanout:
    """The limit as a system."""

    name: str = LIMIT
    about: str = "the limit: a plain websocket server, one ready-made frame for everybody"

    def operations(self) -> Mapping[str, Operation]:
        """See System."""
        return {}

    def headers(self, _owner: Owner) -> Mapping[str, str]:
        """See System."""
        return {}

    def launch(self, site: Site) -> Launch:
        """See System."""
        env = {"PORT": str(site.port), "REDIS_URL": site.redis_url, "PYTHONPATH": str(ROOT)}
        argv = [sys.executable, "-m", "bench.limit.fanout"]
        return Launch(argv=argv, env=env, cwd=site.folder)


SYSTEMS: Final[Sequence[System]] = (
    *(each for each in OURS if each.name == REFERENCE),
    Fanout(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fanned:
    """One system in one round. Processor time in microseconds per frame, times in milliseconds."""

    round: int
    system: str
    cpu_us: float
    first_ms: float
    p50_ms: float
    last_ms: float
    load_average: float


Publish = Callable[[], Awaitable[float]]
"""Publishes the next event and says when it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """A system with its audience."""

    system: Running
    publish: Publish
    audience: asyncio.subprocess.Process

    async def hear(self) -> str:
        """What the audience says next. Raises LoadFailed."""
        if self.audience.stdout is None:
            raise LoadFailed("the audience cannot be heard")
        try:
            async with asyncio.timeout(_PATIENCE):
                line = (await self.audience.stdout.readline()).decode().rstrip()
        except TimeoutError:
            line = "broken: an event did not come to everybody"
        if not line or line.startswith("broken"):
            raise LoadFailed(f"{self.system.system.name}, {NAME}: {line or 'the audience left'}")
        return line

    async def measure(self, number: int) -> Fanned:
        """A round of events. Raises LoadFailed."""
        before, events = cpu_seconds(self.system.process.pid), []
        for _ in range(EVENTS):
            published = await self.publish()
            arrivals = json.loads(await self.hear())
            events.append([1000 * (each - published) for each in arrivals])
        used = cpu_seconds(self.system.process.pid) - before
        return Fanned(
            round=number,
            system=self.system.system.name,
            cpu_us=1_000_000 * used / (EVENTS * SUBSCRIBERS),
            first_ms=statistics.median(min(each) for each in events),
            p50_ms=statistics.median(statistics.median(each) for each in events),
            last_ms=statistics.median(max(each) for each in events),
            load_average=os.getloadavg()[0],
        )


def run(rounds: int) -> None:
    """Measure, print a table, and keep it in `out/fanout.*`. Raises LoadFailed."""
    everybody = owners()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder.chmod(0o755)
        say("starting PostgreSQL and Valkey, seeding")
        backing = stack.enter_context(backing_services(folder, everybody))
        systems = [
            stack.enter_context(running(each, backing, everybody[0], folder)) for each in SYSTEMS
        ]
        measured = asyncio.run(_measured(systems, backing, rounds))
    document = {"rounds": rounds, "systems": _summary(measured)}
    text = _markdown(document)
    OUT.mkdir(exist_ok=True)
    (OUT / "fanout.json").write_text(json.dumps(document, indent=2) + "\n")
    (OUT / "fanout.md").write_text(text)
    sys.stdout.write(text)


async def _measured(systems: Sequence[Running], backing: Backing, rounds: int) -> list[Fanned]:
    found = []
    await open_database(backing.database_url, minsize=1, maxsize=2)
    redis = connect_redis(backing.redis_url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(close_database)
        stack.push_async_callback(redis.aclose)
        stages = [
            await stack.enter_async_context(_stage(each, redis, each.owner)) for each in systems
        ]
        for each in stages:
            await each.measure(0)
        for number in range(1, rounds + 1):
            for each in order_of_round(stages, number):
                fanned = await each.measure(number)
                say(f"{NAME}: round {number} {fanned.system:6} {fanned.cpu_us:6.1f} µs CPU a frame")
                found.append(fanned)
    return found


@asynccontextmanager
async def _stage(system: Running, redis: ArqRedis, owner: Owner) -> AsyncIterator[_Stage]:
    if system.system.name == REFERENCE:
        job_id, publish = await _job_of(owner, redis)
    else:
        job_id, publish = new_id(), _frames(redis)
    audience = Audience(
        port=system.port,
        token=system.headers.get("Authorization", "").removeprefix("Bearer "),
        count=SUBSCRIBERS,
        query=QUERY,
        variables={"job": encode_id("Job", job_id)},
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.fanout_clients", json.dumps(asdict(audience))),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    stage = _Stage(system=system, publish=publish, audience=process)
    try:
        say(f"{SUBSCRIBERS} subscribers of {system.system.name}")
        await stage.hear()
        yield stage
    finally:
        process.kill()
        await process.wait()


async def _job_of(owner: Owner, redis: ArqRedis) -> tuple[UUID, Publish]:
    """A job of the owner, and how its next event is made: as a worker does it."""
    told_at, hints = 0.0, HintPublisher(redis)

    async def tell(job_id: UUID, seq: int, user_id: UUID) -> None:
        nonlocal told_at
        told_at = time.monotonic()
        await hints.publish(job_id, seq, user_id)

    queue = JobRepository(lease=_LEASE, publish=tell)
    new = NewJob(
        id=new_id(),
        user_id=owner.id,
        kind=JobKind.SONG,
        request={},
        idempotency_key=None,
        payload_hash="",
        slot_group=None,
    )
    async with transaction():
        await queue.accept(new)
    claim: Claim | None = await queue.claim(new.id)
    if claim is None:
        raise LoadFailed("somebody else took the job")

    async def publish() -> float:
        await queue.save(claim, _POLLED)
        return told_at

    return new.id, publish


def _frames(redis: ArqRedis) -> Publish:
    """The same frames as ours sends."""
    seq = 0

    async def publish() -> float:
        nonlocal seq
        seq += 1
        event = {
            "seq": seq,
            "stage": "POLLING",
            "status": "WAITING",
            "progress": None,
            "attempt": 0,
            "at": "2026-11-28T12:00:00.000000+00:00",
            "error": None,
        }
        payload = {"data": {"jobProgress": event}}
        frame = json.dumps({"id": "1", "type": "next", "payload": payload}, separators=(",", ":"))
        told_at = time.monotonic()
        await redis.publish(limit.CHANNEL, frame)
        return told_at

    return publish


def _summary(measured: Sequence[Fanned]) -> dict[str, Any]:
    ours = {each.round: each.cpu_us for each in measured if each.system == REFERENCE}
    found = {}
    for system in SYSTEMS:
        own = [each for each in measured if each.system == system.name]
        ratio = paired({each.round: each.cpu_us for each in own}, ours)
        found[system.name] = {
            "about": system.about,
            "cpu_ratio": [round(value, _DIGITS) for value in ratio],
            **{
                name: round(statistics.median(getattr(each, name) for each in own), _DIGITS)
                for name in ("cpu_us", "first_ms", "p50_ms", "last_ms", "load_average")
            },
        }
    return found


def _markdown(document: Mapping[str, Any]) -> str:
    lines = [
        f"# {NAME}: an event on its way to {SUBSCRIBERS} subscribers",
        "",
        f"{document['rounds']} rounds of {EVENTS} events. CPU is the server's, per frame; above 1",
        "ours is better. Times are from the hint until a subscriber has the frame, medians.",
        "",
        "| | CPU, ours is better by | CPU µs | first ms | p50 ms | last ms | load |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, found in document["systems"].items():
        median, lower, upper = found["cpu_ratio"]
        lines.append(
            f"| {name} | {median:.2f} ({lower:.2f}-{upper:.2f}) | {found['cpu_us']:.1f} "
            f"| {found['first_ms']:.1f} | {found['p50_ms']:.1f} | {found['last_ms']:.1f} "
            f"| {found['load_average']:.1f} |"
        )
    return "\n".join(lines) + "\n"
