"""Templates: how a language model is asked for one thing, named by a category and an action."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple, Self
from uuid import UUID

from app.domain.templates.content import TemplateContent
from app.domain.text import Checks

LONGEST_NAME: Final = 50
"""Of a category and of an action."""
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
