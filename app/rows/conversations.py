"""Conversations and their messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.domain.conversations.model import MessageStatus, UsageLevel
from app.domain.identity import new_id
from app.domain.language.model import Provider, Role
from app.rows.users import UserRow


class ConversationRow(Model):
    """A conversation of a person with a model.

    `token_count` is how much of the `context_window` the last exchange filled; `usage_percent` and
    `usage_level` say the same. `last_position` is the place of the newest message.
    `message_count` and `archived_count` count what the model is sent and what summaries stand for.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="conversations", on_delete=fields.CASCADE
    )
    user_id: UUID
    title = fields.CharField(max_length=500)
    model = fields.CharField(max_length=100)
    provider = fields.CharEnumField(Provider, default=Provider.INTERNAL, max_length=50)
    system_context: str | None = fields.TextField(null=True)
    context_window = fields.IntField()
    token_count = fields.IntField(default=0)
    usage_percent: float = fields.FloatField(default=0)
    usage_level = fields.CharEnumField(UsageLevel, default=UsageLevel.FINE, max_length=20)
    message_count = fields.IntField(default=0)
    archived_count = fields.IntField(default=0)
    last_position = fields.IntField(default=0)
    archived = fields.BooleanField(default=False)
    idempotency_key = fields.CharField(max_length=255, null=True)
    payload_hash = fields.CharField(max_length=64, null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "conversations"
        unique_together = (("user_id", "idempotency_key"),)
        indexes = (
            Index(fields=("user_id", "updated_at", "id"), name="ix_conversations_newest"),
            Index(
                fields=("user_id", "archived", "updated_at", "id"), name="ix_conversations_archived"
            ),
        )


class MessageRow(Model):
    """Something that was said in a conversation, in the order of `position`.

    `summary_id` names the summary that stands for it where it was archived. `client_message_id`
    makes sending it twice the same as sending it once. `reply_to_id` is the message that a reply
    answers. Neither is a foreign key: what they name lives in the same conversation, and goes
    with it.

    PostgreSQL keeps one column more, `active`: whether the message was not archived. Among the
    active ones positions are unique, and one at most is STREAMING.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="messages", on_delete=fields.CASCADE
    )
    user_id: UUID
    conversation: fields.ForeignKeyRelation[ConversationRow] = fields.ForeignKeyField(
        "models.ConversationRow", related_name="messages", on_delete=fields.CASCADE
    )
    conversation_id: UUID
    role = fields.CharEnumField(Role, max_length=20)
    content: str = fields.TextField()
    status = fields.CharEnumField(MessageStatus, default=MessageStatus.COMPLETE, max_length=20)
    position = fields.IntField()
    token_count: int | None = fields.IntField(null=True)
    prompt_tokens: int | None = fields.IntField(null=True)
    completion_tokens: int | None = fields.IntField(null=True)
    is_summary = fields.BooleanField(default=False)
    summary_id: UUID | None = fields.UUIDField(null=True, db_index=True)
    archived_at = fields.DatetimeField(null=True)
    reply_to_id: UUID | None = fields.UUIDField(null=True)
    client_message_id = fields.CharField(max_length=255, null=True)
    model = fields.CharField(max_length=100, null=True)
    duration_ms: int | None = fields.IntField(null=True)
    error: Any = fields.JSONField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "messages"
        unique_together = (("conversation_id", "client_message_id"),)
        indexes = (Index(fields=("user_id", "created_at", "id"), name="ix_messages_newest"),)
