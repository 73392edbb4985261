"""Forms that save themselves while somebody fills them in."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from app.domain.identity import new_id
from app.rows.users import UserRow


class DraftRow(Model):
    """The state of a form under a key of its client; `rev` grows by one with every save.

    A cleared draft keeps its row, so that a number is never given twice. `value` is JSON, as its
    text.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="drafts", on_delete=fields.CASCADE
    )
    user_id: UUID
    key = fields.CharField(max_length=100)
    value: str | None = fields.TextField(null=True)
    rev = fields.IntField()
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "drafts"
        unique_together = (("user_id", "key"),)
