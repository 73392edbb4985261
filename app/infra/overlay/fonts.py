"""The fonts that overlays are drawn with; their files and licences are in `fonts/`."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import ImageFont

from app.domain.errors import StorageFailure
from app.domain.overlay.geometry import Ink
from app.domain.overlay.model import FontStyle

FOLDER: Final = Path(__file__).parent / "fonts"
FILES: Final = {
    FontStyle.BOLD: "Anton-Regular.ttf",
    FontStyle.ELEGANT: "PlayfairDisplay-Regular.ttf",
    FontStyle.LIGHT: "Roboto-Light.ttf",
}

_NOT_A_CHARACTER: Final = "\uffff"
_TRIAL_SIZE: Final = 32
_SIZES_KEPT: Final = 64
_CHARACTERS_KEPT: Final = 4096


class Fonts:
    """The `Letters` port.

    Lines are set letter by letter with kerning, from left to right, on every machine alike:
    Pillow's basic layout, which joins no letters and turns no direction of writing.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises StorageFailure when a font is missing or is none."""
        self._files = {font: _read(folder / name) for font, name in FILES.items()}
        self.at = lru_cache(maxsize=_SIZES_KEPT)(self._at)
        self._has = lru_cache(maxsize=_CHARACTERS_KEPT)(self._draws)

    def measure(self, font: FontStyle, size: int, text: str) -> Ink:
        """See `Letters.measure`; a line without ink has no width."""
        mask, (left, top) = self.at(font, size).getmask2(text, mode="L")
        x, y, right, bottom = mask.getbbox() or (0, 0, 0, 0)
        return Ink(left=left + x, top=top + y, width=right - x, height=bottom - y)

    def missing(self, font: FontStyle, text: str) -> tuple[str, ...]:
        """See `Letters.missing`."""
        return tuple(
            char for char in dict.fromkeys(text) if not char.isspace() and not self._has(font, char)
        )

    def _at(self, font: FontStyle, size: int) -> ImageFont.FreeTypeFont:
        """A font in a size."""
        return _opened(self._files[font], size)

    def _draws(self, font: FontStyle, char: str) -> bool:
        """Whether a character looks unlike one that no font has."""
        trial = self.at(font, _TRIAL_SIZE)
        return _look(trial, char) != _look(trial, _NOT_A_CHARACTER)


def _look(font: ImageFont.FreeTypeFont, char: str) -> tuple[object, ...]:
    mask, offset = font.getmask2(char, mode="L")
    return mask.size, offset, font.getlength(char), bytes(mask)


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        _opened(content, _TRIAL_SIZE)
    except OSError as error:
        raise StorageFailure("overlay.font_missing", file=path.name) from error
    return content


def _opened(content: bytes, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(content), size, layout_engine=ImageFont.Layout.BASIC)
