"""A worker process: the runner, the sweeper, the leases and arq's wake-ups, until it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

from arq.connections import ArqRedis
from arq.worker import Worker
from loguru import logger
from redis.exceptions import RedisError

from app.infra.jobs.housekeeping import Housekeeping
from app.infra.jobs.runner import Runner
from app.infra.jobs.sweeper import Sweeper
from app.infra.jobs.wakeups import wake_function

POLL_DELAY = 0.02
WAKE_UPS_AT_ONCE = 50
PAUSE_AFTER_FAILURE = 1.0
PATIENCE_WITH_REDIS = 1.0


class WorkerProcess:
    """Runs until `stop` is set, then drains.

    When Redis goes away only arq's part is started anew; the sweeper carries on alone.
    `patience` is how many seconds a drain waits for answers that cost money. `beside` runs, by
    name, for as long as there is work, `taking` until the drain begins.
    """

    def __init__(
        self,
        *,
        runner: Runner,
        sweeper: Sweeper,
        housekeeping: Housekeeping,
        connect: Callable[[], ArqRedis],
        patience: float,
        beside: Mapping[str, Callable[[], Coroutine[Any, Any, None]]] | None = None,
        taking: Mapping[str, Callable[[], Coroutine[Any, Any, None]]] | None = None,
    ) -> None:
        self._runner = runner
        self._sweeper = sweeper
        self._housekeeping = housekeeping
        self._connect = connect
        self._patience = patience
        self._beside = beside or {}
        self._taking = taking or {}

    @property
    def runner(self) -> Runner:
        """Whom arq's function offers jobs to."""
        return self._runner

    async def run(self, stop: asyncio.Event, *, inside_arq: bool = False) -> None:
        """Work until `stop` is set; returns when everything has been given back.

        `inside_arq`: arq itself listens for wake-ups already.
        """
        working = [
            asyncio.create_task(self._runner.keep_leases(), name="leases"),
            *(asyncio.create_task(run(), name=name) for name, run in self._beside.items()),
        ]
        taking = [
            asyncio.create_task(self._sweeper.run(), name="sweeper"),
            asyncio.create_task(self._housekeeping.run(), name="housekeeping"),
            *(asyncio.create_task(run(), name=name) for name, run in self._taking.items()),
        ]
        if not inside_arq:
            taking.append(asyncio.create_task(self._listen(), name="wake-ups"))
        logger.info("the worker is ready")
        await stop.wait()
        logger.info("the worker drains")
        await _end(*taking)
        await self._runner.drain(self._patience)
        await _end(*working)
        logger.info("the worker has stopped")

    async def _listen(self) -> None:
        while True:
            redis = self._connect()
            worker = Worker(
                functions=[wake_function()],
                redis_pool=redis,
                ctx={"runner": self._runner},
                handle_signals=False,
                poll_delay=POLL_DELAY,
                max_jobs=WAKE_UPS_AT_ONCE,
                keep_result=0,
                max_tries=1,
            )
            listening = asyncio.create_task(worker.main(), name="arq")
            try:
                await asyncio.wait([listening])
            finally:
                # Not worker.close(): it raises when one of its tasks was cancelled, and leaks.
                listening.cancel()
                await _settled(redis, listening)
                await _settled(redis, *worker.tasks.values())
                with suppress(RedisError):
                    await redis.aclose(close_connection_pool=True)
            _tell_why(listening)
            await asyncio.sleep(PAUSE_AFTER_FAILURE)


async def _settled(redis: ArqRedis, *tasks: asyncio.Task[None]) -> None:
    """Wait for their end. Who waits for a Redis that does not answer loses the connection."""
    unfinished = set(tasks)
    while unfinished:
        _, unfinished = await asyncio.wait(unfinished, timeout=PATIENCE_WITH_REDIS)
        if unfinished:
            with suppress(RedisError):
                await redis.connection_pool.disconnect()
    await asyncio.gather(*tasks, return_exceptions=True)


def _tell_why(ended: asyncio.Task[None]) -> None:
    error = None if ended.cancelled() else ended.exception()
    if isinstance(error, RedisError | OSError):
        logger.warning("no wake-ups for now: {}", type(error).__name__)
    else:
        logger.opt(exception=error).error("listening for wake-ups broke")


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
