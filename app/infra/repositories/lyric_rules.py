"""Rules for lyrics in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from app.domain.errors import Conflict
from app.domain.lyrics.rules.encoding import decoded, encoded
from app.domain.lyrics.rules.model import LyricRule
from app.infra.database import connection
from app.rows.lyrics import LyricRuleRow

_LOCK_PERSON = "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE"
_SAVE = """
UPDATE lyric_parsing_rules
   SET name = $4, description = $5, pattern = $6, replacement = COALESCE($7, replacement),
       rule_type = $8, active = $9, position = $10, version = $11, updated_at = $12
 WHERE id = $1 AND user_id = $2 AND version = $3
"""


class LyricRuleRepository:
    """The `LyricRules` port on Tortoise."""

    async def add(self, rules: Sequence[LyricRule]) -> None:
        """See `LyricRules.add`."""
        try:
            await LyricRuleRow.bulk_create([_row(rule) for rule in rules])
        except IntegrityError as error:
            raise Conflict("lyric_rule.name_taken", "name") from error

    async def get(self, rule_id: UUID, *, user_id: UUID) -> LyricRule | None:
        """See `LyricRules.get`."""
        row = await LyricRuleRow.get_or_none(id=rule_id, user_id=user_id)
        return _rule(row) if row else None

    async def all_of(self, user_id: UUID) -> Sequence[LyricRule]:
        """See `LyricRules.all_of`."""
        return [_rule(row) for row in await _in_order(user_id)]

    async def lock_all_of(self, user_id: UUID) -> Sequence[LyricRule]:
        """See `LyricRules.lock_all_of`."""
        await connection().execute_query(_LOCK_PERSON, [user_id])
        return [_rule(row) for row in await _in_order(user_id).select_for_update()]

    async def save(self, rule: LyricRule, *, previous_version: int) -> bool:
        """See `LyricRules.save`."""
        replacement = None if rule.replacement is None else encoded(rule.replacement)
        try:
            changed, _ = await connection().execute_query(
                _SAVE,
                [
                    rule.id,
                    rule.user_id,
                    previous_version,
                    rule.name,
                    rule.description,
                    rule.pattern,
                    replacement,
                    rule.kind.value,
                    rule.active,
                    rule.order,
                    rule.version,
                    rule.updated_at,
                ],
            )
        except IntegrityError as error:
            raise Conflict("lyric_rule.name_taken", "name") from error
        return changed == 1

    async def delete(self, rule_id: UUID, *, user_id: UUID) -> bool:
        """See `LyricRules.delete`."""
        return bool(await LyricRuleRow.filter(id=rule_id, user_id=user_id).delete())


def _in_order(user_id: UUID) -> QuerySet[LyricRuleRow]:
    return LyricRuleRow.filter(user_id=user_id).order_by("position", "id")


def _row(rule: LyricRule) -> LyricRuleRow:
    return LyricRuleRow(
        id=rule.id,
        user_id=rule.user_id,
        name=rule.name,
        description=rule.description,
        pattern=rule.pattern,
        replacement=encoded(rule.replacement or ""),
        rule_type=rule.kind,
        active=rule.active,
        position=rule.order,
        version=rule.version,
        created_at=rule.created_at,
        updated_at=rule.updated_at,
    )


def _rule(row: LyricRuleRow) -> LyricRule:
    return LyricRule(
        id=row.id,
        user_id=row.user_id,
        name=row.name,
        description=row.description,
        pattern=row.pattern,
        replacement=decoded(row.replacement),
        kind=row.rule_type,
        active=row.active,
        order=row.position,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
