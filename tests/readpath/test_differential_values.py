"""Values in the database that are hard to say, or that no resolver can answer, on both paths."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from tortoise import Tortoise

from tests.readpath.both import COMPILED, Both, both
from tests.readpath.dataset import (
    choice_key,
    job_id,
    job_key,
    sketch_id,
    sketch_key,
    song_id,
    song_key,
)
from tests.readpath.values import BOBS, UNSPEAKABLE

__all__ = ["both"]

BAD_NUMBER: Final = "replayed: InvalidTextRepresentationError"
SONG: Final = (
    f'{{ song(id: "{song_id(1)}") {{ id title version createdAt updatedAt status '
    "error { code message path params } choices { durationMs } } }"
)
LIST: Final = """
  { songs(first: 100) { nodes { updatedAt status error { code message params }
    choices { durationMs } } } }
"""
SKETCH: Final = f'{{ sketch(id: "{sketch_id(1)}") {{ id createdAt updatedAt version }} }}'
JOB: Final = f'{{ job(id: "{job_id(1)}") {{ id progress startedAt error {{ message params }} }} }}'


@asynccontextmanager
async def stored(table: str, key: object, column: str, value: str) -> AsyncIterator[None]:
    """A row whose column has this value, which is SQL, for a while."""
    connection = Tortoise.get_connection("default")
    row = f"id = '{key}'"
    await connection.execute_script(
        f"CREATE TABLE kept AS SELECT {column} FROM {table} WHERE {row};"  # noqa: S608 - ours
        f"UPDATE {table} SET {column} = {value} WHERE {row};"
    )
    try:
        yield
    finally:
        await connection.execute_script(
            f"UPDATE {table} SET {column} = (SELECT {column} FROM kept) WHERE {row}; "  # noqa: S608 - ours
            "DROP TABLE kept"
        )


FLOATS: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "0", "-0.0", "1", "-1.5", "0.1", "0.30000000000000004", "0.0001", "0.00012345678901234",
            "60000", "123456.789", "1e14", "-99999999999999.98", "999999999999999.9",
            "2.2250738585072014", "4503599627370.4963",
        ),
        COMPILED,
    ),
    **dict.fromkeys(
        (
            "'NaN'", "'Infinity'", "'-Infinity'", "1e-7", "0.00009999999999999999", "1e15",
            "1e16", "1.5e300", "-1e21", "5e-324", "1.7976931348623157e308", "9007199254740993",
        ),
        BAD_NUMBER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("value", FLOATS)
async def test_a_float(value: str, both: Both) -> None:
    async with stored("song_choices", choice_key(1, 0), "duration", value):
        assert (await both.tell(SONG)).outcome == FLOATS[value]
    async with stored("jobs", job_key(1), "progress", value):
        assert (await both.tell(JOB)).outcome == FLOATS[value]


async def test_all_unspeakable_floats_together(both: Both) -> None:
    told = await both.tell("{ songs { nodes { id choices { durationMs } } } }", who="bob")
    assert told.outcome == BAD_NUMBER
    assert len(told.body["errors"]) == 3
    for number in range(len(UNSPEAKABLE)):
        query = f'{{ song(id: "{song_id(BOBS + number)}") {{ choices {{ durationMs }} }} }}'
        assert (await both.tell(query, who="bob")).outcome == BAD_NUMBER


MOMENTS: Final = (
    "'2026-03-01 00:00:00+00'",
    "'2026-03-01 23:59:59.999999+00'",
    "'2026-03-01 12:00:00.12+05:30'",
    "'1969-12-31 23:59:59.999999+00'",
    "'0001-01-01 00:00:00.5+00'",
    "'0999-12-31 23:59:59+00'",
    "'9999-12-31 23:59:59.5+00'",
    "'1883-11-18 12:03:58-04:56:02'",
)
ODD_MOMENTS: Final = (
    "'infinity'",
    "'-infinity'",
    "'10000-01-01 00:00:00+00'",
    "'294276-12-31 23:59:59.999999+00'",
    "'0001-12-31 23:59:59+00 BC'",
    "'4713-01-01 00:00:00+00 BC'",
)
LISTS: Final = (
    "{ songs(first: 100) { edges { cursor node { createdAt } } } }",
    "{ songs(first: 3) { nodes { createdAt } pageInfo { startCursor } } }",
    "{ songs(last: 3) { nodes { createdAt } pageInfo { startCursor } } }",
)


@pytest.mark.parametrize("value", MOMENTS)
async def test_a_moment(value: str, both: Both) -> None:
    async with stored("song_sketches", sketch_key(1), "updated_at", value):
        assert (await both.tell(SKETCH)).outcome == COMPILED
    async with stored("songs", song_key(1), "created_at", value):
        for query in (SONG, *LISTS):
            assert (await both.tell(query)).outcome == COMPILED
    async with stored("jobs", job_key(1), "started_at", value):
        assert (await both.tell(JOB)).outcome == COMPILED


@pytest.mark.parametrize("value", ODD_MOMENTS)
async def test_a_moment_beyond_the_calendar(value: str, both: Both) -> None:
    async with stored("song_sketches", sketch_key(1), "updated_at", value):
        await both.tell(SKETCH)


@pytest.mark.parametrize("query", LISTS)
@pytest.mark.parametrize("value", ODD_MOMENTS)
async def test_a_list_by_a_moment_beyond_the_calendar(value: str, query: str, both: Both) -> None:
    async with stored("songs", song_key(1), "created_at", value):
        await both.tell(query)


def internal(params: str, *, key: str = "job.broken", code: str = "INTERNAL") -> str:
    """An error as it is stored."""
    return f'{{"code": "{code}", "key": "{key}", "params": {params}}}'


BROKE: Final = "replayed: "
ERRORS: Final[dict[str, tuple[str, str]]] = {
    "JSON null": ("null", COMPILED),
    "no object": ("[]", BROKE + "TypeError"),
    "a text": ('"text"', BROKE + "TypeError"),
    "an empty object": ("{}", BROKE + "KeyError"),
    "an unknown code": (internal("{}", code="NOPE"), BROKE + "ValueError"),
    "an unknown key": (internal("{}", key="nope"), COMPILED),
    "a parameter that lacks": (internal("{}", key="provider.failed"), COMPILED),
    "no parameters": ('{"code": "INTERNAL", "key": "job.broken"}', BROKE + "KeyError"),
    "parameters null": (internal("null"), BROKE + "TypeError"),
    "numbers of all kinds": (
        internal('{"a": 1.10, "b": 1e2, "c": 0.00001, "d": -0.0, "e": 18446744073709551615}'),
        COMPILED,
    ),
    "a number beyond 64 bits": (
        internal('{"a": 18446744073709551616, "b": 1234567890123456789012345, "c": 1e-400}'),
        COMPILED,
    ),
    "a number beyond floats": (internal('{"a": 1e400}'), BROKE + "JSONDecodeError"),
    "names of all kinds": (
        internal(
            r'{"z": {"!said": [0]}, "": "", "ü\"\\": [{}, [null]], "a": "\u0001\ud83d\ude00"}'
        ),
        COMPILED,
    ),
}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ERRORS)
async def test_an_error(name: str, language: str, both: Both) -> None:
    text, outcome = ERRORS[name]
    quoted = text.replace("'", "''")
    headers = {"Accept-Language": language}
    async with stored("songs", song_key(1), "error", f"'{quoted}'::jsonb"):
        assert (await both.tell(SONG, headers=headers)).outcome == outcome
        assert (await both.tell(LIST, headers=headers)).outcome == outcome
    async with stored("jobs", job_key(1), "error", f"'{quoted}'::jsonb"):
        assert (await both.tell(JOB, headers=headers)).outcome == outcome


@pytest.mark.parametrize("value", ["'NOPE'", "''", "'success'", "'5'", "'null'", "'true'"])
async def test_an_enum_with_a_value_that_there_is_not(value: str, both: Both) -> None:
    async with stored("songs", song_key(1), "status", value):
        for query in (SONG, LIST, "{ songs(last: 3) { nodes { id status } } }"):
            told = await both.tell(query)
            assert told.outcome == BAD_NUMBER
            assert told.body["errors"]


async def test_a_bad_value_that_nobody_asks_for(both: Both) -> None:
    async with stored("songs", song_key(1), "status", "'NOPE'"):
        await both.tell("{ songs(first: 100) { totalCount nodes { id title } } }")
        await both.tell(f'{{ song(id: "{song_id(1)}") {{ id title }} }}')


@pytest.mark.parametrize("value", ["2147483647", "-2147483648", "0"])
async def test_a_whole_number(value: str, both: Both) -> None:
    async with stored("songs", song_key(1), "version", value):
        assert (await both.tell(SONG)).outcome == COMPILED
