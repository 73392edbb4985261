from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.infra.overlay.png import encode
from tests.infra.overlay.pictures import (
    AVERAGE,
    PAETH,
    chunks,
    colorful,
    decoded,
    encoded,
    enlarged,
    filters,
    noise,
    rows,
)

ANY_SIZE = 10**9
SIZES = [(1, 1), (1, 300), (300, 1), (97, 61), (3, 90_000), (90_000, 3), (1000, 600)]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("size", SIZES)
def test_a_picture_comes_back_as_it_was(mode: str, size: tuple[int, int]) -> None:
    image = colorful(size, mode)

    found = decoded(encode(image))

    assert (found.mode, found.size) == (mode, size)
    assert found.tobytes() == image.tobytes()


@pytest.mark.parametrize("enough", [0, ANY_SIZE])
@given(
    content=st.binary(min_size=4, max_size=300),
    width=st.integers(1, 12),
    mode=st.sampled_from(["RGB", "RGBA"]),
    letters=st.lists(st.builds(range, st.integers(0, 40), st.integers(0, 40)), max_size=3),
)
def test_every_pixel_comes_back_wherever_letters_are(
    enough: int, content: bytes, width: int, mode: str, letters: list[range]
) -> None:
    length = len(mode) * width
    height = -(-len(content) // length)
    image = Image.frombytes(mode, (width, height), content.ljust(length * height, b"\0"))

    png = encode(image, letters=letters, enough=enough)

    found = decoded(png)
    assert (found.mode, found.tobytes()) == (mode, image.tobytes())
    assert len(rows(png)) == height * (1 + length)


@pytest.mark.parametrize(
    "letters", [[], [range(20)], [range(5, 6)], [range(10, 30), range(50, 60)]]
)
def test_rows_with_letters_have_a_filter_for_sharp_edges(letters: list[range]) -> None:
    png = encode(colorful((97, 60)), letters=letters, enough=ANY_SIZE)

    assert [row for row, number in enumerate(filters(png)) if number == PAETH] == [
        row for each in letters for row in each
    ]


def test_letters_need_fewer_bytes_when_it_is_told_where_they_are() -> None:
    image = photograph()
    for left in range(20, 500, 40):
        image.paste("white", (left, 200, left + 20, 300))

    told = encode(image, letters=[range(200, 300)], enough=ANY_SIZE)

    assert len(told) < len(encode(image, enough=ANY_SIZE))


def test_what_is_small_enough_is_not_worked_on() -> None:
    image = enlarged()
    quick = encode(image, enough=ANY_SIZE)

    assert encode(image, enough=len(quick)) == quick


def test_what_is_one_byte_too_large_becomes_smaller() -> None:
    image = enlarged()
    quick = encode(image, enough=ANY_SIZE)

    small = encode(image, enough=len(quick) - 1)

    assert len(small) < 0.95 * len(quick)
    assert decoded(small).tobytes() == image.tobytes()


def test_each_part_of_a_picture_has_the_filter_that_suits_it() -> None:
    """Soft shapes above, grain below."""
    soft = enlarged((1024, 512))
    image = Image.new("RGB", (1024, 1024))
    image.paste(soft)
    image.paste(photograph((1024, 512)), (0, 512))

    numbers = filters(encode(image))

    assert set(numbers[:300]) == {PAETH}
    assert set(numbers[-300:]) == {AVERAGE}


def test_a_strict_reader_finds_nothing_wrong() -> None:
    png = encode(colorful((40, 30)))

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert [kind for kind, _ in chunks(png)] == [b"IHDR", b"IDAT", b"IEND"]
    assert len(rows(png)) == (40 * 3 + 1) * 30


def photograph(size: tuple[int, int] = (512, 512)) -> Image.Image:
    """Soft shapes with a little grain."""
    bands = []
    for seed in range(3):
        shapes = Image.frombytes("L", (9, 9), noise(81, seed=seed)).resize(size)
        grain = Image.frombytes("L", size, noise(size[0] * size[1], seed=seed + 3))
        bands.append(Image.blend(shapes, grain, 0.02))
    return Image.merge("RGB", bands)


@pytest.mark.parametrize("enough", [0, ANY_SIZE])
def test_a_photograph_needs_no_more_bytes_than_pillow_makes_of_it(enough: int) -> None:
    image = photograph()

    assert len(encode(image, enough=enough)) <= len(encoded(image))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_flat_picture_needs_no_more_bytes_than_pillow_makes_of_it(mode: str) -> None:
    image = Image.new(mode, (400, 300), "teal")
    for place in range(0, 300, 30):
        image.paste("orange", (place, place, place + 60, place + 20))

    png = encode(image)

    assert len(png) <= len(encoded(image))
    assert decoded(png).tobytes() == image.tobytes()
