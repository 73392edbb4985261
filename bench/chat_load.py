"""W7-load: 200 replies at 30 tokens a second each, written by one worker and read by 200 people.

One worker process, one API process, a websocket for each reader; once by themselves and once
beside overlays that the same worker renders one after the other. The lag of a token is from the
moment at which the model sends it until its reader has its frame.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

import httpx

from bench.chat_house import House, chat_house
from bench.chat_readers import Told, Wish
from bench.console import say
from bench.cpu import cpu_seconds
from bench.facts import WrongFacts
from bench.first_token import CREATE, SEND
from bench.paths import OUT, ROOT

NAME: Final = "W7-load"
REPLIES: Final = int(os.environ.get("BENCH_REPLIES", "200"))
PER_SECOND: Final = 30
SECONDS: Final = 10
"""For which tokens count."""
SETTLING: Final = 4.0
"""Seconds before, for everything to get into its stride."""
_LASTS: Final = 40
"""Seconds that each reply takes; all have to begin while the first ones are written."""
_TOKENS: Final = PER_SECOND * _LASTS
_AT_ONCE: Final = 16
_PATIENCE: Final = 120
_DIGITS: Final = 2
_GENERATE: Final = """mutation { generateImage(input: {prompt: "a cat on a roof, 0s"}) {
  image { id } userErrors { code } } }"""
_OVERLAY: Final = """mutation($id: ID!) {
  addTextOverlay(input: {sourceImageId: $id, title: "Night", artist: "The Cats"}) {
    image { id } job { status } userErrors { code } } }"""


def run(_rounds: int) -> None:
    """Measure once, print a table, and keep it in `out/chat_load.*`. Raises WrongFacts."""
    with chat_house("bench.chat_model") as house:
        loads = {
            "alone": asyncio.run(_loaded(house, overlays=False)),
            "beside overlays": asyncio.run(_loaded(house, overlays=True)),
        }
    document = {
        "replies": REPLIES,
        "tokens_per_second": REPLIES * PER_SECOND,
        "processors": os.cpu_count(),
        "loads": loads,
    }
    text = _markdown(document)
    OUT.mkdir(exist_ok=True)
    (OUT / "chat_load.json").write_text(json.dumps(document, indent=2) + "\n")
    (OUT / "chat_load.md").write_text(text)
    sys.stdout.write(text)


async def _loaded(house: House, *, overlays: bool) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=_PATIENCE) as client:
        picture = (await house.ask(client, _GENERATE))["generateImage"]["image"]["id"]
        talks = await _each(_create(house, client) for _ in range(REPLIES))
        wish = Wish(port=house.port, token=house.token, readers=REPLIES)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.chat_readers", json.dumps(asdict(wish))),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=2**30,
        )
        rendering = asyncio.create_task(_render(house, client, picture) if overlays else _idle())
        try:
            await _hear(process)
            say(f"{NAME}: {REPLIES} readers are there" + " beside overlays" * overlays)
            began = time.monotonic()
            replies = await _each(_send(house, client, talk) for talk in talks)
            begins = time.monotonic() + SETTLING
            if begins + SECONDS > began + _LASTS:
                raise WrongFacts("the first replies would end before the last ones begin")
            told = Told(replies=replies, begins=begins, ends=begins + SECONDS)
            if process.stdin:
                process.stdin.write(f"{json.dumps(asdict(told))}\n".encode())
            return await _watched(house, told, process)
        finally:
            rendering.cancel()
            with suppress(asyncio.CancelledError):
                await rendering
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _watched(house: House, told: Told, process: asyncio.subprocess.Process) -> dict[str, Any]:
    await asyncio.sleep(max(0, told.begins - time.monotonic()))
    pids = {**house.processes, "readers": process.pid}
    before = {each: cpu_seconds(pid) for each, pid in pids.items()}
    began = time.monotonic()
    await asyncio.sleep(max(0, told.ends - began))
    seconds = time.monotonic() - began
    cores = {each: (cpu_seconds(pid) - before[each]) / seconds for each, pid in pids.items()}
    load = os.getloadavg()[0]
    lags, pieces, replaced, wrong = json.loads(await _hear(process))
    if wrong or pieces != REPLIES * _TOKENS:
        raise WrongFacts(f"{pieces} of {REPLIES * _TOKENS} tokens: {wrong[:3]}")
    places = statistics.quantiles(sorted(lags), n=1000)
    return {
        "tokens": len(lags),
        "lag_ms": {
            name: round(1000 * places[at], _DIGITS)
            for name, at in (("p50", 499), ("p90", 899), ("p99", 989))
        },
        "snapshots_besides_the_first": replaced,
        "cores": {each: round(used, _DIGITS) for each, used in cores.items()},
        "load_average": round(load, _DIGITS),
    }


async def _each(asked: Any) -> list[Any]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(each: Any) -> Any:
        async with turns:
            return await each

    return list(await asyncio.gather(*map(one, asked)))


async def _create(house: House, client: httpx.AsyncClient) -> str:
    return str((await house.ask(client, CREATE))["createConversation"]["conversation"]["id"])


async def _send(house: House, client: httpx.AsyncClient, talk: str) -> str:
    sent = await house.ask(client, SEND, id=talk, text=f"{_TOKENS} {PER_SECOND}")
    return str(sent["sendMessage"]["reply"]["id"])


async def _render(house: House, client: httpx.AsyncClient, picture: str) -> None:
    while True:
        await house.ask(client, _OVERLAY, id=picture)


async def _idle() -> None:
    await asyncio.Event().wait()


async def _hear(process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        raise WrongFacts("the readers cannot be heard")
    async with asyncio.timeout(_PATIENCE):
        return (await process.stdout.readline()).decode()


def _markdown(document: Mapping[str, Any]) -> str:
    lines = [
        f"# {NAME}: {document['replies']} replies at {PER_SECOND} tokens a second",
        "",
        (
            f"One worker, one API, {document['processors']} processors. Lags in milliseconds, from "
            "the model to the reader; processors that each process used."
        ),
        "",
        "| | p50 | p90 | p99 | worker | API | PostgreSQL | Valkey | model | readers | load |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, found in document["loads"].items():
        lag, cores = found["lag_ms"], found["cores"]
        used = [cores[each] for each in ("worker", "api", "postgres", "valkey", "model", "readers")]
        cells = [f"{lag[each]:.0f}" for each in ("p50", "p90", "p99")]
        cells += [f"{each:.2f}" for each in used]
        lines.append(f"| {name} | {' | '.join(cells)} | {found['load_average']:.1f} |")
    return "\n".join(lines) + "\n"
