"""What the tests of texts are made of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.domain.language.model import Provider
from app.domain.language.writing import TextWriting
from app.domain.templates.generation import PreparedPrompt
from app.domain.writing.asking import TextAsking
from app.domain.writing.model import TextRequest
from tests.fakes.language import FakeCatalog, FakeDrafts, FakeModel

TEMPLATE = UUID("018f0000-0000-7000-8000-000000000009")


def asking(model: FakeModel, drafts: FakeDrafts | None = None, **windows: int) -> TextAsking:
    """Asks the same model whoever is meant; 4,096 tokens at most are kept in mind."""
    return TextAsking(
        models={Provider.INTERNAL: model, Provider.EXTERNAL: model},
        catalog=FakeCatalog(windows=windows),
        writing=TextWriting(drafts=drafts or FakeDrafts(), keep_every=0.01),
        most_context=4096,
    )


def a_request(
    text: str = "Write!", *, provider: Provider = Provider.INTERNAL, **changes: Any
) -> TextRequest:
    prompt: dict[str, Any] = {
        "text": text,
        "model": "small",
        "temperature": 0.5,
        "max_tokens": 100,
        "category": "lyrics",
        "action": "generate",
        "template_id": TEMPLATE,
        "edition": "1.0",
    }
    return TextRequest(prompt=PreparedPrompt(**{**prompt, **changes}), provider=provider)
