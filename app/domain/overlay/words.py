"""Texts as they are drawn: one line of capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from typing import Final

_INVISIBLE: Final = frozenset({"Cc", "Cf"})
"""Controls and formats: joiners, marks of direction, soft hyphens."""
_SELECTORS: Final = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def drawn_words(text: str) -> str:
    """A text in capitals on one line: composed, without invisible characters or double blanks.

    Drawn words are drawn as they are: doing it twice changes nothing.
    """
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).upper())
    return one_line("".join(char for char in composed if char.isspace() or _is_visible(char)))


def one_line(text: str) -> str:
    """A text with single blanks between its words and none around them."""
    return " ".join(text.split())


def without(text: str, missing: Container[str]) -> str:
    """A line without the characters that are missing."""
    return one_line("".join(char for char in text if char not in missing))


def _is_visible(char: str) -> bool:
    selects = any(ord(char) in selectors for selectors in _SELECTORS)
    return not selects and unicodedata.category(char) not in _INVISIBLE
