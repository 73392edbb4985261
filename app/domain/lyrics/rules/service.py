"""Use-cases of a person's rules for lyrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.changes import demand_version
from app.domain.errors import InvalidInput, InvalidState, NotFound, Problem
from app.domain.identity import new_id
from app.domain.lyrics.ports import SkipReason
from app.domain.lyrics.rules.model import (
    MOST_RULES,
    LyricRule,
    RuleChanges,
    RuleWish,
    after_the_last,
    new_rule,
    reordered,
)
from app.domain.lyrics.rules.ports import LyricRules, Patterns
from app.domain.lyrics.rules.seeds import starter_rules
from app.domain.ports import Clock, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LyricRuleService:
    """Keeping rules. A pattern is compiled, in a place where it harms nobody, before it is kept."""

    rules: LyricRules
    patterns: Patterns
    transaction: Transaction
    clock: Clock

    async def create(self, user_id: UUID, wish: RuleWish) -> LyricRule:
        """Keep a new rule.

        Raises InvalidInput, Conflict for a name that is in use, InvalidState for a rule more than
        a person may have, and RateLimited when too many patterns wait to be compiled.
        """
        checked = wish.checked()
        await self._compile(user_id, checked.pattern)
        async with self.transaction():
            present = await self.rules.lock_all_of(user_id)
            if len(present) >= MOST_RULES:
                raise InvalidState("lyric_rule.too_many", max=MOST_RULES)
            rule = new_rule(
                checked,
                rule_id=new_id(),
                user_id=user_id,
                order=after_the_last(present),
                now=self.clock.now(),
            )
            await self.rules.add([rule])
        return rule

    async def update(
        self,
        user_id: UUID,
        rule_id: UUID,
        changes: RuleChanges,
        *,
        expected_version: int | None,
    ) -> LyricRule:
        """Change a rule that nobody changed meanwhile.

        Without `expected_version` the newest state is changed. Raises InvalidInput, NotFound,
        RateLimited, Conflict for a name that is in use, and Conflict with the current rule when
        the version is stale.
        """
        checked = changes.checked()
        current = await self._get(user_id, rule_id)
        if isinstance(checked.pattern, str):
            await self._compile(user_id, checked.pattern)
        while True:
            demand_version(current, expected_version)
            changed = current.changed(checked, self.clock.now())
            if await self.rules.save(changed, previous_version=current.version):
                return changed
            current = await self._get(user_id, rule_id)

    async def delete(self, user_id: UUID, rule_id: UUID) -> None:
        """Forget a rule. Raises NotFound."""
        if not await self.rules.delete(rule_id, user_id=user_id):
            raise NotFound("lyric_rule.not_found", "id")

    async def reorder(self, user_id: UUID, ids: Sequence[UUID]) -> None:
        """Give the rules of the ids the orders 0, 1, 2 …; the others keep theirs.

        All or nothing. Raises InvalidInput for no ids, too many, or one that is there twice, and
        NotFound with the places of those that are nobody's or somebody else's.
        """
        if not ids:
            raise InvalidInput("list.empty", "ids")
        if len(ids) > MOST_RULES:
            raise InvalidInput("list.too_long", "ids", max=MOST_RULES, length=len(ids))
        if len(set(ids)) < len(ids):
            raise InvalidInput("lyric_rule.twice", "ids")
        async with self.transaction():
            present = await self.rules.lock_all_of(user_id)
            _require({rule.id for rule in present}, ids)
            versions = {rule.id: rule.version for rule in present}
            for changed in reordered(present, ids, self.clock.now()):
                await self.rules.save(changed, previous_version=versions[changed.id])

    async def welcome(self, user_id: UUID) -> None:
        """Give a new person the rules that everybody begins with."""
        await self.rules.add(starter_rules(user_id, self.clock.now()))

    async def _get(self, user_id: UUID, rule_id: UUID) -> LyricRule:
        found = await self.rules.get(rule_id, user_id=user_id)
        if found is None:
            raise NotFound("lyric_rule.not_found", "id")
        return found

    async def _compile(self, user_id: UUID, pattern: str) -> None:
        problem = await self.patterns.check(user_id, pattern)
        if problem is None:
            return
        if problem.reason is SkipReason.INVALID:
            raise InvalidInput(
                "lyric_rule.pattern_invalid",
                "pattern",
                reason=problem.detail,
                position=problem.position or 0,
            )
        raise InvalidInput("lyric_rule.pattern_too_large", "pattern")


def _require(present: set[UUID], ids: Sequence[UUID]) -> None:
    missing = [place for place, rule_id in enumerate(ids) if rule_id not in present]
    if missing:
        error = NotFound("lyric_rule.not_found")
        error.problems = tuple(
            Problem("lyric_rule.not_found", ("ids", str(place))) for place in missing
        )
        raise error
