"""Ordering songs, waiting for what becomes of them, and auditing it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from app.bootstrap import Studio
from app.domain.jobs.model import JobStage, JobStatus
from app.domain.songs.model import SongRequest, SongStatus
from app.rows.jobs import JobRow
from app.rows.songs import ChoiceRow, SongRow
from tests.studio import Mock

GENEROUS = 60


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(GENEROUS):
        while not await happened():
            await asyncio.sleep(0.03)


@dataclass(frozen=True)
class Customer:
    """Somebody who orders songs."""

    studio: Studio
    user_id: UUID

    async def order(self, lyrics: str, seconds: float = 2) -> UUID:
        """The job of a new song; a hundred seconds pass in one."""
        request = SongRequest(prompt=f"folk, {seconds}s", lyrics=lyrics, choices=1)
        _, job = await self.studio.services.songs.generate(self.user_id, request)
        return job.id

    async def comes_to(self, job_id: UUID, *stages: JobStage) -> None:
        """Wait until the job is at one of the stages."""

        async def there() -> bool:
            return (await JobRow.get(id=job_id)).stage in stages

        await until(there)

    async def ended(self, *job_ids: UUID) -> list[JobStatus]:
        """How the jobs ended, waited for, and everything about them audited."""

        async def over() -> bool:
            rows = await JobRow.filter(id__in=job_ids)
            return all(row.status.terminal and row.next_at is None for row in rows)

        await until(over)
        return [await self._audited(job_id) for job_id in job_ids]

    async def stages(self, job_id: UUID) -> list[JobStage]:
        return [event.stage for event in await self.studio.queue.events(job_id, 0)]

    async def _audited(self, job_id: UUID) -> JobStatus:
        row, events = await JobRow.get(id=job_id), await self.studio.queue.events(job_id, 0)
        song = await SongRow.get(id=row.song_id)
        assert [event.seq for event in events] == list(range(1, row.last_seq + 1))
        assert (events[-1].status, events[-1].stage) == (row.status, row.stage)
        assert not any(event.status.terminal for event in events[:-1])
        assert song.status is SongStatus.of(row.status)
        choices = await ChoiceRow.filter(song_id=song.id).count()
        assert choices == (1 if row.status is JobStatus.SUCCEEDED else 0)
        return row.status


async def bought(mock: Mock) -> Counter[str]:
    """How often each song was accepted by the provider, by its lyrics."""
    return Counter(submit["body"]["lyrics"] for submit in await mock.submits())


async def sent(mock: Mock) -> Counter[str]:
    """How often each song was sent to the provider, by its lyrics."""
    requests = await mock.requests("/v1/song/generate")
    return Counter(request["body"]["lyrics"] for request in requests)


async def was_accepted(mock: Mock, lyrics: str) -> bool:
    return bool((await bought(mock))[lyrics])
