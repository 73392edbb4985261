from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.errors import InvalidInput
from app.domain.overlay.model import FontStyle, GridPosition, OverlayRequest, Point
from tests.infra.overlay.pictures import (
    AVERAGE,
    PAETH,
    changed,
    colorful,
    decoded,
    edges,
    encoded,
    enlarged,
    filters,
    plain,
    written,
)

TITLE = OverlayRequest(title="Midnight Train", title_font_size=40, outline_width=0)
W, H = 640, 400


@pytest.mark.parametrize("font", list(FontStyle))
@pytest.mark.parametrize("position", list(GridPosition))
def test_ink_stands_where_the_grid_says(position: GridPosition, font: FontStyle) -> None:
    source = plain((W, H))

    rendered = written(source, replace(TITLE, title_position=position, font_style=font))

    found = changed(source, rendered.png)
    assert found == edges(rendered.layout.title.box)
    left, top, right, bottom = found
    row, column = position.value.split("-") if "-" in position.value else ("middle", "center")
    horizontal = {
        "left": left == 64,
        "right": right == 576,
        "center": left == 320 - (right - left) // 2,
    }
    vertical = {
        "top": top == 40,
        "bottom": bottom == 360,
        "middle": top == 200 - (bottom - top) // 2,
    }
    assert horizontal[column]
    assert vertical[row]


@pytest.mark.parametrize("point", [Point(0, 0), Point(0.25, 0.6), Point(0.1, 0.9)])
def test_ink_begins_at_its_point(point: Point) -> None:
    source = plain((W, H))

    rendered = written(source, replace(TITLE, title_position=point))

    found = changed(source, rendered.png)
    assert found is not None
    assert found[:2] == (int(point.x * W), int(point.y * H))


TEXTS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜß -,.jgqy", min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    text=TEXTS,
    font=st.sampled_from(list(FontStyle)),
    size=st.integers(20, 300),
    position=st.sampled_from(list(GridPosition)) | st.builds(Point, *[st.floats(0, 0.4)] * 2),
)
def test_ink_covers_its_box_and_nothing_else(
    text: str, font: FontStyle, size: int, position: GridPosition | Point
) -> None:
    source = plain((1200, 700))
    request = OverlayRequest(
        title=text,
        title_font_size=size,
        font_style=font,
        title_position=position,
        outline_width=0,
        auto_shrink=True,
    )

    rendered = written(source, request)

    title = rendered.layout.title
    assert title.fits
    assert changed(source, rendered.png) == edges(title.box)


@pytest.mark.parametrize("font", list(FontStyle))
@pytest.mark.parametrize("outline", [1, 3, 20])
def test_an_outline_surrounds_the_box_on_every_side(outline: int, font: FontStyle) -> None:
    source = plain((W, H))
    without = written(source, replace(TITLE, font_style=font)).layout

    rendered = written(source, replace(TITLE, font_style=font, outline_width=outline))

    found = changed(source, rendered.png)
    assert found is not None
    assert rendered.layout == without
    expected = edges(without.title.box, outline)
    assert all(abs(one - other) <= 1 for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize("outline", [0, 1, 3, 20])
def test_letters_are_filled_in_their_color_and_outlined_in_the_other(outline: int) -> None:
    request = replace(
        TITLE, title="I", title_color="f00", title_outline_color="0f0", outline_width=outline
    )

    rendered = written(plain((W, H)), request)

    image, box = decoded(rendered.png), rendered.layout.title.box
    middle = box.y + box.height // 2
    assert image.getpixel((box.x + box.width // 2, middle)) == (255, 0, 0)
    colors = {color for _, color in image.getcolors(maxcolors=W * H) or []}
    assert ((0, 255, 0) in colors) == (outline > 0)
    assert image.getpixel((box.x - outline - 2, middle)) == (90, 120, 150)


def test_an_artist_is_drawn_below_the_title_in_letters_of_its_own() -> None:
    source = plain((W, H))
    request = replace(TITLE, artist="Jürgen", artist_font_size=20, artist_color="#00F")

    rendered = written(source, request)

    artist = rendered.layout.artist
    assert artist is not None
    assert artist.text == "BY JÜRGEN"
    assert artist.box.y == 200 - artist.box.height // 2 + 48
    alone = written(source, TITLE).png
    assert changed(alone, rendered.png) == edges(artist.box)


def test_an_artist_stays_on_the_picture_below_a_title_at_its_lower_edge() -> None:
    source = plain((W, H))
    request = replace(
        TITLE,
        artist="Band",
        title_font_size=150,
        title_position=GridPosition.BOTTOM_CENTER,
        outline_width=3,
    )

    artist = written(source, request).layout.artist

    assert artist is not None
    assert artist.fits
    assert artist.box.y + artist.box.height + 3 == H


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize(
    "point", [Point(0, 0), Point(1, 1), Point(0.99, 0), Point(0, 0.99), Point(0.5, 0.5)]
)
def test_a_line_that_does_not_fit_is_cut_off_at_the_edges(point: Point, mode: str) -> None:
    request = replace(TITLE, title="x" * 255, title_position=point, outline_width=20)
    color = (90, 120, 150, 255)[: len(mode)]

    rendered = written(plain((W, H), color, mode), request)

    assert not rendered.layout.title.fits
    assert decoded(rendered.png).size == (W, H)


def test_transparency_stays_where_nothing_is_drawn() -> None:
    source = plain((W, H), (10, 20, 30, 0), "RGBA")

    rendered = written(source, replace(TITLE, outline_width=3))

    image, box = decoded(rendered.png), rendered.layout.title.box
    assert image.mode == "RGBA"
    assert image.getpixel((0, 0)) == (10, 20, 30, 0)
    left, top, right, bottom = image.getchannel("A").getbbox() or (0, 0, 0, 0)
    assert (left, top) >= (box.x - 4, box.y - 4)
    assert (right, bottom) <= (box.x + box.width + 4, box.y + box.height + 4)


@pytest.mark.parametrize("outline", [0, 3])
def test_soft_edges_over_transparency_have_the_color_of_the_letters(outline: int) -> None:
    request = replace(TITLE, title_color="fff", title_outline_color="fff", outline_width=outline)

    image = decoded(written(plain((W, H), (0, 0, 0, 0), "RGBA"), request).png)

    letters = image.crop(image.getchannel("A").getbbox())
    visible = letters.getchannel("A").point(lambda alpha: 255 if alpha else 0)
    on_white = Image.new("RGB", letters.size, "white")
    on_white.paste(letters.convert("RGB"), mask=visible)
    assert on_white.getextrema() == ((255, 255),) * 3


def test_soft_edges_over_half_transparent_pixels_show_as_much_of_either_as_is_to_be_seen() -> None:
    """White over half transparent black: with `part` of a pixel covered, it is part / opacity."""
    under = 128 / 255

    image = decoded(written(plain((W, H), (0, 0, 0, 128), "RGBA"), TITLE).png)

    colors = [color for _, color in image.getcolors(W * H) or []]
    assert len(colors) > 20
    for color in colors:
        assert isinstance(color, tuple)
        opacity = color[3] / 255
        part = (opacity - under) / (1 - under)
        assert abs(color[0] - 255 * part / opacity) < 4


def test_letters_over_opaque_pixels_look_alike_with_and_without_an_alpha_channel() -> None:
    request = replace(TITLE, artist="Band", outline_width=3)
    opaque = colorful((W, H)).convert("RGBA")

    one = decoded(written(encoded(opaque.convert("RGB")), request).png)
    other = decoded(written(encoded(opaque), request).png)

    assert other.getchannel("A").getextrema() == (255, 255)
    pairs = zip(one.tobytes(), other.convert("RGB").tobytes(), strict=True)
    assert max(abs(left - right) for left, right in pairs) <= 1


SOURCES: list[tuple[str, dict[str, Any], str]] = [
    ("RGB", {"kind": "PNG"}, "RGB"),
    ("RGB", {"kind": "JPEG", "quality": 90}, "RGB"),
    ("RGB", {"kind": "WEBP", "lossless": True}, "RGB"),
    ("RGBA", {"kind": "WEBP", "lossless": True}, "RGBA"),
    ("L", {"kind": "PNG"}, "RGB"),
    ("L", {"kind": "JPEG"}, "RGB"),
    ("1", {"kind": "PNG"}, "RGB"),
    ("LA", {"kind": "PNG"}, "RGBA"),
    ("P", {"kind": "PNG"}, "RGB"),
    ("P", {"kind": "PNG", "transparency": 0}, "RGBA"),
    ("CMYK", {"kind": "JPEG"}, "RGB"),
]


@pytest.mark.parametrize(("mode", "options", "result"), SOURCES)
def test_every_kind_of_picture_can_be_written_on(
    mode: str, options: dict[str, Any], result: str
) -> None:
    options = dict(options)
    image = colorful((300, 200), "RGBA" if "A" in mode else "RGB").convert(mode)
    source = encoded(image, options.pop("kind"), **options)

    rendered = written(source, replace(TITLE, title="Hi"))

    assert decoded(rendered.png).mode == result
    assert (rendered.width, rendered.height) == (300, 200)


def test_pixels_that_no_letter_covers_stay_as_they_were() -> None:
    image = colorful((W, H))

    rendered = written(encoded(image), replace(TITLE, artist="Band", outline_width=3))

    found = decoded(rendered.png)
    layout = rendered.layout
    assert layout.artist is not None
    for line in (layout.title, layout.artist):
        found.paste(image.crop(edges(line.box, 4)), edges(line.box, 4)[:2])
    assert found.tobytes() == image.tobytes()


def test_rows_with_letters_are_packed_for_sharp_edges() -> None:
    request = replace(TITLE, artist="Band", outline_width=3)

    rendered = written(encoded(colorful((W, H)), compress_level=0), request)

    layout = rendered.layout
    assert layout.artist is not None
    lettered = {
        row
        for line in (layout.title, layout.artist)
        for row in range(line.box.y - 3, line.box.y + line.box.height + 3)
    }
    assert {row for row, number in enumerate(filters(rendered.png)) if number == PAETH} == lettered


@pytest.mark.parametrize(("level", "numbers"), [(0, {AVERAGE, PAETH}), (9, {PAETH})])
def test_a_picture_is_packed_with_care_where_it_would_be_larger_than_its_source(
    level: int, numbers: set[int]
) -> None:
    source = encoded(enlarged(), compress_level=level)

    rendered = written(source, replace(TITLE, title_font_size=20))

    assert set(filters(rendered.png)) == numbers


def test_a_preview_is_smaller_but_its_boxes_are_those_of_the_picture() -> None:
    source = plain((W, H))
    whole = written(source, TITLE)

    preview = written(source, TITLE, max_edge=160)

    assert (preview.width, preview.height) == decoded(preview.png).size == (160, 100)
    assert preview.layout == whole.layout


@pytest.mark.parametrize("edge", [640, 2048])
def test_a_preview_is_never_larger_than_the_picture(edge: int) -> None:
    source = plain((W, H))

    preview = written(source, TITLE, max_edge=edge)

    assert decoded(preview.png).tobytes() == decoded(written(source, TITLE).png).tobytes()


def test_an_upright_picture_stays_upright() -> None:
    """A camera that was turned says so in Exif."""
    image = Image.new("RGB", (60, 40), "blue")
    exif = Image.Exif()
    exif[0x0112] = 6
    source = encoded(image, "JPEG", exif=exif)

    assert decoded(written(source, replace(TITLE, title="a")).png).size == (40, 60)


def test_emoji_are_left_out_and_told() -> None:
    source = plain((W, H))

    rendered = written(source, replace(TITLE, title="Midnight 😀 Train"))

    assert rendered.layout.title.missing_glyphs == ("😀",)
    assert rendered.png == written(source, TITLE).png


def test_a_title_of_emoji_alone_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        written(plain(), replace(TITLE, title="😀😀"))

    assert caught.value.problems[0].path == ("title",)


@pytest.mark.parametrize(
    ("typed", "drawn"), [("straße", "STRASSE"), ("u\u0308ber", "ÜBER"), ("a\r\nb", "A B")]
)
def test_texts_are_drawn_as_capitals_on_one_line(typed: str, drawn: str) -> None:
    source = plain((W, H))

    one, other = (written(source, replace(TITLE, title=title)) for title in (typed, drawn))

    assert one.layout.title.text == drawn
    assert one.png == other.png


def test_a_line_may_shrink_until_it_fits() -> None:
    source = plain((W, H))
    long = replace(TITLE, title="A title that is too long for it", title_font_size=120)

    asked, shrunk = (
        written(source, replace(long, auto_shrink=shrinks)).layout.title
        for shrinks in (False, True)
    )

    assert (asked.size, asked.fits) == (120, False)
    assert shrunk.fits
    assert shrunk.size < 120
    larger = replace(long, title_font_size=shrunk.size + 1)
    assert not written(source, larger).layout.title.fits
