"""Rules for texts: a pattern that cleans lyrics up, or finds the labels of their sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self, TypeVar
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset, given
from app.domain.errors import InvalidInput
from app.domain.lyrics.ports import RuleType
from app.domain.text import Checks

T = TypeVar("T")

LONGEST_NAME: Final = 100
LONGEST_TEXT: Final = 1000
"""Of patterns, replacements and descriptions."""
LARGEST_ORDER: Final = 1_000_000
MOST_RULES: Final = 200
"""Rules that one person may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWish:
    """What a person says of a new rule; without `order` it comes after the last one."""

    name: str
    pattern: str
    replacement: str
    kind: RuleType
    description: str | None = None
    active: bool = True
    order: int | None = None

    def checked(self) -> Self:
        """The wish, its name and description trimmed.

        Raises InvalidInput for a text that is blank or over its limit, and an order below 0 or
        above 1,000,000. Whether the pattern compiles is not known here.
        """
        checks = Checks()
        wish = replace(
            self,
            name=checks.required("name", self.name, longest=LONGEST_NAME),
            pattern=checked_pattern(checks, self.pattern),
            replacement=checks.text("replacement", self.replacement, longest=LONGEST_TEXT),
            description=checks.optional("description", self.description, longest=LONGEST_TEXT),
            order=None if self.order is None else _order(checks, self.order),
        )
        checks.raise_problems()
        return wish


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanges:
    """New values of some fields; UNSET leaves one as it is, None clears the description."""

    name: Maybe[str | None] = UNSET
    pattern: Maybe[str | None] = UNSET
    replacement: Maybe[str | None] = UNSET
    description: Maybe[str | None] = UNSET
    kind: Maybe[RuleType | None] = UNSET
    active: Maybe[bool | None] = UNSET
    order: Maybe[int | None] = UNSET

    def checked(self) -> Self:
        """The changes, trimmed like a wish.

        Raises InvalidInput when nothing is changed, something but the description is cleared, or
        a value is none that a wish might have.
        """
        sent = {
            "name": self.name,
            "pattern": self.pattern,
            "replacement": self.replacement,
            "type": self.kind,
            "active": self.active,
            "order": self.order,
        }
        if all(isinstance(value, Unset) for value in (*sent.values(), self.description)):
            raise InvalidInput("input.empty")
        checks = Checks()
        for field, value in sent.items():
            if value is None:
                checks.problem(field, "input.not_null")
        changes = self._with_checked_texts(checks)
        if isinstance(self.order, int):
            _order(checks, self.order)
        checks.raise_problems()
        return changes

    def _with_checked_texts(self, checks: Checks) -> Self:
        changes = self
        if isinstance(self.name, str):
            name = checks.required("name", self.name, longest=LONGEST_NAME)
            changes = replace(changes, name=name)
        if isinstance(self.pattern, str):
            checked_pattern(checks, self.pattern)
        if isinstance(self.replacement, str):
            checks.text("replacement", self.replacement, longest=LONGEST_TEXT)
        if isinstance(self.description, str):
            description = checks.optional("description", self.description, longest=LONGEST_TEXT)
            changes = replace(changes, description=description)
        return changes


@dataclass(frozen=True, slots=True, kw_only=True)
class LyricRule:
    """A rule as it stands; rules apply by `order`, then id.

    `replacement` is None when what is stored cannot be read. `version` counts the changes.
    """

    id: UUID
    user_id: UUID
    name: str
    description: str | None
    pattern: str
    replacement: str | None
    kind: RuleType
    active: bool
    order: int
    version: int
    created_at: datetime
    updated_at: datetime | None

    def changed(self, changes: RuleChanges, now: datetime) -> Self:
        """The rule after checked changes."""
        return replace(
            self,
            name=_given(changes.name, self.name),
            description=given(changes.description, self.description),
            pattern=_given(changes.pattern, self.pattern),
            replacement=given(changes.replacement, self.replacement),
            kind=_given(changes.kind, self.kind),
            active=_given(changes.active, self.active),
            order=_given(changes.order, self.order),
            version=self.version + 1,
            updated_at=now,
        )


def new_rule(
    wish: RuleWish, *, rule_id: UUID, user_id: UUID, order: int, now: datetime
) -> LyricRule:
    """The rule of a checked wish."""
    return LyricRule(
        id=rule_id,
        user_id=user_id,
        name=wish.name,
        description=wish.description,
        pattern=wish.pattern,
        replacement=wish.replacement,
        kind=wish.kind,
        active=wish.active,
        order=order if wish.order is None else wish.order,
        version=1,
        created_at=now,
        updated_at=None,
    )


def after_the_last(rules: Iterable[LyricRule]) -> int:
    """The order of one rule more."""
    return min(LARGEST_ORDER, max((rule.order + 1 for rule in rules), default=0))


def reordered(rules: Sequence[LyricRule], ids: Sequence[UUID], now: datetime) -> list[LyricRule]:
    """The rules that change when those of `ids` get the orders 0, 1, 2 …; the others keep theirs.

    Every id is that of a rule.
    """
    places = {rule_id: place for place, rule_id in enumerate(ids)}
    return [
        rule.changed(RuleChanges(order=places[rule.id]), now)
        for rule in rules
        if places.get(rule.id, rule.order) != rule.order
    ]


def checked_pattern(checks: Checks, pattern: str) -> str:
    """A pattern exactly as typed; whether it compiles is not known here."""
    if not pattern.strip():
        checks.problem("pattern", "text.blank")
        return pattern
    return checks.text("pattern", pattern, longest=LONGEST_TEXT)


def _order(checks: Checks, order: int) -> int:
    return checks.within("order", order, low=0, high=LARGEST_ORDER)


def _given(value: Maybe[T | None], current: T) -> T:
    return current if value is None or isinstance(value, Unset) else value
