"""Lyrics as sections under their labels, and back to one text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from app.domain.errors import InvalidInput
from app.domain.lyrics.architecture import Architecture
from app.domain.lyrics.labels import line_label, section_of, tidy_label
from app.domain.lyrics.text_tools import with_line_feeds

_BLOCKS: Final = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A label and the lines under it, without blank lines at either end."""

    label: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedLyrics:
    """What stands before the first label, then the sections in order; labels may repeat."""

    preamble: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedSections:
    """The architecture of labelled lyrics, and the labels that have no place in one."""

    architecture: Architecture
    skipped: tuple[str, ...]


def parse_sections(text: str, label_lines: Sequence[tuple[int, int]] | None = None) -> ParsedLyrics:
    """The sections of a text, whose line ends become LF first.

    `label_lines` are the spans of the labels in the text with LF line ends; a label is the whole
    line in which its span begins. None: the lines that `line_label` knows. A label without a
    letter or sign of its own is no label. Nothing but the form of labels and white space at the
    ends of a section is lost.
    """
    preamble: list[str] = []
    found: list[tuple[str, list[str]]] = []
    content = preamble
    for label, line in _labelled_lines(with_line_feeds(text), label_lines):
        if label:
            content = []
            found.append((label, content))
        else:
            content.append(line)
    return ParsedLyrics(
        preamble="\n".join(preamble).strip(),
        sections=tuple(
            Section(label=label, content="\n".join(lines).strip()) for label, lines in found
        ),
    )


def rebuild_text(lyrics: ParsedLyrics) -> str:
    """One text: the preamble, then each section under `**Label**`, one blank line between them.

    `parse_sections` of it answers the same lyrics where the labels are known and canonical.
    """
    blocks = [lyrics.preamble, *map(_block, lyrics.sections)]
    return _BLOCKS.join(block for block in blocks if block)


def map_sections(labels: Iterable[str]) -> MappedSections:
    """The architecture that labels stand for.

    Post-choruses, unknown labels, a second intro or outro and what comes after the 50th item are
    skipped.
    """
    architecture, skipped = Architecture(), list[str]()
    for label in labels:
        section = section_of(label)
        extended = architecture.extended(section) if section else None
        if extended is None:
            skipped.append(label)
        else:
            architecture = extended
    return MappedSections(architecture=architecture, skipped=tuple(skipped))


def architecture_of_lyrics(lyrics: ParsedLyrics) -> Architecture:
    """The architecture of labelled lyrics. Raises InvalidInput when no label maps to a section."""
    mapped = map_sections(section.label for section in lyrics.sections)
    if not mapped.architecture.items:
        raise InvalidInput("architecture.nothing_mapped", "from_lyrics")
    return mapped.architecture


def _labelled_lines(
    text: str, label_lines: Sequence[tuple[int, int]] | None
) -> Iterator[tuple[str | None, str]]:
    lines = text.split("\n")
    if label_lines is None:
        yield from ((line_label(line), line) for line in lines)
        return
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    labels = {bisect_right(starts, begin) - 1 for begin, _ in label_lines}
    for number, line in enumerate(lines):
        yield (tidy_label(line) if number in labels else None), line


def _block(section: Section) -> str:
    return f"**{section.label}**\n{section.content}".rstrip()
