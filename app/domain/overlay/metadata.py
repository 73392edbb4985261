"""What a picture remembers of its overlay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from app.domain.overlay.geometry import anchor_of
from app.domain.overlay.model import (
    FontStyle,
    GridPosition,
    Overlay,
    OverlayRequest,
    Point,
    Position,
)

_MIDDLE: Final = 0.5


def metadata(overlay: Overlay, source_image_id: UUID) -> dict[str, Any]:
    """The overlay as a JSON object; the title as it was drawn, the artist as it was typed.

    A position is kept as a point; one of the grid also by its name. An artist that stood below
    the title has no position.
    """
    title, artist = overlay.title_lettering, overlay.artist_lettering
    return {
        "title": overlay.title_words,
        "artist": overlay.artist,
        "font_style": title.font.value,
        "title_position": _point(overlay.title_position),
        "title_grid": _grid(overlay.title_position),
        "title_font_size": title.size,
        "title_color": title.color,
        "title_outline_color": title.outline_color,
        "artist_position": _point(overlay.artist_position),
        "artist_grid": _grid(overlay.artist_position),
        "artist_font_size": artist.size,
        "artist_color": artist.color,
        "artist_outline_color": artist.outline_color,
        "artist_font_style": artist.font.value,
        "outline_width": overlay.outline_width,
        "auto_shrink": overlay.auto_shrink,
        "source_image_id": str(source_image_id),
    }


def remembered(kept: Mapping[str, Any]) -> OverlayRequest:
    """The request that would draw a kept overlay once more.

    What older pictures lack has its default; a font or a place that is not known is bold or the
    centre, a point is moved onto the picture, and an axis that it lacks is in the middle.
    """
    own = {
        name: kept[name]
        for name in (*_SAME, "outline_width", "auto_shrink")
        if kept.get(name) is not None
    }
    return OverlayRequest(
        **own,
        title=kept.get("title") or "",
        artist=kept.get("artist"),
        font_style=_font(kept.get("font_style")) or FontStyle.BOLD,
        artist_font_style=_font(kept.get("artist_font_style")),
        title_position=_position(kept, "title") or GridPosition.CENTER,
        artist_position=_position(kept, "artist"),
    )


_SAME: Final = (
    "title_font_size",
    "artist_font_size",
    "title_color",
    "title_outline_color",
    "artist_color",
    "artist_outline_color",
)


def _point(position: Position | None) -> dict[str, float] | None:
    if position is None:
        return None
    point = anchor_of(position)
    return {"x": point.x, "y": point.y}


def _grid(position: Position | None) -> str | None:
    return position.value if isinstance(position, GridPosition) else None


def _font(kept: str | None) -> FontStyle | None:
    if kept is None:
        return None
    return FontStyle(kept) if kept in set(FontStyle) else FontStyle.BOLD


def _position(kept: Mapping[str, Any], line: str) -> Position | None:
    if (grid := kept.get(f"{line}_grid")) is not None:
        return GridPosition(grid) if grid in set(GridPosition) else GridPosition.CENTER
    if (point := kept.get(f"{line}_position")) is None:
        return None
    return Point(_clamped(point.get("x")), _clamped(point.get("y")))


def _clamped(part: float | None) -> float:
    return _MIDDLE if part is None else min(max(part, 0.0), 1.0)
