"""Prompt templates and their editions in PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from app.domain.errors import Conflict
from app.domain.templates.content import TemplateContent
from app.domain.templates.model import MOST_EDITIONS, PromptTemplate, TemplateEdition, TemplateKey
from app.domain.templates.seed import Seed
from app.domain.templates.seeds import release_of
from app.infra.database import connection, transaction
from app.rows.templates import PromptTemplateEditionRow, PromptTemplateRow

# Unlike FOR UPDATE, it does not stand in the way of rows that refer to the person.
_LOCK = "SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE"


class PromptTemplateRepository:
    """The `PromptTemplates` port on Tortoise."""

    async def lock(self, user_id: UUID) -> None:
        """See `PromptTemplates.lock`."""
        await connection().execute_query(_LOCK, [user_id])

    async def visible_to(self, user_id: UUID) -> Sequence[PromptTemplate]:
        """See `PromptTemplates.visible_to`."""
        return [_template(row) for row in await PromptTemplateRow.filter(_visible(user_id))]

    async def of_key(self, key: TemplateKey, *, user_id: UUID) -> Sequence[PromptTemplate]:
        """See `PromptTemplates.of_key`."""
        rows = PromptTemplateRow.filter(_visible(user_id), category=key.category, action=key.action)
        return [_template(row) for row in await rows]

    async def get(self, template_id: UUID, *, user_id: UUID) -> PromptTemplate | None:
        """See `PromptTemplates.get`."""
        row = await PromptTemplateRow.get_or_none(_visible(user_id), id=template_id)
        return _template(row) if row else None

    async def count(self, user_id: UUID) -> int:
        """See `PromptTemplates.count`."""
        return await PromptTemplateRow.filter(user_id=user_id).count()

    async def add(self, template: PromptTemplate) -> None:
        """See `PromptTemplates.add`."""
        try:
            await PromptTemplateRow(
                id=template.id,
                user_id=template.user_id,
                category=template.key.category,
                action=template.key.action,
                edition=template.edition,
                version=template.version,
                created_at=template.created_at,
                updated_at=template.updated_at,
                **_columns(template.content),
            ).save(force_create=True)
        except IntegrityError as error:
            raise Conflict("template.taken", "action") from error

    async def save(self, template: PromptTemplate, *, previous_version: int) -> bool:
        """See `PromptTemplates.save`."""
        changed = await PromptTemplateRow.filter(
            _owned(template.user_id), id=template.id, version=previous_version
        ).update(
            edition=template.edition,
            version=template.version,
            updated_at=template.updated_at,
            **_columns(template.content),
        )
        return changed == 1

    async def remove(self, template_id: UUID, *, user_id: UUID) -> bool:
        """See `PromptTemplates.remove`."""
        return bool(await PromptTemplateRow.filter(id=template_id, user_id=user_id).delete())

    async def record(self, edition: TemplateEdition, *, keep: int) -> None:
        """See `PromptTemplates.record`."""
        await PromptTemplateEditionRow(
            template_id=edition.template_id,
            edition=edition.edition,
            version=edition.version,
            snapshot=_columns(edition.content),
            changed_at=edition.changed_at,
            changed_by=edition.changed_by,
        ).save(force_create=True)
        if edition.version > keep:
            await PromptTemplateEditionRow.filter(
                template_id=edition.template_id, version__lte=edition.version - keep
            ).delete()

    async def editions(
        self, template_ids: Sequence[UUID], *, user_id: UUID
    ) -> Mapping[UUID, Sequence[TemplateEdition]]:
        """See `PromptTemplates.editions`."""
        visible = Q(template__user_id=user_id) | Q(template__user_id__isnull=True)
        rows = PromptTemplateEditionRow.filter(visible, template_id__in=template_ids).order_by(
            "template_id", "-version"
        )
        found: defaultdict[UUID, list[TemplateEdition]] = defaultdict(list)
        for row in await rows:
            found[row.template_id].append(_edition(row))
        return found


async def release_templates(seeds: Sequence[Seed], now: datetime) -> None:
    """Bring everybody's templates in line with the seeds, all or nothing.

    Only one process may do it at a time.
    """
    templates = PromptTemplateRepository()
    async with transaction():
        rows = await PromptTemplateRow.filter(_owned(None))
        release = release_of(seeds, [_template(row) for row in rows], now)
        for new in release.added:
            await templates.add(new)
        for changed in release.changed:
            await templates.save(changed, previous_version=changed.version - 1)
        for template in (*release.added, *release.changed):
            await templates.record(template.as_edition(None), keep=MOST_EDITIONS)


def _owned(user_id: UUID | None) -> Q:
    return Q(user_id__isnull=True) if user_id is None else Q(user_id=user_id)


def _visible(user_id: UUID) -> Q:
    return Q(user_id=user_id) | Q(user_id__isnull=True)


def _columns(content: TemplateContent) -> dict[str, Any]:
    return {
        "pre_condition": content.pre_condition,
        "post_condition": content.post_condition,
        "description": content.description,
        "model": content.model,
        "temperature": content.temperature,
        "max_tokens": content.max_tokens,
        "active": content.active,
    }


def _template(row: PromptTemplateRow) -> PromptTemplate:
    return PromptTemplate(
        id=row.id,
        user_id=row.user_id,
        key=TemplateKey(row.category, row.action),
        content=TemplateContent(
            pre_condition=row.pre_condition,
            post_condition=row.post_condition,
            description=row.description,
            model=row.model,
            temperature=row.temperature,
            max_tokens=row.max_tokens,
            active=row.active,
        ),
        edition=row.edition,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _edition(row: PromptTemplateEditionRow) -> TemplateEdition:
    return TemplateEdition(
        template_id=row.template_id,
        edition=row.edition,
        version=row.version,
        content=TemplateContent(**row.snapshot),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )
