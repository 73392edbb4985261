"""The audience of the fan-out, before the plain server that is its limit."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from arq.connections import ArqRedis

from app.bootstrap.studio import connect_redis
from app.infra.embedded.ports import free_port
from bench.fanout_clients import Audience
from bench.limit.fanout import CHANNEL
from bench.paths import ROOT

GENEROUS = 30
COUNT = 7


class Hall:
    """A server, and an audience that listens to it."""

    def __init__(self, redis: ArqRedis, audience: asyncio.subprocess.Process) -> None:
        self._redis = redis
        self._audience = audience

    async def publish(self, seq: int, padding: int = 0) -> None:
        event = {"seq": seq, "padding": "x" * padding}
        payload = {"data": {"jobProgress": event}}
        await self._redis.publish(
            CHANNEL, json.dumps({"id": "1", "type": "next", "payload": payload})
        )

    async def hears(self) -> str:
        assert self._audience.stdout is not None
        async with asyncio.timeout(GENEROUS):
            return (await self._audience.stdout.readline()).decode().rstrip()


@pytest.fixture
async def hall(redis_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    port, redis = free_port("127.0.0.1", 0, may_move=False), connect_redis(redis_url)
    env = {"PORT": str(port), "REDIS_URL": redis_url, "PYTHONPATH": str(ROOT)}
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.limit.fanout"), env=env, cwd=tmp_path
    )
    audience = None
    try:
        await listens(port)
        wish = Audience(port=port, token="t", count=COUNT, query="subscription", variables={})
        audience = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.fanout_clients", json.dumps(asdict(wish))),
            env=env,
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
        )
        hall = Hall(redis, audience)
        assert await hall.hears() == "ready"
        yield hall
    finally:
        for process in filter(None, (audience, server)):
            process.kill()
            await process.wait()
        await redis.aclose()


async def listens(port: int) -> None:
    async with asyncio.timeout(GENEROUS):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)


async def test_the_audience_tells_when_an_event_came_to_each_of_them(hall: Hall) -> None:
    for seq, padding in enumerate((0, 200, 70_000), 1):
        began = time.monotonic()
        await hall.publish(seq, padding)
        arrivals = json.loads(await hall.hears())

        assert len(arrivals) == COUNT
        assert began <= min(arrivals) <= max(arrivals) <= time.monotonic()


@pytest.mark.parametrize("seq", [0, 2])
async def test_the_audience_tells_of_an_event_that_is_not_the_next(hall: Hall, seq: int) -> None:
    await hall.publish(seq)

    assert (await hall.hears()).startswith(f"broken: event {seq} after 0")
