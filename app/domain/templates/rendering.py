"""How the text that a model gets is put together."""

from __future__ import annotations

from app.domain.templates.content import TemplateContent

_BLANK_LINE = "\n\n"


def rendered(
    content: TemplateContent,
    *,
    input_text: str,
    instructions: str | None = None,
    context: str | None = None,
) -> str:
    """Context, pre-condition, input, a person's instructions and post-condition.

    Each is trimmed and left out when it is empty; between two is one blank line.
    """
    parts = (context, content.pre_condition, input_text, instructions, content.post_condition)
    trimmed = ((part or "").strip() for part in parts)
    return _BLANK_LINE.join(part for part in trimmed if part)
