"""The tools for lyrics; nothing is stored by any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.domain.errors import InvalidInput, NotFound
from app.domain.lyrics.architecture import (
    Architecture,
    default_architecture,
    parse_architecture,
)
from app.domain.lyrics.architectures.ports import Architectures
from app.domain.lyrics.labels import tidy_label
from app.domain.lyrics.ports import Cleaned, LyricCleaner, RuleTrial, RuleType
from app.domain.lyrics.reading import read_lyrics
from app.domain.lyrics.sections import (
    MappedSections,
    ParsedLyrics,
    Section,
    map_sections,
    rebuild_text,
)
from app.domain.lyrics.structure import Structured, apply_structure
from app.domain.lyrics.text_tools import LONGEST_TEXT, tool_text, with_line_feeds
from app.domain.text import Checks

MOST_EDITS: Final = 100
LONGEST_LABEL: Final = 100

Edit = Callable[[Architecture], Architecture]


@dataclass(frozen=True, slots=True, kw_only=True)
class LyricsInSections:
    """Lyrics in sections, the text that these make, and the architecture that they follow."""

    lyrics: ParsedLyrics
    mapped: MappedSections
    characters: int

    @property
    def text(self) -> str:
        """All of it in the canonical form."""
        return rebuild_text(self.lyrics)


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuredLyrics:
    """Lyrics under labels, and what the cleanup before it did, if there was one."""

    structured: Structured
    cleaned: Cleaned | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LyricToolService:
    """A person's tools. Texts are up to 10,000 code points; longer ones are InvalidInput."""

    architectures: Architectures
    cleaner: LyricCleaner

    async def clean(self, user_id: UUID, text: str) -> Cleaned:
        """The text after the person's active cleanup rules, and exactly as it was before."""
        return replace(await self.cleaner.clean(user_id, tool_text(text)), before=text)

    async def trial(
        self, user_id: UUID, *, pattern: str, replacement: str, text: str, kind: RuleType
    ) -> RuleTrial:
        """What a rule that is not saved would do."""
        return await self.cleaner.trial(
            user_id, pattern=pattern, replacement=replacement, text=tool_text(text), kind=kind
        )

    async def sections(self, user_id: UUID, text: str) -> LyricsInSections:
        """The sections of a text; `characters` counts its code points, a line end as one."""
        lyrics = await read_lyrics(self.cleaner, user_id, text)
        return LyricsInSections(
            lyrics=lyrics,
            mapped=map_sections(section.label for section in lyrics.sections),
            characters=len(tool_text(text)),
        )

    async def structure(
        self,
        user_id: UUID,
        text: str,
        *,
        architecture: Architecture | None,
        architecture_id: UUID | None,
        replace_existing: bool,
        clean: bool,
    ) -> StructuredLyrics:
        """The text under the labels of an architecture, after a cleanup where one is wanted.

        The architecture is the given one, else the saved one of the id, else the person's
        current one, else the default. Raises InvalidInput, NotFound, and InvalidState when the
        text has labels that may not be replaced.
        """
        checked = tool_text(text)
        if architecture is None:
            architecture = await self._saved(user_id, architecture_id)
        cleaned = await self.clean(user_id, text) if clean else None
        structured = apply_structure(
            cleaned.after if cleaned else checked,
            architecture,
            replace_existing=replace_existing,
        )
        return StructuredLyrics(structured=structured, cleaned=cleaned)

    async def _saved(self, user_id: UUID, architecture_id: UUID | None) -> Architecture:
        if architecture_id is None:
            current = await self.architectures.current(user_id)
            return current.architecture if current else default_architecture()
        saved = await self.architectures.get(architecture_id, user_id=user_id)
        if saved is None:
            raise NotFound("architecture.not_found", "architecture_id")
        return saved.architecture


def join_sections(sections: Sequence[Section], preamble: str | None) -> str:
    """One text of sections in their order.

    Labels become canonical. Raises InvalidInput for a label that is blank, longer than 100
    characters or more than a line, and for a result over 10,000 code points.
    """
    lyrics = ParsedLyrics(
        preamble=tool_text(preamble or "", "preamble").strip(),
        sections=tuple(
            replace(
                each,
                label=_label(each.label),
                content=tool_text(each.content, "sections").strip(),
            )
            for each in sections
        ),
    )
    text = rebuild_text(lyrics)
    if len(text) > LONGEST_TEXT:
        raise InvalidInput("lyrics.result_too_long", "sections", max=LONGEST_TEXT, length=len(text))
    return text


def build_architecture(
    start: Architecture | None, text: str | None, edits: Sequence[Edit]
) -> Architecture:
    """The architecture after edits: of `start`, else of the text form, else of the default.

    Raises InvalidInput for more than 100 edits, and whatever an edit raises.
    """
    if len(edits) > MOST_EDITS:
        raise InvalidInput("list.too_long", "edits", max=MOST_EDITS, length=len(edits))
    if start is None:
        start = default_architecture() if text is None else parse_architecture(tool_text(text))
    for edit in edits:
        start = edit(start)
    return start


def _label(label: str) -> str:
    checks = Checks()
    tidy = checks.required("sections", tidy_label(label), longest=LONGEST_LABEL)
    if "\n" in with_line_feeds(label).strip():
        checks.problem("sections", "lyrics.label_lines")
    checks.raise_problems()
    return tidy
