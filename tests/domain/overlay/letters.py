"""Letters that a ruler can measure."""

from __future__ import annotations

from app.domain.overlay.geometry import Ink
from app.domain.overlay.model import FontStyle


class PlainLetters:
    """Each is half as wide as it is high; the ink begins a tenth of its size off the origin."""

    def __init__(self, *, missing: str = "") -> None:
        self._missing = missing

    def measure(self, font: FontStyle, size: int, text: str) -> Ink:
        return Ink(left=size // 10, top=size // 5, width=size * len(text) // 2, height=size)

    def missing(self, font: FontStyle, text: str) -> tuple[str, ...]:
        return tuple(char for char in dict.fromkeys(text) if char in self._missing)
