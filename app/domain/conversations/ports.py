"""What conversations need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.conversations.model import Conversation, Message
from app.domain.jobs.model import Job
from app.domain.language.model import Provider


class UsualContext(Protocol):
    """What people begin conversations with who say nothing of a system context."""

    async def __call__(self, user_id: UUID, provider: Provider) -> str | None:
        """The context of this person for models of a provider; None for none."""
        ...


class Conversations(Protocol):
    """The conversations of all people."""

    async def add(
        self, conversation: Conversation, *, idempotency_key: str | None, payload_hash: str
    ) -> bool:
        """Keep a new one; False when the person used the key before."""
        ...

    async def by_key(self, user_id: UUID, idempotency_key: str) -> tuple[Conversation, str] | None:
        """What a person made under a key, with the hash of what was asked for."""
        ...

    async def get(self, conversation_id: UUID, *, user_id: UUID) -> Conversation | None:
        """A conversation of this person."""
        ...

    async def lock(self, conversation_id: UUID, *, user_id: UUID) -> Conversation | None:
        """The same, kept from changing until the transaction ends."""
        ...

    async def save(self, conversation: Conversation) -> None:
        """Write a conversation that the caller has locked."""
        ...

    async def remove(self, conversation_id: UUID, *, user_id: UUID) -> bool:
        """Delete a conversation with its messages; False without one."""
        ...


class Messages(Protocol):
    """What was said in conversations. Writes happen while the conversation is locked."""

    async def add(self, *messages: Message) -> None:
        """Keep new messages."""
        ...

    async def get(self, message_id: UUID, *, user_id: UUID) -> Message | None:
        """A message of this person."""
        ...

    async def by_client_id(self, conversation_id: UUID, client_message_id: str) -> Message | None:
        """The message that a client gave this id."""
        ...

    async def active(self, conversation_id: UUID) -> Sequence[Message]:
        """What was not archived, in order."""
        ...

    async def originals(self, conversation_id: UUID) -> Sequence[Message]:
        """Everything that was said, archived or not, in order; no summaries."""
        ...

    async def save(self, message: Message) -> None:
        """Write what may change of a message."""
        ...

    async def keep_more(self, message_id: UUID, text: str) -> None:
        """Lengthen a stopped reply by what came of it before it was known to be stopped."""
        ...

    async def remove(self, message_id: UUID) -> None:
        """Delete a message."""
        ...

    async def archive(self, ids: Sequence[UUID], summary_id: UUID, at: datetime) -> None:
        """Let a summary stand for messages."""
        ...

    async def newest_summary(self, conversation_id: UUID) -> Message | None:
        """The active summary that was made last."""
        ...

    async def unarchive(self, summary_id: UUID) -> int:
        """Bring back what a summary stands for; answers how many messages that are."""
        ...


class ReplyJobs(Protocol):
    """The jobs that write replies."""

    async def newest(self, message_id: UUID, *, user_id: UUID) -> Job | None:
        """The job of this person that wrote or writes a reply last."""
        ...

    async def unfinished(self, conversation_id: UUID, *, user_id: UUID) -> Sequence[UUID]:
        """The jobs that write in a conversation."""
        ...
