"""What is taken off the answer of a model before a person gets it."""

from __future__ import annotations

from typing import Final

_PAIRS: Final = (
    ('"', '"'),
    ("'", "'"),
    ("\u201c", "\u201d"),  # English
    ("\u2018", "\u2019"),
    ("\u201e", "\u201c"),  # German
    ("\u201a", "\u2018"),
    ("\u201e", "\u201d"),  # Polish, and German on the wrong keyboard
    ("\u201d", "\u201d"),  # Swedish
    ("\u2019", "\u2019"),
    ("\u00ab", "\u00bb"),  # French
    ("\u2039", "\u203a"),
    ("\u00bb", "\u00ab"),  # German books
    ("\u203a", "\u2039"),
    ("\u00bb", "\u00bb"),
    ("\u300c", "\u300d"),  # Japanese
)
_APOSTROPHES: Final = frozenset("'\u2018\u2019")


def cleaned(answer: str) -> str:
    """The answer without one pair of quotation marks around the whole of it, trimmed.

    The pair stays when it does not match, or when the first quotation ends before the last mark
    does, as in `"Home" and "Away"`. An apostrophe ends nothing.
    """
    text = answer.strip()
    for opening, closing in _PAIRS:
        if len(text) > 1 and text[0] == opening and text[-1] == closing:
            inner = text[1:-1]
            if not _ends_inside(inner, opening, closing):
                return inner.strip()
    return text


def _ends_inside(inner: str, opening: str, closing: str) -> bool:
    depth = 1
    for place, mark in enumerate(inner):
        if mark not in (opening, closing) or _is_apostrophe(inner, place):
            continue
        depth += 1 if mark == opening != closing else -1
        if depth == 0:
            return True
    return depth != 1


def _is_apostrophe(text: str, place: int) -> bool:
    within = text[max(0, place - 1) : place + 2]
    return text[place] in _APOSTROPHES and len(within) == 3 and (within[0] + within[2]).isalnum()  # noqa: PLR2004 - a letter on both sides
