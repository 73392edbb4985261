"""Fields of filters, and the conditions that they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import Field, fields
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final

import strawberry
from strawberry.utils.str_converters import to_camel_case

from app.domain.errors import InvalidInput
from app.readpath.declare import Condition, Elsewhere
from app.readpath.search import contains
from app.schema.ids import decode_id

LONGEST_SEARCH: Final = 100
_WHERE: Final = "where"
_UNLESS: Final = "unless"
_ARGUMENT: Final = "filter"
_SEPARATOR: Final = "\x1f"
_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
_END: Final = datetime.max.replace(tzinfo=UTC)

_Where = Callable[[Any, str], Condition | None]


def where(
    column: str,
    *,
    id_of: str | None = None,
    unset: Condition | None = None,
    unless: str | None = None,
    **field: Any,
) -> Any:
    """A field of a filter: a column that equals it. `id_of` names the type of a global id.

    `unset` is the condition where the field is not given; neither counts where the field `unless`
    is given, and both of them are too much.
    """

    def condition(value: Any, path: str) -> Condition | None:
        if value is None:
            return unset
        if id_of is not None:
            return Condition(column, "=", decode_id(id_of, value, _ARGUMENT, path))
        if isinstance(value, str) and "\0" in value:
            raise InvalidInput("text.nul", _ARGUMENT, path)
        return Condition(column, "=", value.value if isinstance(value, Enum) else value)

    return _declared(condition, unless, **field)


def one_of(column: str, *, most: int, **field: Any) -> Any:
    """A field of a filter: a column that equals one of 1 to `most` values of an enum."""

    def condition(values: Sequence[Enum] | None, path: str) -> Condition | None:
        if values is None:
            return None
        if not values:
            raise InvalidInput("list.empty", _ARGUMENT, path)
        if len(values) > most:
            raise InvalidInput("list.too_long", _ARGUMENT, path, max=most, length=len(values))
        return Condition(column, "in", tuple(each.value for each in values))

    return _declared(condition, **field)


def preset(*, unset: Condition | None = None, **field: Any) -> Any:
    """A field of a filter: an enum whose values are the conditions themselves; others are none.

    `unset` is the condition where the field is not given.
    """

    def condition(value: Enum | None, _path: str) -> Condition | None:
        if value is None:
            return unset
        return value.value if isinstance(value.value, Condition) else None

    return _declared(condition, **field)


def since(column: str, **field: Any) -> Any:
    """A field of a filter: a moment, that of the column or an earlier one."""
    return _declared(
        lambda value, _path: value and Condition(column, ">=", _in_utc(value)), **field
    )


def until(column: str, **field: Any) -> Any:
    """A field of a filter: a moment, that of the column or a later one."""
    return _declared(
        lambda value, _path: value and Condition(column, "<=", _in_utc(value)), **field
    )


def _in_utc(moment: datetime) -> datetime:
    """The moment in UTC; what lies beyond the calendar there is its end."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return _BEGINNING if moment.year == 1 else _END


def tagged(column: str, *, most: int, **field: Any) -> Any:
    """A field of a filter: 1 to `most` texts, each one of the column's comma-separated ones."""

    def condition(values: Sequence[str] | None, path: str) -> Condition | None:
        if values is None:
            return None
        if not values:
            raise InvalidInput("list.empty", _ARGUMENT, path)
        if len(values) > most:
            raise InvalidInput("list.too_long", _ARGUMENT, path, max=most, length=len(values))
        return Condition(column, "tagged", tuple(_tag(each, path) for each in values))

    return _declared(condition, **field)


def _tag(value: str, path: str) -> str:
    tag = value.strip()
    if not tag:
        raise InvalidInput("text.blank", _ARGUMENT, path)
    if "\0" in tag:
        raise InvalidInput("text.nul", _ARGUMENT, path)
    if "," in tag:
        raise InvalidInput("tag.comma", _ARGUMENT, path)
    if len(tag) > LONGEST_SEARCH:
        raise InvalidInput("text.too_long", _ARGUMENT, path, max=LONGEST_SEARCH, length=len(tag))
    return tag


def search(column: str, *, elsewhere: Elsewhere | None = None, **field: Any) -> Any:
    """A field of a filter: a text that is in one of the texts that `column` is made of, or else.

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
        return contains(column, term, elsewhere)

    return _declared(condition, **field)


def _declared(condition: _Where, unless: str | None = None, **field: Any) -> Any:
    return strawberry.field(default=None, metadata={_WHERE: condition, _UNLESS: unless}, **field)


def conditions(kind: type | None, given: Any) -> tuple[Condition, ...]:
    """What a filter of this kind asks for; the fields of `kind` are made by this module."""
    found = (_condition(each, given) for each in (fields(kind) if kind else ()))
    return tuple(condition for condition in found if condition is not None)


def _condition(field: Field[Any], given: Any) -> Condition | None:
    value, path = getattr(given, field.name, None), to_camel_case(field.name)
    unless = field.metadata[_UNLESS]
    if unless and getattr(given, unless, None) is not None:
        if value is not None:
            raise InvalidInput("filter.both", _ARGUMENT, path, other=to_camel_case(unless))
        return None
    found: Condition | None = field.metadata[_WHERE](value, path)
    return found
