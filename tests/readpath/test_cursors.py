"""A cursor is written by SQL and read by Python; nothing else is one."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.readpath import wire
from app.readpath.declare import Order, Position
from tests.readpath.wired import KEY, ROWS, Table, wired_table

QUICK = settings(max_examples=150, deadline=None)
TEXTS: Final = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60
)
MOMENTS: Final = [
    "2026-03-01 17:30:00Z",
    "2026-03-01 17:30:00.000001Z",
    "1969-12-31 23:59:59.999999Z",
    "0001-01-01 00:00:00Z",
    "9999-12-31 23:59:59.999999Z",
]
WORDS: Final = [
    "",
    ":",
    "a:b::c",
    "\"double\" 'single' \\",
    "ÄÖÜẞ straße İ",
    "👩‍👩‍👧 🎵",
    "line\nbreak\ttab",
    "x" * 300,
    "null",
]
KEPT: Final[list[tuple[str, str | None]]] = [
    *(("at", moment) for moment in MOMENTS),
    *(("ended_at", moment) for moment in [*MOMENTS, None]),
    *(("day", day) for day in ("1970-01-01", "2026-02-28", "0001-01-01", "9999-12-31", None)),
    *(("title", word) for word in WORDS),
    *(("short", word) for word in [*WORDS, None]),
    *(("text", word) for word in [*WORDS, None]),
    *(("count", number) for number in ("0", "-1", "2147483647", "-2147483648")),
    *(("small", number) for number in ("-32768", "32767", None)),
    *(("big", number) for number in ("9223372036854775807", "-9223372036854775808", None)),
]


@pytest.fixture(scope="module")
async def table(database_url: str) -> AsyncIterator[Table]:
    async with wired_table(database_url) as table:
        yield table


def encoded(text: str | bytes) -> str:
    raw = text.encode() if isinstance(text, str) else text
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(text: str, column: str) -> Position:
    return wire.read_cursor(text, Order(column, descending=False), ROWS.column(column))


async def check_read_back(table: Table, column: str) -> None:
    order = Order(column, descending=False)
    cursor = await table.cursor(order)
    assert read(cursor, column) == await table.position(order)
    assert not set(cursor) & set("+/=\n")


@pytest.mark.parametrize(("column", "value"), KEPT)
async def test_what_sql_writes_python_reads(column: str, value: str | None, table: Table) -> None:
    await table.keep(column, value)
    await check_read_back(table, column)


@QUICK
@given(TEXTS)
async def test_every_text_is_read_back(table: Table, value: str) -> None:
    await table.keep("short", value)
    await check_read_back(table, "short")


@QUICK
@given(st.datetimes())
async def test_every_moment_is_read_back(table: Table, value: object) -> None:
    await table.keep("at", f"{value}Z")
    await check_read_back(table, "at")


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Europe/Amsterdam"])
async def test_the_time_zone_of_the_session_does_not_matter(zone: str, table: Table) -> None:
    await table.connection.execute(f"SET TIME ZONE '{zone}'")
    try:
        for moment in MOMENTS:
            await table.keep("ended_at", moment)
            await check_read_back(table, "ended_at")
    finally:
        await table.connection.execute("RESET timezone")


FOREIGN: Final = {
    "nothing": "",
    "no Base64": "!!!",
    "a line break": encoded(f"at:{KEY}:0")[:8] + "\n" + encoded(f"at:{KEY}:0")[8:],
    "umlauts": "ä" * 8,
    "half a Base64": "YQ" + "A" * 3,
    "no UTF-8": encoded(b"at:\xff\xfe"),
    "no parts": encoded("at"),
    "no id": encoded("at::0"),
    "an id that is none": encoded("at:song:0"),
    "another column": encoded(f"ended_at:{KEY}:0"),
    "a column that is not there": encoded(f"password_hash:{KEY}:0"),
    "a global id": encoded(f"Song:{KEY}"),
    "no value": encoded(f"at:{KEY}"),
    "an empty value": encoded(f"at:{KEY}:"),
    "no number": encoded(f"at:{KEY}:soon"),
    "a fraction": encoded(f"at:{KEY}:1.5"),
    "NaN": encoded(f"at:{KEY}:nan"),
    "after the calendar": encoded(f"at:{KEY}:{10**18}"),
    "before the calendar": encoded(f"at:{KEY}:-{10**18}"),
    "beyond any time": encoded(f"at:{KEY}:{10**40}"),
    "more digits than Python reads": encoded(f"at:{KEY}:" + "9" * 5000),
    "a NUL": encoded(f"at:{KEY}:0\0"),
    "SQL": encoded(f"at:{KEY}:0'; DROP TABLE songs --"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_nothing_else_is_a_cursor(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every reason is one
        read(FOREIGN[name], "at")


def test_a_text_with_a_nul_is_no_place_in_a_list_of_texts() -> None:
    for text in ("\0", "a\0b"):
        with pytest.raises(ValueError, match="another list"):
            read(encoded(f"short:{KEY}:{text}"), "short")


@pytest.mark.parametrize("column", ["small", "count", "big"])
def test_a_number_that_no_column_holds_is_no_place_in_a_list_of_numbers(column: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every reason is one
        read(encoded(f"{column}:{KEY}:{2**63}"), column)


def test_only_a_list_with_nulls_has_places_without_a_value() -> None:
    assert read(encoded(f"ended_at:{KEY}"), "ended_at") == Position(KEY, None)
    with pytest.raises(ValueError, match="another list"):
        read(encoded(f"at:{KEY}"), "at")


async def test_texts_are_sorted_without_regard_to_case(table: Table) -> None:
    await table.keep("short", "ÄB c")
    assert read(await table.cursor(Order("short", descending=True)), "short").value == "äb c"
