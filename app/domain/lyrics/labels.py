"""The labels of a song's sections: how they are written, and which lines are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class SectionType(StrEnum):
    """The sections that a song is built of."""

    INTRO = "INTRO"
    VERSE = "VERSE"
    PRE_CHORUS = "PRE_CHORUS"
    CHORUS = "CHORUS"
    BRIDGE = "BRIDGE"
    OUTRO = "OUTRO"


_WORDS: Final[Mapping[str, SectionType | None]] = {
    "intro": SectionType.INTRO,
    "verse": SectionType.VERSE,
    "pre-chorus": SectionType.PRE_CHORUS,
    "chorus": SectionType.CHORUS,
    "post-chorus": None,
    "bridge": SectionType.BRIDGE,
    "outro": SectionType.OUTRO,
    "vers": SectionType.VERSE,
    "strophe": SectionType.VERSE,
    "pre-refrain": SectionType.PRE_CHORUS,
    "refrain": SectionType.CHORUS,
    "post-refrain": None,
    "brücke": SectionType.BRIDGE,
}
_SEPARATORS: Final = r"[\s_\-\u2010\u2011\u2013]*"
_NAME: Final = re.compile(
    rf"(?:(?P<side>pre|post){_SEPARATORS}(?=chorus|refrain))?"
    r"(?P<word>intro|verse|vers|strophe|chorus|refrain|bridge|brücke|outro)"
    rf"{_SEPARATORS}(?P<number>[0-9]{{1,3}})?"
)
_LONGEST_NAME: Final = 60
_LONGEST_MARKS: Final = 4
_SPACE: Final = re.compile(r"\s+")
_SPACE_BEFORE_NUMBER: Final = re.compile(r"(?<=\S) (?=[0-9]+\Z)")


def canonical_label(name: str) -> str:
    """The label of a name: hyphens for underscores, capitals at the start and after a hyphen.

    `PRE_CHORUS` becomes `Pre-Chorus`, `VERSE1` becomes `Verse1`.
    """
    return "-".join(part.capitalize() for part in name.replace("_", "-").split("-"))


def known_label(name: str) -> str | None:
    """The canonical label of a section's name in English or German; None for other words.

    Hyphen, space and underscore are the same to it, and a number may follow: `pre chorus 2` is
    `Pre-Chorus2`.
    """
    found = _read(name)
    if found is None:
        return None
    word, number = found
    return canonical_label(word) + number


def section_of(label: str) -> SectionType | None:
    """The section that a label names, whatever its number; None for the others."""
    found = _read(label)
    return _WORDS[found[0]] if found else None


def line_label(line: str) -> str | None:
    """The canonical label of a line `**Label**`, `Label:` or `[Label]`; None for other lines.

    The marks may be combined. Only the known names of sections are labels.
    """
    bare = without_marks(line)
    return None if bare == line.strip() else known_label(bare)


def tidy_label(line: str) -> str:
    """The label of a line that somebody says is one: without marks, canonical; perhaps empty."""
    bare = without_marks(line)
    known = known_label(bare)
    if known is not None:
        return known
    return canonical_label(_SPACE_BEFORE_NUMBER.sub("", _SPACE.sub(" ", bare)))


def without_marks(line: str) -> str:
    """A line without the stars, brackets and colon around it, and without outer space."""
    bare = line.strip()
    for _ in range(_LONGEST_MARKS):
        inner = _without_one_mark(bare)
        if inner == bare:
            break
        bare = inner
    return bare


def _without_one_mark(line: str) -> str:
    if line.endswith((":", "\uff1a")):
        return line[:-1].rstrip()
    if line.startswith("[") and line.endswith("]"):
        return line[1:-1].strip()
    if line.startswith("*") and line.endswith("*"):
        return line.strip("*").strip()
    return line


def _read(name: str) -> tuple[str, str] | None:
    """The word in `_WORDS` and the digits after it."""
    if len(name) > _LONGEST_NAME:
        return None
    found = _NAME.fullmatch(unicodedata.normalize("NFC", name).strip().casefold())
    if found is None:
        return None
    side, word, number = found["side"], found["word"], found["number"]
    return f"{side}-{word}" if side else word, str(int(number)) if number else ""
