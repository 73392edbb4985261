"""Rules for the texts that people type: trimming, limits, and every problem reported at once."""

from __future__ import annotations

from typing import TypeVar

from app.domain.errors import InvalidInput, Problem, Scalar

NumberT = TypeVar("NumberT", int, float)


class Checks:
    """Collects what is wrong with one input, so that a person sees all of it in one answer.

    Lengths count Unicode code points. A NUL character is refused everywhere, because
    PostgreSQL cannot keep it; half surrogate pairs do not come through the JSON parser.
    """

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def problem(self, field: str, key: str, **params: Scalar) -> None:
        """Note that a field is wrong."""
        self._problems.append(Problem(key, (field,), params))

    def raise_problems(self) -> None:
        """Raise InvalidInput with everything noted so far, if anything was."""
        if self._problems:
            raise InvalidInput.of(tuple(self._problems))

    def text(self, field: str, value: str, *, longest: int) -> str:
        """A text kept exactly as typed, up to its limit."""
        if "\0" in value:
            self.problem(field, "text.nul")
        elif len(value) > longest:
            self.problem(field, "text.too_long", max=longest, length=len(value))
        return value

    def present(self, field: str, value: str, *, longest: int) -> str:
        """The same of at least one character."""
        if not value:
            self.problem(field, "text.blank")
        return self.text(field, value, longest=longest)

    def required(self, field: str, value: str, *, longest: int) -> str:
        """A trimmed text that must not be blank."""
        trimmed = value.strip()
        if not trimmed:
            self.problem(field, "text.blank")
            return trimmed
        return self.text(field, trimmed, longest=longest)

    def optional(self, field: str, value: str | None, *, longest: int) -> str | None:
        """A trimmed text where blank means none."""
        trimmed = (value or "").strip()
        return self.text(field, trimmed, longest=longest) if trimmed else None

    def within(self, field: str, value: NumberT, *, low: NumberT, high: NumberT) -> NumberT:
        """A number from `low` to `high`, both included."""
        if not low <= value <= high:
            self.problem(field, "number.out_of_range", min=low, max=high, value=value)
        return value
