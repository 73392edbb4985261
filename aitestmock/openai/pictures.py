"""Pictures of the asked size, every prompt its own, and pictures that are none."""

from __future__ import annotations

import hashlib
import io
import zlib
from functools import lru_cache

from PIL import Image

from aitestmock.openai.scenarios import PictureFault

HUGE_BYTES = 80 * 1024 * 1024
BOMB_PIXELS = (16_000, 16_000)
MEDIA_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}

_TILES = 16
_KEPT_PICTURES = 64
_RUN_LENGTHS = 3  # zlib's fastest strategy; the tiles are long runs


def digest_of(prompt: str) -> str:
    """What the picture of a prompt is drawn from, as hexadecimal digits."""
    return hashlib.sha256(prompt.encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=_KEPT_PICTURES)
def picture(digest: str, size: tuple[int, int], image_format: str = "png") -> bytes:
    """A picture of coloured tiles; the same digest and size draw the same pixels."""
    colours = hashlib.shake_256(digest.encode()).digest(_TILES * _TILES * 3)
    tiles = Image.frombytes("RGB", (_TILES, _TILES), colours)
    drawn = tiles.resize(size, Image.Resampling.NEAREST)
    file = io.BytesIO()
    match image_format:
        case "png":
            drawn.save(file, "PNG", compress_level=1, compress_type=_RUN_LENGTHS)
        case "webp":
            drawn.save(file, "WEBP", method=0)
        case _:
            drawn.save(file, image_format.upper())
    return file.getvalue()


def faulty(content: bytes, fault: PictureFault | None) -> bytes:
    """The bytes of a picture with this fault; a huge one has its first bytes only."""
    match fault:
        case PictureFault.NOT_A_PICTURE:
            return b"This was a picture once."
        case PictureFault.TRUNCATED:
            return content[: len(content) // 2]
        case PictureFault.BOMB:
            return _bomb()
        case _:
            return content


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    """A file of some kilobytes that says truly that it has 256 megapixels, all black."""
    width, height = BOMB_PIXELS
    one_bit_grey = bytes((1, 0, 0, 0, 0))
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + one_bit_grey
    rows = zlib.compress(bytes((1 + width // 8) * height), level=1)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        for kind, body in chunks
    )
