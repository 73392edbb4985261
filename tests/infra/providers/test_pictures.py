from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.images.provider import MOST_PIXELS, PictureFacts
from app.domain.storage.media import MediaKind
from app.domain.storage.ports import MediaRefused
from app.infra.providers.pictures import inspect, picture_facts


def a_picture(image_format: str, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(file, image_format)
    return file.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + kind + body + check


def a_png(width: int, height: int, *extra: bytes) -> bytes:
    """A PNG that claims a size; its pixels are none."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b""))
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return b"".join((start, *extra, pixels, chunk(b"IEND", b"")))


def refusal(content: bytes) -> str:
    with pytest.raises(MediaRefused) as raised:
        picture_facts(content)
    return str(raised.value.params["reason"])


@pytest.mark.parametrize(
    ("image_format", "kind"),
    [("PNG", MediaKind.PNG), ("JPEG", MediaKind.JPEG), ("WEBP", MediaKind.WEBP)],
)
async def test_a_picture_is_measured(image_format: str, kind: MediaKind) -> None:
    content = a_picture(image_format)
    assert await inspect(content) == PictureFacts(kind=kind, width=40, height=30)


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "1", "I;16"])
def test_a_picture_may_have_any_colours(mode: str) -> None:
    assert picture_facts(a_picture("PNG", mode=mode)).width == 40


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"\x89PNG",
        b"ID3\x04\x00\x00\x00\x00\x00\x00\x00\x00",
        a_picture("GIF"),
        a_picture("BMP"),
        a_picture("TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x00\x00\x00\x20ftypmp42\x00\x00\x00\x00",
    ],
)
def test_what_is_none_of_the_three_formats_is_no_picture(content: bytes) -> None:
    assert refusal(content) == "the bytes are no picture"


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_picture_that_is_cut_short_is_refused(image_format: str, share: float) -> None:
    content = a_picture(image_format)
    assert refusal(content[: int(len(content) * share)]) in (
        "the picture is cut short",
        "the picture is damaged",
        "the bytes are no picture",
    )


def test_a_png_with_a_wrong_checksum_is_damaged() -> None:
    content = bytearray(a_picture("PNG"))
    content[60] ^= 1
    assert refusal(bytes(content)) == "the picture is damaged"


def test_bytes_behind_the_end_do_no_harm() -> None:
    for image_format in ("PNG", "JPEG", "WEBP"):
        assert picture_facts(a_picture(image_format) + b"and more").height == 30


def test_thirty_megapixels_are_the_most() -> None:
    assert MOST_PIXELS == 6000 * 5000
    assert picture_facts(a_png(6000, 5000)).width == 6000
    for width, height in ((6001, 5000), (10_000, 9_000), (20_000, 20_000), (65_535, 65_535)):
        assert refusal(a_png(width, height)) == "it has too many pixels"


def test_a_text_that_unpacks_to_a_hundred_megabytes_is_not_unpacked() -> None:
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000)))
    assert refusal(a_png(10, 10, text)) == "the picture is damaged"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["PNG", "JPEG", "WEBP"]).map(a_picture),
    st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=4)), max_size=6),
)
def test_damaged_bytes_are_measured_or_refused_and_nothing_else(
    content: bytes, damage: list[tuple[int, bytes]]
) -> None:
    damaged = bytearray(content)
    for place, replacement in damage:
        damaged[place : place + len(replacement)] = replacement
    try:
        facts = picture_facts(bytes(damaged))
    except MediaRefused:
        return
    assert facts.width * facts.height <= MOST_PIXELS


def test_a_png_without_pixels_is_damaged() -> None:
    header = bytes((0, 0, 0, 4, 0, 0, 0, 4, 8, 2, 0, 0, 0))
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")
    assert refusal(content) == "the picture is damaged"
