"""Labels for the paragraphs of lyrics, taken from an architecture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.errors import InvalidInput, InvalidState
from app.domain.lyrics.architecture import Architecture
from app.domain.lyrics.labels import line_label
from app.domain.lyrics.text_tools import with_line_feeds

_WORD_ALONE: Final = re.compile(r"\w[\w\-]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """Lyrics under labels: how many paragraphs have one, how many none, which labels are left."""

    text: str
    labelled: int
    unlabelled: int
    unused_labels: tuple[str, ...]


def has_labels(text: str) -> bool:
    """Whether a line looks like a label: a word and a colon alone, or a star or bracket first."""
    return any(map(_looks_like_label, with_line_feeds(text).split("\n")))


def apply_structure(
    text: str, architecture: Architecture, *, replace_existing: bool = False
) -> Structured:
    """The paragraphs of a text under the labels of an architecture, in order.

    Paragraphs lie between blank lines. Label lines of known sections are taken away first, and
    part paragraphs; no other line is changed. Surplus paragraphs stay without a label, surplus
    labels are left out. Raises InvalidInput for a text or an architecture with nothing in it,
    and InvalidState when the text has labels that may not be replaced.
    """
    if not text.strip():
        raise InvalidInput("text.blank", "text")
    if not architecture.items:
        raise InvalidInput("architecture.empty", "architecture")
    if not replace_existing and has_labels(text):
        raise InvalidState("lyrics.has_labels", "replace_existing")
    paragraphs = _paragraphs(with_line_feeds(text).split("\n"))
    if not paragraphs:
        raise InvalidInput("lyrics.only_labels", "text")
    labels = architecture.labels
    blocks = [f"**{label}**\n{each}" for label, each in zip(labels, paragraphs, strict=False)]
    labelled = len(blocks)
    return Structured(
        text="\n\n".join([*blocks, *paragraphs[labelled:]]),
        labelled=labelled,
        unlabelled=len(paragraphs) - labelled,
        unused_labels=labels[labelled:],
    )


def _looks_like_label(line: str) -> bool:
    bare = line.strip()
    if bare.startswith(("*", "[")) or _WORD_ALONE.fullmatch(bare):
        return True
    return line_label(bare) is not None


def _paragraphs(lines: Iterable[str]) -> list[str]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip() and line_label(line) is None:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return ["\n".join(each) for each in paragraphs if each]
