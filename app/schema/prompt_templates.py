"""Prompt templates, as clients see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Self, TypeAlias
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from app.domain.templates.content import TemplateContent
from app.domain.templates.effective import SeenTemplate
from app.domain.templates.generation import PromptPreview, TemplateParameter
from app.domain.templates.model import TemplateEdition
from app.schema.context import Info
from app.schema.ids import encode_id
from app.schema.node import Node

Histories: TypeAlias = DataLoader[UUID, Sequence[TemplateEdition]]

_PRE_CONDITION = "The text before the input; may be empty."
_POST_CONDITION = "The text after the input; may be empty."
_DESCRIPTION = "What it is good for."
_MODEL = "The model that is asked; null leaves it open."
_TEMPERATURE = "How freely the model writes, 0 to 2; null leaves it open."
_MAX_TOKENS = "The longest answer in tokens; null: as long as the model likes."
_ACTIVE = "Whether it is used."


def histories(info: Info) -> Histories:
    """The editions of all templates of one answer, read at once."""
    templates, viewer = info.context.services.templates, info.context.signed_in

    async def batch(ids: list[UUID]) -> list[Sequence[TemplateEdition]]:
        found = await templates.editions(viewer.user_id, ids)
        return [found.get(each, ()) for each in ids]

    return DataLoader(batch, cache=False)


@strawberry.type(description="What a prompt template said from one change to the next.")
class PromptTemplateEdition:
    """To bring it back, update the template with its values."""

    edition: str = strawberry.field(description="Its number as people read it, as in `1.1`.")
    version: int = strawberry.field(description="The template's `version` since this change.")
    pre_condition: str = strawberry.field(description=_PRE_CONDITION)
    post_condition: str = strawberry.field(description=_POST_CONDITION)
    description: str | None = strawberry.field(description=_DESCRIPTION)
    model: str | None = strawberry.field(description=_MODEL)
    temperature: float | None = strawberry.field(description=_TEMPERATURE)
    max_tokens: int | None = strawberry.field(description=_MAX_TOKENS)
    active: bool = strawberry.field(description=_ACTIVE)
    changed_at: datetime = strawberry.field(description="When it began.")
    changed_by: strawberry.ID | None = strawberry.field(
        description="The id of the person who made it; null for a release of the studio."
    )

    @classmethod
    def of(cls, edition: TemplateEdition) -> Self:
        """An edition as it was kept."""
        by = edition.changed_by
        return cls(
            edition=edition.edition,
            version=edition.version,
            changed_at=edition.changed_at,
            changed_by=strawberry.ID(encode_id("User", by)) if by else None,
            **_said(edition.content),
        )


@strawberry.type(
    description=(
        "How a language model is asked for one thing, named by `category` and `action`: a text "
        "before the input, one after it, and the model's settings. Everybody's templates come with "
        "the studio; an own one takes the place of everybody's for its owner."
    )
)
class PromptTemplate(Node):
    """Everybody's, or the viewer's own."""

    seen: strawberry.Private[SeenTemplate]
    histories: strawberry.Private[Histories]
    category: str = strawberry.field(description="What it is about, as in `lyrics`.")
    action: str = strawberry.field(description="What it does, as in `improve-section`.")
    pre_condition: str = strawberry.field(description=_PRE_CONDITION)
    post_condition: str = strawberry.field(description=_POST_CONDITION)
    description: str | None = strawberry.field(description=_DESCRIPTION)
    model: str | None = strawberry.field(description=_MODEL)
    temperature: float | None = strawberry.field(description=_TEMPERATURE)
    max_tokens: int | None = strawberry.field(description=_MAX_TOKENS)
    active: bool = strawberry.field(
        description=f"{_ACTIVE} An inactive own one switches everybody's off for its owner, too."
    )
    is_global: bool = strawberry.field(
        name="global", description="Whether it is everybody's; otherwise it is the viewer's own."
    )
    overridden: bool = strawberry.field(
        description=(
            "Whether there is both everybody's template and one of the viewer for this: an own one "
            "can then be deleted to get everybody's back."
        )
    )
    edition: str = strawberry.field(
        description="Grows by a tenth with every change, for people to read, as in `1.1`."
    )
    version: int = strawberry.field(description="Grows by one with every change.")
    created_at: datetime = strawberry.field(description="When it was made.")
    updated_at: datetime | None = strawberry.field(
        description="When it was last changed; null until the first change."
    )

    @strawberry.field(
        description="Everybody's template that this own one takes the place of; null without one."
    )
    def original(self) -> PromptTemplate | None:
        """As it is now, not as it was when it was copied."""
        original = self.seen.original
        if original is None:
            return None
        return PromptTemplate.of(SeenTemplate(template=original, overridden=True), self.histories)

    @strawberry.field(
        description="What it said, newest first, from what it says now; the last 50 are kept."
    )
    async def editions(self) -> list[PromptTemplateEdition]:
        """Its history."""
        kept = await self.histories.load(self.seen.template.id)
        return [PromptTemplateEdition.of(each) for each in kept]

    @classmethod
    def of(cls, seen: SeenTemplate, kept: Histories) -> PromptTemplate:
        """A template as the viewer sees it."""
        template = seen.template
        return cls(
            id=strawberry.ID(encode_id("PromptTemplate", template.id)),
            seen=seen,
            histories=kept,
            category=template.key.category,
            action=template.key.action,
            is_global=template.user_id is None,
            overridden=seen.overridden,
            edition=template.edition,
            version=template.version,
            created_at=template.created_at,
            updated_at=template.updated_at,
            **_said(template.content),
        )

    @classmethod
    async def look_up(cls, info: Info, key: UUID) -> PromptTemplate | None:
        """Everybody's or the viewer's own by its key."""
        viewer = info.context.signed_in
        found = await info.context.services.templates.get(viewer.user_id, key)
        return cls.of(found, histories(info)) if found else None


@strawberry.type(description="The prompt templates of one category.")
class PromptTemplateGroup:
    """By action."""

    category: str = strawberry.field(description="The category.")
    templates: list[PromptTemplate] = strawberry.field(
        description="Its templates, by their actions."
    )

    @classmethod
    def all_of(cls, templates: Sequence[SeenTemplate], info: Info) -> list[Self]:
        """Groups of templates that are sorted by category."""
        kept = histories(info)
        return [
            cls(category=category, templates=[PromptTemplate.of(each, kept) for each in group])
            for category, group in groupby(templates, key=lambda each: each.template.key.category)
        ]


@strawberry.type(description="What a model would be told by a prompt template.")
class RenderedPrompt:
    """Nothing is generated."""

    template: PromptTemplate = strawberry.field(description="The template that it is made of.")
    text: str = strawberry.field(
        description=(
            "The template's text before the input, the input, the instructions and the text after "
            "it: trimmed, without empty ones, joined by blank lines."
        )
    )
    model: str = strawberry.field(description="The model.")
    temperature: float = strawberry.field(description="How freely it writes, 0 to 2.")
    max_tokens: int = strawberry.field(description="The longest answer in tokens.")
    fallbacks: list[TemplateParameter] = strawberry.field(
        description=(
            "What the template leaves open, so that a default is shown here. Generation knows no "
            "defaults: without model or temperature it is a TEMPLATE_INCOMPLETE, without a limit "
            "the answer may be of any length."
        )
    )

    @classmethod
    def of(cls, preview: PromptPreview, info: Info) -> Self:
        """A preview."""
        return cls(
            template=PromptTemplate.of(preview.template, histories(info)),
            text=preview.text,
            model=preview.model,
            temperature=preview.temperature,
            max_tokens=preview.max_tokens,
            fallbacks=list(preview.fallbacks),
        )


def _said(content: TemplateContent) -> dict[str, Any]:
    return {
        "pre_condition": content.pre_condition,
        "post_condition": content.post_condition,
        "description": content.description,
        "model": content.model,
        "temperature": content.temperature,
        "max_tokens": content.max_tokens,
        "active": content.active,
    }
