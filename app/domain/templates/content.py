"""What a template says, and the limits of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from app.domain.changes import UNSET, Maybe, Unset, given
from app.domain.errors import InvalidInput
from app.domain.text import Checks

LONGEST_CONDITION: Final = 10_000
LONGEST_DESCRIPTION: Final = 2_000
LOWEST_TEMPERATURE: Final = 0.0
HIGHEST_TEMPERATURE: Final = 2.0
MOST_TOKENS: Final = 32_000


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
