"""Finds the jobs that no wake-up reached."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from loguru import logger

from app.domain.jobs.ports import JobQueue
from app.infra.database import DATABASE_AWAY
from app.infra.jobs.runner import Runner


class Sweeper:
    """Looks for due jobs and free slots every `interval` seconds and runs what it finds.

    It needs nothing but PostgreSQL, so work goes on while Redis is away.
    """

    def __init__(
        self, *, queue: JobQueue, runner: Runner, slots: Mapping[str, int], interval: float
    ) -> None:
        self._queue = queue
        self._runner = runner
        self._slots = slots
        self._interval = interval

    async def run(self) -> None:
        """Sweep for ever."""
        while True:
            try:
                await self.sweep()
            except DATABASE_AWAY as error:
                logger.warning("the sweep found no database: {}", type(error).__name__)
            except Exception as error:  # noqa: BLE001 - the next sweep may fare better
                logger.opt(exception=error).error("a sweep broke")
            await asyncio.sleep(self._interval)

    async def sweep(self) -> None:
        """One round: give free slots away, then take what is due."""
        for group, slots in self._slots.items():
            await self._queue.admit(group, slots)
        if free := self._runner.free:
            # As many as the fullest kind takes: more are found by the next round.
            for claim in await self._queue.claim_due(min(free.values()), free):
                self._runner.run(claim)
