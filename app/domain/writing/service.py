"""Ordering texts; the long part of an order goes on in `generation.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.idempotency import check_idempotency_key
from app.domain.identity import new_id
from app.domain.jobs.model import Job, JobKind, NewJob
from app.domain.jobs.service import JobService
from app.domain.writing.model import TextWish
from app.domain.writing.requests import TextRequests


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingService:
    """Has models write texts, each by one job."""

    requests: TextRequests
    jobs: JobService

    async def generate(self, user_id: UUID, wish: TextWish) -> Job:
        """Accept a wish, or answer the job that the same key started.

        Raises InvalidInput, TemplateNotFound, TemplateIncomplete, and Conflict when the key was
        used for another wish; then nothing was kept.
        """
        check_idempotency_key(wish.idempotency_key)
        wish.check_context()
        said = wish.payload_hash
        if started := await self.jobs.repeated(user_id, wish.idempotency_key, said):
            return started
        return await self.accept(user_id, wish, said=said, goal={})

    async def accept(
        self, user_id: UUID, wish: TextWish, *, said: str, goal: Mapping[str, Any]
    ) -> Job:
        """Accept a wish that no key has started yet; `said` is the hash of what the person asked.

        `goal` says in the job's request what the text is for. Raises as `generate` does.
        """
        request = await self.requests.prepared(user_id, wish)
        job = NewJob(
            id=new_id(),
            user_id=user_id,
            kind=JobKind.LYRIC_AI,
            request={**request.as_json(), **goal},
            idempotency_key=wish.idempotency_key,
            payload_hash=said,
            slot_group=None,
        )
        return await self.jobs.accept(job, _nothing_else)


async def _nothing_else() -> None:
    """A text has no row of its own."""
