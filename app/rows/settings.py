"""People's settings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from app.domain.images.styles import (
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    Lighting,
)
from app.domain.settings.model import FIELDS, UserSettings
from app.domain.users.model import Language
from app.rows.users import UserRow


class UserSettingsRow(Model):
    """The settings of a person who ever changed them; `music_styles` is a list of texts."""

    user: fields.OneToOneRelation[UserRow] = fields.OneToOneField(
        "models.UserRow", related_name="settings", on_delete=fields.CASCADE, primary_key=True
    )
    user_id: UUID
    language = fields.CharEnumField(Language, max_length=2, null=True)
    song_page_size = fields.SmallIntField()
    image_page_size = fields.SmallIntField()
    prompt_page_size = fields.SmallIntField()
    sketch_page_size = fields.SmallIntField()
    equipment_page_size = fields.SmallIntField()
    artistic_style = fields.CharEnumField(ArtisticStyle, max_length=50)
    composition = fields.CharEnumField(Composition, max_length=50)
    lighting = fields.CharEnumField(Lighting, max_length=50)
    color_palette = fields.CharEnumField(ColorPalette, max_length=50)
    detail_level = fields.CharEnumField(DetailLevel, max_length=50)
    music_styles: Any = fields.JSONField()
    internal_system_context: str | None = fields.TextField(null=True)
    external_system_context: str | None = fields.TextField(null=True)
    version = fields.IntField()

    class Meta(Model.Meta):
        table = "user_settings"

    def to_domain(self) -> UserSettings:
        """The settings."""
        values = {name: getattr(self, name) for name in FIELDS}
        styles = tuple(self.music_styles)
        return UserSettings(
            user_id=self.user_id, version=self.version, **{**values, "music_styles": styles}
        )
