"""Pictures to write on, and what became of them."""

from __future__ import annotations

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
