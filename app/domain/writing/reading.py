"""Reading along while a text is written."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from app.domain.errors import InvalidInput, NotFound
from app.domain.jobs.model import Job, JobKind
from app.domain.jobs.ports import JobQueue
from app.domain.language.ports import Snapshot, TextStreams, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFinished:
    """Nothing follows; `job` is how it ended."""

    job: Job


TextEvent = Snapshot | Token | TextFinished


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReading:
    """Follows texts for those who read them."""

    queue: JobQueue
    streams: TextStreams

    async def follow(
        self, user_id: UUID, job_id: UUID, after_seq: int | None
    ) -> AsyncGenerator[TextEvent, None]:
        """A text as it grows, and its end.

        What a model says is cleaned once it is whole: unless a reader surely holds the very text
        that was kept, a last Snapshot has it. A text that failed or was cancelled is empty then.
        Raises InvalidInput, also for a job that writes no text, and NotFound.
        """
        if after_seq is not None and after_seq < 0:
            raise InvalidInput("number.too_small", "after_seq", min=0)
        job = await self.queue.get(job_id, user_id=user_id)
        if job is None:
            raise NotFound("job.not_found", "job_id")
        if job.kind is not JobKind.LYRIC_AI:
            raise InvalidInput("text.no_text_job", "job_id", kind=job.kind.value)
        return self._events(job, after_seq)

    async def _events(self, job: Job, after_seq: int | None) -> AsyncGenerator[TextEvent, None]:
        held: list[str] | None = None if after_seq else []
        if not job.status.terminal:
            async with aclosing(self.streams.follow(job.id, after_seq)) as texts:
                async for text in texts:
                    if isinstance(text, Snapshot):
                        held = [text.text]
                    elif held is not None:
                        held.append(text.text)
                    yield text
        ended = await self.queue.get(job.id, user_id=job.user_id)
        if ended is None:  # deleted with its person meanwhile
            return
        kept = ended.text or ""
        if job.status.terminal or held is None or "".join(held) != kept:
            yield Snapshot(seq=ended.text_seq or 0, text=kept)
        yield TextFinished(job=ended)
