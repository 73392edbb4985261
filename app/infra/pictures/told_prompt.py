"""The prompt that a PNG file tells of itself."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Final

from PIL import Image

_NAMES: Final = frozenset({"prompt"})
# What Pillow lets through from its parsers when bytes make no sense.
_NONSENSE: Final = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)


def told_prompt(content: bytes) -> str | None:
    """A PromptReader: the text chunk named `prompt`, in any case, that comes before the pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            texts = dict(picture.info)
    except _NONSENSE:
        return None
    for name, text in texts.items():
        if str(name).lower() in _NAMES and isinstance(text, str):
            return str(text)
    return None
