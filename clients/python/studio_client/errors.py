"""Why a studio did not do what it was asked; the texts are for the person who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self


class Setback(Exception):
    """Something went wrong with a studio.

    When `retryable`, the same may succeed later, `retry_after` seconds from now at the earliest.
    """

    def __init__(self, text: str, *, retryable: bool, retry_after: float = 0) -> None:
        super().__init__(text)
        self.retryable = retryable
        self.retry_after = retry_after


class Unreachable(Setback):
    """Nobody answers, or not as a studio does."""

    def __init__(self, text: str, *, retryable: bool = True) -> None:
        super().__init__(text, retryable=retryable)


class Refused(Setback):
    """The studio said no, in the reader's language; `code` is its reason for programs."""

    def __init__(
        self, text: str, *, code: str, retryable: bool = False, retry_after: float = 0
    ) -> None:
        super().__init__(text, retryable=retryable, retry_after=retry_after)
        self.code = code

    @classmethod
    def of_mistakes(cls, mistakes: Iterable[Mapping[str, Any]]) -> Self:
        """From the `userErrors` of a payload, at least one."""
        found = list(mistakes)
        return cls("\n".join(map(_mistake, found)), code=found[0]["code"])

    @classmethod
    def of_errors(cls, errors: Iterable[Mapping[str, Any]]) -> Self:
        """From the `errors` of an answer, at least one."""
        found = list(errors)
        why = found[0].get("extensions") or {}
        return cls(
            "\n".join(str(error.get("message")) for error in found),
            code=str(why.get("code", "")),
            retryable=bool(why.get("retryable")),
            retry_after=float((why.get("params") or {}).get("retryAfter") or 0),
        )


def _mistake(mistake: Mapping[str, Any]) -> str:
    path = ".".join(mistake["path"]).removeprefix("input.")
    return f"{path}: {mistake['message']}" if path else str(mistake["message"])
