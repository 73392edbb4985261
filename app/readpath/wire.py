"""How values are spelled in SQL so that PostgreSQL writes the very JSON that Python would.

Where it cannot, `cannot_say` makes the statement fail, and the ordinary path answers instead.
Cursors are spelled here only: the ordinary path lets PostgreSQL write them, too.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Final
from uuid import UUID

from graphql import GraphQLEnumType, GraphQLLeafType
from tortoise import fields
from tortoise.fields.base import Field
from tortoise.fields.data import CharEnumFieldInstance, IntEnumFieldInstance

from app.readpath.declare import Order, Position
from app.readpath.refusal import RefusedError

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS: Final = 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'
_MICROSECONDS: Final = 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'


_UUID: Final = 36
_SORTED: Final = 200
"""Characters of a long text that its place in a list depends on."""
_LIFT: Final = "interval '8766000 hours'"
_BASE64_LINE: Final = 57  # bytes; PostgreSQL begins a new line after them


def literal(text: str) -> str:
    """A text as an SQL literal."""
    quoted = text.replace("'", "''")
    return f"'{quoted}'" if "\\" not in text else " E'" + quoted.replace("\\", "\\\\") + "'"


def name(text: str) -> str:
    """A text as an SQL identifier."""
    quoted = text.replace('"', '""')
    return f'"{quoted}"'


def cannot_say(value: str) -> str:
    """JSON that fails when it is evaluated, and is null for null."""
    return f"('!' || {value})::json"


def _date_time(value: str) -> str:
    utc = f"({value} AT TIME ZONE 'UTC')"
    known = f"{value} >= '0001-01-01 00:00:00Z' AND {value} < '10000-01-01 00:00:00Z'"
    return (
        f"CASE WHEN {known} THEN CASE WHEN date_trunc('second', {value}) = {value} "
        f"THEN to_char({utc}, '{_SECONDS}') ELSE to_char({utc}, '{_MICROSECONDS}') END "
        f"ELSE {cannot_say(value)}::text END"
    )


def _date(value: str) -> str:
    known = f"{value} BETWEEN '0001-01-01' AND '9999-12-31'"
    return f"CASE WHEN {known} THEN to_json({value}) ELSE {cannot_say(value)} END"


# PostgreSQL and Python write the same shortest digits between 0.0001 and 1e15, but for the `.0`.
def _float(value: str) -> str:
    plain = f"abs({value}) >= 0.0001 AND abs({value}) < 1e15 OR {value} = 0"
    return (
        f"CASE WHEN {plain} THEN CASE WHEN {value} = trunc({value}) "
        f"THEN ({value} || '.0')::json ELSE to_json({value}) END ELSE {cannot_say(value)} END"
    )


def _int64(value: str) -> str:
    fits = f"{value} BETWEEN -2147483648 AND 2147483647"
    return f"CASE WHEN {fits} THEN to_json({value}) ELSE {cannot_say(value)} END"


def _as_it_is(value: str) -> str:
    return value


def _text(value: str) -> str:
    return f"{value}::text"


Spelling = Callable[[str], str]

_SPELLINGS: Final[dict[tuple[str, type[Field[Any]]], Spelling]] = {
    ("String", fields.CharField): _as_it_is,
    ("String", fields.TextField): _as_it_is,
    ("Boolean", fields.BooleanField): _as_it_is,
    ("Int", fields.IntField): _as_it_is,
    ("Int", fields.SmallIntField): _as_it_is,
    ("Int", fields.BigIntField): _int64,
    ("Float", fields.FloatField): _float,
    ("UUID", fields.UUIDField): _as_it_is,
    ("DateTime", fields.DatetimeField): _date_time,
    ("Date", fields.DateField): _date,
    ("Decimal", fields.DecimalField): _text,
}


_INTEGERS: Final[dict[type[Field[Any]], int]] = {
    fields.SmallIntField: 2**15,
    fields.IntField: 2**31,
    fields.BigIntField: 2**63,
}
_SORTABLE: Final[tuple[type[Field[Any]], ...]] = (
    fields.DatetimeField,
    fields.DateField,
    fields.CharField,
    fields.TextField,
    *_INTEGERS,
)


def spell(kind: GraphQLLeafType, field: Field[Any], value: str) -> str:
    """A column's value as the JSON of a GraphQL leaf. Raises RefusedError for other pairs."""
    if isinstance(kind, GraphQLEnumType):
        return _enum(kind, field, value)
    spelling = _SPELLINGS.get((kind.name, type(field)))
    if spelling is None:
        raise RefusedError(f"{type(field).__name__} as {kind.name}")
    return spelling(value)


def _enum(kind: GraphQLEnumType, field: Field[Any], value: str) -> str:
    if not isinstance(field, CharEnumFieldInstance | IntEnumFieldInstance):
        raise RefusedError(f"{type(field).__name__} as {kind.name}")
    members: list[Enum] = list(field.enum_type)
    cases = " ".join(
        f"WHEN {_stored(member.value)} THEN {literal(kind.serialize(member))}" for member in members
    )
    return f"CASE {value} {cases} ELSE {cannot_say(value)}::text END"


def _stored(value: str | int) -> str:
    return literal(value) if isinstance(value, str) else str(value)


def global_id(type_name: str, key: str) -> str:
    """URL-safe Base64 of `Type:uuid` without padding."""
    text = f"{literal(type_name + ':')} || {key}"
    if len(type_name) + 1 + _UUID < _BASE64_LINE:
        # No character of it makes one of the two that URLs spell otherwise.
        return f"rtrim(encode(convert_to({text}, 'UTF8'), 'base64'), '=')"
    return _base64(text)


def _base64(text: str) -> str:
    encoded = f"encode(convert_to({text}, 'UTF8'), 'base64')"
    return rf"translate({encoded}, E'+/=\n', '-_')"


def cursor(order: Order, field: Field[Any], alias: str) -> str:
    """The opaque place of a row in a list, made of the order, the id and the sorted value."""
    value = sort_key(order, field, alias)
    if not isinstance(field, _SORTABLE):
        raise RefusedError(f"order by {type(field).__name__}")
    if isinstance(field, fields.DatetimeField):
        value = f"(extract(epoch FROM {value}) * 1000000)::bigint"
    elif isinstance(field, fields.DateField):
        value = f"({value} - date '1970-01-01')"
    body = f"{literal(_order_name(order) + ':')} || {alias}.id"
    if field.null:
        return _base64(f"{body} || coalesce(':' || {value}, '')")
    return _base64(f"{body} || ':' || {value}")


def _order_name(order: Order) -> str:
    return order.column if order.lifted is None else f"{order.column}+{order.lifted[0]}"


def sort_key(order: Order, field: Field[Any], alias: str) -> str:
    """What a list is sorted by: texts without regard to upper and lower case.

    Of long ones only the beginning counts, since a cursor has to carry it.
    """
    value = f"{alias}.{name(order.column)}"
    if order.lifted is not None:
        column, lifted = order.lifted
        later = f"{alias}.{name(column)} = {literal(lifted)}"
        return f"({value} + CASE WHEN {later} THEN {_LIFT} ELSE interval '0' END)"
    if isinstance(field, fields.TextField):
        return f"left(lower({value}), {_SORTED})"
    if isinstance(field, fields.CharField):
        return f"lower({value})"
    return value


def read_cursor(text: str, order: Order, field: Field[Any]) -> Position:
    """The place that a cursor of this order stands for. Raises ValueError for any other text."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        named, key, *rest = raw.decode().split(":", 2)
    except binascii.Error as error:
        raise ValueError("not Base64") from error
    if named != _order_name(order) or (not rest and not field.null) or "\0" in raw.decode():
        raise ValueError("a cursor of another list")
    return Position(UUID(key), _sorted_by(rest[0], field) if rest else None)


def _sorted_by(text: str, field: Field[Any]) -> object:
    if isinstance(field, fields.DatetimeField):
        try:
            return _EPOCH + timedelta(microseconds=int(text))
        except OverflowError as error:
            raise ValueError("beyond the calendar") from error
    if isinstance(field, fields.DateField):
        try:
            return date.fromordinal(_EPOCH.toordinal() + int(text))
        except OverflowError as error:
            raise ValueError("beyond the calendar") from error
    if isinstance(field, fields.CharField | fields.TextField):
        return text
    number = int(text)
    if not -_INTEGERS[type(field)] <= number < _INTEGERS[type(field)]:
        raise ValueError("no number of this column")
    return number
