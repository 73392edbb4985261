"""The stage directions people write into prompts: a scenario number, a duration, a length.

`a slow song 0003 12s` asks for scenario 0003, finished after 12 seconds; `tell me more 40t` for a
text of 40 tokens.
"""

from __future__ import annotations

import re

LONGEST_DURATION = 300.0
MOST_TOKENS = 20_000
FIRST_REGISTERED_PORT = 1024

_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"(?<![\w.:])\d{4}(?!\w)")
_SECONDS = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)s\b")
_TOKENS = re.compile(r"(?<![\w.])(\d{1,9})t\b")


def scenario_number(text: str) -> str | None:
    """The four-digit number a text carries, the first one that starts with 0 before all others.

    Numbers that look like ports (after a colon, or from 1024 on) and the digits of UUIDs are
    no scenario numbers.
    """
    numbers = [
        number
        for number in _FOUR_DIGITS.findall(_UUID.sub(" ", text))
        if int(number) < FIRST_REGISTERED_PORT
    ]
    return next((number for number in numbers if number.startswith("0")), next(iter(numbers), None))


def duration_in(text: str, default: float) -> float:
    """The seconds of the first `<n>s` in a text, at most 300; the default when there is none."""
    found = _SECONDS.search(text)
    return min(float(found.group(1)) if found else default, LONGEST_DURATION)


def tokens_in(text: str) -> int | None:
    """The number of the first `<n>t` in a text, at most 20 000; None when there is none."""
    found = _TOKENS.search(text)
    return min(int(found.group(1)), MOST_TOKENS) if found else None
