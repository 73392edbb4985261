"""What the rules for lyrics need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.domain.lyrics.ports import SkipReason
from app.domain.lyrics.rules.model import LyricRule


class LyricRules(Protocol):
    """The rules of all people."""

    async def add(self, rules: Sequence[LyricRule]) -> None:
        """Keep new rules. Raises Conflict (`lyric_rule.name_taken`) when a name is in use."""
        ...

    async def get(self, rule_id: UUID, *, user_id: UUID) -> LyricRule | None:
        """A rule of this person."""
        ...

    async def all_of(self, user_id: UUID) -> Sequence[LyricRule]:
        """A person's rules, by `order`, then id."""
        ...

    async def lock_all_of(self, user_id: UUID) -> Sequence[LyricRule]:
        """The same; until the transaction ends nobody else adds any or locks them."""
        ...

    async def save(self, rule: LyricRule, *, previous_version: int) -> bool:
        """Write a changed rule if its version is still the previous one.

        A replacement of None leaves what is stored. Raises Conflict (`lyric_rule.name_taken`).
        """
        ...

    async def delete(self, rule_id: UUID, *, user_id: UUID) -> bool:
        """Forget a rule of this person; whether there was one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternProblem:
    """Why a pattern could not be used.

    `detail` is the compiler's English and `position` the index of a code point; both are there
    for invalid patterns only.
    """

    reason: SkipReason
    detail: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one pattern: how often it matched, or why it was left out."""

    hits: int = 0
    problem: PatternProblem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """A pattern, and what replaces its matches."""

    pattern: str
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Substituted:
    """A text after substitutions, and the outcome of each of them."""

    text: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLines:
    """The spans of lines in the order of the text, and the outcome of each pattern."""

    lines: tuple[tuple[int, int], ...]
    outcomes: tuple[Outcome, ...]


class Patterns(Protocol):
    """Regular expressions that people wrote, at work where they can harm nobody.

    `^` and `$` match at lines. A pattern may take 100 ms, a call 0.5 s; what is not done by then
    is left out, as is a pattern whose result is longer than 200,000 code points. Raises
    RateLimited (`lyric_rule.busy`) when too many calls are waiting, too many of them are this
    person's, or one waited too long.
    """

    async def check(self, user_id: UUID, pattern: str) -> PatternProblem | None:
        """Why a pattern is no good; None for one that compiles."""
        ...

    async def substitute(
        self, user_id: UUID, text: str, substitutions: Sequence[Substitution]
    ) -> Substituted:
        """Apply each to the result of the one before it, in upper and lower case as written."""
        ...

    async def find_lines(self, user_id: UUID, text: str, patterns: Sequence[str]) -> FoundLines:
        """The lines that a match of any pattern covers, in upper or lower case."""
        ...
