"""Working on one section of lyrics: which wish for a text that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.templates.generation import (
    LONGEST_INPUT,
    LONGEST_INSTRUCTIONS,
    NO_OVERRIDES,
    Overrides,
)
from app.domain.text import Checks
from app.domain.writing.model import TextWish

LONGEST_SECTION: Final = LONGEST_INPUT
LONGEST_SONG: Final = 10_000
LONGEST_LABEL: Final = 100
LEAST_LINES: Final = 1
MOST_LINES: Final = 32
USUAL_LINES: Final = 4

_LYRICS: Final = "lyrics"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWish:
    """The lines of a section, and what is common to every wish for better ones."""

    content: str
    instructions: str | None = None
    overrides: Overrides = NO_OVERRIDES
    idempotency_key: str | None = None

    def wish(self, action: str, context: str | None, checks: Checks) -> TextWish:
        """The wish for a text. Raises InvalidInput with every problem at once.

        A section is 1..10,000 characters and not blank, instructions are up to 2,000.
        """
        if not self.content.strip():
            checks.problem("content", "text.blank")
        else:
            checks.text("content", self.content, longest=LONGEST_SECTION)
        checks.text("instructions", self.instructions or "", longest=LONGEST_INSTRUCTIONS)
        checks.raise_problems()
        return TextWish(
            category=_LYRICS,
            action=action,
            input=self.content,
            instructions=self.instructions,
            context=context,
            overrides=self.overrides,
            idempotency_key=self.idempotency_key,
        )


def improved(section: SectionWish, *, label: str | None, lyrics: str | None) -> TextWish:
    """To improve a section; its label (up to 100) and the whole song (up to 10,000) help.

    Raises InvalidInput.
    """
    checks = Checks()
    named = checks.optional("label", label, longest=LONGEST_LABEL)
    song = checks.optional("lyrics", lyrics, longest=LONGEST_SONG)
    parts = [
        named and f"Label of the section: {named}",
        song and f"The whole song:\n\n{song}",
    ]
    context = "\n\n".join(part for part in parts if part)
    return section.wish("improve-section", context or None, checks)


def rewritten(section: SectionWish) -> TextWish:
    """To write a section anew, with its theme and style. Raises InvalidInput."""
    return section.wish("rewrite-section", None, Checks())


def extended(section: SectionWish, *, lines: int = USUAL_LINES) -> TextWish:
    """To make a section 1..32 lines longer; the answer is all of it. Raises InvalidInput."""
    checks = Checks()
    checks.within("lines", lines, low=LEAST_LINES, high=MOST_LINES)
    counted = "1 new line" if lines == 1 else f"{lines} new lines"
    return section.wish("extend-section", f"This request asks for {counted}.", checks)
