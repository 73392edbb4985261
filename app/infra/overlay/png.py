"""PNG, written with far less work than Pillow's own writer needs.

Pillow tries five filters for every row and seeks repetitions everywhere. Here every row has the
average filter, which does well on whatever has some grain, computed by Pillow's operations on
whole strips; it is packed by runs and frequencies alone, as photographs so filtered hardly repeat
themselves. ISA-L does that several times faster than zlib. Paeth's filter is four times the work
and better at sharp edges and soft shapes: letters have it, and other strips where the file would
be too large otherwise. A flat picture, which does repeat itself, is left to Pillow.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Final

from isal import igzip_lib
from PIL import Image
from PIL.ImageChops import add_modulo, darker, difference, lighter, subtract_modulo

from app.infra.overlay.chunks import SIGNATURE, chunk

_COLOUR_TYPES: Final = {"RGB": 2, "RGBA": 6}
_DEPTH: Final = 8
_AVERAGE: Final = 3
_PAETH: Final = 4
_STRIP: Final = 512 * 1024
"""Bytes that are filtered at once: they stay in the processor's cache."""
_SAMPLE: Final = 16 * 1024
"""Bytes in the middle of a strip that speak for it."""
_IF_ZERO: Final = [255] + [0] * 255
_FLAT: Final = 8
"""A picture that shrinks to less than this part of its bytes is flat."""
_FASTEST: Final = 1
_TINY_WINDOW: Final = 1
_HEADER: Final = b"\x78\x01"
"""Of a zlib stream, packed fast, of any window."""


def encode(image: Image.Image, *, letters: Sequence[range] = (), enough: int = 0) -> bytes:
    """An RGB or RGBA picture as PNG; rows that have letters on them make it smaller when told.

    What needs no more than `enough` bytes is not worth more work.
    """
    strips = tuple(_strips(image, letters))
    quick = [_filtered(image, each, _PAETH if each.lettered else _AVERAGE) for each in strips]
    png = _file(image, quick)
    flat = image.width * image.height * len(image.getbands()) // _FLAT
    if flat <= len(png) > enough:
        paeth = (_filtered(image, each, _PAETH) for each in strips)
        png = min(png, _file(image, map(_smaller, quick, paeth)), key=len)
    return png if len(png) >= flat else min(png, _by_pillow(image), key=len)


def _file(image: Image.Image, strips: Iterable[bytes]) -> bytes:
    color = _COLOUR_TYPES[image.mode]
    header = struct.pack(">IIBBBBB", *image.size, _DEPTH, color, 0, 0, 0)
    pixels = chunk(b"IDAT", _HEADER, _packed(b"".join(strips)))
    return b"".join((SIGNATURE, *chunk(b"IHDR", header), *pixels, *chunk(b"IEND")))


def _smaller(one: bytes, other: bytes) -> bytes:
    """Whichever strip is smaller when it is packed."""
    start = max(len(one) - _SAMPLE, 0) // 2
    middle = slice(start, start + _SAMPLE)
    return min(one, other, key=lambda strip: len(_packed(strip[middle])))


def _packed(rows: bytes) -> bytes:
    """What follows the header of a zlib stream.

    It knows runs and frequencies only: a window of two bytes leaves no more.
    """
    method, memory = igzip_lib.COMP_ZLIB_NO_HDR, igzip_lib.MEM_LEVEL_DEFAULT
    return igzip_lib.compress(rows, _FASTEST, method, memory, _TINY_WINDOW)


@dataclass(frozen=True, slots=True)
class _Strip:
    """Rows that are filtered at once, from `top` to above `bottom`."""

    top: int
    bottom: int
    lettered: bool


def _strips(image: Image.Image, letters: Sequence[range]) -> Iterator[_Strip]:
    """The picture in strips, each one wholly with letters or without."""
    rows = max(_STRIP // (image.width * len(image.getbands())), 1)
    edges = {edge for each in letters for edge in (each.start, each.stop)}
    inner = {edge for edge in edges if 0 < edge < image.height}
    for start, stop in pairwise(sorted({0, image.height} | inner)):
        lettered = any(start in each for each in letters)
        for top in range(start, stop, rows):
            yield _Strip(top, min(top + rows, stop), lettered)


def _filtered(image: Image.Image, part: _Strip, number: int) -> bytes:
    """The rows of a strip, each behind the number of its filter."""
    step = len(image.getbands())
    length, height = image.width * step, part.bottom - part.top
    above = image.crop((0, part.top - 1, image.width, part.bottom)).tobytes()
    strip = Image.frombuffer("L", (length, height + 1), above, "raw", "L", 0, 1)
    numbered = Image.new("L", (length + 1, height), number)
    numbered.paste(_FILTERS[number](strip, step), (1, 0))
    return numbered.tobytes()


def _beside_average(strip: Image.Image, step: int) -> Image.Image:
    """How far bytes are from the average of left and above, rounded down.

    The first row of the strip is only there for the second, here and below.
    """
    width, height = strip.size
    above = strip.crop((0, 0, width, height - 1))
    left = strip.crop((-step, 1, width - step, height))
    return subtract_modulo(strip.crop((0, 1, width, height)), Image.blend(left, above, 0.5))


def _beside_paeth(strip: Image.Image, step: int) -> Image.Image:
    """What Paeth's prediction misses.

    The prediction of a byte is whichever of its neighbours is nearest to left + above - corner.
    A corner that is not between the two makes that the lesser or the greater one of them; else
    it is the one, the other or the corner itself, whose distance is the least.
    """
    width, height = strip.size
    corner = strip.crop((-step, 0, width - step, height - 1))
    above = strip.crop((0, 0, width, height - 1))
    left = strip.crop((-step, 1, width - step, height))
    lesser, greater = darker(left, above), lighter(left, above)
    to_lesser = subtract_modulo(lighter(greater, corner), corner)
    to_greater = subtract_modulo(lighter(corner, lesser), lesser)
    to_corner = difference(to_lesser, to_greater)
    nearest = _chosen(corner, greater, to_greater, to_corner)
    nearest = _chosen(nearest, lesser, to_lesser, darker(to_greater, to_corner))
    return subtract_modulo(strip.crop((0, 1, width, height)), nearest)


def _chosen(
    otherwise: Image.Image, wanted: Image.Image, distance: Image.Image, limit: Image.Image
) -> Image.Image:
    """`wanted` where its distance is not over the limit."""
    excess = subtract_modulo(lighter(distance, limit), limit)
    mask = excess.point(_IF_ZERO)
    return add_modulo(otherwise, darker(mask, subtract_modulo(wanted, otherwise)))


_FILTERS: Final[Mapping[int, Callable[[Image.Image, int], Image.Image]]] = {
    _AVERAGE: _beside_average,
    _PAETH: _beside_paeth,
}
"""By their numbers in the file."""


def _by_pillow(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
