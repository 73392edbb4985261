"""What a person keeps for working on lyrics: rules and architectures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.domain.identity import new_id
from app.domain.lyrics.ports import RuleType
from app.rows.users import UserRow


class LyricRuleRow(Model):
    """A rule for texts. `replacement` is Base64 of UTF-8; rules apply by `position`, then `id`."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="lyric_rules", on_delete=fields.CASCADE
    )
    user_id: UUID
    name = fields.CharField(max_length=100)
    description: str | None = fields.TextField(null=True)
    pattern: str = fields.TextField()
    replacement: str = fields.TextField()
    rule_type = fields.CharEnumField(RuleType, max_length=50)
    active = fields.BooleanField(default=True)
    position = fields.IntField(default=0)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "lyric_parsing_rules"
        unique_together = (("user_id", "name"),)
        indexes = (Index(fields=("user_id", "position", "id"), name="ix_lyric_rules_order"),)


class LyricArchitectureRow(Model):
    """A named structure of a song; `items` are its sections in order, with ids of their own."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="lyric_architectures", on_delete=fields.CASCADE
    )
    user_id: UUID
    name = fields.CharField(max_length=100)
    items: Any = fields.JSONField()
    is_current = fields.BooleanField(default=False)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "lyric_architectures"
        unique_together = (("user_id", "name"),)
