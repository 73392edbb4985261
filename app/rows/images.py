"""Pictures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.domain.identity import new_id
from app.domain.images.styles import (
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    Lighting,
)
from app.rows.users import UserRow


class ImageRow(Model):
    """A picture of a person; its bytes are the stored object `key`.

    `prompt_hash` names `final_prompt`, which is what the provider was sent. `source_image_id` is
    the picture that this one was made from by writing over it, as `text_overlay` tells; its foreign
    key (ON DELETE SET NULL) is in the migration, since aerich cannot add a table that refers to
    itself.

    PostgreSQL keeps one column more, `search`, which is made of others and only searched.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="images", on_delete=fields.CASCADE
    )
    user_id: UUID
    user_prompt: str | None = fields.TextField(null=True)
    prompt: str = fields.TextField()
    enhanced_prompt: str | None = fields.TextField(null=True)
    revised_prompt: str | None = fields.TextField(null=True)
    final_prompt: str = fields.TextField()
    prompt_hash = fields.CharField(max_length=32)
    title = fields.CharField(max_length=255, null=True)
    tags = fields.CharField(max_length=1000, null=True)
    model = fields.CharField(max_length=100, null=True)
    size = fields.CharField(max_length=20)
    artistic_style = fields.CharEnumField(ArtisticStyle, max_length=50, null=True)
    composition = fields.CharEnumField(Composition, max_length=50, null=True)
    lighting = fields.CharEnumField(Lighting, max_length=50, null=True)
    color_palette = fields.CharEnumField(ColorPalette, max_length=50, null=True)
    detail_level = fields.CharEnumField(DetailLevel, max_length=50, null=True)
    key = fields.CharField(max_length=500)
    content_type = fields.CharField(max_length=100)
    width = fields.IntField()
    height = fields.IntField()
    byte_size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    small_key = fields.CharField(max_length=500, null=True)
    large_key = fields.CharField(max_length=500, null=True)
    has_overlay = fields.BooleanField(default=False)
    text_overlay: Any = fields.JSONField(null=True)
    source_image_id: UUID | None = fields.UUIDField(null=True, db_index=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "generated_images"
        indexes = (
            Index(fields=("user_id", "created_at", "id"), name="ix_images_newest"),
            Index(fields=("user_id", "prompt_hash"), name="ix_images_prompt"),
        )
