"""Saying something, stopping the reply, and asking for it once more."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.domain.conversations.model import (
    Conversation,
    Message,
    MessageStatus,
    checked_content,
    words,
)
from app.domain.conversations.ports import Conversations, Messages, ReplyJobs
from app.domain.errors import Conflict, InvalidState, NotFound
from app.domain.idempotency import check_idempotency_key, payload_hash
from app.domain.identity import new_id
from app.domain.jobs.model import Job, JobKind, NewJob
from app.domain.jobs.service import JobService
from app.domain.jobs.waiting import JobWaiting
from app.domain.language.model import Role
from app.domain.language.ports import TextDrafts, TextStreams
from app.domain.ports import Clock

_KEY: Final = "chat:{conversation}:{client_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a person said, the reply that is on its way, and the job that writes it."""

    message_id: UUID
    reply_id: UUID
    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingService:
    """The use-cases of one exchange. `stopping` knows how long a worker may take to stop."""

    conversations: Conversations
    messages: Messages
    reply_jobs: ReplyJobs
    jobs: JobService
    drafts: TextDrafts
    streams: TextStreams
    stopping: JobWaiting
    clock: Clock

    async def send(
        self, user_id: UUID, conversation_id: UUID, content: str, client_message_id: str | None
    ) -> Sent:
        """Keep what a person says, with an empty reply and the job that writes it.

        Sending the same `client_message_id` again answers what the first time made. Raises
        InvalidInput, NotFound, InvalidState while another reply is being written, and Conflict when
        the id was used for other words.
        """
        content = checked_content(content, client_message_id)
        key = client_message_id and _KEY.format(
            conversation=conversation_id, client_id=client_message_id
        )
        order = payload_hash("chat", str(conversation_id), content)
        if job := await self._repeated(user_id, key, order):
            return await self._sent(job)
        message_id, reply_id = new_id(), new_id()
        new = NewJob(
            id=new_id(),
            user_id=user_id,
            kind=JobKind.CHAT,
            request={"conversation_id": str(conversation_id), "message_id": str(message_id)},
            idempotency_key=key,
            payload_hash=order,
            slot_group=None,
            message_id=reply_id,
        )

        async def keep() -> None:
            conversation = await self._locked(user_id, conversation_id)
            if client_message_id is not None and await self.messages.by_client_id(
                conversation_id, client_message_id
            ):
                raise Conflict("input.key_in_use", "client_message_id")
            await self._demand_quiet(conversation)
            await self._begin(conversation, message_id, reply_id, content, client_message_id)

        return await self._sent(await self.jobs.accept(new, keep))

    async def _repeated(self, user_id: UUID, key: str | None, order: str) -> Job | None:
        try:
            return await self.jobs.repeated(user_id, key, order)
        except Conflict as conflict:
            raise Conflict("input.key_in_use", "client_message_id") from conflict

    async def _sent(self, job: Job) -> Sent:
        if job.message_id is None:
            raise NotFound("message.not_found", "client_message_id")
        return Sent(message_id=UUID(job.request["message_id"]), reply_id=job.message_id, job=job)

    async def _locked(self, user_id: UUID, conversation_id: UUID) -> Conversation:
        conversation = await self.conversations.lock(conversation_id, user_id=user_id)
        if conversation is None:
            raise NotFound("conversation.not_found", "conversation_id")
        return conversation

    async def _demand_quiet(self, conversation: Conversation) -> None:
        active = await self.messages.active(conversation.id)
        if any(each.status is MessageStatus.STREAMING for each in active):
            raise InvalidState("conversation.busy", "conversation_id")

    async def _begin(
        self,
        conversation: Conversation,
        message_id: UUID,
        reply_id: UUID,
        content: str,
        client_message_id: str | None,
    ) -> None:
        now, place = self.clock.now(), conversation.last_position
        said = Message(
            id=message_id,
            user_id=conversation.user_id,
            conversation_id=conversation.id,
            role=Role.USER,
            content=content,
            position=place + 1,
            token_count=words(content),
            client_message_id=client_message_id,
            created_at=now,
        )
        reply = Message(
            id=reply_id,
            user_id=conversation.user_id,
            conversation_id=conversation.id,
            role=Role.ASSISTANT,
            content="",
            position=place + 2,
            status=MessageStatus.STREAMING,
            reply_to_id=message_id,
            model=conversation.model,
            created_at=now,
        )
        await self.messages.add(said, reply)
        await self.conversations.save(
            replace(
                conversation,
                last_position=place + 2,
                message_count=conversation.message_count + 2,
                updated_at=now,
            )
        )

    async def retry(
        self, user_id: UUID, reply_id: UUID, *, idempotency_key: str | None = None
    ) -> Sent:
        """Have the last reply written once more, whether it failed, was stopped or is there.

        What it says stays until it has ended anew; the same key answers the job that it started.
        Raises InvalidInput, NotFound, InvalidState while a reply is being written and for any
        message but the last one of a conversation, and Conflict when the key was used for
        something else.
        """
        check_idempotency_key(idempotency_key)
        reply = await self._reply(user_id, reply_id)
        order = payload_hash("retry", str(reply_id))
        if started := await self.jobs.repeated(user_id, idempotency_key, order):
            return await self._sent(started)
        new = NewJob(
            id=new_id(),
            user_id=user_id,
            kind=JobKind.CHAT,
            request={
                "conversation_id": str(reply.conversation_id),
                "message_id": str(reply.reply_to_id),
            },
            idempotency_key=idempotency_key,
            payload_hash=order,
            slot_group=None,
            message_id=reply_id,
        )

        async def keep() -> None:
            conversation = await self._locked(user_id, reply.conversation_id)
            if await self.jobs.repeated(user_id, idempotency_key, order):
                raise Conflict("input.key_in_use", "idempotency_key")
            current = await self._reply(user_id, reply_id)
            await self._demand_quiet(conversation)
            if current.position != conversation.last_position or current.summary_id is not None:
                raise InvalidState("reply.not_last", "message_id")
            now = self.clock.now()
            await self.messages.save(
                replace(
                    current,
                    status=MessageStatus.STREAMING,
                    model=conversation.model,
                    error=None,
                    finished_at=None,
                )
            )
            await self.conversations.save(replace(conversation, updated_at=now))

        return await self._sent(await self.jobs.accept(new, keep))

    async def _reply(self, user_id: UUID, reply_id: UUID) -> Message:
        reply = await self.messages.get(reply_id, user_id=user_id)
        if reply is None:
            raise NotFound("message.not_found", "message_id")
        if reply.reply_to_id is None:
            raise InvalidState("reply.none", "message_id")
        return reply

    async def stop(self, user_id: UUID, reply_id: UUID) -> Job:
        """Stop a reply that is being written; what was written of it is kept.

        The worker is asked first, since only it has every word. Where it does not stop in time the
        job is ended with what was kept. Raises NotFound, and InvalidState when it has ended.
        """
        await self._reply(user_id, reply_id)
        job = await self.reply_jobs.newest(reply_id, user_id=user_id)
        if job is None or job.status.terminal:
            raise InvalidState("reply.ended", "message_id")
        if job.started_at is not None and await self.drafts.request_stop(job.id):
            await self.streams.say_stop(job.id)
            job = await self.stopping.ended(job)
        if not job.status.terminal:
            with suppress(InvalidState):  # it has just ended by itself
                job = await self.jobs.cancel(user_id, job.id)
        return job
