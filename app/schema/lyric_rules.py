"""Rules for lyrics, as clients see them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from app.domain.changes import UNSET, Maybe
from app.domain.lyrics.ports import RuleType
from app.domain.lyrics.rules.encoding import decoded
from app.domain.lyrics.rules.model import RuleChanges, RuleWish, T
from app.readpath.fields import column, computed
from app.rows.lyrics import LyricRuleRow
from app.schema.errors import UserError
from app.schema.node import Node, row_type

MISTAKES = "What went wrong and can be mended; empty on success."
_NAME = "Its name: 1 to 100 characters, trimmed; a person has each name once."
_PATTERN = (
    "A regular expression, exactly as typed: 1 to 1,000 characters. `^` and `$` match at every "
    "line, and line ends are LF."
)
_REPLACEMENT = (
    "What replaces each match, exactly as typed: up to 1,000 characters. `$1` to `$99`, `$<name>`, "
    "`$&` and `$$` mean what they mean in JavaScript; everything else is literal."
)
_DESCRIPTION = "What it is good for: up to 1,000 characters."
_TYPE = "What it is for."
_ACTIVE = "Whether it is applied."
_ORDER = "Rules apply from the smallest order to the largest: 0 to 1,000,000."


def _readable(stored: str) -> str:
    """A stored replacement. Raises ValueError, which is nobody's mistake but ours."""
    replacement = decoded(stored)
    if replacement is None:
        raise ValueError("a replacement is not stored the way it should be")
    return replacement


@row_type(
    LyricRuleRow,
    owner="user_id",
    description=(
        "A rule for lyrics. Cleanup rules replace what they find in upper and lower case as "
        "written. Section rules find labels in upper or lower case: lines that a match covers."
    ),
)
class LyricRule(Node):
    """A rule of the viewer."""

    name: str = column(description="Its name.")
    description: str | None = column(description="What it is good for.")
    pattern: str = column(description="The regular expression.")
    replacement: str | None = computed(
        "replacement",
        "convert_from(decode({}, 'base64'), 'UTF8')",
        _readable,
        description="What replaces each match; null with an error when it is stored wrongly.",
    )
    type: RuleType = column("rule_type", description=_TYPE)
    active: bool = column(description=_ACTIVE)
    order: int = column("position", description="Rules apply from the smallest to the largest.")
    version: int = column(description="Grows by one with every change.")
    created_at: datetime = column(description="When it was made.")
    updated_at: datetime | None = column(
        description="When it was last changed; null until the first change."
    )


@strawberry.input(description="A new rule for lyrics.")
class CreateLyricRuleInput:
    """Its pattern must compile."""

    name: str = strawberry.field(description=_NAME)
    pattern: str = strawberry.field(description=_PATTERN)
    replacement: str = strawberry.field(default="", description=_REPLACEMENT)
    description: str | None = strawberry.field(default=None, description=_DESCRIPTION)
    type: RuleType = strawberry.field(default=RuleType.CLEANUP, description=_TYPE)
    active: bool = strawberry.field(default=True, description=_ACTIVE)
    order: int | None = strawberry.field(
        default=None, description=f"{_ORDER} Null: after the last one."
    )

    def wish(self) -> RuleWish:
        """The same in the words of the domain."""
        return RuleWish(
            name=self.name,
            pattern=self.pattern,
            replacement=self.replacement,
            kind=self.type,
            description=self.description,
            active=self.active,
            order=self.order,
        )


@strawberry.input(
    description="Changes of a rule. A field that is not sent stays; only the description clears."
)
class UpdateLyricRuleInput:
    """At least one field besides the id and the version."""

    id: strawberry.ID = strawberry.field(description="Which rule.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that the change is based on; a newer one is a CONFLICT.",
    )
    name: str | None = strawberry.field(default=strawberry.UNSET, description=_NAME)
    pattern: str | None = strawberry.field(default=strawberry.UNSET, description=_PATTERN)
    replacement: str | None = strawberry.field(default=strawberry.UNSET, description=_REPLACEMENT)
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description=f"{_DESCRIPTION} Null clears it."
    )
    type: RuleType | None = strawberry.field(default=strawberry.UNSET, description=_TYPE)
    active: bool | None = strawberry.field(default=strawberry.UNSET, description=_ACTIVE)
    order: int | None = strawberry.field(default=strawberry.UNSET, description=_ORDER)

    def changes(self) -> RuleChanges:
        """The changes in the words of the domain."""
        return RuleChanges(
            name=_maybe(self.name),
            pattern=_maybe(self.pattern),
            replacement=_maybe(self.replacement),
            description=_maybe(self.description),
            kind=_maybe(self.type),
            active=_maybe(self.active),
            order=_maybe(self.order),
        )


def _maybe(value: T) -> Maybe[T]:
    return UNSET if value is strawberry.UNSET else value


@strawberry.input(description="Which rule is deleted.")
class DeleteLyricRuleInput:
    """For good."""

    id: strawberry.ID = strawberry.field(description="Which rule.")


@strawberry.input(description="A new order of rules.")
class ReorderLyricRulesInput:
    """All or nothing."""

    ids: list[strawberry.ID] = strawberry.field(
        description=(
            "1 to 200 different rules; they get the orders 0, 1, 2 and so on. Rules that are not "
            "named keep theirs."
        )
    )


@strawberry.type(description="What became of a new rule.")
class CreateLyricRulePayload:
    """The rule, or why there is none."""

    rule: LyricRule | None = strawberry.field(default=None, description="The new rule.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a rule's changes.")
class UpdateLyricRulePayload:
    """The changed rule; after a conflict of versions the one that is there."""

    rule: LyricRule | None = strawberry.field(
        default=None, description="The changed rule; after a CONFLICT of versions the current one."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a rule to delete.")
class DeleteLyricRulePayload:
    """Its id, or why it is still there."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of what was deleted."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a new order.")
class ReorderLyricRulesPayload:
    """All rules, or why they stay as they were."""

    rules: list[LyricRule] | None = strawberry.field(
        default=None, description="All rules of the viewer in their new order."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
