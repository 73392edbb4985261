"""PNG, written with far less work than Pillow's own writer needs.

Pillow tries five filters for every row and seeks repetitions everywhere. Here every row has the
Paeth filter, which is the best one for pictures like photographs, computed by Pillow's operations
on whole strips; it is packed by runs and frequencies alone, as photographs so filtered hardly
repeat themselves. ISA-L does that several times faster than zlib. A flat picture, which does repeat
itself, is left to Pillow.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from isal import igzip_lib
from PIL import Image
from PIL.ImageChops import add_modulo, darker, difference, lighter, subtract_modulo

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES: Final = {"RGB": 2, "RGBA": 6}
_DEPTH: Final = 8
_PAETH: Final = 4
_STRIP: Final = 256 * 1024
"""Bytes that are filtered at once: they stay in the processor's cache."""
_IF_ZERO: Final = [255] + [0] * 255
_FLAT: Final = 16
"""A picture that shrinks to less than this part of its bytes is flat."""
_FASTEST: Final = 1
_TINY_WINDOW: Final = 1
_HEADER: Final = b"\x78\x01"
"""Of a zlib stream, packed fast, of any window."""


def encode(image: Image.Image) -> bytes:
    """An RGB or RGBA picture as PNG."""
    width, height = image.size
    header = struct.pack(">IIBBBBB", width, height, _DEPTH, _COLOUR_TYPES[image.mode], 0, 0, 0)
    packed = _packed(b"".join(filtered(image)))
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    png = b"".join([_SIGNATURE, *chunks])
    if len(png) * _FLAT < width * height * len(image.getbands()):
        return min(png, _by_pillow(image), key=len)
    return png


def _packed(rows: bytes) -> bytes:
    """A zlib stream that knows runs and frequencies only: a window of two bytes leaves no more."""
    method, memory = igzip_lib.COMP_ZLIB_NO_HDR, igzip_lib.MEM_LEVEL_DEFAULT
    return _HEADER + igzip_lib.compress(rows, _FASTEST, method, memory, _TINY_WINDOW)


def filtered(image: Image.Image) -> Iterator[bytes]:
    """The picture's rows after the Paeth filter, each behind the number of it, in strips."""
    step = len(image.getbands())
    length = image.width * step
    rows = max(_STRIP // length, 1)
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        above = image.crop((0, top - 1, image.width, bottom))
        strip = Image.frombytes("L", (length, bottom - top + 1), above.tobytes())
        numbered = Image.new("L", (length + 1, bottom - top), _PAETH)
        numbered.paste(_differences(strip, step), (1, 0))
        yield numbered.tobytes()


def _differences(strip: Image.Image, step: int) -> Image.Image:
    """What Paeth's prediction misses; the first row is only there for the second.

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


def _by_pillow(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
