"""Reading along while a reply is written."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain.conversations.history import (
    CHARACTERS_PER_TOKEN,
    estimated_tokens,
    tokens_of,
    was_said,
)
from app.domain.conversations.model import (
    Conversation,
    Message,
    MessageStatus,
    UsageLevel,
    usage_percent,
)
from app.domain.conversations.ports import Conversations, Messages, ReplyJobs
from app.domain.errors import InvalidInput, NotFound
from app.domain.language.ports import Snapshot, TextStreams, Token
from app.domain.ports import Stopwatch

_USAGE_EVERY: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How full the context window is, in tokens; estimated while the reply is being written."""

    prompt_tokens: int
    completion_tokens: int
    context_window: int
    estimated: bool

    @property
    def tokens(self) -> int:
        """Both together."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def percent(self) -> float:
        """How much of the window they fill."""
        return usage_percent(self.tokens, self.context_window)

    @property
    def level(self) -> UsageLevel:
        """What that means."""
        return UsageLevel.of(self.percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Nothing follows; `message_id` is the reply as it stands."""

    message_id: UUID


ReplyEvent = Snapshot | Token | Usage | Finished


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReading:
    """Follows replies for those who read them."""

    conversations: Conversations
    messages: Messages
    reply_jobs: ReplyJobs
    streams: TextStreams
    stopwatch: Stopwatch

    async def follow(
        self, user_id: UUID, reply_id: UUID, after_seq: int | None
    ) -> AsyncGenerator[ReplyEvent, None]:
        """A reply as it grows, how full the window gets about once a second, and its end.

        Of a reply that has ended: its text, unless all pieces were seen, and its end. Raises
        InvalidInput and NotFound.
        """
        if after_seq is not None and after_seq < 0:
            raise InvalidInput("number.too_small", "after_seq", min=0)
        reply = await self.messages.get(reply_id, user_id=user_id)
        if reply is None or reply.reply_to_id is None:
            raise NotFound("message.not_found", "message_id")
        return self._events(reply, after_seq)

    async def _events(
        self, reply: Message, after_seq: int | None
    ) -> AsyncGenerator[ReplyEvent, None]:
        job = await self.reply_jobs.newest(reply.id, user_id=reply.user_id)
        if reply.status is MessageStatus.STREAMING and job is not None:
            async with aclosing(self._growing(reply, job.id, after_seq)) as events:
                async for event in events:
                    yield event
        else:
            pieces = (job and job.text_seq) or 0
            if after_seq is None or after_seq != pieces:
                yield Snapshot(seq=pieces, text=reply.content)
        ended = await self.messages.get(reply.id, user_id=reply.user_id)
        if ended is None:  # deleted with its conversation meanwhile
            return
        if usage := await self._used(ended):
            yield usage
        yield Finished(message_id=ended.id)

    async def _growing(
        self, reply: Message, job_id: UUID, after_seq: int | None
    ) -> AsyncGenerator[ReplyEvent, None]:
        conversation = await self._conversation(reply)
        prompt = await self._prompt_tokens(reply)
        # A piece is about a token; whoever has seen some already is not sent them again.
        written, told_at = (after_seq or 0) * CHARACTERS_PER_TOKEN, self.stopwatch()
        async with aclosing(self.streams.follow(job_id, after_seq)) as texts:
            async for text in texts:
                yield text
                known = written if isinstance(text, Token) else 0
                written = known + len(text.text)
                if conversation and self.stopwatch() - told_at >= _USAGE_EVERY:
                    told_at = self.stopwatch()
                    yield Usage(
                        prompt_tokens=prompt,
                        completion_tokens=tokens_of(written),
                        context_window=conversation.context_window,
                        estimated=True,
                    )

    async def _conversation(self, reply: Message) -> Conversation | None:
        return await self.conversations.get(reply.conversation_id, user_id=reply.user_id)

    async def _prompt_tokens(self, reply: Message) -> int:
        active = await self.messages.active(reply.conversation_id)
        return estimated_tokens(*(each.content for each in active if was_said(each)))

    async def _used(self, reply: Message) -> Usage | None:
        conversation = await self._conversation(reply)
        if conversation is None or reply.status is MessageStatus.FAILED:
            return None
        completion = reply.completion_tokens
        if completion is None:
            completion = estimated_tokens(reply.content)
        return Usage(
            prompt_tokens=max(conversation.token_count - completion, 0),
            completion_tokens=completion,
            context_window=conversation.context_window,
            estimated=reply.completion_tokens is None,
        )
