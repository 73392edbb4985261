"""What a language model is told by a template: strictly for generation, leniently for a preview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from app.domain.errors import InvalidInput, Problem, TemplateIncomplete
from app.domain.templates.content import TemplateRules, checked_temperature, checked_tokens
from app.domain.templates.effective import SeenTemplate
from app.domain.templates.model import PromptTemplate
from app.domain.templates.rendering import rendered
from app.domain.text import Checks

LONGEST_INPUT: Final = 10_000
LONGEST_INSTRUCTIONS: Final = 2_000
MOST_TOKENS_ASKED: Final = 4_000
"""Tokens of an answer that one call may ask for."""

DEFAULT_MODEL: Final = "llama3.2:3b"
DEFAULT_TEMPERATURE: Final = 0.7
DEFAULT_MAX_TOKENS: Final = 2048


class TemplateParameter(StrEnum):
    """What a template may leave open."""

    MODEL = "model"
    TEMPERATURE = "temperature"
    MAX_TOKENS = "max_tokens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What one call sets in the place of the template; None leaves it to the template."""

    model: str | None = None
    temperature: float | None = None
    max_tokens: int | None = None

    def checked(self, rules: TemplateRules) -> Self:
        """The overrides, a blank model being none.

        Raises InvalidInput for a model that is not allowed, a temperature outside 0..2 and a
        limit outside 1..4,000 tokens; the paths begin with `overrides`.
        """
        checks = Checks()
        checked = replace(
            self,
            model=rules.model(checks, "model", self.model),
            temperature=checked_temperature(checks, self.temperature),
            max_tokens=checked_tokens(checks, self.max_tokens, most=MOST_TOKENS_ASKED),
        )
        try:
            checks.raise_problems()
        except InvalidInput as error:
            error.problems = tuple(
                Problem(each.key, ("overrides", *each.path), each.params) for each in error.problems
            )
            raise
        return checked


NO_OVERRIDES: Final = Overrides()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPrompt:
    """A model, what it is told, and the template that said so.

    `max_tokens` None: as long as the model likes.
    """

    text: str
    model: str
    temperature: float
    max_tokens: int | None
    category: str
    action: str
    template_id: UUID
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPreview:
    """What a model would be told, with defaults for what the template leaves open."""

    template: SeenTemplate
    text: str
    model: str
    temperature: float
    max_tokens: int
    fallbacks: tuple[TemplateParameter, ...]


def check_request(input_text: str, instructions: str | None) -> None:
    """Input is 1..10,000 characters and not blank, instructions are up to 2,000.

    Raises InvalidInput.
    """
    checks = Checks()
    if not input_text.strip():
        checks.problem("input", "text.blank")
    else:
        checks.text("input", input_text, longest=LONGEST_INPUT)
    checks.text("instructions", instructions or "", longest=LONGEST_INSTRUCTIONS)
    checks.raise_problems()


def check_preview(input_text: str, instructions: str | None) -> None:
    """The same, but that the input may be missing. Raises InvalidInput."""
    checks = Checks()
    checks.text("input", input_text, longest=LONGEST_INPUT)
    checks.text("instructions", instructions or "", longest=LONGEST_INSTRUCTIONS)
    checks.raise_problems()


def prepare(
    template: PromptTemplate,
    *,
    input_text: str,
    instructions: str | None,
    context: str | None,
    overrides: Overrides,
) -> PreparedPrompt:
    """The prompt of a checked request. Nothing is guessed.

    Raises TemplateIncomplete when neither template nor overrides say the model or the
    temperature; 0 is a temperature.
    """
    content = template.content
    model = overrides.model or (content.model or "").strip()
    temperature = content.temperature if overrides.temperature is None else overrides.temperature
    if not model or temperature is None:
        missing = [
            parameter.value
            for parameter, there in (
                (TemplateParameter.MODEL, bool(model)),
                (TemplateParameter.TEMPERATURE, temperature is not None),
            )
            if not there
        ]
        raise TemplateIncomplete("template.incomplete", missing=", ".join(missing))
    return PreparedPrompt(
        text=rendered(content, input_text=input_text, instructions=instructions, context=context),
        model=model,
        temperature=temperature,
        max_tokens=content.max_tokens if overrides.max_tokens is None else overrides.max_tokens,
        category=template.key.category,
        action=template.key.action,
        template_id=template.id,
        edition=template.edition,
    )


def preview(seen: SeenTemplate, *, input_text: str, instructions: str | None) -> PromptPreview:
    """What a checked request would become, and which defaults took the place of what is open."""
    content = seen.template.content
    model, temperature = (content.model or "").strip(), content.temperature
    fallbacks = (
        (TemplateParameter.MODEL, not model),
        (TemplateParameter.TEMPERATURE, temperature is None),
        (TemplateParameter.MAX_TOKENS, content.max_tokens is None),
    )
    return PromptPreview(
        template=seen,
        text=rendered(content, input_text=input_text, instructions=instructions),
        model=model or DEFAULT_MODEL,
        temperature=DEFAULT_TEMPERATURE if temperature is None else temperature,
        max_tokens=content.max_tokens or DEFAULT_MAX_TOKENS,
        fallbacks=tuple(parameter for parameter, fell_back in fallbacks if fell_back),
    )
