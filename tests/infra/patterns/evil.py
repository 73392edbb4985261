"""Patterns that hang or fill a machine, and a text that brings it out."""

from __future__ import annotations

from typing import Final

TEXT: Final = ("a" * 40 + "!") * 200

SLOW_TO_MATCH: Final = (
    r"(a|aa)+$",
    r"(a|a?)+$",
    r"^(a|aa)*?$",
    r"(?i)(a|A|aa)+$",
    r"(a+a+)+c|b",
    r"(x+x+)+y|(a|aa)+!!",
    r"(?:(a|aa)+!)+c",
    r"(?=(?=(a|aa)+$)b)",
    r"(.*a){20}$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(?:(?:a|aa){1,1000}){1,1000}b",
    r"(((a{1,1000}){1,1000}){1,1000})b",
)
TAMED: Final = (r"(a+)+$", r"([a-z]+)*=", r"^(?=(a+)+b)", r"(a*)*b", r"\s+$")
TAMED_TEXT: Final = TEXT[: len(TEXT) // 10]
"""They hang other engines; this one has an answer to them, in far less than it may take."""

TOO_LARGE: Final = (
    r"(?:a{5000}){5000}",
    r"(?:(?:(?:a{1000}){1000}){1000}){1000}",
    "(?:" * 100 + "a" + "){9}" * 100,
    "(" * 499 + "a" + ")" * 499,
)
BULKY: Final = r"(?:a{1000}){250}"
"""It compiles, to dozens of megabytes."""
