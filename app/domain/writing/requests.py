"""From a wish to what a model is told: strictly by the templates that the person sees."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.language.model import Provider
from app.domain.templates.service import TemplateService
from app.domain.writing.model import TextRequest, TextWish


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRequests:
    """Prepares requests. Every model that is not one of `external` runs on our own machines."""

    templates: TemplateService
    external: frozenset[str]

    async def prepared(self, user_id: UUID, wish: TextWish) -> TextRequest:
        """The request of a wish; keeps nothing.

        Raises InvalidInput, TemplateNotFound and TemplateIncomplete.
        """
        prompt = await self.templates.prepared(
            user_id,
            wish.category,
            wish.action,
            input=wish.input,
            instructions=wish.instructions,
            context=wish.context,
            overrides=wish.overrides,
        )
        external = prompt.model in self.external
        return TextRequest(
            prompt=prompt, provider=Provider.EXTERNAL if external else Provider.INTERNAL
        )
