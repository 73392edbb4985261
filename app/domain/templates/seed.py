"""One of everybody's templates, as it is written down in a release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.templates.content import TemplateContent
from app.domain.templates.model import TemplateKey

USUAL_MODEL: Final = "llama3.2:3b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What the template is for, and what it says."""

    key: TemplateKey
    content: TemplateContent


def seed(
    category: str,
    action: str,
    description: str,
    *,
    before: str,
    after: str,
    temperature: float,
    max_tokens: int,
) -> Seed:
    """A seed for the usual model."""
    content = TemplateContent(
        pre_condition=before,
        post_condition=after,
        description=description,
        model=USUAL_MODEL,
        temperature=temperature,
        max_tokens=max_tokens,
    )
    return Seed(key=TemplateKey(category, action), content=content)
