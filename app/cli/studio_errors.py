"""Why the command line could not do what it was asked; the text is for the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self


class Misuse(Exception):
    """The command was given something that cannot be right."""


class Unreachable(Exception):
    """Nobody answers, or not as a studio does; it may be better in a moment."""


class Refused(Exception):
    """The studio said no, in the reader's language; `code` is its reason for programs."""

    def __init__(
        self, text: str, *, code: str = "", retryable: bool = False, retry_after: float = 0
    ) -> None:
        super().__init__(text)
        self.code = code
        self.retryable = retryable
        self.retry_after = retry_after

    @classmethod
    def of_mistakes(cls, mistakes: Iterable[Mapping[str, Any]]) -> Self:
        """From the `userErrors` of a payload, at least one."""
        found = list(mistakes)
        lines = (": ".join([*filter(None, [".".join(m["path"])]), m["message"]]) for m in found)
        return cls("\n".join(lines), code=found[0]["code"])

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
