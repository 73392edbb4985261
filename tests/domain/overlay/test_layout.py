from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.overlay.geometry import Box, Ink, Size, box_at
from app.domain.overlay.layout import Layout, Line, lay_out
from app.domain.overlay.model import GridPosition, OverlayRequest, Point
from tests.domain.overlay.letters import PlainLetters

PICTURE = Size(1024, 768)
REQUEST = OverlayRequest(title="Song", artist="Me", outline_width=3)
LETTERS = PlainLetters()


def laid_out(request: OverlayRequest, picture: Size = PICTURE) -> Layout:
    return lay_out(request.checked(), picture, LETTERS)


def artist_of(request: OverlayRequest, picture: Size = PICTURE) -> Line:
    artist = laid_out(request, picture).artist
    assert artist is not None
    return artist


@pytest.mark.parametrize(
    ("position", "x", "y"),
    [
        (GridPosition.TOP_LEFT, 102, 76),
        (GridPosition.TOP_CENTER, 512 - 50, 76),
        (GridPosition.TOP_RIGHT, 921 - 101, 76),
        (GridPosition.MIDDLE_LEFT, 102, 384 - 25),
        (GridPosition.CENTER, 512 - 50, 384 - 25),
        (GridPosition.MIDDLE_RIGHT, 921 - 101, 384 - 25),
        (GridPosition.BOTTOM_LEFT, 102, 691 - 51),
        (GridPosition.BOTTOM_CENTER, 512 - 50, 691 - 51),
        (GridPosition.BOTTOM_RIGHT, 921 - 101, 691 - 51),
    ],
)
def test_a_box_stands_at_its_place_of_the_grid(position: GridPosition, x: int, y: int) -> None:
    ink = Ink(left=9, top=9, width=101, height=51)

    assert box_at(position, PICTURE, ink) == Box(x=x, y=y, width=101, height=51)


@pytest.mark.parametrize(
    ("point", "x", "y"),
    [(Point(0, 0), 0, 0), (Point(0.3333, 0.5), 341, 384), (Point(1, 1), 1024, 768)],
)
def test_a_box_begins_at_its_point(point: Point, x: int, y: int) -> None:
    box = box_at(point, PICTURE, Ink(left=9, top=9, width=10, height=10))

    assert (box.x, box.y) == (x, y)


def test_drawing_begins_off_the_box_by_its_bearings() -> None:
    title = laid_out(replace(REQUEST, title_position=Point(0.5, 0.5))).title

    assert (title.box.x, title.box.y) == (512, 384)
    assert title.origin == (512 - 8, 384 - 16)


def test_an_artist_without_a_position_stands_below_the_title() -> None:
    request = replace(REQUEST, title_position=GridPosition.TOP_LEFT, title_font_size=81)

    artist = artist_of(request)

    assert (artist.box.x, artist.box.y) == (102, 76 + int(1.2 * 81))


def test_an_artist_below_a_title_at_a_point_is_lowered_from_that_point() -> None:
    artist = artist_of(replace(REQUEST, title_position=Point(0.25, 0.25)))

    assert (artist.box.x, artist.box.y) == (256, 192 + 96)


@pytest.mark.parametrize("position", [GridPosition.TOP_LEFT, Point(0.1, 0.1)])
def test_an_artist_with_a_position_of_its_own_is_not_lowered(
    position: GridPosition | Point,
) -> None:
    artist = artist_of(replace(REQUEST, artist_position=position))

    assert (artist.box.x, artist.box.y) == (102, 76)


def test_an_artist_is_not_lowered_out_of_the_picture() -> None:
    request = replace(REQUEST, title_position=GridPosition.BOTTOM_CENTER, title_font_size=300)

    artist = artist_of(request)

    assert artist.box.y == 768 - 40 - 3
    assert artist.fits


@given(
    title_size=st.integers(20, 300),
    artist_size=st.integers(10, 200),
    outline=st.integers(0, 20),
    height=st.integers(1, 1200),
    position=st.sampled_from(list(GridPosition)) | st.builds(Point, *[st.floats(0, 1)] * 2),
)
def test_an_artist_below_the_title_leaves_the_picture_only_if_it_is_too_high_for_it(
    title_size: int, artist_size: int, outline: int, height: int, position: GridPosition | Point
) -> None:
    request = replace(
        REQUEST,
        title_font_size=title_size,
        artist_font_size=artist_size,
        outline_width=outline,
        title_position=position,
    )

    box = artist_of(request, Size(4000, height)).box

    assert box.y >= 0
    assert box.y + box.height + outline <= height or box.y == 0


@pytest.mark.parametrize(
    ("box", "fits"),
    [
        (Box(x=3, y=3, width=94, height=44), True),
        (Box(x=2, y=3, width=94, height=44), False),
        (Box(x=3, y=2, width=94, height=44), False),
        (Box(x=3, y=3, width=95, height=44), False),
        (Box(x=3, y=3, width=94, height=45), False),
    ],
)
def test_a_line_fits_when_its_outline_does(box: Box, fits: bool) -> None:
    assert box.fits(Size(100, 50), 3) is fits


def test_a_line_that_does_not_fit_is_drawn_as_asked_and_says_so() -> None:
    layout = laid_out(replace(REQUEST, title="x" * 40, title_font_size=100))

    assert (layout.title.size, layout.title.fits) == (100, False)


def test_a_line_that_may_shrink_is_as_large_as_fits() -> None:
    request = replace(REQUEST, title="x" * 40, title_font_size=100, auto_shrink=True)

    title = laid_out(request).title

    assert title.size == (1024 - 2 * 3) * 2 // 40
    assert title.fits
    larger = replace(request, title_font_size=title.size + 1, auto_shrink=False)
    assert not laid_out(larger).title.fits


def test_a_line_that_fits_does_not_shrink() -> None:
    assert laid_out(replace(REQUEST, auto_shrink=True)).title.size == 80


def test_no_line_shrinks_below_the_smallest_size() -> None:
    layout = laid_out(
        replace(REQUEST, title="x" * 255, artist="y" * 100, auto_shrink=True), Size(300, 300)
    )

    assert layout.artist is not None
    assert (layout.title.size, layout.title.fits) == (20, False)
    assert (layout.artist.size, layout.artist.fits) == (10, False)


def test_an_artist_stands_below_a_title_that_was_shrunk() -> None:
    request = replace(
        REQUEST, title="x" * 40, title_position=GridPosition.TOP_CENTER, auto_shrink=True
    )

    layout = laid_out(request)

    assert layout.artist is not None
    assert layout.title.size == 50
    assert layout.artist.box.y == 76 + 60


def test_characters_without_letters_are_left_out_and_told() -> None:
    overlay = replace(REQUEST, title="a 😀 b 歌😀", artist="歌 C").checked()

    layout = lay_out(overlay, PICTURE, PlainLetters(missing="😀歌"))

    assert layout.artist is not None
    assert (layout.title.text, layout.title.missing_glyphs) == ("A B", ("😀", "歌"))
    assert (layout.artist.text, layout.artist.missing_glyphs) == ("BY C", ("歌",))


def test_a_line_without_any_letter_is_refused() -> None:
    overlay = replace(REQUEST, title="😀 \u200b", artist="歌").checked()

    with pytest.raises(InvalidInput) as caught:
        lay_out(overlay, PICTURE, PlainLetters(missing="😀歌"))

    assert [(each.path, each.key) for each in caught.value.problems] == [
        (("title",), "overlay.no_letters"),
        (("artist",), "overlay.no_letters"),
    ]
