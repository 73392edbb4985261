"""Pixel by pixel beside pictures that somebody has looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.domain.overlay.model import FontStyle, GridPosition, OverlayRequest, Point
from tests.infra.overlay.pictures import decoded, encoded, written

FOLDER = Path(__file__).parent / "golden"

PICTURES = {
    "bold": OverlayRequest(title="Übermut", artist="Jürgen"),
    "elegant": OverlayRequest(
        title="Straße",
        artist="Café",
        font_style=FontStyle.ELEGANT,
        title_position=GridPosition.TOP_LEFT,
        title_color="fc0",
        title_outline_color="#400",
        outline_width=1,
    ),
    "light": OverlayRequest(
        title="Night & Day",
        artist="The Quiet",
        font_style=FontStyle.LIGHT,
        artist_font_style=FontStyle.BOLD,
        title_position=Point(0.05, 0.4),
        artist_position=GridPosition.BOTTOM_RIGHT,
        title_font_size=60,
        outline_width=0,
        artist_color="#08F",
    ),
    "wide_outline": OverlayRequest(title="Wide", title_font_size=90, outline_width=20),
    "glass": OverlayRequest(title="Glass", artist="Nobody", outline_width=2),
}


def source_of(name: str) -> bytes:
    mode = "RGBA" if name == "glass" else "RGB"
    slope = Image.linear_gradient("L").resize((360, 200))
    bands = [slope, slope.rotate(180), Image.new("L", slope.size, 99), slope]
    return encoded(Image.merge(mode, bands[: len(mode)]))


@pytest.mark.parametrize("name", PICTURES)
def test_letters_look_as_they_did(name: str) -> None:
    expected = decoded((FOLDER / f"{name}.png").read_bytes())

    drawn = decoded(written(source_of(name), PICTURES[name]).png)

    assert drawn.mode == expected.mode
    assert drawn.tobytes() == expected.tobytes()
