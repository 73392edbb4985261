"""What is asked of fonts."""

from __future__ import annotations

from typing import Protocol

from app.domain.overlay.geometry import Ink
from app.domain.overlay.model import FontStyle


class Letters(Protocol):
    """The letters of the fonts."""

    def measure(self, font: FontStyle, size: int, text: str) -> Ink:
        """The ink of a line without its outline, exactly as it is drawn."""
        ...

    def missing(self, font: FontStyle, text: str) -> tuple[str, ...]:
        """The characters of a text that a font has no letters for, each once, in their order."""
        ...
