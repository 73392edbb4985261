"""Load: a thousand subscribers, some who read nothing, and a mix of requests for a minute.

What each subscriber costs in memory, whether slow readers trouble others, and whether memory and
connections of the API and the worker stay where they are while everything is asked at once.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import httpx
import psutil

from bench.chat_house import House, chat_house
from bench.console import say
from bench.facts import WrongFacts
from bench.fanout import QUERY
from bench.fanout_clients import Audience
from bench.first_token import CREATE, SEND
from bench.paths import OUT, ROOT
from bench.raw_websocket import RawWebsocket
from bench.slopes import a_minute

NAME: Final = "load"
SUBSCRIBERS: Final = int(os.environ.get("BENCH_SUBSCRIBERS", "1000"))
MOST_MEMORY: Final = 150.0
"""Megabytes that all subscribers together may cost."""
SECONDS: Final = float(os.environ.get("BENCH_LOAD_SECONDS", "60"))
_SLOW: Final = 20
_UNREAD: Final = 100
"""Answers that each of the slow asks for and does not read."""
_CLIENTS: Final = 8
_SAMPLE: Final = 1.0
_MEGABYTE: Final = 1_000_000
_PATIENCE: Final = 120
_DIGITS: Final = 2
_SKETCHES: Final = 200

_SKETCH: Final = """mutation($t: String!) { createSketch(input: {prompt: "folk", title: $t}) {
  sketch { id version } userErrors { code } } }"""
_RENAME: Final = """mutation($id: ID!, $t: String!) { updateSketch(input: {id: $id, title: $t}) {
  sketch { id title } userErrors { code } } }"""
_PAGE: Final = """{ sketches(first: 20) { totalCount pageInfo { endCursor hasNextPage }
  nodes { id title prompt lyrics workflow createdAt updatedAt version } } }"""
_LOOK: Final = "query($id: ID!) { sketch(id: $id) { id title prompt workflow } }"
_TALK: Final = """query($id: ID!) { conversation(id: $id) { id title
  messages(first: 50) { nodes { id role content createdAt } } } }"""
_ORDER: Final = """mutation($words: String!) {
  generateSong(input: {prompt: "folk, 1s", lyrics: $words, choices: 1}) {
    job { id } userErrors { code } } }"""
_LONG_ORDER: Final = """mutation { generateSong(input: {prompt: "folk, 300s", lyrics: "long"}) {
  job { id } userErrors { code } } }"""


class _SlowReader(RawWebsocket):
    """Asks for much and reads none of it."""

    def __init__(self, token: str) -> None:
        super().__init__(token)
        self.asked = asyncio.Event()

    def text(self, payload: bytes) -> None:
        """Once it may, ask for everything and stop reading."""
        if b'"connection_ack"' not in payload or self._transport is None:
            return
        self._transport.pause_reading()
        for number in range(_UNREAD):
            query = {"query": _PAGE}
            self.send({"id": str(number), "type": "subscribe", "payload": query})
        self.asked.set()

    def broken(self, why: str) -> None:  # noqa: ARG002 - whatever the reason is
        """The server may give it up."""
        self.asked.set()


@dataclass(slots=True)
class _Mix:
    """What was asked and how long it took, in seconds, by the kind of request."""

    took: dict[str, list[float]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)

    async def ask(self, kind: str, request: Callable[[], Awaitable[object]]) -> None:
        """One request."""
        began = time.monotonic()
        try:
            await request()
        except (WrongFacts, httpx.HTTPError) as failure:
            self.wrong[f"{kind}: {type(failure).__name__} {failure}"[:200]] += 1
        self.took.setdefault(kind, []).append(time.monotonic() - began)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Megabytes and connections at a moment."""

    at: float
    api: float
    worker: float
    connections: int

    @classmethod
    def of(cls, house: House) -> _Sample:
        """The moment that it is."""
        backends = psutil.Process(house.processes["postgres"]).children()
        api, worker = (_memory(house.processes[name]) for name in ("api", "worker"))
        return cls(time.monotonic(), api, worker, len(backends))


def run(_rounds: int) -> None:
    """Measure once, print a table, and keep it in `out/load.*`. Raises WrongFacts."""
    with chat_house() as house:
        document = asyncio.run(_loaded(house))
    text = _markdown(document)
    OUT.mkdir(exist_ok=True)
    (OUT / "load.json").write_text(json.dumps(document, indent=2) + "\n")
    (OUT / "load.md").write_text(text)
    sys.stdout.write(text)
    if document["wrong"]:
        raise WrongFacts(f"{document['wrong']}")
    if document["subscribers_mb"] > MOST_MEMORY:
        raise WrongFacts(f"{SUBSCRIBERS} subscribers cost {document['subscribers_mb']} MB")


async def _loaded(house: House) -> dict[str, Any]:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=_PATIENCE))
        sketches = [
            (await house.ask(client, _SKETCH, t=f"sketch {n}"))["createSketch"]["sketch"]["id"]
            for n in range(_SKETCHES)
        ]
        talk = (await house.ask(client, CREATE))["createConversation"]["conversation"]["id"]
        await house.ask(client, SEND, id=talk, text="Write me 3t about the sea")
        job = (await house.ask(client, _LONG_ORDER))["generateSong"]["job"]["id"]

        before = _memory(house.processes["api"])
        say(f"{NAME}: {SUBSCRIBERS} subscribers")
        audience = await _audience(house, job)
        stack.push_async_callback(audience.wait)
        stack.callback(audience.kill)
        hearing = asyncio.create_task(_hear(audience))
        subscribed = _memory(house.processes["api"])
        slow = [await _slow(house) for _ in range(_SLOW)]
        for each in slow:
            stack.callback(each.abort)

        say(f"{NAME}: a mix of requests for {SECONDS:.0f} s beside {_SLOW} who read nothing")
        mix, samples = _Mix(), [_Sample.of(house)]
        asking = [
            asyncio.create_task(_client(house, mix, sketches, talk, number))
            for number in range(_CLIENTS)
        ]
        while not all(each.done() for each in asking):
            await asyncio.sleep(_SAMPLE)
            samples.append(_Sample.of(house))
        await asyncio.gather(*asking)
        if hearing.done():
            mix.wrong[hearing.result()] += 1
        hearing.cancel()
        return _document(mix, samples, subscribers=subscribed - before)


async def _audience(house: House, job: str) -> asyncio.subprocess.Process:
    audience = Audience(
        port=house.port, token=house.token, count=SUBSCRIBERS, query=QUERY, variables={"job": job}
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.fanout_clients", json.dumps(asdict(audience))),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        limit=2**30,
    )
    if process.stdout is None:
        raise WrongFacts("the audience cannot be heard")
    async with asyncio.timeout(_PATIENCE):
        line = (await process.stdout.readline()).decode().rstrip()
    if line != "ready":
        raise WrongFacts(f"the audience says {line}")
    return process


async def _hear(audience: asyncio.subprocess.Process) -> str:
    """What the audience complains of; each line besides is an event that came to everybody."""
    if audience.stdout is not None:
        while line := (await audience.stdout.readline()).decode().rstrip():
            if line.startswith("broken"):
                return line
    return "the audience left"


async def _slow(house: House) -> asyncio.Transport:
    loop = asyncio.get_running_loop()
    transport, reader = await loop.create_connection(
        lambda: _SlowReader(house.token), "127.0.0.1", house.port
    )
    async with asyncio.timeout(_PATIENCE):
        await reader.asked.wait()
    return transport


async def _client(house: House, mix: _Mix, sketches: Sequence[str], talk: str, number: int) -> None:
    """Ask one thing after the other, mostly reads."""
    async with httpx.AsyncClient(timeout=_PATIENCE) as http:
        end, turn = time.monotonic() + SECONDS, number
        while time.monotonic() < end:
            key, title = sketches[turn * 7 % len(sketches)], f"title {number}-{turn}"
            kinds: Sequence[tuple[str, str, Mapping[str, object]]] = (
                ("W1 page", _PAGE, {}),
                ("W3 look-up", _LOOK, {"id": key}),
                ("W2 conversation", _TALK, {"id": talk}),
                ("W3 look-up", _LOOK, {"id": key}),
                ("W4 rename", _RENAME, {"id": key, "t": title}),
                ("W1 page", _PAGE, {}),
            )
            kind, query, variables = kinds[turn % len(kinds)]
            if turn % 50 == 0:
                kind, query, variables = "W5 order", _ORDER, {"words": title}
            await mix.ask(kind, lambda q=query, v=variables: house.ask(http, q, **v))  # type: ignore[misc] # bound at once
            turn += 1


def _document(mix: _Mix, samples: Sequence[_Sample], *, subscribers: float) -> dict[str, Any]:
    settled = samples[len(samples) // 3 :]  # caches have filled by then
    return {
        "subscribers": SUBSCRIBERS,
        "subscribers_mb": round(subscribers, _DIGITS),
        "slow_readers": _SLOW,
        "seconds": SECONDS,
        "requests": {
            kind: {
                "count": len(took),
                "p50_ms": round(1000 * statistics.median(took), _DIGITS),
                "p99_ms": round(1000 * statistics.quantiles(took, n=100)[98], _DIGITS),
            }
            for kind, took in sorted(mix.took.items())
        },
        "wrong": dict(mix.wrong),
        "api_mb": [round(each.api, 1) for each in (samples[0], samples[-1])],
        "worker_mb": [round(each.worker, 1) for each in (samples[0], samples[-1])],
        "api_mb_a_minute": _slope(settled, "api"),
        "worker_mb_a_minute": _slope(settled, "worker"),
        "connections": [samples[0].connections, max(each.connections for each in samples)],
        "connections_a_minute": _slope(settled, "connections"),
        "load_average": round(os.getloadavg()[0], _DIGITS),
    }


def _slope(samples: Sequence[_Sample], what: str) -> float | None:
    """How much it grows in a minute."""
    grows = a_minute([[(each.at, float(getattr(each, what))) for each in samples]])
    return None if grows is None else round(grows, _DIGITS)


def _memory(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / _MEGABYTE


def _markdown(document: Mapping[str, Any]) -> str:
    lines = [
        "# Load: subscribers, slow readers and a mix of requests",
        "",
        f"{document['subscribers']} subscribers cost {document['subscribers_mb']} MB of the API.",
        f"{document['slow_readers']} more ask for much and read nothing of it.",
        f"{document['seconds']:.0f} s of requests, load average {document['load_average']}.",
        "",
        "| | requests | p50 ms | p99 ms |",
        "|---|---:|---:|---:|",
        *(
            f"| {kind} | {found['count']:,} | {found['p50_ms']} | {found['p99_ms']} |"
            for kind, found in document["requests"].items()
        ),
        "",
        "| | at first | at last | a minute |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {document[key][0]} | {document[key][1]} | {document[f'{key}_a_minute']} |"
            for name, key in (
                ("API, MB", "api_mb"),
                ("worker, MB", "worker_mb"),
                ("connections to PostgreSQL", "connections"),
            )
        ),
        "",
        f"Wrong answers: {sum(document['wrong'].values())}.",
    ]
    return "\n".join(lines) + "\n"
