"""Fields of filters, and the conditions that they become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from typing import Any, Final

import strawberry
from strawberry.utils.str_converters import to_camel_case

from app.domain.errors import InvalidInput
from app.readpath.declare import Condition
from app.readpath.search import contains
from app.schema.ids import decode_id

LONGEST_SEARCH: Final = 100
_WHERE: Final = "where"
_ARGUMENT: Final = "filter"
_SEPARATOR: Final = "\x1f"

_Where = Callable[[Any, str], Condition | None]


def where(
    column: str, *, id_of: str | None = None, unset: Condition | None = None, **field: Any
) -> Any:
    """A field of a filter: a column that equals it. `id_of` names the type of a global id.

    `unset` is the condition where the field is not given.
    """

    def condition(value: Any, path: str) -> Condition | None:
        if value is None:
            return unset
        if id_of is not None:
            return Condition(column, "=", decode_id(id_of, value, _ARGUMENT, path))
        return Condition(column, "=", value.value if isinstance(value, Enum) else value)

    return _declared(condition, **field)


def search(column: str, **field: Any) -> Any:
    """A field of a filter: a text that is in one of the texts that `column` is made of.

    It joins them with U+001F, which therefore nobody can look for.
    """

    def condition(value: str | None, path: str) -> Condition | None:
        term = (value or "").strip()
        if not term:
            return None
        if "\0" in term:
            raise InvalidInput("text.nul", _ARGUMENT, path)
        if _SEPARATOR in term:
            raise InvalidInput("text.separator", _ARGUMENT, path)
        if len(term) > LONGEST_SEARCH:
            raise InvalidInput(
                "text.too_long", _ARGUMENT, path, max=LONGEST_SEARCH, length=len(term)
            )
        return contains(column, term)

    return _declared(condition, **field)


def _declared(condition: _Where, **field: Any) -> Any:
    return strawberry.field(default=None, metadata={_WHERE: condition}, **field)


def conditions(kind: type | None, given: Any) -> tuple[Condition, ...]:
    """What a filter of this kind asks for; the fields of `kind` are made by this module."""
    found = (
        each.metadata[_WHERE](getattr(given, each.name, None), to_camel_case(each.name))
        for each in (fields(kind) if kind else ())
    )
    return tuple(condition for condition in found if condition is not None)
