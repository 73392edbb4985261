"""Colours as people write them: red, green and blue in hexadecimal."""

from __future__ import annotations

import re
from typing import Final

from app.domain.text import Checks

_HEX: Final = re.compile("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def canonical(text: str) -> str | None:
    """A colour as `#RRGGBB` in capitals; None for what is not a colour.

    Three or six digits are accepted in any case, with or without `#`.
    """
    found = _HEX.fullmatch(text)
    if found is None:
        return None
    digits = found[1]
    return "#" + (digits if len(digits) == len("RRGGBB") else _doubled(digits)).upper()


def checked_color(checks: Checks, field: str, text: str) -> str:
    """The canonical colour. What is not one is noted as a problem and handed back as it is."""
    color = canonical(text)
    if color is None:
        checks.problem(field, "overlay.color_malformed")
    return color or text


def _doubled(digits: str) -> str:
    return "".join(digit * 2 for digit in digits)
