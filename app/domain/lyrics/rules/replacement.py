"""What stands in for a match: JavaScript's `$` references, everything else literally."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

Part = str | int
"""A literal text, or the number of a group; 0 is the whole match."""

_NUMBERED: Final = re.compile(r"\$(?:(?P<sign>[$&])|(?P<number>[0-9]{1,2}))")
_NAMED: Final = re.compile(rf"{_NUMBERED.pattern}|\$<(?P<name>[^>]*)>")


def replacement_parts(
    replacement: str, *, groups: int, names: Mapping[str, int]
) -> tuple[Part, ...]:
    """A replacement as JavaScript's `String.prototype.replace` reads it.

    `groups` is how many the pattern has, `names` maps the names of some to their numbers. `$&` is
    the match, `$$` a dollar sign, `$1` to `$99` a group, where `$10` is `$1` and a `0` when there
    are fewer than ten, and literal when there is no such group. `$<name>` is a group where the
    pattern has named ones, and empty for a name that it has not. A backslash is a backslash.
    """
    parts: list[Part] = []
    end = 0
    for found in (_NAMED if names else _NUMBERED).finditer(replacement):
        parts.append(replacement[end : found.start()])
        end = found.end()
        if found["sign"]:
            parts.append("$" if found["sign"] == "$" else 0)
        elif found["number"]:
            parts += _numbered(found["number"], groups)
        else:
            parts.append(names.get(found["name"], ""))
    parts.append(replacement[end:])
    return tuple(part for part in parts if part != "")


def expanded(parts: tuple[Part, ...], group: Callable[[int], str | None]) -> str:
    """The text for one match; a group that took no part in it is empty."""
    return "".join(part if isinstance(part, str) else group(part) or "" for part in parts)


def _numbered(digits: str, groups: int) -> tuple[Part, ...]:
    if 1 <= int(digits) <= groups:
        return (int(digits),)
    if 1 <= int(digits[0]) <= groups:
        return (int(digits[0]), digits[1:])
    return (f"${digits}",)
