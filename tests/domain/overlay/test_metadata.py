from __future__ import annotations

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.overlay.metadata import metadata, remembered
from app.domain.overlay.model import FontStyle, GridPosition, OverlayRequest, Point

SOURCE = UUID("0190c0de-0000-7000-8000-000000000000")


def test_a_picture_remembers_all_of_its_overlay() -> None:
    request = OverlayRequest(
        title="Straße",
        artist="Jürgen",
        title_position=GridPosition.BOTTOM_RIGHT,
        artist_position=Point(0.25, 0.75),
        title_color="f00",
        artist_font_style=FontStyle.LIGHT,
        outline_width=5,
    )

    assert metadata(request.checked(), SOURCE) == {
        "title": "STRASSE",
        "artist": "Jürgen",
        "font_style": "bold",
        "title_position": {"x": 0.9, "y": 0.9},
        "title_grid": "bottom-right",
        "title_font_size": 80,
        "title_color": "#FF0000",
        "title_outline_color": "#000000",
        "artist_position": {"x": 0.25, "y": 0.75},
        "artist_grid": None,
        "artist_font_size": 40,
        "artist_color": "#FF0000",
        "artist_outline_color": "#000000",
        "artist_font_style": "light",
        "outline_width": 5,
        "auto_shrink": False,
        "source_image_id": "0190c0de-0000-7000-8000-000000000000",
    }


POSITIONS = st.sampled_from(list(GridPosition)) | st.builds(Point, *[st.floats(0, 1)] * 2)
REQUESTS = st.builds(
    OverlayRequest,
    title=st.just("SONG"),
    artist=st.none() | st.just("Band"),
    font_style=st.sampled_from(list(FontStyle)),
    artist_font_style=st.none() | st.sampled_from(list(FontStyle)),
    title_position=POSITIONS,
    artist_position=st.none() | POSITIONS,
    title_font_size=st.integers(20, 300),
    artist_font_size=st.integers(10, 200),
    title_color=st.just("#123456"),
    artist_color=st.none() | st.just("#ABCDEF"),
    outline_width=st.integers(0, 20),
    auto_shrink=st.booleans(),
)


@given(REQUESTS)
def test_what_is_remembered_draws_the_same_once_more(request: OverlayRequest) -> None:
    overlay = request.checked()

    kept = json.loads(json.dumps(metadata(overlay, SOURCE)))

    assert remembered(kept).checked() == overlay


@pytest.mark.parametrize(
    ("kept", "position"),
    [
        ({"x": -3, "y": 7.5}, Point(0, 1)),
        ({"x": 0.2}, Point(0.2, 0.5)),
        ({}, Point(0.5, 0.5)),
        (None, GridPosition.CENTER),
    ],
)
def test_a_point_that_was_kept_elsewhere_is_moved_onto_the_picture(
    kept: dict[str, float] | None, position: Point | GridPosition
) -> None:
    request = remembered({"title": "A", "title_position": kept})

    assert request.checked().title_position == position


def test_a_font_or_place_that_is_not_known_is_bold_or_the_centre() -> None:
    request = remembered({"title": "A", "font_style": "gothic", "title_grid": "nowhere"})

    assert request == OverlayRequest(title="A")
