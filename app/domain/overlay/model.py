"""A title, and perhaps an artist, to be written over a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.overlay.colors import checked_color
from app.domain.overlay.words import drawn_words
from app.domain.text import Checks

TITLE_SIZES: Final = (20, 300)
ARTIST_SIZES: Final = (10, 200)
"""The smallest and the largest size of a line, in pixels."""
WIDEST_OUTLINE: Final = 20
"""Pixels on each side of a letter."""
LONGEST_TITLE: Final = 255
LONGEST_ARTIST: Final = 100
"""Code points."""
PREVIEW_EDGES: Final = (64, 2048)
"""The least and the most pixels that the longer edge of a preview may be limited to."""
BY: Final = "BY "
"""What stands before an artist's name."""


class FontStyle(StrEnum):
    """Which letters are drawn."""

    BOLD = "bold"
    ELEGANT = "elegant"
    LIGHT = "light"


class GridPosition(StrEnum):
    """One of nine places of a picture."""

    TOP_LEFT = "top-left"
    TOP_CENTER = "top-center"
    TOP_RIGHT = "top-right"
    MIDDLE_LEFT = "middle-left"
    CENTER = "center"
    MIDDLE_RIGHT = "middle-right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM_CENTER = "bottom-center"
    BOTTOM_RIGHT = "bottom-right"


@dataclass(frozen=True, slots=True)
class Point:
    """Where a line begins at the left and at the top, as parts of the picture from 0 to 1."""

    x: float = 0.5
    y: float = 0.5

    @property
    def inside(self) -> bool:
        """Whether it lies on the picture; what is not a number does not."""
        return 0 <= self.x <= 1 and 0 <= self.y <= 1


Position = GridPosition | Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """How a line looks: `size` in pixels, colours as `#RRGGBB`."""

    font: FontStyle
    size: int
    color: str
    outline_color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Checked texts and how they look; `title` and `artist` are as they were typed.

    An artist without a position stands below the title. `outline_width` is in pixels, 0 for
    none. With `auto_shrink` a line that does not fit is drawn in the largest size that does, but
    not below the smallest one of its kind.
    """

    title: str
    artist: str | None
    title_lettering: Lettering
    artist_lettering: Lettering
    title_position: Position
    artist_position: Position | None
    outline_width: int
    auto_shrink: bool

    @property
    def title_words(self) -> str:
        """What is drawn as the title."""
        return drawn_words(self.title)

    @property
    def artist_words(self) -> str | None:
        """What is drawn as the artist."""
        return None if self.artist is None else BY + drawn_words(self.artist)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayRequest:
    """What a person asks for; what is None for the artist is as the title has it."""

    title: str
    artist: str | None = None
    font_style: FontStyle = FontStyle.BOLD
    artist_font_style: FontStyle | None = None
    title_position: Position = GridPosition.CENTER
    artist_position: Position | None = None
    title_font_size: int = 80
    artist_font_size: int = 40
    title_color: str = "#FFFFFF"
    title_outline_color: str = "#000000"
    artist_color: str | None = None
    artist_outline_color: str | None = None
    outline_width: int = 3
    auto_shrink: bool = False

    def checked(self) -> Overlay:
        """The overlay, with trimmed texts and canonical colours; a blank artist is none.

        Raises InvalidInput with everything that is wrong.
        """
        checks = Checks()
        title = checks.required("title", self.title, longest=LONGEST_TITLE)
        artist = checks.optional("artist", self.artist, longest=LONGEST_ARTIST)
        title_lettering = self._title_lettering(checks)
        artist_lettering = self._artist_lettering(checks, title_lettering)
        _check_position(checks, "title_position", self.title_position)
        _check_position(checks, "artist_position", self.artist_position)
        checks.within("outline_width", self.outline_width, low=0, high=WIDEST_OUTLINE)
        checks.raise_problems()
        return Overlay(
            title=title,
            artist=artist,
            title_lettering=title_lettering,
            artist_lettering=artist_lettering,
            title_position=self.title_position,
            artist_position=self.artist_position,
            outline_width=self.outline_width,
            auto_shrink=self.auto_shrink,
        )

    def _title_lettering(self, checks: Checks) -> Lettering:
        low, high = TITLE_SIZES
        return Lettering(
            font=self.font_style,
            size=checks.within("title_font_size", self.title_font_size, low=low, high=high),
            color=checked_color(checks, "title_color", self.title_color),
            outline_color=checked_color(checks, "title_outline_color", self.title_outline_color),
        )

    def _artist_lettering(self, checks: Checks, title: Lettering) -> Lettering:
        low, high = ARTIST_SIZES
        outline = self.artist_outline_color
        return Lettering(
            font=self.artist_font_style or title.font,
            size=checks.within("artist_font_size", self.artist_font_size, low=low, high=high),
            color=title.color
            if self.artist_color is None
            else checked_color(checks, "artist_color", self.artist_color),
            outline_color=title.outline_color
            if outline is None
            else checked_color(checks, "artist_outline_color", outline),
        )


def checked_edge(edge: int) -> int:
    """The limit of a preview's longer edge. Raises InvalidInput outside PREVIEW_EDGES."""
    checks = Checks()
    low, high = PREVIEW_EDGES
    checks.within("max_edge", edge, low=low, high=high)
    checks.raise_problems()
    return edge


def _check_position(checks: Checks, field: str, position: Position | None) -> None:
    if isinstance(position, Point) and not position.inside:
        checks.problem(field, "overlay.position_outside")
