"""What is drawn where: the lines of an overlay, measured and placed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.domain.overlay.geometry import Box, Ink, Size, box_at, shift_below
from app.domain.overlay.letters import Letters
from app.domain.overlay.model import (
    ARTIST_SIZES,
    BY,
    TITLE_SIZES,
    FontStyle,
    Lettering,
    Overlay,
    Position,
)
from app.domain.overlay.words import without
from app.domain.text import Checks

_SMALLEST_TITLE: Final = TITLE_SIZES[0]
_SMALLEST_ARTIST: Final = ARTIST_SIZES[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an overlay on a picture.

    `text` is drawn from `origin`; `missing_glyphs` are the characters that were left out because
    the font has no letters for them. `fits`: the line lies on the picture with its outline.
    """

    text: str
    font: FontStyle
    size: int
    box: Box
    origin: tuple[int, int]
    fits: bool
    missing_glyphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The lines of an overlay on a picture of a size."""

    picture: Size
    title: Line
    artist: Line | None


def lay_out(overlay: Overlay, picture: Size, letters: Letters) -> Layout:
    """The lines of an overlay, each where its position says.

    An artist without a position stands where the title's would put it, but lower by 1.2 times
    the title's size, and never so low that it leaves the picture. Raises InvalidInput when
    nothing of a line can be drawn.
    """
    title, artist = _drawable(overlay, letters)
    lettering, below = overlay.title_lettering, overlay.artist_lettering
    outline, shrinks = overlay.outline_width, overlay.auto_shrink
    space = _Space(overlay.title_position, picture, outline)
    title_line = title.line(space, lettering, _SMALLEST_TITLE if shrinks else lettering.size)
    if artist is None:
        return Layout(picture=picture, title=title_line, artist=None)
    if overlay.artist_position is None:
        space = _Space(overlay.title_position, picture, outline, shift_below(title_line.size))
    else:
        space = _Space(overlay.artist_position, picture, outline)
    artist_line = artist.line(space, below, _SMALLEST_ARTIST if shrinks else below.size)
    return Layout(picture=picture, title=title_line, artist=artist_line)


@dataclass(frozen=True, slots=True)
class _Space:
    """Where a line goes; `shift` lowers it as far as the picture allows."""

    position: Position
    picture: Size
    outline: int
    shift: int | None = None

    def box(self, ink: Ink) -> Box:
        box = box_at(self.position, self.picture, ink)
        if self.shift is None:
            return box
        return box.lowered(self.shift, self.picture, self.outline)

    def fits(self, ink: Ink) -> bool:
        return self.box(ink).fits(self.picture, self.outline)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a font can draw of a text."""

    text: str
    missing: tuple[str, ...]
    letters: Letters

    def line(self, space: _Space, lettering: Lettering, smallest: int) -> Line:
        """The line in the largest size that fits, found by halving, from `smallest` up."""

        def ink_of(size: int) -> Ink:
            return self.letters.measure(lettering.font, size, self.text)

        size = lettering.size
        if size > smallest and not space.fits(ink_of(size)):
            size = _largest(smallest, size, lambda each: space.fits(ink_of(each)))
        ink = ink_of(size)
        box = space.box(ink)
        return Line(
            text=self.text,
            font=lettering.font,
            size=size,
            box=box,
            origin=(box.x - ink.left, box.y - ink.top),
            fits=space.fits(ink),
            missing_glyphs=self.missing,
        )


def _largest(low: int, beyond: int, fits: Callable[[int], bool]) -> int:
    """The largest size from `low` on that fits where `beyond` does not; `low` if none does."""
    while beyond - low > 1:
        middle = (low + beyond) // 2
        low, beyond = (middle, beyond) if fits(middle) else (low, middle)
    return low


def _drawable(overlay: Overlay, letters: Letters) -> tuple[_Words, _Words | None]:
    checks = Checks()
    title = _words(letters, overlay.title_lettering.font, overlay.title_words)
    if not title.text:
        checks.problem("title", "overlay.no_letters")
    artist = None
    if overlay.artist_words is not None:
        artist = _words(letters, overlay.artist_lettering.font, overlay.artist_words)
        if not artist.text.removeprefix(BY.strip()):
            checks.problem("artist", "overlay.no_letters")
    checks.raise_problems()
    return title, artist


def _words(letters: Letters, font: FontStyle, text: str) -> _Words:
    missing = letters.missing(font, text)
    return _Words(without(text, missing), missing, letters)
