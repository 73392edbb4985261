"""Small tools for texts; nothing is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.domain.errors import InvalidInput
from app.domain.lyrics.labels import line_label, without_marks
from app.domain.text import Checks

LONGEST_TEXT: Final = 10_000
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_BRACKETS: Final = re.compile(r"\[([^\[\]\n]*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A text after a replacement, and how often something was replaced."""

    text: str
    count: int


def with_line_feeds(text: str) -> str:
    """The text with LF as its only line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tool_text(text: str, field: str = "text") -> str:
    """A text as the tools work on it, with LF line ends.

    Raises InvalidInput for more than 10,000 code points or a NUL character.
    """
    checks = Checks()
    checks.text(field, text, longest=LONGEST_TEXT)
    checks.raise_problems()
    return with_line_feeds(text)


def replace_all(text: str, search: str, replacement: str, *, match_case: bool = True) -> Replaced:
    """Every occurrence of `search`, taken literally and from the start, replaced literally.

    Without `match_case` letters are equal when they differ in nothing but upper and lower case,
    one by one: `ß` is not `SS`. Raises InvalidInput for an empty `search`, a text over its limit
    and a result longer than 10,000 code points.
    """
    text = tool_text(text)
    search = tool_text(search, "search")
    replacement = tool_text(replacement, "replacement")
    if not search:
        raise InvalidInput("text.blank", "search")
    pieces = text.split(search) if match_case else _between_folded(text, search)
    count = len(pieces) - 1
    length = len(text) + count * (len(replacement) - len(search))
    if length > LONGEST_TEXT:
        raise InvalidInput("lyrics.result_too_long", "text", max=LONGEST_TEXT, length=length)
    return Replaced(text=replacement.join(pieces), count=count)


def plain_text(text: str) -> str:
    """The text without marks of bold and brackets; a label line keeps the label's words only."""
    return "\n".join(_plain_line(line) for line in with_line_feeds(text).split("\n"))


def _plain_line(line: str) -> str:
    if line_label(line) is not None:
        return without_marks(line)
    return _BRACKETS.sub(r"\1", _BOLD.sub(r"\1", line))


def _between_folded(text: str, search: str) -> list[str]:
    folded, sought = _folded(text), _folded(search)
    pieces: list[str] = []
    begin = 0
    for piece in folded.split(sought):
        pieces.append(text[begin : begin + len(piece)])
        begin += len(piece) + len(sought)
    return pieces


def _folded(text: str) -> str:
    """The text without upper and lower case, each code point at its place."""
    return "".join(map(_folded_letter, text))


def _folded_letter(letter: str) -> str:
    for folded in (letter.casefold(), letter.lower()):
        if len(folded) == 1:
            return folded
    return letter
