from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Sequence
from typing import Any

import asyncpg
import pytest

from app.infra.database import credentials
from tests.api.test_sketches import UNICODE
from tests.studio import Person

DRAFT = "query ($key: String!) { draft(key: $key) { key value rev updatedAt } }"
SAVE = """
mutation ($input: SaveDraftInput!) {
  saveDraft(input: $input) {
    draft { key value rev updatedAt } userErrors { code message path params }
  }
}
"""
LARGEST = 64 * 1024
WAITING = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def save(person: Person, key: str, value: Any, rev: int | None = None) -> dict[str, Any]:
    answer = await person.get(SAVE, input={"key": key, "value": value, "rev": rev})
    return dict(answer["saveDraft"])


async def draft(person: Person, key: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (await person.get(DRAFT, key=key))["draft"]
    return found


async def all_wait(connection: asyncpg.Connection, many: int) -> None:
    """Returns when so many others wait for a lock."""
    async with asyncio.timeout(10):
        while await connection.fetchval(WAITING) < many:
            await asyncio.sleep(0.01)
            # A transaction is told the same again and again.
            await connection.execute("SELECT pg_stat_clear_snapshot()")


async def at_once(
    url: str, rows: str, saves: Sequence[Coroutine[Any, Any, dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The answers of saves that all come to a lock on these rows before one gets past it."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        async with connection.transaction():
            await connection.execute(f"SELECT FROM {rows} FOR UPDATE")
            tasks = [asyncio.create_task(each) for each in saves]
            await all_wait(connection, len(tasks))
        return await asyncio.gather(*tasks)
    finally:
        await connection.close()


def nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


async def test_a_draft_is_saved_and_found_again(ada: Person, bob: Person) -> None:
    assert await draft(ada, "song-generator") is None

    first = await save(ada, "song-generator", {"prompt": "folk"})
    second = await save(ada, "song-generator", {"prompt": "rock"}, rev=1)

    assert first["userErrors"] == second["userErrors"] == []
    assert (first["draft"]["rev"], second["draft"]["rev"]) == (1, 2)
    assert second["draft"]["updatedAt"] > first["draft"]["updatedAt"]
    assert await draft(ada, "song-generator") == second["draft"]
    assert second["draft"]["value"] == {"prompt": "rock"}
    assert await draft(ada, "Song-generator") is None
    assert await draft(bob, "song-generator") is None
    assert (await save(bob, "song-generator", 1))["draft"]["rev"] == 1


@pytest.mark.parametrize("rev", [None, 0, 1, 3, -1, 2**31 - 1])
async def test_another_revision_is_a_conflict_with_the_current_draft(
    ada: Person, rev: int | None
) -> None:
    await save(ada, "k", "one")
    current = (await save(ada, "k", "two", rev=1))["draft"]

    answer = await save(ada, "k", "three", rev=rev)

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("CONFLICT", ["input", "rev"])
    assert error["params"] == {"expected": rev or 0, "actual": 2}
    assert answer["draft"] == current == await draft(ada, "k")


async def test_a_revision_of_a_draft_that_there_is_not_is_a_conflict(ada: Person) -> None:
    answer = await save(ada, "k", "one", rev=1)

    assert (answer["draft"], answer["userErrors"][0]["code"]) == (None, "CONFLICT")
    assert await draft(ada, "k") is None


async def test_a_cleared_draft_goes_on_counting(ada: Person) -> None:
    await save(ada, "k", {"a": 1})

    cleared = (await save(ada, "k", None, rev=1))["draft"]

    assert (cleared["value"], cleared["rev"]) == (None, 2)
    assert await draft(ada, "k") == cleared
    assert (await save(ada, "k", "again"))["userErrors"][0]["code"] == "CONFLICT"
    assert (await save(ada, "k", "again", rev=2))["draft"]["rev"] == 3


async def test_a_value_must_be_sent(ada: Person) -> None:
    await save(ada, "k", "one")

    answer = (await ada.get(SAVE, input={"key": "k", "rev": 1}))["saveDraft"]

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "value"])
    found = await draft(ada, "k")
    assert found is not None
    assert found["value"] == "one"


@pytest.mark.parametrize(
    "value",
    [
        *UNICODE,
        "",
        "null",
        '"\\',
        0,
        -1,
        2**53 + 1,
        -(2**63),
        2**64 - 1,
        1.0,
        -0.0,
        0.1,
        1e22,
        1e300,
        5e-324,
        False,
        [],
        {},
        {"": {"": [None, [], {}]}},
        {"z": 1, "a": {"c": 1, "b": [1, "1", 1.0, True, None]}},
        {UNICODE[0]: UNICODE[1], "\x1f": "\x7f\u2028"},
        [1.5, "x" * 50_000],
    ],
)
async def test_a_value_comes_back_as_it_was(ada: Person, value: Any) -> None:
    saved = (await save(ada, "k", value))["draft"]
    found = await draft(ada, "k")

    assert found is not None
    # As texts, which tell 1 from 1.0 and True, and know the order of keys.
    assert json.dumps(saved["value"]) == json.dumps(found["value"]) == json.dumps(value)


async def test_a_value_may_be_written_into_the_document(ada: Person) -> None:
    async def saved(value: str) -> Any:
        call = f'saveDraft(input: {{key: "k", value: {value}}})'
        query = f"mutation {{ {call} {{ draft {{ value }} userErrors {{ code path }} }} }}"
        return (await ada.get(query))["saveDraft"]

    for wrong in ("1e999", "-1e999", "[18446744073709551616]", r'"\u0000"'):
        [error] = (await saved(wrong))["userErrors"]
        assert (error["code"], error["path"]) == ("VALIDATION", ["input", "value"])
    answer = await saved(r'{b: [1, 2.5, true, null, "\u00e4"], a: X}')
    assert json.dumps(answer["draft"]["value"]) == json.dumps(
        {"b": [1, 2.5, True, None, "ä"], "a": "X"}
    )


@pytest.mark.parametrize("value", ["a\0b", ["\0"], {"a": {"b": "\0"}}, {"\0": 1}])
async def test_no_text_in_it_may_have_a_nul(ada: Person, value: Any) -> None:
    answer = await save(ada, "k", value)

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "value"])
    assert await draft(ada, "k") is None


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("x" * (LARGEST - 2), None),
        ("x" * (LARGEST - 1), LARGEST + 1),
        ("ü" * (LARGEST // 2 - 1), None),
        ("ü" * (LARGEST // 2), LARGEST + 2),
        ({"ü": ["x" * (LARGEST - 11)]}, None),
        ({"ü": ["x" * (LARGEST - 10)]}, LARGEST + 1),
    ],
)
async def test_a_value_has_a_limit_in_bytes(ada: Person, value: Any, length: int | None) -> None:
    answer = await save(ada, "k", value)

    if length is None:
        assert answer["draft"]["value"] == value
        return
    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "value"])
    assert error["params"] == {"max": LARGEST, "length": length}


@pytest.mark.parametrize(("levels", "refused"), [(100, False), (101, True), (900, True)])
async def test_a_value_has_a_limited_depth(ada: Person, levels: int, refused: bool) -> None:
    answer = await save(ada, "k", nested(levels))

    assert [error["params"] for error in answer["userErrors"]] == [{"max": 100}] * refused
    if not refused:
        assert answer["draft"]["value"] == nested(levels)
        assert await draft(ada, "k") == answer["draft"]


@pytest.mark.parametrize(
    ("key", "refused"),
    [
        ("", True),
        ("k", False),
        (" ", False),
        ("😀" * 100, False),
        ("k" * 101, True),
        ("a\0b", True),
        *((text, False) for text in UNICODE),
    ],
)
async def test_a_key_has_its_limits(ada: Person, key: str, refused: bool) -> None:
    answer = await save(ada, key, 1)
    asked = await ada.ask(DRAFT, key=key)

    if not refused:
        assert asked["data"]["draft"] == answer["draft"]
        assert answer["draft"]["key"] == key
        return
    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "key"])
    assert asked["errors"][0]["extensions"]["code"] == "VALIDATION"


async def test_two_hundred_have_a_value_and_no_more(
    ada: Person, bob: Person, database_url: str
) -> None:
    for n in range(199):
        await save(ada, str(n), n)
    answers = await at_once(
        database_url, f"users WHERE id = '{ada.id}'", [save(ada, f"last {n}", n) for n in range(5)]
    )

    kept = [answer["draft"]["key"] for answer in answers if answer["draft"]]
    refused = [error for answer in answers for error in answer["userErrors"]]
    assert len(kept) == 1
    assert {(error["code"], error["params"]["max"]) for error in refused} == {("VALIDATION", 200)}
    assert "200" in refused[0]["message"]
    assert (await save(ada, "0", "changed", rev=1))["userErrors"] == []
    assert (await save(bob, "0", 0))["userErrors"] == []
    await save(ada, "1", None, rev=1)
    assert (await save(ada, "new", 0))["userErrors"] == []
    [error] = (await save(ada, "1", "back", rev=2))["userErrors"]
    assert error["params"] == {"max": 200}


@pytest.mark.parametrize(
    ("before", "locked"), [(0, "users WHERE id = '{}'"), (1, "drafts WHERE user_id = '{}'")]
)
async def test_of_two_tabs_that_save_at_once_exactly_one_wins(
    ada: Person, before: int, locked: str, database_url: str
) -> None:
    for rev in range(before):
        await save(ada, "k", "first", rev=rev)

    answers = await at_once(
        database_url,
        locked.format(ada.id),
        [save(ada, "k", f"tab {n}", rev=before) for n in range(5)],
    )

    [won] = [answer["draft"] for answer in answers if not answer["userErrors"]]
    assert won["rev"] == before + 1
    assert await draft(ada, "k") == won
    for answer in answers:
        assert answer["draft"] == won
        assert {error["code"] for error in answer["userErrors"]} <= {"CONFLICT"}


async def test_of_two_tabs_that_clear_at_once_exactly_one_wins(
    ada: Person, database_url: str
) -> None:
    answers = await at_once(
        database_url, f"users WHERE id = '{ada.id}'", [save(ada, "k", None) for _ in range(5)]
    )

    assert sum(not answer["userErrors"] for answer in answers) == 1
    assert {answer["draft"]["rev"] for answer in answers} == {1}


async def test_a_conflict_is_told_in_german(ada: Person) -> None:
    ada.headers["Accept-Language"] = "de"
    await save(ada, "k", 1)

    [error] = (await save(ada, "k", 2))["userErrors"]
    assert error["message"] == (
        "Das wurde inzwischen woanders gespeichert (Stand 1, du hattest 0)."
    )
