from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.infra.overlay.png import encode, filtered
from tests.infra.overlay.pictures import colorful, decoded, encoded, noise

SIZES = [(1, 1), (1, 300), (300, 1), (97, 61), (3, 90_000), (90_000, 3), (1000, 600)]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("size", SIZES)
def test_a_picture_comes_back_as_it_was(mode: str, size: tuple[int, int]) -> None:
    image = colorful(size, mode)

    found = decoded(encode(image))

    assert (found.mode, found.size) == (mode, size)
    assert found.tobytes() == image.tobytes()


@given(content=st.binary(min_size=3, max_size=300), width=st.integers(1, 12))
def test_rows_are_filtered_as_the_standard_says(content: bytes, width: int) -> None:
    height = -(-len(content) // (3 * width))
    pixels = content.ljust(3 * width * height, b"\0")
    image = Image.frombytes("RGB", (width, height), pixels)

    assert b"".join(filtered(image)) == by_the_book(pixels, 3 * width, 3)


def by_the_book(pixels: bytes, length: int, step: int) -> bytes:
    found = bytearray()
    before = bytes(length)
    for start in range(0, len(pixels), length):
        row = pixels[start : start + length]
        found.append(4)
        for index, value in enumerate(row):
            left = row[index - step] if index >= step else 0
            corner = before[index - step] if index >= step else 0
            found.append((value - predicted(left, before[index], corner)) % 256)
        before = row
    return bytes(found)


def predicted(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    return min((left, above, corner), key=lambda each: abs(estimate - each))


def test_chunks_and_their_checks_are_right() -> None:
    png = encode(colorful((40, 30)))

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    names = []
    start = 8
    while start < len(png):
        (length,) = struct.unpack(">I", png[start : start + 4])
        kind, content = png[start + 4 : start + 8], png[start + 8 : start + 8 + length]
        (check,) = struct.unpack(">I", png[start + 8 + length : start + 12 + length])
        assert check == zlib.crc32(kind + content)
        if kind == b"IDAT":
            assert len(zlib.decompress(content)) == (40 * 3 + 1) * 30
        names.append(kind)
        start += 12 + length
    assert names == [b"IHDR", b"IDAT", b"IEND"]


def photograph(size: tuple[int, int] = (512, 512)) -> Image.Image:
    """Soft shapes with a little grain."""
    bands = []
    for seed in range(3):
        shapes = Image.frombytes("L", (9, 9), noise(81, seed=seed)).resize(size)
        grain = Image.frombytes("L", size, noise(size[0] * size[1], seed=seed + 3))
        bands.append(Image.blend(shapes, grain, 0.02))
    return Image.merge("RGB", bands)


def test_a_photograph_needs_no_more_bytes_than_pillow_makes_of_it() -> None:
    image = photograph()

    assert len(encode(image)) <= len(encoded(image))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_flat_picture_needs_no_more_bytes_than_pillow_makes_of_it(mode: str) -> None:
    image = Image.new(mode, (400, 300), "teal")
    for place in range(0, 300, 30):
        image.paste("orange", (place, place, place + 60, place + 20))

    png = encode(image)

    assert len(png) <= len(encoded(image))
    assert decoded(png).tobytes() == image.tobytes()
