"""What the tools for lyrics need from a person's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class RuleType(StrEnum):
    """What a rule is for."""

    CLEANUP = "cleanup"
    SECTION = "section"


class SkipReason(StrEnum):
    """Why a rule could not be applied."""

    INVALID = "invalid"
    TIMEOUT = "timeout"
    TOO_MUCH = "too_much"
    UNDECODABLE = "undecodable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHits:
    """How often a rule matched."""

    rule_id: UUID
    name: str
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedRule:
    """A rule that could not be applied."""

    rule_id: UUID
    name: str
    reason: SkipReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A text after a person's cleanup rules, trimmed, and what each of them did."""

    before: str
    after: str
    hits: tuple[RuleHits, ...]
    skipped: tuple[SkippedRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrial:
    """What a rule would do to a text; `error` says why it cannot.

    `detail` is what is wrong with an invalid pattern, in the compiler's English, and `position`
    where: the index of a code point. A section rule changes nothing, its hits are label lines.
    """

    result: str
    hits: int
    error: SkipReason | None
    detail: str | None = None
    position: int | None = None


class LyricCleaner(Protocol):
    """A person's active rules at work; nothing is stored. Texts are up to 10,000 code points."""

    async def clean(self, user_id: UUID, text: str) -> Cleaned:
        """Apply the active cleanup rules in their order, then trim."""
        ...

    async def trial(
        self, user_id: UUID, *, pattern: str, replacement: str, text: str, kind: RuleType
    ) -> RuleTrial:
        """Try a rule that is not saved."""
        ...

    async def label_lines(self, user_id: UUID, text: str) -> Sequence[tuple[int, int]] | None:
        """The lines that the active section rules find, as spans of the text with LF line ends.

        None when there is no active section rule that can be applied.
        """
        ...
