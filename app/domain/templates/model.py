"""Templates: how a language model is asked for one thing, named by a category and an action."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple, Self
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset, given
from app.domain.errors import InvalidInput
from app.domain.text import Checks

LONGEST_NAME: Final = 50
"""Of a category and of an action."""
LONGEST_CONDITION: Final = 10_000
LONGEST_DESCRIPTION: Final = 2_000
LOWEST_TEMPERATURE: Final = 0.0
HIGHEST_TEMPERATURE: Final = 2.0
MOST_TOKENS: Final = 32_000
MOST_TEMPLATES: Final = 100
"""Templates of one's own that a person may have."""
MOST_EDITIONS: Final = 50
"""Editions that are kept of one template."""
FIRST_EDITION: Final = "1.0"

_ALIASES: Final = {"images": "image", "songs": "music", "title": "titel"}
_NUMBER: Final = re.compile(r"\s*[0-9]{1,6}(?:\.[0-9]{0,6})?\s*", re.ASCII)


class TemplateKey(NamedTuple):
    """What a template is for, in lower case; a person has one template for each."""

    category: str
    action: str

    @classmethod
    def of(cls, category: str, action: str) -> Self:
        """The key that somebody means: trimmed, in lower case, aliases of categories resolved.

        Raises InvalidInput for a name that is blank or longer than 50.
        """
        checks = Checks()
        named = checks.required("category", category.lower(), longest=LONGEST_NAME)
        key = cls(
            category=_ALIASES.get(named, named),
            action=checks.required("action", action.lower(), longest=LONGEST_NAME),
        )
        checks.raise_problems()
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRules:
    """What the operator decides: the models that a template may name."""

    models: tuple[str, ...]

    def model(self, checks: Checks, field: str, name: str | None) -> str | None:
        """A model's name, trimmed, where blank means none; a problem unless it is allowed."""
        trimmed = (name or "").strip() or None
        if trimmed is not None and trimmed not in self.models:
            possible = ", ".join(self.models)
            checks.problem(field, "template.model_not_allowed", possible=possible)
        return trimmed


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanges:
    """New values of some fields; UNSET leaves one as it is, None clears all but `active`."""

    pre_condition: Maybe[str | None] = UNSET
    post_condition: Maybe[str | None] = UNSET
    description: Maybe[str | None] = UNSET
    model: Maybe[str | None] = UNSET
    temperature: Maybe[float | None] = UNSET
    max_tokens: Maybe[int | None] = UNSET
    active: Maybe[bool | None] = UNSET

    def checked(self) -> Self:
        """The changes. Raises InvalidInput when there are none, or `active` is cleared."""
        changed = (
            self.pre_condition,
            self.post_condition,
            self.description,
            self.model,
            self.temperature,
            self.max_tokens,
            self.active,
        )
        if all(isinstance(value, Unset) for value in changed):
            raise InvalidInput("input.empty")
        if self.active is None:
            raise InvalidInput("input.not_null", "active")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContent:
    """What a template says: the texts before and after the input, and how the model is set.

    `temperature` is 0..2, `max_tokens` 1..32,000; None leaves them open. An inactive template is
    not used.
    """

    pre_condition: str
    post_condition: str
    description: str | None = None
    model: str | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    active: bool = True

    def changed(self, changes: TemplateChanges) -> Self:
        """The content after changes, not checked yet."""
        active = given(changes.active, self.active)
        return replace(
            self,
            pre_condition=given(changes.pre_condition, self.pre_condition) or "",
            post_condition=given(changes.post_condition, self.post_condition) or "",
            description=given(changes.description, self.description),
            model=given(changes.model, self.model),
            temperature=given(changes.temperature, self.temperature),
            max_tokens=given(changes.max_tokens, self.max_tokens),
            active=self.active if active is None else active,
        )

    def checked(self, rules: TemplateRules, *, before: TemplateContent | None = None) -> Self:
        """The content, its description and model trimmed.

        A model that stays as it was `before` need not be allowed any more. Raises InvalidInput
        for a value beyond its limits, and when both texts are blank.
        """
        checks = Checks()
        kept = before is not None and before.model == self.model
        content = replace(
            self,
            pre_condition=_condition(checks, "pre_condition", self.pre_condition),
            post_condition=_condition(checks, "post_condition", self.post_condition),
            description=checks.optional(
                "description", self.description, longest=LONGEST_DESCRIPTION
            ),
            model=self.model if kept else rules.model(checks, "model", self.model),
            temperature=checked_temperature(checks, self.temperature),
            max_tokens=checked_tokens(checks, self.max_tokens, most=MOST_TOKENS),
        )
        if not self.pre_condition.strip() and not self.post_condition.strip():
            checks.problem("pre_condition", "template.empty")
        checks.raise_problems()
        return content


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWish:
    """What a person says of a new template."""

    category: str
    action: str
    content: TemplateContent


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEdition:
    """What a template said from one change to the next; `changed_by` nobody: a release."""

    template_id: UUID
    edition: str
    version: int
    content: TemplateContent
    changed_at: datetime
    changed_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptTemplate:
    """A template as it stands; without a `user_id` it is everybody's.

    `edition` is what people call its version (1.0, 1.1 ...); `version` counts its changes.
    """

    id: UUID
    user_id: UUID | None
    key: TemplateKey
    content: TemplateContent
    edition: str
    version: int
    created_at: datetime
    updated_at: datetime | None

    def changed(self, content: TemplateContent, now: datetime) -> Self:
        """The next edition, with checked content."""
        return replace(
            self,
            content=content,
            edition=next_edition(self.edition),
            version=self.version + 1,
            updated_at=now,
        )

    def taken_over(
        self, content: TemplateContent, *, template_id: UUID, user_id: UUID, now: datetime
    ) -> Self:
        """A person's own next edition of this template, with checked content."""
        return replace(
            self,
            id=template_id,
            user_id=user_id,
            content=content,
            edition=next_edition(self.edition),
            version=1,
            created_at=now,
            updated_at=None,
        )

    def as_edition(self, changed_by: UUID | None) -> TemplateEdition:
        """Its present edition, as the history keeps it."""
        return TemplateEdition(
            template_id=self.id,
            edition=self.edition,
            version=self.version,
            content=self.content,
            changed_at=self.updated_at or self.created_at,
            changed_by=changed_by,
        )


def new_template(
    key: TemplateKey,
    content: TemplateContent,
    *,
    template_id: UUID,
    user_id: UUID | None,
    now: datetime,
) -> PromptTemplate:
    """A first edition with checked content."""
    return PromptTemplate(
        id=template_id,
        user_id=user_id,
        key=key,
        content=content,
        edition=FIRST_EDITION,
        version=1,
        created_at=now,
        updated_at=None,
    )


def next_edition(edition: str | None) -> str:
    """A tenth more, with one decimal place: 1.0 -> 1.1, 9.9 -> 10.0, 5 -> 5.1.

    1.0 after what is blank or no number.
    """
    if edition is None or not _NUMBER.fullmatch(edition):
        return FIRST_EDITION
    tenth = Decimal("0.1")
    return str((Decimal(edition.strip()) + tenth).quantize(tenth, rounding=ROUND_HALF_UP))


def checked_temperature(checks: Checks, temperature: float | None) -> float | None:
    """A temperature of 0..2, or none."""
    if temperature is None:
        return None
    low, high = LOWEST_TEMPERATURE, HIGHEST_TEMPERATURE
    return checks.within("temperature", temperature, low=low, high=high)


def checked_tokens(checks: Checks, tokens: int | None, *, most: int) -> int | None:
    """A limit of an answer's length in tokens, or none."""
    return None if tokens is None else checks.within("max_tokens", tokens, low=1, high=most)


def _condition(checks: Checks, field: str, text: str) -> str:
    return checks.text(field, text, longest=LONGEST_CONDITION)
