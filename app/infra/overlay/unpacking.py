"""The pixels of a PNG unpacked by ISA-L, which takes a third of the time that Pillow takes.

Pillow cannot be given unpacked pixels, but it can be given a PNG that stores them as they are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from isal import igzip_lib, isal_zlib

from app.infra.overlay.chunks import SIGNATURE, Piece, chunk

MOST_BYTES: Final = 24 * 1024 * 1024
"""Of unpacked pixels; for a moment they are in memory three times."""
FLAT: Final = 8
"""What was packed to less than this part of it, Pillow unpacks as fast."""

_HEADER: Final = struct.Struct(">4sIIBBBBB")
_HEAD: Final = struct.Struct(">I4s")
_CHECK: Final = 4
_DEPTH: Final = 8
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By colour type."""
_ZLIB: Final = b"\x78\x01"
_LONGEST: Final = 0xFFFF
"""Bytes in a stored block."""


def unpacked(source: bytes) -> bytes:
    """The same picture with its pixels stored, or the source when that is not to be had.

    It is not for what is no PNG, damaged, interlaced, large, flat or not of eight bits: whoever
    reads the source finds out what is wrong with it.
    """
    expected = _expected(source)
    if not 0 < expected <= MOST_BYTES:
        return source
    start, end, packed = _pixels(source)
    if len(packed) * FLAT < expected:
        return source
    stream = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_ZLIB)
    try:
        rows = stream.decompress(packed, max_length=expected + 1)
    except igzip_lib.IsalError:  # type: ignore[misc] # its stub says it is no class
        return source
    if not stream.eof or stream.unused_data or len(rows) != expected:
        return source
    check = struct.pack(">I", isal_zlib.adler32(rows))
    whole = memoryview(source)
    stored = chunk(b"IDAT", _ZLIB, *_blocks(rows), check)
    return b"".join((whole[:start], *stored, whole[end:]))


def _expected(source: bytes) -> int:
    """How many bytes the rows have, each with the number of its filter; 0 if that is not known."""
    start = len(SIGNATURE) + _CHECK
    if not source.startswith(SIGNATURE) or len(source) < start + _HEADER.size:
        return 0
    header = _HEADER.unpack_from(source, start)
    kind, width, height, depth, color, _, _, interlaced = header
    if kind != b"IHDR" or depth != _DEPTH or color not in _CHANNELS or interlaced:
        return 0
    return int(height * (1 + width * _CHANNELS[color]))


def _pixels(source: bytes) -> tuple[int, int, bytes]:
    """Where the chunks of pixels start and end, and what is in them."""
    parts: list[Piece] = []
    whole = memoryview(source)
    start = place = len(SIGNATURE)
    while place + _HEAD.size <= len(source):
        length, kind = _HEAD.unpack_from(source, place)
        if kind == b"IDAT":
            if not parts:
                start = place
            content = place + _HEAD.size
            parts.append(whole[content : content + length])
        elif parts:
            break
        place += _HEAD.size + length + _CHECK
    return start, place, b"".join(parts)


def _blocks(rows: bytes) -> Iterator[Piece]:
    """Stored blocks, each behind its head: if it is the last one, its length and the same again."""
    view = memoryview(rows)
    for start in range(0, len(rows), _LONGEST):
        block = view[start : start + _LONGEST]
        last = start + _LONGEST >= len(rows)
        yield struct.pack("<BHH", last, len(block), len(block) ^ _LONGEST)
        yield block
