from __future__ import annotations

import struct
import tracemalloc
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.infra.overlay.unpacking import FLAT, MOST_BYTES, unpacked
from tests.infra.overlay.pictures import chunk, chunks, colorful, decoded, encoded, noise, rows

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ROWS = b"".join(b"\0" + bytes([row]) * 9 for row in range(4))


def a_png(
    pixels: bytes, *, width: int = 3, depth: int = 8, color: int = 2, interlaced: int = 0
) -> bytes:
    """Four pixels high."""
    header = struct.pack(">IIBBBBB", width, 4, depth, color, 0, 0, interlaced)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return SIGNATURE + chunks


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("RGB", {}),
        ("RGB", {"transparency": (1, 2, 3)}),
        ("RGBA", {}),
        ("L", {}),
        ("LA", {}),
        ("P", {}),
        ("P", {"transparency": 0}),
    ],
)
def test_pixels_are_stored_and_all_else_is_kept(mode: str, options: dict[str, Any]) -> None:
    image = colorful((300, 200), "RGBA" if "A" in mode else "RGB").convert(mode)
    source = encoded(image, **options)

    found = unpacked(source)

    assert len(found) > 300 * 200 * len(image.getbands()) > len(source)
    one, other = decoded(source), decoded(found)
    assert (one.mode, one.size, one.info) == (other.mode, other.size, other.info)
    assert one.tobytes() == other.tobytes()


def test_what_stands_before_and_after_the_pixels_is_kept() -> None:
    texts = PngInfo()
    texts.add_text("Before", "yes")
    exif = Image.Exif()
    exif[0x0112] = 6
    source = encoded(colorful(), pnginfo=texts, exif=exif)
    end = chunk(b"IEND", b"")
    source = source.replace(end, chunk(b"tEXt", b"After\0yes") + end)

    found = decoded(unpacked(source))

    assert (found.info["Before"], found.info["After"]) == ("yes", "yes")
    assert found.getexif()[0x0112] == 6


def test_pixels_in_many_chunks_are_found() -> None:
    packed = zlib.compress(ROWS)
    parts = b"".join(chunk(b"IDAT", packed[at : at + 5]) for at in range(0, len(packed), 5))
    source = a_png(packed).replace(chunk(b"IDAT", packed), parts)

    found = unpacked(source)

    assert ROWS in found
    assert found.count(b"IDAT") == 1
    assert decoded(found).tobytes() == decoded(source).tobytes()


@pytest.mark.parametrize("size", [(400, 300), (256, 255)])
def test_a_strict_reader_finds_nothing_wrong(size: tuple[int, int]) -> None:
    """The rows of the second one fill one stored block to its last byte."""
    source = encoded(colorful(size).convert("L"))

    found = unpacked(source)

    assert [kind for kind, _ in chunks(found)] == [b"IHDR", b"IDAT", b"IEND"]
    assert rows(found) == rows(source)


@pytest.mark.parametrize(
    "source",
    [
        b"",
        SIGNATURE,
        a_png(zlib.compress(ROWS))[:30],
        SIGNATURE + chunk(b"IEND", b"") * 3,
        encoded(colorful(), "JPEG"),
        encoded(colorful(), "WEBP"),
        a_png(zlib.compress(ROWS), interlaced=1),
        a_png(zlib.compress(ROWS), depth=16),
        a_png(zlib.compress(ROWS), depth=4, color=3),
        a_png(zlib.compress(ROWS), color=5),
        a_png(zlib.compress(ROWS[:-1])),
        a_png(zlib.compress(ROWS + b"\0")),
        a_png(zlib.compress(ROWS) + b"more"),
        a_png(zlib.compress(ROWS)[:-1]),
        a_png(zlib.compress(ROWS)[:-1] + b"?"),
        a_png(b"no stream of zlib"),
        a_png(b""),
        a_png(zlib.compress(ROWS))[:-30],
    ],
)
def test_what_is_not_as_expected_is_left_to_others(source: bytes) -> None:
    assert unpacked(source) is source


def test_a_bomb_is_not_unpacked() -> None:
    source = a_png(zlib.compress(bytes(80_000_000), 9))

    tracemalloc.start()
    found = unpacked(source)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found is source
    assert most < 1_000_000


@pytest.mark.parametrize(("height", "stored"), [(4096, True), (4097, False)])
def test_large_pictures_stay_packed(height: int, stored: bool) -> None:
    source = encoded(Image.new("L", (6143, height)), compress_level=0)
    assert MOST_BYTES == 4096 * (1 + 6143)

    found = unpacked(source)

    assert (found is not source) == stored


@pytest.mark.parametrize(("length", "stored"), [(1000, True), (999, False)])
def test_flat_pictures_stay_packed(length: int, stored: bool) -> None:
    grainy = noise(1000, seed=1)
    packs = (zlib.compress(grainy[:count].ljust(1000 * FLAT, b"\0")) for count in range(1000))
    pack = next(each for each in packs if len(each) == length)
    source = a_png(pack, width=1000 * FLAT // 4 - 1, color=0)

    assert (unpacked(source) is not source) == stored


@pytest.mark.filterwarnings("ignore")  # Pillow warns of some damage
@settings(max_examples=300, deadline=None)
@given(
    length=st.integers(0, 10**6),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4),
)
def test_a_damaged_picture_is_read_as_it_would_have_been(
    length: int, changes: list[tuple[int, int]]
) -> None:
    source = bytearray(encoded(colorful((16, 16))))
    for place, value in changes:
        source[place % len(source)] = value
    damaged = bytes(source[: max(length % (2 * len(source)), 1)])

    assert looks(unpacked(damaged)) == looks(damaged)


def looks(source: bytes) -> tuple[str, tuple[int, int], bytes] | None:
    try:
        with Image.open(BytesIO(source), formats=["PNG"]) as image:
            return image.mode, image.size, image.tobytes()
    except Exception:  # noqa: BLE001 - of any kind: the picture cannot be read
        return None
