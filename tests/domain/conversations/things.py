"""Conversations and messages for the tests of their rules."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.domain.conversations.model import Conversation, Message
from app.domain.language.model import Provider, Role

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
OWNER = UUID(int=1)
CONVERSATION = UUID(int=2)


def a_conversation(**given: Any) -> Conversation:
    known: dict[str, Any] = {
        "id": CONVERSATION,
        "user_id": OWNER,
        "title": "Harbour songs",
        "provider": Provider.INTERNAL,
        "model": "llama3.2:3b",
        "system_context": None,
        "context_window": 1000,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Conversation(**{**known, **given})


def a_message(
    position: int, content: str = "Hello", role: Role = Role.USER, **given: Any
) -> Message:
    known: dict[str, Any] = {
        "id": UUID(int=100 + position),
        "user_id": OWNER,
        "conversation_id": CONVERSATION,
        "role": role,
        "content": content,
        "position": position,
        "created_at": NOW,
    }
    return Message(**{**known, **given})
