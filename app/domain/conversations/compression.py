"""Making room in a context window without losing a word, and taking it back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.domain.conversations.history import estimated_tokens, was_said
from app.domain.conversations.model import Conversation, Message, MessageStatus
from app.domain.conversations.ports import Conversations, Messages
from app.domain.conversations.summaries import (
    chunks,
    excerpt,
    prefix_tokens,
    summary_order,
    summary_prefix,
)
from app.domain.errors import Conflict, InvalidState, NotFound
from app.domain.identity import new_id
from app.domain.language.model import Ending, ModelFailedError, Provider, Role, TextOrder
from app.domain.language.ports import LanguageModel
from app.domain.ports import Clock, Transaction
from app.domain.text import Checks

MOST_KEPT: Final = 20
USUALLY_KEPT: Final = 2
_USUAL_SUMMARY: Final = 400
"""About how many characters a summary has: fifty words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a compression would archive, and the tokens that active messages have by estimate."""

    messages: int
    tokens_before: int
    tokens_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compressed:
    """How many messages were archived; none where there was nothing to do.

    `by_model`: whether the model summed up, or an excerpt had to do.
    """

    archived: int
    by_model: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Summary:
    text: str
    tokens: int
    by_model: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompressionService:
    """Lets a summary stand for all but the last messages; `patience` bounds a model's, in seconds.

    Nothing is lost: archived messages stay where they are, and come back by `restore`, the last
    compression first.
    """

    conversations: Conversations
    messages: Messages
    models: Mapping[Provider, LanguageModel]
    patience: float
    transaction: Transaction
    clock: Clock

    async def preview(self, user_id: UUID, conversation_id: UUID, *, keep_recent: int) -> Preview:
        """What `compress` would do. Raises InvalidInput and NotFound."""
        _check_kept(keep_recent)
        await self._conversation(user_id, conversation_id)
        active = await self.messages.active(conversation_id)
        going = compressible(active, keep_recent)
        kept = [each.content for each in active if each not in going and was_said(each)]
        before = estimated_tokens(*kept, *(each.content for each in going if was_said(each)))
        if not going:
            return Preview(messages=0, tokens_before=before, tokens_after=before)
        summary = summary_prefix(len(going)) + "x" * _USUAL_SUMMARY
        after = estimated_tokens(*kept, summary)
        return Preview(messages=len(going), tokens_before=before, tokens_after=min(before, after))

    async def compress(
        self, user_id: UUID, conversation_id: UUID, *, keep_recent: int
    ) -> Compressed:
        """Archive all but the system context and the last `keep_recent` (1..20) messages.

        Raises InvalidInput, NotFound, InvalidState while a reply is being written, and Conflict
        when something was said while the model summed up; then nothing has changed.
        """
        _check_kept(keep_recent)
        conversation = await self._conversation(user_id, conversation_id)
        active = await self.messages.active(conversation_id)
        _demand_quiet(active)
        going = compressible(active, keep_recent)
        if not going:
            return Compressed(archived=0, by_model=False)
        summary = await self._summary(conversation, going)
        async with self.transaction():
            current = await self._locked(user_id, conversation_id)
            now_active = await self.messages.active(conversation_id)
            if [each.id for each in now_active] != [each.id for each in active]:
                raise Conflict("conversation.changed", "id", current=current)
            _demand_quiet(now_active)
            await self._archive(current, going, now_active, summary)
        return Compressed(archived=len(going), by_model=summary.by_model)

    async def _archive(
        self,
        conversation: Conversation,
        going: Sequence[Message],
        active: Sequence[Message],
        summary: _Summary,
    ) -> None:
        now = self.clock.now()
        standing_for = Message(
            id=new_id(),
            user_id=conversation.user_id,
            conversation_id=conversation.id,
            role=Role.ASSISTANT,
            content=summary_prefix(len(going)) + summary.text,
            position=going[-1].position,  # of the last one it stands for: before all that is kept
            token_count=summary.tokens,
            is_summary=True,
            model=conversation.model if summary.by_model else None,
            created_at=now,
            finished_at=now,
        )
        await self.messages.archive([each.id for each in going], standing_for.id, now)
        await self.messages.add(standing_for)
        gone = {each.id for each in going}
        kept = [each.content for each in active if each.id not in gone and was_said(each)]
        await self.conversations.save(
            replace(
                conversation,
                token_count=estimated_tokens(*kept, standing_for.content),
                message_count=len(active) - len(going) + 1,
                archived_count=conversation.archived_count + _originals(going),
                updated_at=now,
            )
        )

    async def restore(self, user_id: UUID, conversation_id: UUID, *, everything: bool) -> int:
        """Take the last compression back, or `everything`; answers how many messages returned.

        0 where nothing is archived. Raises NotFound, and InvalidState while a reply is being
        written.
        """
        async with self.transaction():
            conversation = await self._locked(user_id, conversation_id)
            _demand_quiet(await self.messages.active(conversation_id))
            before = await self.messages.active(conversation_id)
            while summary := await self.messages.newest_summary(conversation_id):
                await self.messages.remove(summary.id)
                await self.messages.unarchive(summary.id)
                if not everything:
                    break
            active = await self.messages.active(conversation_id)
            had = {each.id for each in before}
            returned = _originals([each for each in active if each.id not in had])
            if returned or len(active) != len(before):
                await self.conversations.save(
                    replace(
                        conversation,
                        token_count=sum(map(_tokens, active)),
                        message_count=len(active),
                        archived_count=conversation.archived_count - returned,
                        updated_at=self.clock.now(),
                    )
                )
        return returned

    async def _summary(self, conversation: Conversation, going: Sequence[Message]) -> _Summary:
        model = self.models[conversation.provider]
        earlier, tokens = None, None
        try:
            async with asyncio.timeout(self.patience):
                for each in chunks(going):
                    order = summary_order(conversation.model, earlier, each)
                    earlier, tokens = await _answer(model, order)
        except (ModelFailedError, TimeoutError):
            earlier = None
        if not earlier:
            text = excerpt(going)
            return _Summary(text=text, tokens=_size(going, text, None), by_model=False)
        return _Summary(text=earlier, tokens=_size(going, earlier, tokens), by_model=True)

    async def _conversation(self, user_id: UUID, conversation_id: UUID) -> Conversation:
        found = await self.conversations.get(conversation_id, user_id=user_id)
        if found is None:
            raise NotFound("conversation.not_found", "id")
        return found

    async def _locked(self, user_id: UUID, conversation_id: UUID) -> Conversation:
        found = await self.conversations.lock(conversation_id, user_id=user_id)
        if found is None:
            raise NotFound("conversation.not_found", "id")
        return found


def compressible(active: Sequence[Message], keep_recent: int) -> Sequence[Message]:
    """The active messages that a compression archives: all but the context and the last ones.

    None where that would only sum up a summary.
    """
    said = [each for each in active if each.role is not Role.SYSTEM]
    going = said[: max(len(said) - keep_recent, 0)]
    return going if _originals(going) else []


async def _answer(model: LanguageModel, order: TextOrder) -> tuple[str, int | None]:
    parts: list[str] = []
    tokens = None
    async with aclosing(model.stream(order)) as answer:
        async for part in answer:
            if isinstance(part, Ending):
                tokens = part.completion_tokens
            else:
                parts.append(part.text)
    return "".join(parts).strip(), tokens


def _size(going: Sequence[Message], text: str, tokens: int | None) -> int:
    return prefix_tokens(len(going)) + (estimated_tokens(text) if tokens is None else tokens)


def _originals(messages: Sequence[Message]) -> int:
    return sum(not each.is_summary for each in messages)


def _tokens(message: Message) -> int:
    known = message.token_count
    return estimated_tokens(message.content) if known is None else known


def _demand_quiet(active: Sequence[Message]) -> None:
    if any(each.status is MessageStatus.STREAMING for each in active):
        raise InvalidState("conversation.busy", "id")


def _check_kept(keep_recent: int) -> None:
    checks = Checks()
    checks.within("keep_recent", keep_recent, low=1, high=MOST_KEPT)
    checks.raise_problems()
