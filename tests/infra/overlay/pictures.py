"""Pictures to write on, and what became of them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from app.domain.overlay.geometry import Box
from app.domain.overlay.model import OverlayRequest
from app.domain.overlay.ports import Rendered
from app.infra.overlay.fonts import Fonts
from app.infra.overlay.renderer import render

FONTS = Fonts()
GREY = (90, 120, 150)
AVERAGE, PAETH = 3, 4
"""Numbers of filters."""

Edges = tuple[int, int, int, int]
"""Left, top, right and bottom."""


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def plain(
    size: tuple[int, int] = (640, 400), color: tuple[int, ...] = GREY, mode: str = "RGB"
) -> bytes:
    return encoded(Image.new(mode, size, color))


def colorful(size: tuple[int, int] = (97, 61), mode: str = "RGB") -> Image.Image:
    """Slopes and noise, another one in every band."""
    bands = [
        ImageChops.add(
            Image.linear_gradient("L").resize(size).rotate(90 * turn),
            Image.frombytes("L", size, noise(size[0] * size[1], seed=turn)),
            2,
        )
        for turn in range(len(mode))
    ]
    return Image.merge(mode, bands)


def noise(length: int, *, seed: int) -> bytes:
    """The same bytes every time."""
    found = bytearray()
    state = seed + 1
    while len(found) < length:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        found += (state >> 33).to_bytes(4, "big")[1:]
    return bytes(found[:length])


def decoded(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png), formats=["PNG"])
    image.load()
    return image


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """What is in a PNG, as a strict reader takes it."""
    found = []
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert png[place : place + 12 + length] == chunk(kind, content)
        found.append((kind, content))
        place += 12 + length
    return found


def rows(png: bytes) -> bytes:
    """The filtered rows of a PNG of eight bits; there are no more and no fewer than it says."""
    image = decoded(png)
    found = zlib.decompress(b"".join(content for kind, content in chunks(png) if kind == b"IDAT"))
    assert len(found) == image.height * (1 + image.width * len(image.getbands()))
    return found


def filters(png: bytes) -> bytes:
    """The numbers of the filters of all rows."""
    image = decoded(png)
    return rows(png)[:: 1 + image.width * len(image.getbands())]


def enlarged(size: tuple[int, int] = (512, 512)) -> Image.Image:
    """Sharp edges that have become soft ones."""
    width, height = (edge // 4 for edge in size)
    small = Image.frombytes("RGB", (width, height), noise(3 * width * height, seed=7))
    return small.resize(size, Image.Resampling.BICUBIC)


def written(source: bytes, request: OverlayRequest, **options: Any) -> Rendered:
    return render(source, request.checked(), FONTS, **options)


def changed(before: bytes, after: bytes) -> Edges | None:
    """The edges of all that differs between two pictures."""
    one, other = (decoded(each).convert("RGB") for each in (before, after))
    return ImageChops.difference(one, other).getbbox()


def edges(box: Box, outline: int = 0) -> Edges:
    return (
        box.x - outline,
        box.y - outline,
        box.x + box.width + outline,
        box.y + box.height + outline,
    )
