"""Conversations in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final
from uuid import UUID

from app.domain.conversations.model import Conversation, UsageLevel
from app.domain.language.model import Provider
from app.infra.database import connection

_NAMES: Final = tuple(each.name for each in fields(Conversation))
_COLUMNS: Final = ", ".join(_NAMES)
_KEPT: Final = (*_NAMES, "usage_percent", "usage_level")
_SLOTS: Final = {name: f"${n}" for n, name in enumerate(_KEPT, 1)}
_NEXT: Final = len(_KEPT) + 1
_ADD: Final = f"""
INSERT INTO conversations ({", ".join(_KEPT)}, idempotency_key, payload_hash)
VALUES ({", ".join(_SLOTS.values())}, ${_NEXT}, ${_NEXT + 1})
ON CONFLICT (user_id, idempotency_key) DO NOTHING RETURNING id
"""
_BY_KEY: Final = f"""
SELECT {_COLUMNS}, payload_hash FROM conversations WHERE user_id = $1 AND idempotency_key = $2
"""
_GET: Final = f"SELECT {_COLUMNS} FROM conversations WHERE id = $1 AND user_id = $2"
_LOCK: Final = f"{_GET} FOR NO KEY UPDATE"
_SAVE: Final = f"""
UPDATE conversations SET {", ".join(f"{name} = {slot}" for name, slot in _SLOTS.items())}
WHERE id = {_SLOTS["id"]} AND user_id = {_SLOTS["user_id"]}
"""
_REMOVE: Final = "DELETE FROM conversations WHERE id = $1 AND user_id = $2 RETURNING id"


class ConversationRepository:
    """The `Conversations` port."""

    async def add(
        self, conversation: Conversation, *, idempotency_key: str | None, payload_hash: str
    ) -> bool:
        """See `Conversations.add`."""
        values = [*_values(conversation), idempotency_key, payload_hash]
        return bool(await connection().execute_query_dict(_ADD, values))

    async def by_key(self, user_id: UUID, idempotency_key: str) -> tuple[Conversation, str] | None:
        """See `Conversations.by_key`."""
        rows = await connection().execute_query_dict(_BY_KEY, [user_id, idempotency_key])
        return (_conversation(rows[0]), rows[0]["payload_hash"]) if rows else None

    async def get(self, conversation_id: UUID, *, user_id: UUID) -> Conversation | None:
        """See `Conversations.get`."""
        rows = await connection().execute_query_dict(_GET, [conversation_id, user_id])
        return _conversation(rows[0]) if rows else None

    async def lock(self, conversation_id: UUID, *, user_id: UUID) -> Conversation | None:
        """See `Conversations.lock`."""
        rows = await connection().execute_query_dict(_LOCK, [conversation_id, user_id])
        return _conversation(rows[0]) if rows else None

    async def save(self, conversation: Conversation) -> None:
        """See `Conversations.save`."""
        await connection().execute_query(_SAVE, _values(conversation))

    async def remove(self, conversation_id: UUID, *, user_id: UUID) -> bool:
        """See `Conversations.remove`."""
        return bool(await connection().execute_query_dict(_REMOVE, [conversation_id, user_id]))


def _values(conversation: Conversation) -> list[Any]:
    percent = conversation.usage_percent
    return [*(getattr(conversation, name) for name in _NAMES), percent, UsageLevel.of(percent)]


def _conversation(row: Mapping[str, Any]) -> Conversation:
    values = {name: row[name] for name in _NAMES}
    return Conversation(**{**values, "provider": Provider(values["provider"])})
