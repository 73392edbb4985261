from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.errors import InvalidInput
from app.domain.overlay.model import FontStyle, GridPosition, OverlayRequest, Point, checked_edge

REQUEST = OverlayRequest(title="Song", artist="Band")


def refused(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        replace(REQUEST, **changes).checked()
    return [(each.path[0], each.key) for each in caught.value.problems]


def test_everything_but_the_title_has_a_default() -> None:
    overlay = OverlayRequest(title="  Song ").checked()

    assert (overlay.title, overlay.artist, overlay.title_position) == (
        "Song",
        None,
        GridPosition.CENTER,
    )
    assert overlay.title_lettering.font is FontStyle.BOLD
    assert overlay.title_lettering.size == 80
    assert overlay.artist_lettering.size == 40
    assert overlay.title_lettering.color == "#FFFFFF"
    assert overlay.title_lettering.outline_color == "#000000"
    assert (overlay.outline_width, overlay.auto_shrink) == (3, False)


def test_an_artist_looks_like_the_title_unless_told_otherwise() -> None:
    request = replace(
        REQUEST, font_style=FontStyle.LIGHT, title_color="f00", title_outline_color="#0F0"
    )

    same = request.checked().artist_lettering
    own = replace(
        request,
        artist_font_style=FontStyle.ELEGANT,
        artist_color="00f",
        artist_outline_color="abcdef",
    ).checked()

    assert (same.font, same.color, same.outline_color) == (FontStyle.LIGHT, "#FF0000", "#00FF00")
    assert own.artist_lettering.font is FontStyle.ELEGANT
    assert own.artist_lettering.color == "#0000FF"
    assert own.artist_lettering.outline_color == "#ABCDEF"
    assert own.title_lettering.color == "#FF0000"


def test_the_title_is_drawn_in_capitals_and_the_artist_is_said_to_be_its_author() -> None:
    overlay = OverlayRequest(title="Straße", artist=" Jürgen ").checked()

    assert (overlay.title, overlay.title_words) == ("Straße", "STRASSE")
    assert (overlay.artist, overlay.artist_words) == ("Jürgen", "BY JÜRGEN")


@pytest.mark.parametrize("artist", [None, "", " \n"])
def test_a_blank_artist_is_none(artist: str | None) -> None:
    overlay = replace(REQUEST, artist=artist).checked()

    assert (overlay.artist, overlay.artist_words) == (None, None)


@pytest.mark.parametrize(
    ("field", "inside", "outside"),
    [
        ("title", "x", "  "),
        ("title", "ä" * 255, "ä" * 256),
        ("title", "😀" * 255, "a\0b"),
        ("artist", "ö" * 100, "ö" * 101),
        ("title_font_size", 20, 19),
        ("title_font_size", 300, 301),
        ("artist_font_size", 10, 9),
        ("artist_font_size", 200, 201),
        ("outline_width", 0, -1),
        ("outline_width", 20, 21),
        ("title_position", Point(0, 0), Point(-0.001, 0)),
        ("title_position", Point(1, 1), Point(1, 1.001)),
        ("artist_position", Point(), Point(float("nan"), 0)),
        ("artist_position", Point(0.5, 1.0), Point(0.5, float("inf"))),
        ("title_color", "#fff", "#ffff"),
        ("title_outline_color", "000000", "black"),
        ("artist_color", "#FFF", ""),
        ("artist_outline_color", "abc", "xyz"),
    ],
)
def test_a_limit_is_allowed_and_what_is_beyond_is_not(
    field: str, inside: Any, outside: Any
) -> None:
    replace(REQUEST, **{field: inside}).checked()

    assert [name for name, _ in refused(**{field: outside})] == [field]


def test_all_problems_are_told_at_once() -> None:
    assert refused(
        title=" ",
        artist="x" * 101,
        title_font_size=0,
        title_color="red",
        artist_font_size=999,
        artist_outline_color="#12",
        title_position=Point(2, 2),
        outline_width=50,
    ) == [
        ("title", "text.blank"),
        ("artist", "text.too_long"),
        ("title_font_size", "number.out_of_range"),
        ("title_color", "overlay.color_malformed"),
        ("artist_font_size", "number.out_of_range"),
        ("artist_outline_color", "overlay.color_malformed"),
        ("title_position", "overlay.position_outside"),
        ("outline_width", "number.out_of_range"),
    ]


@pytest.mark.parametrize("edge", [64, 2048])
def test_the_edge_of_a_preview_has_limits(edge: int) -> None:
    assert checked_edge(edge) == edge

    with pytest.raises(InvalidInput):
        checked_edge(63 if edge == 64 else 2049)
