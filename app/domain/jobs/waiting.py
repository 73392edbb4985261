"""Waiting for the end of a job, for those who asked for it and stay."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from app.domain.jobs.model import Job
from app.domain.jobs.service import JobService


@dataclass(frozen=True, slots=True, kw_only=True)
class JobWaiting:
    """Waits for jobs, `patience` seconds at most and not beyond the moment a drain begins."""

    jobs: JobService
    draining: asyncio.Event
    patience: float

    async def ended(self, job: Job) -> Job:
        """The job once it has ended; as it stands where that takes too long."""
        await self._first(self._end(job.user_id, job.id), self.draining.wait())
        return await self.jobs.queue.get(job.id, user_id=job.user_id) or job

    async def _end(self, user_id: UUID, job_id: UUID) -> None:
        async with aclosing(await self.jobs.follow(user_id, job_id, None)) as events:
            async for event in events:
                if event.status.terminal:
                    return

    async def _first(self, *things: Awaitable[object]) -> None:
        tasks = [asyncio.ensure_future(thing) for thing in things]
        try:
            await asyncio.wait(tasks, timeout=self.patience, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
