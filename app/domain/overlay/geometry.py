"""Where lines stand on a picture. Whole pixels, counted from the left upper corner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from app.domain.overlay.model import GridPosition, Point, Position

_PARTS: Final = (0.1, 0.5, 0.9)
_MIDDLE: Final = 1
_ORDER: Final = tuple(GridPosition)
"""Row by row."""
_SHIFT: Final = 1.2


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a picture."""

    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """What a line covers with its letters, without their outline.

    `left` and `top` are the bearings: how far the ink begins from where the drawing does.
    """

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The rectangle on the picture that a line's ink covers, without its outline."""

    x: int
    y: int
    width: int
    height: int

    def fits(self, picture: Size, outline: int) -> bool:
        """Whether the line lies on the picture with its outline."""
        return (
            self.x >= outline
            and self.y >= outline
            and self.x + self.width + outline <= picture.width
            and self.y + self.height + outline <= picture.height
        )

    def lowered(self, shift: int, picture: Size, outline: int) -> Self:
        """The box further down, but not so far that it leaves the picture with its outline.

        One that is too high for the picture begins at its upper edge.
        """
        lowest = picture.height - self.height - outline
        return replace(self, y=max(min(self.y + shift, lowest), 0))


def box_at(position: Position, picture: Size, ink: Ink) -> Box:
    """The box of a line at its position.

    In the first column a box begins at a tenth of the width, in the last it ends at nine tenths,
    between them it is centred; rows are alike. At a point the box has its left upper corner.
    """
    if isinstance(position, Point):
        x, y = int(position.x * picture.width), int(position.y * picture.height)
    else:
        row, column = divmod(_ORDER.index(position), len(_PARTS))
        x = _begin(column, picture.width, ink.width)
        y = _begin(row, picture.height, ink.height)
    return Box(x=x, y=y, width=ink.width, height=ink.height)


def anchor_of(position: Position) -> Point:
    """The part of the width and the height that a position goes by."""
    if isinstance(position, Point):
        return position
    row, column = divmod(_ORDER.index(position), len(_PARTS))
    return Point(_PARTS[column], _PARTS[row])


def shift_below(title_size: int) -> int:
    """How far an artist without a position stands below where the title would, in pixels."""
    return int(_SHIFT * title_size)


def _begin(place: int, whole: int, length: int) -> int:
    anchor = int(_PARTS[place] * whole)
    if place == _MIDDLE:
        return anchor - length // 2
    return anchor if place < _MIDDLE else anchor - length
