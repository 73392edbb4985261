"""What templates need from the outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from app.domain.templates.model import PromptTemplate, TemplateEdition, TemplateKey


class PromptTemplates(Protocol):
    """The templates of all people, and everybody's."""

    async def lock(self, user_id: UUID) -> None:
        """Keep everybody else from changing this person's until the transaction ends."""
        ...

    async def visible_to(self, user_id: UUID) -> Sequence[PromptTemplate]:
        """A person's own ones and everybody's."""
        ...

    async def of_key(self, key: TemplateKey, *, user_id: UUID) -> Sequence[PromptTemplate]:
        """Those of one key that a person may see: an own one, everybody's, both or none."""
        ...

    async def get(self, template_id: UUID, *, user_id: UUID) -> PromptTemplate | None:
        """A template that a person may see."""
        ...

    async def count(self, user_id: UUID) -> int:
        """How many a person has."""
        ...

    async def add(self, template: PromptTemplate) -> None:
        """Keep a new template. Raises Conflict (`template.taken`) when its owner has its key."""
        ...

    async def save(self, template: PromptTemplate, *, previous_version: int) -> bool:
        """Write a changed template if its version is still the previous one."""
        ...

    async def remove(self, template_id: UUID, *, user_id: UUID) -> bool:
        """Forget a person's own template and its editions; False when there is none."""
        ...

    async def record(self, edition: TemplateEdition, *, keep: int) -> None:
        """Add an edition to a template's history, of which the newest `keep` stay."""
        ...

    async def editions(
        self, template_ids: Sequence[UUID], *, user_id: UUID
    ) -> Mapping[UUID, Sequence[TemplateEdition]]:
        """The histories of templates that a person may see, newest first."""
        ...
