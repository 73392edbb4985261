"""The long part of a message: a model writes the reply, and it is kept once it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.domain.conversations.history import filled, reply_order
from app.domain.conversations.model import MessageStatus
from app.domain.conversations.ports import Conversations, Messages
from app.domain.errors import ErrorCode
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobQueue, JobUpdate, Watch
from app.domain.language.failures import EMPTY_ANSWER, failure_of
from app.domain.language.model import Ending, Provider, TextOrder
from app.domain.language.ports import LanguageModel, TextDrafts, TextStreams
from app.domain.language.writing import Fate, TextWriting, Written
from app.domain.ports import Clock, Durably, Stopwatch

_INTERRUPTED: Final = JobError(code=ErrorCode.INTERRUPTED, key="reply.interrupted")
_MILLISECONDS: Final = 1000
WRITING: Final = JobUpdate(
    status=JobStatus.RUNNING, stage=JobStage.WRITING, due_in=0, keep_lease=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """How a reply ended: where it stands, what it says in how many pieces, and why it failed.

    `filled` is how many tokens of the context window the exchange filled, None where that is not
    known.
    """

    status: MessageStatus
    text: str
    pieces: int
    error: JobError | None = None
    ending: Ending | None = None
    filled: int | None = None
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWriting:
    """The `JobHandler` of CHAT.

    A model is asked once. A reply whose worker died keeps what was kept of it, and only its reader
    asks for it again. The reply's text is written once, in the transaction that ends the job.
    """

    queue: JobQueue
    conversations: Conversations
    messages: Messages
    drafts: TextDrafts
    streams: TextStreams
    models: Mapping[Provider, LanguageModel]
    writing: TextWriting
    durably: Durably
    clock: Clock
    stopwatch: Stopwatch

    async def step(self, claim: Claim) -> None:
        """See `JobHandler.step`."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
        elif claim.job.stage is JobStage.ACCEPTED:
            await self._reply(claim)
        else:
            await self._break_off(claim, _INTERRUPTED)

    async def give_up(self, claim: Claim, error: JobError) -> None:
        """See `JobHandler.give_up`."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
        else:
            await self._break_off(claim, error)

    async def cancelled(self, job: Job) -> None:
        """See `JobHandler.cancelled`. What was kept of the reply stays."""
        draft = await self.drafts.read(job.id)
        text, pieces = (draft.text, draft.seq) if draft else ("", 0)
        await self._keep_end(job, _End(status=MessageStatus.STOPPED, text=text, pieces=pieces))

    async def _reply(self, claim: Claim) -> None:
        job = claim.job
        conversation = await self.conversations.get(_conversation_id(job), user_id=job.user_id)
        if conversation is None:  # it was deleted meanwhile
            gone = JobError(code=ErrorCode.NOT_FOUND, key="conversation.not_found")
            await self._break_off(claim, gone)
            return
        messages = await self.messages.active(conversation.id)
        before = [each for each in messages if each.id != job.message_id]
        order = reply_order(conversation, before)
        claim.paying = True
        await self.queue.save(claim, WRITING)
        writer, started = self.streams.writer(job.id), self.stopwatch()
        try:
            model = self.models[conversation.provider]
            written = await self.writing.write(claim, model, order, writer)
            took = round((self.stopwatch() - started) * _MILLISECONDS)
            if written.fate is Fate.LOST:
                if job.message_id is not None:
                    await self.messages.keep_more(job.message_id, written.text)
            else:
                await self._finish(claim, _end(written, order, took))
        finally:
            writer.close()

    async def _break_off(self, claim: Claim, error: JobError) -> None:
        draft = await self.drafts.read(claim.job.id)
        text, pieces = (draft.text, draft.seq) if draft else ("", 0)
        end = _End(status=MessageStatus.FAILED, text=text, pieces=pieces, error=error)
        await self._finish(claim, end)
        self.streams.writer(claim.job.id).close()

    async def _finish(self, claim: Claim, end: _End) -> None:
        async def write() -> None:
            # The job first, as whoever cancels it does: the order of locks is the same everywhere.
            job = await self.queue.save(
                claim,
                JobUpdate(
                    status=_JOB_STATUS[end.status],
                    stage=JobStage.DONE,
                    due_in=None,
                    text_seq=end.pieces,
                    error=end.error,
                ),
            )
            await self._keep_end(job, end)

        await self.durably(write)

    async def _keep_end(self, job: Job, end: _End) -> None:
        await self.drafts.remove(job.id)
        conversation = await self.conversations.lock(_conversation_id(job), user_id=job.user_id)
        reply = job.message_id and await self.messages.get(job.message_id, user_id=job.user_id)
        if conversation is None or not reply:
            return
        now, ending = self.clock.now(), end.ending
        await self.messages.save(
            replace(
                reply,
                # A retry that brought nothing leaves what was there.
                content=end.text or reply.content,
                status=end.status,
                error=end.error,
                token_count=ending.completion_tokens if ending else None,
                prompt_tokens=ending.prompt_tokens if ending else None,
                completion_tokens=ending.completion_tokens if ending else None,
                duration_ms=end.duration_ms,
                finished_at=now,
            )
        )
        tokens = conversation.token_count if end.filled is None else end.filled
        await self.conversations.save(replace(conversation, token_count=tokens, updated_at=now))


_JOB_STATUS: Final = {
    MessageStatus.COMPLETE: JobStatus.SUCCEEDED,
    MessageStatus.STOPPED: JobStatus.CANCELLED,
    MessageStatus.FAILED: JobStatus.FAILED,
}


def _end(written: Written, order: TextOrder, duration_ms: int) -> _End:
    text, error, status = written.text, None, MessageStatus.COMPLETE
    if written.fate is Fate.STOPPED:
        status = MessageStatus.STOPPED
    elif written.error is not None:
        status, error = MessageStatus.FAILED, failure_of(written.error)
    elif not text.strip():
        status, error = MessageStatus.FAILED, EMPTY_ANSWER
    return _End(
        status=status,
        text=text,
        pieces=written.pieces,
        error=error,
        ending=written.ending,
        filled=None if error else filled(order, text, written.ending),
        duration_ms=duration_ms,
    )


def _conversation_id(job: Job) -> UUID:
    return UUID(job.request["conversation_id"])
