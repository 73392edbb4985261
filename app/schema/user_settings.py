"""How a person wants to work, as clients see and change it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Self

import strawberry

from app.domain.changes import UNSET
from app.domain.errors import Conflict
from app.domain.images.styles import (
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    Lighting,
)
from app.domain.settings import model as domain
from app.domain.users.model import Language
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES

_LANGUAGE = (
    "In which language the studio speaks, whatever `Accept-Language` says; null leaves it to that."
)
_PAGE = "to a page: 1 to 100, {} unless changed."
_SONGS = f"Songs {_PAGE.format(8)}"
_IMAGES = f"Pictures {_PAGE.format(8)}"
_PROMPTS = f"Prompt templates {_PAGE.format(8)}"
_SKETCHES = f"Sketches {_PAGE.format(8)}"
_EQUIPMENT = f"Pieces of equipment {_PAGE.format(7)}"
_STYLE = "What the form of a new picture begins with"
_MUSIC = "What the chooser of music styles offers: up to 100 texts of 1 to 100 characters."
_CONTEXT = (
    "The system context of a new {} conversation whose `systemContext` is not sent: up to 20,000 "
    "characters."
)
_INTERNAL, _EXTERNAL = _CONTEXT.format("internal"), _CONTEXT.format("external")


def _change(description: str) -> Any:
    return strawberry.field(
        default=strawberry.UNSET, description=f"{description} Null: as it was at first."
    )


@strawberry.type(description="How a person wants to work. Only clients act on most of it.")
class UserSettings:
    """One's own."""

    language: Language | None = strawberry.field(description=_LANGUAGE)
    song_page_size: int = strawberry.field(description=_SONGS)
    image_page_size: int = strawberry.field(description=_IMAGES)
    prompt_page_size: int = strawberry.field(description=_PROMPTS)
    sketch_page_size: int = strawberry.field(description=_SKETCHES)
    equipment_page_size: int = strawberry.field(description=_EQUIPMENT)
    artistic_style: ArtisticStyle = strawberry.field(description=f"{_STYLE}: how it is made.")
    composition: Composition = strawberry.field(description=f"{_STYLE}: how it is laid out.")
    lighting: Lighting = strawberry.field(description=f"{_STYLE}: its light.")
    color_palette: ColorPalette = strawberry.field(description=f"{_STYLE}: its colours.")
    detail_level: DetailLevel = strawberry.field(description=f"{_STYLE}: how much there is in it.")
    music_styles: list[str] = strawberry.field(description=_MUSIC)
    internal_system_context: str | None = strawberry.field(description=_INTERNAL)
    external_system_context: str | None = strawberry.field(description=_EXTERNAL)
    version: int = strawberry.field(
        description="Grows by one with every change; 0 until the first one."
    )

    @classmethod
    def of(cls, settings: domain.UserSettings) -> Self:
        """The settings as they stand."""
        values = asdict(settings)
        del values["user_id"]
        return cls(
            music_styles=list(values.pop("music_styles")),
            **values,
        )


@strawberry.input(description="Changes of settings. A field that is not sent stays as it is.")
class UpdateSettingsInput:
    """At least one field besides the version."""

    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that the change is based on; a newer one is a CONFLICT.",
    )
    language: Language | None = _change(_LANGUAGE)
    song_page_size: int | None = _change(_SONGS)
    image_page_size: int | None = _change(_IMAGES)
    prompt_page_size: int | None = _change(_PROMPTS)
    sketch_page_size: int | None = _change(_SKETCHES)
    equipment_page_size: int | None = _change(_EQUIPMENT)
    artistic_style: ArtisticStyle | None = _change(f"{_STYLE}: how it is made.")
    composition: Composition | None = _change(f"{_STYLE}: how it is laid out.")
    lighting: Lighting | None = _change(f"{_STYLE}: its light.")
    color_palette: ColorPalette | None = _change(f"{_STYLE}: its colours.")
    detail_level: DetailLevel | None = _change(f"{_STYLE}: how much there is in it.")
    music_styles: list[str] | None = _change(_MUSIC)
    internal_system_context: str | None = _change(_INTERNAL)
    external_system_context: str | None = _change(_EXTERNAL)

    def changes(self) -> domain.SettingsChanges:
        """The changes in the words of the domain."""
        given = {name: getattr(self, name) for name in domain.FIELDS}
        if isinstance(self.music_styles, list):
            given["music_styles"] = tuple(self.music_styles)
        return domain.SettingsChanges(
            **{name: UNSET if value is strawberry.UNSET else value for name, value in given.items()}
        )


@strawberry.type(description="What became of changed settings.")
class UpdateSettingsPayload:
    """The settings as changed; after a CONFLICT those that are there."""

    settings: UserSettings | None = strawberry.field(
        default=None, description="The changed settings; after a CONFLICT the current ones."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)

    @classmethod
    def of_conflict(cls, conflict: Conflict, errors: list[UserError]) -> Self:
        """What somebody else made of them meanwhile."""
        current = conflict.current
        if not isinstance(current, domain.UserSettings):
            return cls(user_errors=errors)
        return cls(settings=UserSettings.of(current), user_errors=errors)
