"""Opening the bytes of a picture, whoever sent them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from app.domain.errors import InvalidInput
from app.infra.overlay.unpacking import unpacked

FORMATS: Final = ("PNG", "JPEG", "WEBP")
MOST_BYTES: Final = 128 * 1024 * 1024
MOST_PIXELS: Final = 30_000_000
"""As PNG, in four channels that do not compress, they are 115 MiB."""

_BROKEN: Final = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AssertionError,  # a palette that is not there
    OverflowError,
    struct.error,
    zlib.error,
)
"""What Pillow raises at damaged pictures."""
_DEEP: Final = ("I;16", "I;16B", "I;16L", "I;16N", "I")
_FROM_16_BITS: Final = 1 / 256


def opened(source: bytes) -> Image.Image:
    """The picture, upright: RGBA when it has transparency, else RGB.

    Of an animation it is the first picture. Raises InvalidInput, before anything is decoded for
    what is no PNG, JPEG or WebP or has over MOST_BYTES or MOST_PIXELS, and later for what is
    damaged or not complete.
    """
    if len(source) > MOST_BYTES:
        raise InvalidInput("image.too_many_bytes", max=MOST_BYTES, length=len(source))
    image = _recognised(source)
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    try:
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return _in_colours(image)
    except _BROKEN as error:
        raise InvalidInput("image.truncated") from error


def _recognised(source: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(unpacked(source)), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise InvalidInput("image.not_an_image") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except _BROKEN as error:
        raise InvalidInput("image.truncated") from error


def _in_colours(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode in _DEEP:
        image = image.convert("I").point(lambda value: value * _FROM_16_BITS).convert("L")
    return image if image.mode == mode else image.convert(mode)


def _too_large() -> InvalidInput:
    return InvalidInput("image.too_large", max=MOST_PIXELS // 1_000_000)
