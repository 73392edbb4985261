"""Inventories as text: CSV and JSON, read into rows of values by column, and written from them.

A cell of a CSV could be run as a formula by a spreadsheet when it begins with `=`, `+`, `-`, `@`,
their wide forms, a tab, a line feed or a carriage return: it is written with an apostrophe before
it, and so is one that begins with an apostrophe. Reading takes that apostrophe away again, and
leaves any other.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, Final, NoReturn

from app.domain.equipment.columns import column_of
from app.domain.errors import InvalidInput

MOST_ROWS: Final = 2000
MOST_COLUMNS: Final = 200
MOST_BYTES: Final = 2 * 2**20
LONGEST_HEADING: Final = 100
MOST_IGNORED: Final = 50
_REQUIRED: Final = ("type", "name")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_GUARD: Final = "'"
_BOM: Final = "\ufeff"
_DELIMITERS: Final = (",", ";")


class TableFormat(StrEnum):
    """How an inventory is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class RawRow:
    """The values of a row by column, as they are in the file; `extra`: it has cells too many.

    None for `values`: it is no row at all. `twice` is a column that it has more than once.
    """

    number: int
    values: Mapping[str, Any] | None = field(repr=False)
    extra: bool = False
    twice: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that are not blank, and the headings that mean nothing."""

    rows: Sequence[RawRow] = field(repr=False)
    ignored: Sequence[str]


def read_table(content: bytes, written_as: TableFormat) -> Table:
    """The table in a file of up to 2 MiB, 200 columns and 2,000 rows. Raises InvalidInput.

    No more than that is looked at, since everybody else waits meanwhile.

    Rows of a CSV are numbered like in a spreadsheet: the first one below the headings is 2.
    Elements of a JSON list are numbered from 1.
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput("import.too_large", "file", max=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput("import.not_utf8", "file") from error
    return _read_csv(text) if written_as is TableFormat.CSV else _read_json(text)


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV with commas, headings and a byte order mark, which Excel wants."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(row.get(each, "")) for each in columns])
    return _BOM + target.getvalue()


def write_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """A JSON object with the list `equipment`."""
    return json.dumps({"equipment": list(rows)}, ensure_ascii=False, indent=2) + "\n"


def _guarded(cell: str) -> str:
    return _GUARD + cell if cell.startswith((*_FORMULA, _GUARD)) else cell


def _unguarded(cell: str) -> str:
    guarded = cell.startswith(_GUARD) and cell[1:].startswith((*_FORMULA, _GUARD))
    return cell[1:] if guarded else cell


def _read_csv(text: str) -> Table:
    if "\0" in text:
        raise InvalidInput("text.nul", "file")
    delimiter = max(_DELIMITERS, key=lambda each: _known(text, each))
    records = _records(text, delimiter)
    headings = next(records, [])
    if len(headings) > MOST_COLUMNS:
        raise InvalidInput("import.too_many_columns", "file", max=MOST_COLUMNS)
    columns = [_column(heading) for heading in headings]
    for column in columns:
        if column is not None and columns.count(column) > 1:
            raise InvalidInput("import.column_twice", "file", column=column)
    for column in _REQUIRED:
        if column not in columns:
            raise InvalidInput("import.column_missing", "file", column=column)
    rows = (
        RawRow(
            number,
            {
                column: _unguarded(cell)
                for column, cell in zip(columns, record, strict=False)
                if column is not None
            },
            extra=any(record[len(columns) :]),
        )
        for number, record in enumerate(records, 2)
        if any(record)
    )
    unknown = (each for each, column in zip(headings, columns, strict=True) if column is None)
    return Table(_counted(islice(rows, MOST_ROWS + 1)), _ignored(unknown))


def _counted(rows: Iterable[Any]) -> list[Any]:
    """The rows, unless they are too many. Raises InvalidInput."""
    listed = list(rows)
    if len(listed) > MOST_ROWS:
        raise InvalidInput("import.too_many_rows", "file", max=MOST_ROWS)
    return listed


def _column(heading: str) -> str | None:
    """The column that a heading means; a very long one means none."""
    return column_of(heading) if len(heading) <= LONGEST_HEADING else None


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise InvalidInput("import.bad_csv", "file", line=reader.line_num) from error


def _known(text: str, delimiter: str) -> int:
    """How many headings mean something when this separates them."""
    try:
        [headings] = islice(_records(text, delimiter), 1)
    except (InvalidInput, ValueError):
        return 0
    return sum(_column(heading) is not None for heading in headings[:MOST_COLUMNS])


def _read_json(text: str) -> Table:
    try:
        # Numbers stay as they are written, however long they are: cells are texts.
        whole = json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("import.bad_json", "file") from error
    listed = whole.get("equipment") if isinstance(whole, dict) else whole
    if not isinstance(listed, list):
        raise InvalidInput("import.bad_json", "file")
    unknown: dict[str, None] = {}
    rows = [_json_row(*each, unknown) for each in enumerate(_counted(listed), 1)]
    return Table(rows, _ignored(unknown))


def _json_row(number: int, element: Any, unknown: dict[str, None]) -> RawRow:
    if not isinstance(element, dict):
        return RawRow(number, None)
    values: dict[str, Any] = {}
    twice = None
    for key in islice(element, MOST_COLUMNS):
        column = _column(key)
        if column is None:
            unknown[key] = None
        elif column in values:
            twice = column
        else:
            values[column] = element[key]
    return RawRow(number, values, extra=len(element) > MOST_COLUMNS, twice=twice)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _ignored(headings: Iterable[str]) -> list[str]:
    kept = (
        "".join(letter for letter in each if not "\ud800" <= letter <= "\udfff")[:LONGEST_HEADING]
        for each in headings
    )
    return list(islice((each for each in kept if each.strip()), MOST_IGNORED))
