"""The scalars of the API beyond GraphQL's own: how they are written, and what is refused.

A parser that raises makes a coded VALIDATION error of the literal or variable, never a crash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload
from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition

_RFC3339: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_RFC3339_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_LONGEST_DECIMAL: Final = 100


def parse_date_time(value: object) -> datetime:
    """An aware datetime of an RFC 3339 text; raises ValueError for anything else."""
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError("DateTime must be an RFC 3339 text with an offset.")
    return datetime.fromisoformat(value.upper())


def serialize_date_time(value: datetime) -> str:
    """RFC 3339 with the value's own offset; raises ValueError for a naive datetime."""
    if value.tzinfo is None:
        raise ValueError("A DateTime needs an offset.")
    return value.isoformat()


def parse_date(value: object) -> date:
    """A date of `YYYY-MM-DD`; raises ValueError for anything else."""
    if not isinstance(value, str) or not _RFC3339_DATE.fullmatch(value):
        raise ValueError("Date must be written YYYY-MM-DD.")
    return date.fromisoformat(value)


def parse_uuid(value: object) -> UUID:
    """A UUID of its hyphenated form; raises ValueError for anything else."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise ValueError("UUID must be 32 hexadecimal digits in five groups.")
    return UUID(value)


def parse_decimal(value: object) -> Decimal:
    """A finite decimal of a text or number; raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("Decimal must be a text or a number.")  # noqa: TRY004
    text = str(value)
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("Decimal must be a number.") from error
    # An exponent is short to send and long to write out: 1e999999999 would take a gigabyte.
    short = len(text) <= _LONGEST_DECIMAL and number.is_finite()
    if not short or abs(number.adjusted()) > _LONGEST_DECIMAL:
        raise ValueError("Decimal must be finite and of a sensible length.")
    return number


def serialize_decimal(value: Decimal) -> str:
    """Plain digits without an exponent, all decimal places kept."""
    return format(value, "f")


def parse_upload(value: object) -> UploadFile:
    """The file part a multipart request put in the variable's place.

    Raises ValueError for anything a JSON request can carry.
    """
    if not isinstance(value, UploadFile):
        raise ValueError("Upload must be sent as a part of a multipart request.")  # noqa: TRY004
    return value


def parse_json(value: object) -> object:
    """Any JSON as it is; raises ValueError for what a file was put into by a multipart request."""
    inside = [value]
    while inside:
        each = inside.pop()
        if isinstance(each, UploadFile):
            raise ValueError("JSON must not have files in it.")  # noqa: TRY004
        if isinstance(each, list):
            inside += each
        elif isinstance(each, dict):
            inside += each.values()
    return value


def _refuse_output(_value: object) -> object:
    raise ValueError("Upload is an input only.")


SCALARS: Mapping[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A point in time as RFC 3339 text with an offset, "
        "for example `2026-03-01T17:30:00+00:00`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=serialize_date_time,
        parse_value=parse_date_time,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A calendar day as `YYYY-MM-DD`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=date.isoformat,
        parse_value=parse_date,
    ),
    UUID: strawberry.scalar(
        name="UUID",
        description="A universally unique identifier in its hyphenated form.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        serialize=str,
        parse_value=parse_uuid,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=lambda value: value,
        parse_value=parse_json,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="An exact decimal number, written as text so that no digit is lost; "
        "a number is accepted as input.",
        specified_by_url="https://speleotrove.com/decimal/daconvs.html",
        serialize=serialize_decimal,
        parse_value=parse_decimal,
    ),
    Upload: strawberry.scalar(
        name="Upload",
        description="A file, sent as a part of a multipart request; its variable is null in the "
        "JSON and named in the map.",
        specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
        serialize=_refuse_output,
        parse_value=parse_upload,
    ),
}
"""For `StrawberryConfig(scalar_map=SCALARS)`."""
