"""SQL and Python spell every value alike, byte for byte, or the statement fails."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping
from typing import Final

import asyncpg
import pytest
from graphql import GraphQLFloat, GraphQLInt, GraphQLString
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tortoise import fields

from app.readpath import wire
from app.readpath.refusal import RefusedError
from app.schema.ids import encode_id
from tests.readpath.wired import KEY, Mood, Table, kind_of, wired_table

QUICK = settings(max_examples=150, deadline=None)
# PostgreSQL's texts hold every character but NUL; a lone surrogate is none.
TEXTS: Final = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
ODD_TEXTS: Final = [
    "",
    "plain",
    "\"quoted\" 'single' \\back\\ /slash/ </script>",
    "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f",
    "äöüß ÄÖÜẞ İı ﬀ",
    "🎵 👩‍👩‍👧 \u2028 \u2029 \ufeff \uffff \U0010ffff",
    '{"!said" :[0, {}]}',
]
SAME: Final[Mapping[str, list[str]]] = {
    "text": ODD_TEXTS,
    "short": ODD_TEXTS,
    "yes": ["true", "false"],
    "small": ["0", "-32768", "32767"],
    "count": ["0", "-1", "2147483647", "-2147483648"],
    "big": ["0", "-1", "2147483647", "-2147483648"],
    "ratio": [
        "0",
        "-0",
        "1",
        "-3",
        "0.1",
        "0.0001",
        "-0.0001",
        "0.30000000000000004",
        "123456789012345.6",
        "100000000000000",
        "999999999999999",
        "999999999999999.9",
        "-999999999999999.9",
        "2.675",
    ],
    "at": [
        "2026-03-01 17:30:00Z",
        "2026-03-01 17:30:00.000001Z",
        "2026-03-01 17:30:00.12Z",
        "2026-03-01 17:30:00.999999Z",
        "2026-03-29 03:30:00+02",
        "1969-12-31 23:59:59.999999Z",
        "1883-11-18 12:00:00.5Z",
        "0001-01-01 00:00:00Z",
        "0001-01-01 00:00:00.000001Z",
        "9999-12-31 23:59:59Z",
        "9999-12-31 23:59:59.999999Z",
    ],
    "day": ["2026-03-01", "2024-02-29", "1900-01-01", "0001-01-01", "9999-12-31"],
    "price": ["0", "-0", "1", "1.5", "1.500", "-0.001", "999999999.999", "100", "0.000"],
    "key": [str(KEY), "00000000-0000-0000-0000-000000000000", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"],
    "mood": [mood.value for mood in Mood],
}
FAILING: Final[Mapping[str, list[str]]] = {
    "big": ["2147483648", "-2147483649", "9223372036854775807", "-9223372036854775808"],
    "ratio": ["NaN", "Infinity", "-Infinity"],
    "mood": ["", " ", "GLAD", "Glad", "glad ", "sad", '"', "null"],
}
# Values that Python cannot hold, or spells in its own way.
BEYOND: Final[Mapping[str, list[str]]] = {
    "ratio": ["9.99e-5", "-9.99e-5", "1e15", "-1e15", "1e16", "5e-324", "2.2e-308", "1e308"],
    "at": ["infinity", "-infinity", "10000-01-01 00:00:00Z", "0044-03-15 12:00:00Z BC"],
    "day": ["infinity", "-infinity", "10000-01-01", "0044-03-15 BC"],
    "price": ["NaN"],
}
ZONES: Final = ["UTC", "Asia/Kolkata", "America/St_Johns", "Europe/Amsterdam", "Etc/GMT-14"]


def pairs(values: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(column, value) for column, each in values.items() for value in each]


@pytest.fixture(scope="module")
async def table(database_url: str) -> AsyncIterator[Table]:
    async with wired_table(database_url) as table:
        yield table


async def check_never_different(table: Table, column: str) -> None:
    try:
        by_sql = await table.by_sql(column)
    except asyncpg.PostgresError:
        return
    assert by_sql == await table.by_python(column)


@pytest.mark.parametrize(("column", "value"), pairs(SAME))
async def test_sql_and_python_write_the_same(column: str, value: str, table: Table) -> None:
    await table.keep(column, value)
    assert await table.by_sql(column) == await table.by_python(column)


@pytest.mark.parametrize("column", [column for column in SAME if column not in {"at", "count"}])
async def test_null_is_null(column: str, table: Table) -> None:
    await table.keep(column, None)
    assert await table.by_sql(column) == await table.by_python(column) == b'{"v":null}'


@pytest.mark.parametrize(("column", "value"), pairs(FAILING))
async def test_what_has_no_json_makes_the_statement_fail(
    column: str, value: str, table: Table
) -> None:
    await table.keep(column, value)
    with pytest.raises(asyncpg.InvalidTextRepresentationError):
        await table.by_sql(column)


@pytest.mark.parametrize(("column", "value"), pairs(BEYOND))
async def test_a_value_that_python_spells_otherwise_makes_the_statement_fail(
    column: str, value: str, table: Table
) -> None:
    await table.keep(column, value)
    await check_never_different(table, column)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("style", ["ISO, MDY", "SQL, DMY", "German, DMY"])
async def test_neither_time_zone_nor_date_style_of_the_session_matters(
    zone: str, style: str, table: Table
) -> None:
    await table.connection.execute(f"SET TIME ZONE '{zone}'; SET datestyle = '{style}'")
    try:
        for column in ("at", "day"):
            for value in SAME[column]:
                await table.connection.execute("DELETE FROM wired")
                await table.keep(column, value)
                assert await table.by_sql(column) == await table.by_python(column)
    finally:
        await table.connection.execute("RESET timezone; RESET datestyle")


@QUICK
@given(st.floats())
@example(math.nextafter(0.0001, 0))
@example(math.nextafter(1e15, 0))
async def test_no_float_is_ever_different(table: Table, value: float) -> None:
    await table.keep("ratio", repr(value))
    await check_never_different(table, "ratio")


@QUICK
@given(st.floats(0.0001, 1e15, exclude_max=True), st.sampled_from([1, -1]))
async def test_everyday_floats_do_not_fail(table: Table, value: float, sign: int) -> None:
    await table.keep("ratio", repr(value * sign))
    assert await table.by_sql("ratio") == await table.by_python("ratio")


@QUICK
@given(st.integers(-(10**14), 10**14))
async def test_whole_floats_keep_their_point(table: Table, value: int) -> None:
    await table.keep("ratio", str(value))
    assert await table.by_sql("ratio") == await table.by_python("ratio")


@QUICK
@given(st.datetimes())
async def test_every_moment_of_the_calendar_is_the_same(table: Table, value: object) -> None:
    await table.keep("at", f"{value}Z")
    assert await table.by_sql("at") == await table.by_python("at")


@QUICK
@given(TEXTS)
async def test_every_text_is_the_same(table: Table, value: str) -> None:
    await table.keep("text", value)
    assert await table.by_sql("text") == await table.by_python("text")


@QUICK
@given(st.decimals(-999_999_999, 999_999_999, places=3))
async def test_every_decimal_keeps_its_places(table: Table, value: object) -> None:
    await table.keep("price", str(value))
    assert await table.by_sql("price") == await table.by_python("price")


@pytest.mark.parametrize("length", [1, 2, 3, 4, 19, 20, 21, 76, 77, 300])
async def test_a_global_id_is_the_one_that_python_writes(length: int, table: Table) -> None:
    await table.keep("text", None)
    name = "Song" * (length // 4) + "X" * (length % 4)
    written = await table.json(wire.global_id(name, "o.id"))
    assert written == b'{"v":"%b"}' % encode_id(name, KEY).encode()


@QUICK
@given(TEXTS)
@example("\\")
@example("\\'; DROP TABLE wired --")
@example("E'\\''")
async def test_a_text_as_a_literal_is_that_text(table: Table, text: str) -> None:
    assert await table.connection.fetchval(f"SELECT {wire.literal(text)}::text") == text


@QUICK
@given(TEXTS.filter(lambda text: 0 < len(text.encode()) < 64))
@example('a"b')
@example('"; DROP TABLE wired --')
async def test_a_text_as_a_name_is_that_name(table: Table, text: str) -> None:
    row = await table.connection.fetchrow(f"SELECT 1 AS {wire.name(text)}")
    assert row is not None
    assert list(row.keys()) == [text]


async def test_what_cannot_be_said_fails_and_null_is_null(table: Table) -> None:
    await table.keep("text", None)
    assert await table.json(wire.cannot_say("o.text")) == b'{"v":null}'
    for text in ("", "1", "null", '"x"', "[]"):
        await table.keep("text", text)
        with pytest.raises(asyncpg.InvalidTextRepresentationError):
            await table.json(wire.cannot_say("o.text"))


def test_pairs_that_nobody_proved_are_refused() -> None:
    for kind, field in (
        (GraphQLFloat, fields.IntField()),
        (GraphQLInt, fields.FloatField()),
        (GraphQLString, fields.UUIDField()),
        (GraphQLString, fields.CharEnumField(Mood)),
        (GraphQLString, fields.JSONField()),
        (GraphQLString, fields.DatetimeField()),
        (kind_of("mood"), fields.CharField(max_length=10)),
        (kind_of("at"), fields.DateField()),
    ):
        with pytest.raises(RefusedError):
            wire.spell(kind, field, "o.x")
