"""A Valkey that is there and does not answer: worse than one that is gone."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from arq.connections import ArqRedis

from app.bootstrap.studio import connect_redis
from app.domain.jobs.model import JobKind
from app.infra.embedded.servers import EmbeddedValkey
from app.infra.jobs.housekeeping import Housekeeping
from app.infra.jobs.runner import Runner
from app.infra.jobs.sweeper import Sweeper
from app.infra.jobs.wakeups import ArqWakeups
from app.infra.jobs.worker import WorkerProcess
from app.infra.live.hints import CHANNEL, HintListener, HintPublisher
from app.infra.live.sending import Sender
from tests.fakes.jobs import FakeJobQueue

GENEROUS = 10
MOMENTS = range(14)  # of the event loop, until a command has surely been sent and answered


@pytest.fixture
async def redis(valkey: EmbeddedValkey) -> AsyncIterator[ArqRedis]:
    client = connect_redis(valkey.url)
    yield client
    await client.aclose()


@asynccontextmanager
async def frozen(valkey: EmbeddedValkey) -> AsyncIterator[None]:
    assert valkey.process is not None
    valkey.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        valkey.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("what", ["wake-up", "hint"])
async def test_nobody_waits_for_what_freezes_half_way(
    valkey: EmbeddedValkey, redis: ArqRedis, what: str
) -> None:
    def send() -> Awaitable[None]:
        if what == "hint":
            return HintPublisher(redis).publish(uuid4(), 1, uuid4())
        return ArqWakeups(redis).wake(uuid4())

    for moment in MOMENTS:
        await send()
        task = asyncio.ensure_future(send())
        for _ in range(moment):
            await asyncio.sleep(0)
        async with frozen(valkey):
            done, _ = await asyncio.wait({task}, timeout=GENEROUS)
            assert done


async def test_in_a_crowd_only_one_finds_out_whether_a_frozen_redis_is_back(
    valkey: EmbeddedValkey, redis: ArqRedis
) -> None:
    asked = 0
    sender = Sender("questions")

    async def ask() -> None:
        nonlocal asked
        asked += 1
        await redis.ping()

    async def crowd() -> None:
        await asyncio.gather(*(sender.send(ask) for _ in range(100)))

    async with asyncio.timeout(GENEROUS), frozen(valkey):
        await sender.send(ask)
        await crowd()
        assert asked == 1
        await until(lambda: asked > 1, crowd)
        assert asked == 2
    await until(lambda: asked > 10, crowd)


async def test_a_worker_drains_while_redis_is_frozen(
    valkey: EmbeddedValkey, redis: ArqRedis
) -> None:
    for moment in (0.0, 0.01, 0.1):
        stop = asyncio.Event()
        running = asyncio.create_task(an_idle_worker(valkey).run(stop))
        wakeups = ArqWakeups(redis)
        for _ in range(50):
            await wakeups.wake(uuid4())
        await asyncio.sleep(moment)
        async with frozen(valkey):
            stop.set()
            done, _ = await asyncio.wait({running}, timeout=GENEROUS)
            assert done
        await running


async def test_nonsense_on_the_channel_does_not_end_the_listening(redis: ArqRedis) -> None:
    heard: list[int] = []
    listener = HintListener(redis, lambda _, seq: heard.append(seq), lambda _: None)
    listening = asyncio.create_task(listener.run())
    subscribers = 0

    async def nonsense() -> None:
        nonlocal subscribers
        subscribers = await redis.publish(CHANNEL, b"\xff nonsense")

    await until(lambda: subscribers > 0, nonsense)
    await until(lambda: bool(heard), lambda: HintPublisher(redis).publish(uuid4(), 7, uuid4()))
    listening.cancel()

    assert heard[0] == 7


async def until(happened: Callable[[], bool], attempt: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.timeout(GENEROUS):
        while not happened():
            await attempt()
            await asyncio.sleep(0.01)


def an_idle_worker(valkey: EmbeddedValkey) -> WorkerProcess:
    queue = FakeJobQueue()

    async def nobody(_: str) -> None:
        return

    runner = Runner(queue=queue, handlers={}, freed=nobody, lease=5, capacity={JobKind.SONG: 5})
    return WorkerProcess(
        runner=runner,
        sweeper=Sweeper(queue=queue, runner=runner, slots={}, interval=1),
        housekeeping=Housekeeping({}),
        connect=lambda: connect_redis(valkey.url),
        patience=1,
    )
