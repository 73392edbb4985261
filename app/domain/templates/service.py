"""Use-cases of prompt templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.changes import demand_version
from app.domain.errors import Conflict, InvalidState, NotFound, TemplateNotFound
from app.domain.identity import new_id
from app.domain.ports import Clock, Transaction
from app.domain.templates.content import TemplateChanges, TemplateContent, TemplateRules
from app.domain.templates.effective import SeenTemplate, effective, seen
from app.domain.templates.generation import (
    NO_OVERRIDES,
    Overrides,
    PreparedPrompt,
    PromptPreview,
    check_preview,
    check_request,
    prepare,
    preview,
)
from app.domain.templates.model import (
    MOST_EDITIONS,
    MOST_TEMPLATES,
    PromptTemplate,
    TemplateEdition,
    TemplateKey,
    TemplateWish,
    new_template,
)
from app.domain.templates.ports import PromptTemplates


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateService:
    """Reading, changing and using templates. Nobody changes everybody's, only an own copy."""

    templates: PromptTemplates
    rules: TemplateRules
    transaction: Transaction
    clock: Clock

    async def get(self, user_id: UUID, template_id: UUID) -> SeenTemplate | None:
        """A template of one's own, or everybody's."""
        found = await self.templates.get(template_id, user_id=user_id)
        if found is None:
            return None
        return seen(found, await self.templates.of_key(found.key, user_id=user_id))

    async def find(
        self, user_id: UUID, category: str, action: str, *, include_inactive: bool = False
    ) -> SeenTemplate | None:
        """The template in effect for a key. Raises InvalidInput for names that cannot be."""
        key = TemplateKey.of(category, action)
        return await self._in_effect(user_id, key, include_inactive=include_inactive)

    async def all_of(
        self, user_id: UUID, *, include_inactive: bool = False
    ) -> Sequence[SeenTemplate]:
        """The templates in effect, by category, then action."""
        visible = await self.templates.visible_to(user_id)
        return effective(visible, include_inactive=include_inactive)

    async def editions(
        self, user_id: UUID, template_ids: Sequence[UUID]
    ) -> Mapping[UUID, Sequence[TemplateEdition]]:
        """What templates said before and say now, newest first, at most 50 each."""
        return await self.templates.editions(template_ids, user_id=user_id)

    async def create(self, user_id: UUID, wish: TemplateWish) -> PromptTemplate:
        """Keep a template for a key that has none.

        Raises InvalidInput, Conflict with the template that is there already, and InvalidState
        for one more than a person may have.
        """
        key, content = TemplateKey.of(wish.category, wish.action), wish.content.checked(self.rules)
        async with self.transaction():
            await self.templates.lock(user_id)
            present = await self._in_effect(user_id, key, include_inactive=True)
            if present is not None:
                raise _taken(present.template)
            return await self._add(
                user_id,
                new_template(
                    key, content, template_id=new_id(), user_id=user_id, now=self.clock.now()
                ),
            )

    async def update(
        self,
        user_id: UUID,
        template_id: UUID,
        changes: TemplateChanges,
        *,
        expected_version: int | None,
    ) -> PromptTemplate:
        """Change an own template, or make an own copy of everybody's with the changes.

        Raises InvalidInput, NotFound, Conflict with the current template when the version is
        stale, Conflict with the own one when everybody's has an own copy already, and
        InvalidState for a copy more than a person may have.
        """
        checked = changes.checked()
        async with self.transaction():
            await self.templates.lock(user_id)
            current = await self._get(user_id, template_id)
            demand_version(current, expected_version)
            content = current.content.changed(checked).checked(self.rules, before=current.content)
            if current.user_id is None:
                return await self._take_over(user_id, current, content)
            changed = current.changed(content, self.clock.now())
            if not await self.templates.save(changed, previous_version=current.version):
                raise NotFound("template.not_found", "id")
            await self._record(user_id, changed)
        return changed

    async def delete(self, user_id: UUID, template_id: UUID) -> SeenTemplate | None:
        """Forget an own template; answers everybody's, which is in effect again, if there is one.

        Raises NotFound, and InvalidState for everybody's.
        """
        async with self.transaction():
            await self.templates.lock(user_id)
            current = await self._get(user_id, template_id)
            if current.user_id is None:
                raise InvalidState("template.everybodys", "id")
            await self.templates.remove(template_id, user_id=user_id)
            return await self._in_effect(user_id, current.key, include_inactive=True)

    async def prepared(
        self,
        user_id: UUID,
        category: str,
        action: str,
        *,
        input: str,  # noqa: A002 - what everybody calls it
        instructions: str | None = None,
        context: str | None = None,
        overrides: Overrides = NO_OVERRIDES,
    ) -> PreparedPrompt:
        """What a model is told, and which model.

        `context` comes first; its length is the caller's business. Raises InvalidInput,
        TemplateNotFound when no active template is in effect, and TemplateIncomplete.
        """
        check_request(input, instructions)
        checked = overrides.checked(self.rules)
        found = await self.find(user_id, category, action)
        if found is None:
            key = TemplateKey.of(category, action)
            raise TemplateNotFound("template.none", category=key.category, action=key.action)
        return prepare(
            found.template,
            input_text=input,
            instructions=instructions,
            context=context,
            overrides=checked,
        )

    async def preview(
        self,
        user_id: UUID,
        category: str,
        action: str,
        *,
        input: str,  # noqa: A002 - what everybody calls it
        instructions: str | None = None,
    ) -> PromptPreview | None:
        """What a model would be told; None when no active template is in effect.

        Raises InvalidInput.
        """
        check_preview(input, instructions)
        found = await self.find(user_id, category, action)
        return preview(found, input_text=input, instructions=instructions) if found else None

    async def _in_effect(
        self, user_id: UUID, key: TemplateKey, *, include_inactive: bool
    ) -> SeenTemplate | None:
        visible = await self.templates.of_key(key, user_id=user_id)
        return next(iter(effective(visible, include_inactive=include_inactive)), None)

    async def _get(self, user_id: UUID, template_id: UUID) -> PromptTemplate:
        found = await self.templates.get(template_id, user_id=user_id)
        if found is None:
            raise NotFound("template.not_found", "id")
        return found

    async def _take_over(
        self, user_id: UUID, everybodys: PromptTemplate, content: TemplateContent
    ) -> PromptTemplate:
        for present in await self.templates.of_key(everybodys.key, user_id=user_id):
            if present.user_id == user_id:
                raise Conflict("template.taken_over", "id", current=present)
        now = self.clock.now()
        own = everybodys.taken_over(content, template_id=new_id(), user_id=user_id, now=now)
        return await self._add(user_id, own)

    async def _add(self, user_id: UUID, template: PromptTemplate) -> PromptTemplate:
        if await self.templates.count(user_id) >= MOST_TEMPLATES:
            raise InvalidState("template.too_many", max=MOST_TEMPLATES)
        await self.templates.add(template)
        await self._record(user_id, template)
        return template

    async def _record(self, user_id: UUID, template: PromptTemplate) -> None:
        await self.templates.record(template.as_edition(user_id), keep=MOST_EDITIONS)


def _taken(present: PromptTemplate) -> Conflict:
    key = "template.taken" if present.user_id else "template.taken_by_everybodys"
    return Conflict(key, "action", current=present)
