"""New, changed and deleted prompt templates: inputs and payloads."""

from __future__ import annotations

from typing import TypeVar

import strawberry

from app.domain.changes import UNSET, Maybe
from app.domain.templates.content import TemplateChanges, TemplateContent
from app.domain.templates.model import TemplateWish
from app.schema.errors import UserError
from app.schema.jobs import MISTAKES
from app.schema.prompt_templates import PromptTemplate

ValueT = TypeVar("ValueT")

_CATEGORY = (
    "What it is about: 1 to 50 characters, trimmed, in lower case. `images`, `songs` and `title` "
    "mean `image`, `music` and `titel`."
)
_ACTION = "What it does: 1 to 50 characters, trimmed, in lower case."
_PRE_CONDITION = (
    "The text before the input: up to 10,000 characters. It or the text after the input must not "
    "be blank."
)
_POST_CONDITION = "The text after the input: up to 10,000 characters."
_DESCRIPTION = "What it is good for: up to 2,000 characters."
_MODEL = "The model that is asked, one of those that the studio allows; null leaves it open."
_TEMPERATURE = "How freely the model writes: 0 to 2; null leaves it open."
_MAX_TOKENS = "The longest answer: 1 to 32,000 tokens; null: as long as the model likes."
_ACTIVE = "Whether it is used."


@strawberry.input(description="A new prompt template, for what has none yet.")
class CreatePromptTemplateInput:
    """Of the viewer."""

    category: str = strawberry.field(description=_CATEGORY)
    action: str = strawberry.field(description=_ACTION)
    pre_condition: str = strawberry.field(default="", description=_PRE_CONDITION)
    post_condition: str = strawberry.field(default="", description=_POST_CONDITION)
    description: str | None = strawberry.field(default=None, description=_DESCRIPTION)
    model: str | None = strawberry.field(default=None, description=_MODEL)
    temperature: float | None = strawberry.field(default=None, description=_TEMPERATURE)
    max_tokens: int | None = strawberry.field(default=None, description=_MAX_TOKENS)
    active: bool = strawberry.field(default=True, description=_ACTIVE)

    def wish(self) -> TemplateWish:
        """The same in the words of the domain."""
        content = TemplateContent(
            pre_condition=self.pre_condition,
            post_condition=self.post_condition,
            description=self.description,
            model=self.model,
            temperature=self.temperature,
            max_tokens=self.max_tokens,
            active=self.active,
        )
        return TemplateWish(category=self.category, action=self.action, content=content)


@strawberry.input(
    description=(
        "Changes of a prompt template. A field that is not sent stays; null clears all but "
        "`active`."
    )
)
class UpdatePromptTemplateInput:
    """At least one field besides the id and the version."""

    id: strawberry.ID = strawberry.field(
        description="Which template; everybody's stays as it is, and the viewer gets an own copy."
    )
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that the change is based on; a newer one is a CONFLICT.",
    )
    pre_condition: str | None = strawberry.field(
        default=strawberry.UNSET, description=_PRE_CONDITION
    )
    post_condition: str | None = strawberry.field(
        default=strawberry.UNSET, description=_POST_CONDITION
    )
    description: str | None = strawberry.field(default=strawberry.UNSET, description=_DESCRIPTION)
    model: str | None = strawberry.field(default=strawberry.UNSET, description=_MODEL)
    temperature: float | None = strawberry.field(default=strawberry.UNSET, description=_TEMPERATURE)
    max_tokens: int | None = strawberry.field(default=strawberry.UNSET, description=_MAX_TOKENS)
    active: bool | None = strawberry.field(default=strawberry.UNSET, description=_ACTIVE)

    def changes(self) -> TemplateChanges:
        """The changes in the words of the domain."""
        return TemplateChanges(
            pre_condition=_maybe(self.pre_condition),
            post_condition=_maybe(self.post_condition),
            description=_maybe(self.description),
            model=_maybe(self.model),
            temperature=_maybe(self.temperature),
            max_tokens=_maybe(self.max_tokens),
            active=_maybe(self.active),
        )


def _maybe(value: ValueT) -> Maybe[ValueT]:
    return UNSET if value is strawberry.UNSET else value


@strawberry.input(description="Which prompt template is deleted.")
class DeletePromptTemplateInput:
    """One's own only, for good and with its history."""

    id: strawberry.ID = strawberry.field(description="Which template of the viewer.")


@strawberry.type(description="What became of a new prompt template.")
class CreatePromptTemplatePayload:
    """The template, or why there is none."""

    template: PromptTemplate | None = strawberry.field(
        default=None, description="The new template; after a CONFLICT the one that is there."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a prompt template's changes.")
class UpdatePromptTemplatePayload:
    """The changed template; after a conflict the one that is there."""

    template: PromptTemplate | None = strawberry.field(
        default=None,
        description=(
            "The changed template, which has another id when everybody's was changed; after a "
            "CONFLICT the current one."
        ),
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a prompt template to delete.")
class DeletePromptTemplatePayload:
    """Its id, or why it is still there."""

    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of what was deleted."
    )
    template: PromptTemplate | None = strawberry.field(
        default=None,
        description="Everybody's template, which is in effect again; null when there is none.",
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
