"""A person's active rules at work on a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.lyrics.ports import (
    Cleaned,
    RuleHits,
    RuleTrial,
    RuleType,
    SkippedRule,
    SkipReason,
)
from app.domain.lyrics.rules.model import LONGEST_TEXT, LyricRule, checked_pattern
from app.domain.lyrics.rules.ports import LyricRules, Outcome, Patterns, Substitution
from app.domain.lyrics.text_tools import with_line_feeds
from app.domain.text import Checks


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCleaner:
    """The `LyricCleaner` port, by the rules of people. Nothing is stored."""

    rules: LyricRules
    patterns: Patterns

    async def clean(self, user_id: UUID, text: str) -> Cleaned:
        """See `LyricCleaner.clean`; line ends become LF. Raises RateLimited."""
        active = await self._active(user_id, RuleType.CLEANUP)
        readable = [rule for rule in active if rule.replacement is not None]
        result = await self.patterns.substitute(
            user_id,
            with_line_feeds(text),
            [
                Substitution(pattern=rule.pattern, replacement=rule.replacement or "")
                for rule in readable
            ],
        )
        outcomes = dict(zip((rule.id for rule in readable), result.outcomes, strict=True))
        return Cleaned(
            before=text,
            after=result.text.strip(),
            hits=tuple(
                RuleHits(rule_id=rule.id, name=rule.name, hits=outcomes[rule.id].hits)
                for rule in readable
                if outcomes[rule.id].problem is None
            ),
            skipped=tuple(
                SkippedRule(rule_id=rule.id, name=rule.name, reason=reason)
                for rule in active
                if (reason := _reason(outcomes.get(rule.id)))
            ),
        )

    async def trial(
        self,
        user_id: UUID,
        *,
        pattern: str,
        replacement: str,
        text: str,
        kind: RuleType,
    ) -> RuleTrial:
        """See `LyricCleaner.trial`. Raises RateLimited, and InvalidInput for texts over limits."""
        checks = Checks()
        checked_pattern(checks, pattern)
        checks.text("replacement", replacement, longest=LONGEST_TEXT)
        checks.raise_problems()
        result = text = with_line_feeds(text)
        if kind is RuleType.SECTION:
            [outcome] = (await self.patterns.find_lines(user_id, text, [pattern])).outcomes
        else:
            substitution = Substitution(pattern=pattern, replacement=replacement)
            substituted = await self.patterns.substitute(user_id, text, [substitution])
            [outcome], result = substituted.outcomes, substituted.text
        problem = outcome.problem
        return RuleTrial(
            result=result,
            hits=outcome.hits,
            error=problem.reason if problem else None,
            detail=problem.detail if problem else None,
            position=problem.position if problem else None,
        )

    async def label_lines(self, user_id: UUID, text: str) -> Sequence[tuple[int, int]] | None:
        """See `LyricCleaner.label_lines`. Raises RateLimited."""
        active = await self._active(user_id, RuleType.SECTION)
        found = await self.patterns.find_lines(
            user_id, with_line_feeds(text), [rule.pattern for rule in active]
        )
        if all(outcome.problem for outcome in found.outcomes):
            return None
        return found.lines

    async def _active(self, user_id: UUID, kind: RuleType) -> list[LyricRule]:
        return [
            rule for rule in await self.rules.all_of(user_id) if rule.active and rule.kind is kind
        ]


def _reason(outcome: Outcome | None) -> SkipReason | None:
    if outcome is None:
        return SkipReason.UNDECODABLE
    return outcome.problem.reason if outcome.problem else None
