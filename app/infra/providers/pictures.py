"""Looking at a picture without unpacking it."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib

from PIL import Image

from app.domain.images.model import PICTURE_KINDS
from app.domain.images.provider import MOST_PIXELS, PictureFacts
from app.domain.storage.media import HEAD, MediaKind, kind_of
from app.domain.storage.ports import MediaRefused

_FORMATS = {MediaKind.PNG: "PNG", MediaKind.JPEG: "JPEG", MediaKind.WEBP: "WEBP"}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow lets through from its parsers when bytes make no sense.
_NONSENSE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,  # a PNG without pixels
    KeyError,
    AssertionError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
)
_JPEG_SCAN, _JPEG_END = b"\xff\xda", b"\xff\xd9"
_RIFF_HEADER = 8


async def inspect(content: bytes) -> PictureFacts:
    """A PictureInspector; checksums of some megabytes take a while, so a thread does it."""
    return await asyncio.to_thread(picture_facts, content)


def picture_facts(content: bytes) -> PictureFacts:
    """What a picture is. Raises MediaRefused; see `PictureInspector`."""
    kind = kind_of(content[:HEAD])
    if kind not in PICTURE_KINDS:
        raise MediaRefused("the bytes are no picture")
    try:
        width, height = _measured(content, kind)
    except _BOMBS as error:
        raise MediaRefused("it has too many pixels") from error
    except _NONSENSE as error:
        raise MediaRefused("the picture is damaged") from error
    if not _is_whole(content, kind):
        raise MediaRefused("the picture is cut short")
    return PictureFacts(kind=kind, width=width, height=height)


def _measured(content: bytes, kind: MediaKind) -> tuple[int, int]:
    with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Image.DecompressionBombError
        # Of a PNG this compares all checksums; it unpacks no pixel of any format.
        picture.verify()
    return width, height


def _is_whole(content: bytes, kind: MediaKind) -> bool:
    match kind:
        case MediaKind.JPEG:
            # Neither marker can occur inside the packed pixels.
            return content.rfind(_JPEG_END) > content.rfind(_JPEG_SCAN)
        case MediaKind.WEBP:
            return len(content) >= int.from_bytes(content[4:8], "little") + _RIFF_HEADER
        case _:
            return True
