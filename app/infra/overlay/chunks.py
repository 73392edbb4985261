"""What a PNG is made of."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import reduce
from typing import Final

from isal import isal_zlib

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

Piece = bytes | memoryview


def chunk(kind: bytes, *content: Piece) -> Iterable[Piece]:
    """A chunk with its length and its check, in pieces, as copies of pictures take time."""
    length = struct.pack(">I", sum(map(len, content)))
    check = reduce(lambda check, piece: isal_zlib.crc32(piece, check), (kind, *content), 0)
    return length, kind, *content, struct.pack(">I", check)
