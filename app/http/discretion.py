"""graphql-core's words about a value, without the value: it may be a password in a wrong place."""

from __future__ import annotations

import re
from typing import Final

_FOUND: Final = re.compile(r"(?:[,;.]|(?P<asked>\?)) [Ff]ound: .*\Z", re.DOTALL)
_LEAF: Final = re.compile(r"(?P<said> cannot represent [^:]*?value): .*\Z", re.DOTALL)
_ENUM: Final = re.compile(r"\bValue '.*' does not exist in ", re.DOTALL)


def discreet(message: str) -> str:
    """The message with its end cut where it begins to repeat what was sent.

    Names of fields, types and enum values stay, since they are the schema's.
    """
    message = _ENUM.sub("Such a value does not exist in ", message)
    message = _LEAF.sub(r"\g<said>.", message)
    return _FOUND.sub(lambda cut: cut["asked"] or ".", message)
