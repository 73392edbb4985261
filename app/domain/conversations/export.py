"""Conversations as documents: everything that was said, archived or not, without summaries."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from app.domain.conversations.model import Conversation, Message
from app.domain.conversations.ports import Conversations, Messages
from app.domain.language.model import Role

_LONGEST_NAME: Final = 60
_UNFIT: Final = re.compile(r"[^\w-]+")


class ExportFormat(StrEnum):
    """How a conversation is written down."""

    MARKDOWN = "markdown"
    JSON = "json"

    @property
    def ending(self) -> str:
        """The ending of such a file's name."""
        return "md" if self is ExportFormat.MARKDOWN else "json"

    @property
    def content_type(self) -> str:
        """The media type of such a file."""
        markdown = self is ExportFormat.MARKDOWN
        return "text/markdown; charset=utf-8" if markdown else "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file to be saved; `messages` counts what is in it."""

    filename: str
    content_type: str
    content: str
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationExportService:
    """Writes conversations down."""

    conversations: Conversations
    messages: Messages

    async def export(
        self,
        user_id: UUID,
        conversation_id: UUID,
        wanted: ExportFormat,
        *,
        speakers: Mapping[Role, str],
    ) -> Document | None:
        """The whole conversation; None without one. Markdown calls people as `speakers` says."""
        conversation = await self.conversations.get(conversation_id, user_id=user_id)
        if conversation is None:
            return None
        messages = await self.messages.originals(conversation_id)
        markdown = wanted is ExportFormat.MARKDOWN
        return Document(
            filename=f"{_file_name(conversation.title)}.{wanted.ending}",
            content_type=wanted.content_type,
            content=as_markdown(conversation, messages, speakers)
            if markdown
            else as_json(conversation, messages),
            messages=len(messages),
        )


def as_json(conversation: Conversation, messages: Sequence[Message]) -> str:
    """JSON, with times in ISO 8601 and ids as UUIDs."""
    return json.dumps(
        {
            "id": str(conversation.id),
            "title": conversation.title,
            "provider": conversation.provider.value,
            "model": conversation.model,
            "systemContext": conversation.system_context,
            "createdAt": conversation.created_at.isoformat(),
            "messages": [_entry(each) for each in messages],
        },
        ensure_ascii=False,
        indent=2,
    )


def _entry(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.id),
        "role": message.role.value,
        "content": message.content,
        "status": message.status.value,
        "model": message.model,
        "tokenCount": message.token_count,
        "createdAt": message.created_at.isoformat(),
    }


def as_markdown(
    conversation: Conversation,
    messages: Sequence[Message],
    speakers: Mapping[Role, str],
) -> str:
    """Markdown: the title, then each message under who said it and when (UTC).

    Models go by their own names.
    """
    parts = [f"# {' '.join(conversation.title.split())}"]
    for each in messages:
        speaker = speakers.get(each.role) or each.model or conversation.model
        parts.append(f"## {speaker}, {each.created_at:%Y-%m-%d %H:%M}")
        parts.append(each.content)
    return "\n\n".join(parts) + "\n"


def _file_name(title: str) -> str:
    return _UNFIT.sub("-", title)[:_LONGEST_NAME].strip("-") or "conversation"
