"""Rules for lyrics: list, look-up, create, change, delete and order."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from app.domain.lyrics.ports import RuleType
from app.domain.lyrics.rules.model import MOST_RULES
from app.readpath.declare import Condition, Order, Window, row_type_of
from app.resolvers.mutations import answers_mistakes
from app.schema.context import Info, find
from app.schema.ids import decode_id
from app.schema.lyric_rules import (
    CreateLyricRuleInput,
    CreateLyricRulePayload,
    DeleteLyricRuleInput,
    DeleteLyricRulePayload,
    LyricRule,
    ReorderLyricRulesInput,
    ReorderLyricRulesPayload,
    UpdateLyricRuleInput,
    UpdateLyricRulePayload,
)
from app.schema.node import by_id


async def _rules(info: Info, *conditions: Condition) -> list[Any]:
    """The viewer's rules under conditions, in their order; never more than a page."""
    order = Order("position", descending=False)
    window = Window(order=order, size=MOST_RULES, conditions=conditions)
    return list((await info.context.reads.page(row_type_of(LyricRule), window, None, None)).rows)


@strawberry.type
class LyricRuleQuery:
    """Reading rules, of the viewer only."""

    lyric_rule: LyricRule | None = by_id(
        "LyricRule", description="A rule by its id; null when there is none."
    )

    @strawberry.field(description="The viewer's rules for lyrics in the order they apply.")
    async def lyric_rules(
        self,
        info: Info,
        type: Annotated[  # noqa: A002 - the API's name
            RuleType | None, strawberry.argument(description="Only rules for this; null: all.")
        ] = None,
        *,
        active_only: Annotated[
            bool, strawberry.argument(description="Only rules that are applied.")
        ] = False,
    ) -> list[LyricRule]:
        """At most 200."""
        of_type = (Condition("rule_type", "=", type.value),) if type else ()
        active = (Condition("active", "=", True),) if active_only else ()
        return await _rules(info, *of_type, *active)


@strawberry.type
class LyricRuleMutation:
    """Writing rules."""

    @strawberry.mutation(description="Keep a new rule for lyrics.")
    @answers_mistakes(CreateLyricRulePayload)
    async def create_lyric_rule(
        self,
        info: Info,
        rule: Annotated[
            CreateLyricRuleInput, strawberry.argument(name="input", description="The new rule.")
        ],
    ) -> CreateLyricRulePayload:
        """For the viewer."""
        created = await info.context.services.lyric_rules.create(
            info.context.signed_in.user_id, rule.wish()
        )
        return CreateLyricRulePayload(rule=await find(info, LyricRule, created.id))

    @strawberry.mutation(description="Change a rule for lyrics.")
    @answers_mistakes(UpdateLyricRulePayload, current="rule", of=LyricRule)
    async def update_lyric_rule(
        self,
        info: Info,
        changes: Annotated[
            UpdateLyricRuleInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> UpdateLyricRulePayload:
        """Of the viewer only."""
        changed = await info.context.services.lyric_rules.update(
            info.context.signed_in.user_id,
            decode_id("LyricRule", changes.id, "id"),
            changes.changes(),
            expected_version=changes.expected_version,
        )
        return UpdateLyricRulePayload(rule=await find(info, LyricRule, changed.id))

    @strawberry.mutation(description="Delete a rule for lyrics.")
    @answers_mistakes(DeleteLyricRulePayload)
    async def delete_lyric_rule(
        self,
        info: Info,
        wish: Annotated[
            DeleteLyricRuleInput, strawberry.argument(name="input", description="Which rule.")
        ],
    ) -> DeleteLyricRulePayload:
        """Of the viewer only."""
        await info.context.services.lyric_rules.delete(
            info.context.signed_in.user_id, decode_id("LyricRule", wish.id, "id")
        )
        return DeleteLyricRulePayload(deleted_id=wish.id)

    @strawberry.mutation(description="Give rules for lyrics a new order, all or none of them.")
    @answers_mistakes(ReorderLyricRulesPayload)
    async def reorder_lyric_rules(
        self,
        info: Info,
        wish: Annotated[
            ReorderLyricRulesInput, strawberry.argument(name="input", description="The order.")
        ],
    ) -> ReorderLyricRulesPayload:
        """Of the viewer only."""
        await info.context.services.lyric_rules.reorder(
            info.context.signed_in.user_id,
            [decode_id("LyricRule", each, "ids") for each in wish.ids],
        )
        return ReorderLyricRulesPayload(rules=await _rules(info))
