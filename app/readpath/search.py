"""Looking for a text in a column, for PostgreSQL's trigrams."""

from __future__ import annotations

import re
from string import digits
from typing import Final

from app.readpath.declare import Condition, Elsewhere

_TRIGRAM: Final = 3
_WILDCARD: Final = re.compile(r"([%_\\])")


def contains(column: str, term: str, elsewhere: Elsewhere | None = None) -> Condition:
    """That a text column, or one of other rows, has the term in it, in upper or lower case."""
    if not _has_trigram(term):  # The index would be read from end to end.
        return Condition(column, "contains", term, elsewhere)
    return Condition(column, "search", "%" + _WILDCARD.sub(r"\\\1", term) + "%", elsewhere)


def _has_trigram(term: str) -> bool:
    """Whether pg_trgm surely finds three letters or digits in a row, in every locale with UTF-8."""
    words = "".join(each if each.isalpha() or each in digits else " " for each in term).split()
    return any(len(word) >= _TRIGRAM for word in words)
