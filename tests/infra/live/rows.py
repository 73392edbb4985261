"""Jobs that write a text, straight into the database, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.domain.identity import new_id
from app.domain.jobs.model import JobKind, JobStage, JobStatus, NewJob
from app.domain.jobs.ports import Claim, JobUpdate
from app.domain.language.model import Role
from app.infra.database import transaction
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.text_drafts import TextDraftRepository
from app.rows.conversations import ConversationRow, MessageRow
from tests.infra.jobs.rows import somebody

SUCCEEDED = JobUpdate(status=JobStatus.SUCCEEDED, stage=JobStage.DONE, due_in=None)


@dataclass
class Author:
    """Whoever works on a job that writes a text."""

    queue: JobRepository
    drafts: TextDraftRepository
    claim: Claim

    @property
    def job_id(self) -> UUID:
        return self.claim.job.id

    async def keep(self, seq: int, text: str) -> bool:
        """Whether a stop was requested."""
        state = await self.drafts.keep(self.job_id, self.claim.lease, seq, text)
        return state is not None and state.stop_requested

    async def finish(self, seq: int, text: str) -> None:
        """The final save, as the handlers of such jobs make it."""
        async with transaction():
            update = JobUpdate(
                status=JobStatus.SUCCEEDED,
                stage=JobStage.DONE,
                due_in=None,
                text=text,
                text_seq=seq,
            )
            await self.queue.save(self.claim, update)
            await self.drafts.remove(self.job_id)


async def ignore(_: UUID, __: int, ___: UUID) -> None:
    return


async def a_job(
    queue: JobRepository, user_id: UUID, kind: JobKind, message_id: UUID | None = None
) -> UUID:
    async with transaction():
        job = await queue.accept(
            NewJob(
                id=new_id(),
                user_id=user_id,
                kind=kind,
                request={},
                idempotency_key=None,
                payload_hash="hash",
                slot_group=None,
                message_id=message_id,
            )
        )
    return job.id


async def an_author(drafts: TextDraftRepository, *, lease: float = 60) -> Author:
    """Somebody at work on a new text."""
    queue = JobRepository(lease=lease, publish=ignore)
    return await taken(queue, drafts, await a_job(queue, await somebody(), JobKind.LYRIC_AI))


async def taken(queue: JobRepository, drafts: TextDraftRepository, job_id: UUID) -> Author:
    claim = await queue.claim(job_id)
    assert claim is not None
    return Author(queue, drafts, claim)


async def a_reply(user_id: UUID, content: str) -> UUID:
    """A message that a model said."""
    now = datetime.now(UTC)
    conversation = await ConversationRow.create(
        user_id=user_id, title="t", model="m", context_window=8192, updated_at=now
    )
    message = await MessageRow.create(
        user_id=user_id,
        conversation_id=conversation.id,
        role=Role.ASSISTANT,
        content=content,
        position=1,
    )
    return message.id
