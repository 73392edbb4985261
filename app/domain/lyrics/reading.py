"""A person's lyrics, read by that person's own rules."""

from __future__ import annotations

from uuid import UUID

from app.domain.lyrics.ports import LyricCleaner
from app.domain.lyrics.sections import ParsedLyrics, parse_sections
from app.domain.lyrics.text_tools import tool_text


async def read_lyrics(
    cleaner: LyricCleaner, user_id: UUID, text: str, *, field: str = "text"
) -> ParsedLyrics:
    """The sections that the person's active section rules find, else those with known labels.

    Raises InvalidInput for a text that the tools do not take; `field` is its name.
    """
    checked = tool_text(text, field)
    return parse_sections(checked, await cleaner.label_lines(user_id, checked))
