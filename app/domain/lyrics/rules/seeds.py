"""The rules that everybody begins with.

Punctuation comes first, then the breaks that depend on it, then what breaks leave behind: so a
second cleanup changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.identity import new_id
from app.domain.lyrics.ports import RuleType
from app.domain.lyrics.rules.model import LyricRule, RuleWish, new_rule

_WORD: Final = r"[^\p{L}\p{N},\n]*[\p{L}\p{N}][^\s,]*(?![^\s,])"
"""A word with what is before it; it has a letter or digit and ends at white space or a comma."""

_HYPHENS: Final = r"_\-\u2010\u2011\u2013"
_LABEL: Final = (
    rf"(?:(?:pre|post)[ \t{_HYPHENS}]*(?=chorus|refrain))?"
    r"(?:intro|verse|vers|strophe|chorus|refrain|bridge|br(?:\u00fc|u\u0308)cke|outro)"
    rf"[ \t{_HYPHENS}]*+[0-9]{{0,3}}"
)
_MARKED: Final = r"\*.*\*[:\uff1a]?[ \t]*$|\[.*\][:\uff1a]?[ \t]*$|[^\s*\[].*[:\uff1a][ \t]*$"
"""How a line looks that is one: stars or brackets around it, or a colon at its end."""

SEEDS: Final = (
    RuleWish(
        name="Straight double quotes",
        description="Curly double quotation marks become straight ones.",
        pattern=r"[\u201c-\u201f]",
        replacement='"',
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="Straight single quotes",
        description="Curly single quotation marks and apostrophes become straight ones.",
        pattern=r"[\u2018-\u201b]",
        replacement="'",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="Em dash to hyphen",
        description="Long dashes become a hyphen with one space on both sides.",
        pattern=r"(?:(?<![ \t])[ \t]+)?(?:\u2014[ \t]*)+",
        replacement=" - ",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="En dash to hyphen",
        description="Short dashes become a hyphen with one space on both sides.",
        pattern=r"(?:(?<![ \t])[ \t]+)?(?:\u2013[ \t]*)+",
        replacement=" - ",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="Ellipsis to dots",
        description="The ellipsis sign becomes three dots.",
        pattern=r"\u2026",
        replacement="...",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="Break after a comma before five words",
        description="A new line after a comma when at least five words follow before the next one.",
        pattern=rf",[ \t]++(?=(?:{_WORD}){{5}})",
        replacement=",\n",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="Break after a comma before a capital",
        description="A new line after a comma when a capital letter follows.",
        pattern=r",[ \t]+(?=\p{Lu})",
        replacement=",\n",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="Break after a full stop",
        description="A new line after a full stop, but not after dots, when a capital follows.",
        pattern=r"(?<!\.)\.[ \t]+(?=\p{Lu})",
        replacement=".\n",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="No blanks at line ends",
        description="Spaces and tabs at the ends of lines go; empty lines stay.",
        pattern=r"(?<![ \t])[ \t]++$",
        replacement="",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="One empty line at most",
        description="Several empty lines become one.",
        pattern=r"\n{3,}",
        replacement="\n\n",
        kind=RuleType.CLEANUP,
    ),
    RuleWish(
        name="Section labels",
        description=(
            "**Label**, Label: or [Label] on a line of its own, for Intro, Verse, Pre-Chorus, "
            "Chorus, Post-Chorus, Bridge and Outro, and in German; a number may follow."
        ),
        pattern=rf"^[ \t]*(?={_MARKED})[*\[ \t]*{_LABEL}[\]*:\uff1a \t]*$",
        replacement="",
        kind=RuleType.SECTION,
    ),
)


def starter_rules(user_id: UUID, now: datetime) -> list[LyricRule]:
    """The seeds as the rules of a person, in their order."""
    return [
        new_rule(wish, rule_id=new_id(), user_id=user_id, order=order, now=now)
        for order, wish in enumerate(SEEDS)
    ]
