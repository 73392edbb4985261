"""Making, changing and deleting conversations."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.changes import Maybe, Unset, demand_version
from app.domain.conversations.model import (
    Conversation,
    ConversationChanges,
    Message,
    NewConversation,
    words,
)
from app.domain.conversations.ports import Conversations, Messages, ReplyJobs, UsualContext
from app.domain.errors import Conflict, InvalidState, NotFound
from app.domain.idempotency import check_idempotency_key, payload_hash
from app.domain.identity import new_id
from app.domain.jobs.service import JobService
from app.domain.language.model import Provider, Role
from app.domain.language.ports import ModelCatalog
from app.domain.ports import Clock, Transaction

_SYSTEM_POSITION: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationService:
    """What people do with whole conversations.

    `usual` is the model of each provider. `most_context` bounds the window of internal models, in
    tokens: the memory of one's own machines is what limits them.
    """

    conversations: Conversations
    messages: Messages
    reply_jobs: ReplyJobs
    jobs: JobService
    catalog: ModelCatalog
    usual: Mapping[Provider, str]
    most_context: int
    context_for: UsualContext
    transaction: Transaction
    clock: Clock

    async def create(
        self, user_id: UUID, new: NewConversation, *, idempotency_key: str | None
    ) -> Conversation:
        """Keep a new conversation; the same key with the same words answers what it made.

        Its context window is its model's; a system context becomes its first message, by default
        the person's usual one. Raises InvalidInput, and Conflict when the key was used for
        another one.
        """
        check_idempotency_key(idempotency_key)
        wanted = new.checked()
        said = payload_hash(new.title, new.provider.value, new.model, _told(new.system_context))
        if made := await self._made(user_id, idempotency_key, said):
            return made
        context = wanted.system_context
        if isinstance(context, Unset):
            context = await self.context_for(user_id, wanted.provider)
        model = wanted.model or self.usual[wanted.provider]
        window = await self._window_of(wanted.provider, model)
        now = self.clock.now()
        conversation = Conversation(
            id=new_id(),
            user_id=user_id,
            title=wanted.title,
            provider=wanted.provider,
            model=model,
            system_context=context,
            context_window=window,
            message_count=0 if context is None else 1,
            created_at=now,
            updated_at=now,
        )
        async with self.transaction():
            added = await self.conversations.add(
                conversation, idempotency_key=idempotency_key, payload_hash=said
            )
            if added and context is not None:
                await self.messages.add(_system(conversation, context, now))
        if not added and (made := await self._made(user_id, idempotency_key, said)):
            return made
        return conversation

    async def _made(self, user_id: UUID, key: str | None, said: str) -> Conversation | None:
        found = await self.conversations.by_key(user_id, key) if key is not None else None
        if found is None:
            return None
        if found[1] != said:
            raise Conflict("input.key_in_use", "idempotency_key")
        return found[0]

    async def update(
        self,
        user_id: UUID,
        conversation_id: UUID,
        changes: ConversationChanges,
        *,
        expected_version: int | None,
    ) -> None:
        """Change a conversation; another model brings its window, another context its message.

        Raises InvalidInput, NotFound, and Conflict with the current one when the version is stale.
        """
        checked = changes.checked()
        given = checked.given()
        before = await self.conversations.get(conversation_id, user_id=user_id)
        if before is None:
            raise NotFound("conversation.not_found", "id")
        window = await self._window(before, given)
        async with self.transaction():
            current = await self.conversations.lock(conversation_id, user_id=user_id)
            if current is None:
                raise NotFound("conversation.not_found", "id")
            demand_version(current, expected_version)
            changed = current.changed(checked, window, self.clock.now())
            if "system_context" in given:
                changed = await self._with_context(changed)
            await self.conversations.save(changed)

    async def _window(self, before: Conversation, given: Mapping[str, Any]) -> int:
        if "model" not in given:
            return before.context_window
        return await self._window_of(given.get("provider", before.provider), given["model"])

    async def _window_of(self, provider: Provider, model: str) -> int:
        """What really counts: Ollama forgets beyond the window that it is told to keep."""
        window = await self.catalog.context_window(provider, model)
        return min(window, self.most_context) if provider is Provider.INTERNAL else window

    async def _with_context(self, conversation: Conversation) -> Conversation:
        active = await self.messages.active(conversation.id)
        had = [each for each in active if each.role is Role.SYSTEM]
        for each in had:
            await self.messages.remove(each.id)
        context, count = conversation.system_context, conversation.message_count - len(had)
        if context is None:
            return replace(conversation, message_count=count)
        await self.messages.add(_system(conversation, context, conversation.updated_at))
        return replace(conversation, message_count=count + 1)

    async def delete(self, user_id: UUID, conversation_id: UUID) -> None:
        """Delete a conversation with all that was said; its reply ends. Raises NotFound."""
        async with self.transaction():
            for job_id in await self.reply_jobs.unfinished(conversation_id, user_id=user_id):
                with suppress(InvalidState, NotFound):  # it has just ended by itself
                    await self.jobs.end(user_id, job_id)
            if not await self.conversations.remove(conversation_id, user_id=user_id):
                raise NotFound("conversation.not_found", "id")


def _told(context: Maybe[str | None]) -> str | None:
    """What was sent of a context: None for nothing, an empty text for an order of none."""
    return None if isinstance(context, Unset) else context or ""


def _system(conversation: Conversation, context: str, now: datetime) -> Message:
    return Message(
        id=new_id(),
        user_id=conversation.user_id,
        conversation_id=conversation.id,
        role=Role.SYSTEM,
        content=context,
        position=_SYSTEM_POSITION,
        token_count=words(context),
        created_at=now,
    )
