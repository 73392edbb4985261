"""Prompt templates and what they were before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from app.domain.identity import new_id
from app.rows.users import UserRow


class PromptTemplateRow(Model):
    """How a model is asked for one thing, named by `category` and `action`.

    Without a `user_id` it is everybody's; a person's own one takes its place for them. `edition`
    is 1.0, 1.1 ... for people; `version` grows by one with every change.

    Unique by person, category and action, where nobody counts as one person (NULLS NOT DISTINCT,
    in the migration).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyNullableRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="prompt_templates", on_delete=fields.CASCADE, null=True
    )
    user_id: UUID | None
    category = fields.CharField(max_length=50)
    action = fields.CharField(max_length=50)
    pre_condition: str = fields.TextField()
    post_condition: str = fields.TextField()
    description: str | None = fields.TextField(null=True)
    edition = fields.CharField(max_length=10)
    model = fields.CharField(max_length=100, null=True)
    temperature: float | None = fields.FloatField(null=True)
    max_tokens: int | None = fields.IntField(null=True)
    active = fields.BooleanField(default=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "prompt_templates"


class PromptTemplateEditionRow(Model):
    """What a template said in an earlier or its present edition; `changed_by` nobody: a release."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    template: fields.ForeignKeyRelation[PromptTemplateRow] = fields.ForeignKeyField(
        "models.PromptTemplateRow", related_name="editions", on_delete=fields.CASCADE
    )
    template_id: UUID
    edition = fields.CharField(max_length=10)
    version = fields.IntField()
    snapshot: Any = fields.JSONField()
    changed_at = fields.DatetimeField()
    changed_by: UUID | None = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        table = "prompt_template_editions"
        unique_together = (("template_id", "version"),)
