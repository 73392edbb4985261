"""The pictures that people have, and what they may change of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from app.domain.changes import UNSET, Maybe, Unset
from app.domain.errors import InvalidInput
from app.domain.images.model import LONGEST_TAGS, LONGEST_TITLE, final_prompt, prompt_hash
from app.domain.images.styles import ImageStyles
from app.domain.text import Checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture whose bytes are stored.

    `width` and `height` in pixels. `text_overlay` tells what was written over `source_image_id`
    to make this picture; None where nothing was.
    """

    id: UUID
    user_id: UUID
    user_prompt: str | None
    prompt: str
    enhanced_prompt: str | None
    revised_prompt: str | None
    title: str | None
    tags: str | None
    model: str | None
    size: str
    styles: ImageStyles
    key: str
    content_type: str
    width: int
    height: int
    byte_size: int
    sha256: str
    small_key: str | None
    large_key: str | None
    text_overlay: Mapping[str, Any] | None = None
    source_image_id: UUID | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime | None = None

    @property
    def final_prompt(self) -> str:
        """What the provider was sent."""
        return final_prompt(self.prompt, self.enhanced_prompt)

    @property
    def prompt_hash(self) -> str:
        """The name of `final_prompt`."""
        return prompt_hash(self.final_prompt)

    @property
    def has_overlay(self) -> bool:
        """Whether something was written over it."""
        return self.text_overlay is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageChanges:
    """What a person changes; a field left UNSET stays as it is, None clears it."""

    title: Maybe[str | None] = UNSET
    tags: Maybe[str | None] = UNSET

    def checked(self) -> Self:
        """The changes, trimmed; blank text becomes None.

        Raises InvalidInput when nothing is changed or a text is longer than its limit.
        """
        if all(getattr(self, each.name) is UNSET for each in fields(self)):
            raise InvalidInput("input.empty")
        checks = Checks()
        changes = replace(
            self,
            title=_edited(checks, "title", self.title, LONGEST_TITLE),
            tags=_edited(checks, "tags", self.tags, LONGEST_TAGS),
        )
        checks.raise_problems()
        return changes


def _edited(
    checks: Checks, field: str, value: Maybe[str | None], longest: int
) -> Maybe[str | None]:
    return value if isinstance(value, Unset) else checks.optional(field, value, longest=longest)
