from __future__ import annotations

import os
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.errors import InvalidInput
from app.infra.overlay.picture import MOST_BYTES, opened
from app.infra.overlay.png import encode
from tests.infra.overlay.pictures import chunk, colorful, encoded, plain


def key_of(source: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        opened(source)
    return caught.value.key


def a_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and ends there."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"hello",
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        encoded(colorful(), "GIF"),
        encoded(colorful(), "BMP"),
        encoded(colorful(), "TIFF"),
        encoded(colorful(), "PPM"),
    ],
)
def test_what_is_no_png_jpeg_or_webp_is_no_picture(source: bytes) -> None:
    assert key_of(source) == "image.not_an_image"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_half_a_picture_is_noticed(kind: str, part: float) -> None:
    source = encoded(colorful((200, 200)), kind)

    assert key_of(source[: int(len(source) * part)]) in {"image.truncated", "image.not_an_image"}


def test_a_damaged_picture_is_noticed() -> None:
    source = bytearray(encoded(colorful((200, 200))))
    source[len(source) // 2] ^= 0xFF

    assert key_of(bytes(source)) == "image.truncated"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.filterwarnings("ignore")  # Pillow warns of some damage
@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8))
def test_no_damage_ends_in_anything_but_a_picture_or_a_refusal(
    kind: str, changes: list[tuple[int, int]]
) -> None:
    source = bytearray(encoded(colorful((32, 32)), kind))
    for place, value in changes:
        source[place % len(source)] = value

    with suppress(InvalidInput):
        assert opened(bytes(source)).mode in {"RGB", "RGBA"}


def test_thirty_megapixels_are_a_picture() -> None:
    assert opened(plain((6000, 5000))).size == (6000, 5000)


@pytest.mark.parametrize(
    ("width", "height"),
    [(6000, 5001), (10_000, 9_000), (20_000, 20_000), (1, 30_000_001), (2**31 - 1, 2**31 - 1)],
)
def test_more_than_thirty_megapixels_are_refused_before_they_are_decoded(
    width: int, height: int
) -> None:
    assert key_of(a_header(width, height)) == "image.too_large"


def test_a_picture_of_too_many_bytes_is_not_looked_at() -> None:
    picture = plain((8, 8))

    assert opened(picture.ljust(MOST_BYTES, b"\0")).size == (8, 8)
    assert key_of(picture.ljust(MOST_BYTES + 1, b"\0")) == "image.too_many_bytes"


def test_the_largest_picture_that_can_be_drawn_can_be_opened_again() -> None:
    noise = Image.frombytes("RGBA", (6000, 5000), os.urandom(6000 * 5000 * 4))

    assert opened(encode(noise)).size == (6000, 5000)


def test_a_picture_that_says_it_is_empty_is_refused() -> None:
    assert key_of(a_header(0, 5)) in {"image.truncated", "image.not_an_image"}


def test_a_text_chunk_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80_000_000), 9))
    source = plain((8, 8))

    assert key_of(source[:33] + bomb + source[33:]) in {"image.truncated", "image.not_an_image"}


def test_grey_of_sixteen_bits_keeps_its_brightness() -> None:
    image = Image.frombytes("I;16", (2, 1), struct.pack("<HH", 0x4000, 0xC000))

    found = opened(encoded(image))

    assert [found.getpixel((x, 0)) for x in (0, 1)] == [(0x40,) * 3, (0xC0,) * 3]


def test_a_palette_that_is_not_there_is_damage() -> None:
    header = struct.pack(">IIBBBBB", 4, 4, 8, 3, 0, 0, 0)
    pixels = zlib.compress(bytes(20))
    source = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels)
    assert key_of(source + chunk(b"IEND", b"")) == "image.truncated"
