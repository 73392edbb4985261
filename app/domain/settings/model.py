"""How a person wants to work: language, page sizes, and what forms and chats begin with."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final, Self
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset
from app.domain.errors import InvalidInput
from app.domain.images.styles import (
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    Lighting,
)
from app.domain.language.model import Provider
from app.domain.text import Checks
from app.domain.users.model import Language

SMALLEST_PAGE: Final = 1
LARGEST_PAGE: Final = 100
MOST_STYLES: Final = 100
LONGEST_STYLE: Final = 100
LONGEST_CONTEXT: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSettings:
    """A person's settings; `version` is 0 until the first change.

    Without a language each request says which one it wants. `music_styles` are what the chooser of
    music styles offers. A context is what a conversation with that kind of model begins with.
    """

    user_id: UUID
    language: Language | None = None
    song_page_size: int = 8
    image_page_size: int = 8
    prompt_page_size: int = 8
    sketch_page_size: int = 8
    equipment_page_size: int = 7
    artistic_style: ArtisticStyle = ArtisticStyle.AUTO
    composition: Composition = Composition.AUTO
    lighting: Lighting = Lighting.AUTO
    color_palette: ColorPalette = ColorPalette.AUTO
    detail_level: DetailLevel = DetailLevel.AUTO
    music_styles: tuple[str, ...] = ()
    internal_system_context: str | None = None
    external_system_context: str | None = None
    version: int = 0

    def changed(self, changes: SettingsChanges) -> Self:
        """The settings after a change; what was cleared is what it was at first.

        Raises InvalidInput.
        """
        first = UserSettings(user_id=self.user_id)
        given = {
            name: getattr(first, name) if value is None else value
            for name, value in changes.checked().given().items()
        }
        return replace(self, **given, version=self.version + 1)

    def context_for(self, provider: Provider) -> str | None:
        """What a new conversation with a model of this provider begins with."""
        return (
            self.internal_system_context
            if provider is Provider.INTERNAL
            else self.external_system_context
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanges:
    """New values of some settings; UNSET stays, None is what it was at first."""

    language: Maybe[Language | None] = UNSET
    song_page_size: Maybe[int | None] = UNSET
    image_page_size: Maybe[int | None] = UNSET
    prompt_page_size: Maybe[int | None] = UNSET
    sketch_page_size: Maybe[int | None] = UNSET
    equipment_page_size: Maybe[int | None] = UNSET
    artistic_style: Maybe[ArtisticStyle | None] = UNSET
    composition: Maybe[Composition | None] = UNSET
    lighting: Maybe[Lighting | None] = UNSET
    color_palette: Maybe[ColorPalette | None] = UNSET
    detail_level: Maybe[DetailLevel | None] = UNSET
    music_styles: Maybe[tuple[str, ...] | None] = UNSET
    internal_system_context: Maybe[str | None] = UNSET
    external_system_context: Maybe[str | None] = UNSET

    def given(self) -> dict[str, Any]:
        """The new values by field."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if not isinstance(value, Unset)}

    def checked(self) -> Self:
        """The changes, trimmed; a style that comes twice is kept once.

        Raises InvalidInput with every problem at once, and when nothing is changed.
        """
        given = self.given()
        if not given:
            raise InvalidInput("input.empty")
        checks = Checks()
        for name, value in given.items():
            if name.endswith("_page_size") and value is not None:
                checks.within(name, value, low=SMALLEST_PAGE, high=LARGEST_PAGE)
            elif name.endswith("_context"):
                given[name] = checks.optional(name, value, longest=LONGEST_CONTEXT)
            elif name == "music_styles" and value is not None:
                given[name] = _styles(checks, value)
        checks.raise_problems()
        return replace(self, **given)


FIELDS: Final = MappingProxyType({each.name: each for each in fields(SettingsChanges)})
"""Everything that can be set, by its name."""


def _styles(checks: Checks, styles: tuple[str, ...]) -> tuple[str, ...]:
    if len(styles) > MOST_STYLES:
        checks.problem("music_styles", "list.too_long", max=MOST_STYLES, length=len(styles))
        return styles
    trimmed = (checks.required("music_styles", each, longest=LONGEST_STYLE) for each in styles)
    return tuple(dict.fromkeys(trimmed))
