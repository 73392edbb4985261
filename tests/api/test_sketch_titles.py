"""Titles for sketches, found by a model; the person's own words are never lost to one."""

from __future__ import annotations

from typing import Any

import pytest

from app.bootstrap import Studio
from app.rows.jobs import JobRow
from tests.api.test_prompt_templates import find, updated
from tests.api.test_sketches import create
from tests.api.texts import codes, job_ended, titled, told
from tests.studio import Mock, Person, working

READ = "query ($id: ID!) { sketch(id: $id) { title lyrics prompt version } }"
UPDATE = """
mutation ($input: UpdateSketchInput!) { updateSketch(input: $input) { userErrors { code } } }
"""


async def sketch(person: Person, **texts: object) -> str:
    return str((await create(person, **{"prompt": "folk rock", **texts}))["sketch"]["id"])


async def now(person: Person, key: str) -> dict[str, Any]:
    return dict((await person.get(READ, id=key))["sketch"])


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("fast", [False, True])
async def test_a_title_comes_from_the_lyrics_and_is_put_on_the_sketch(
    ada: Person, mock: Mock, fast: bool
) -> None:
    key = await sketch(ada, lyrics="Salt on my hands", title="Old")
    answer = await titled(ada, key, fast=fast, expectedVersion=1)
    assert answer["userErrors"] == []
    assert answer["title"]
    assert answer["title"] == answer["sketch"]["title"] == answer["job"]["text"]
    assert answer["sketch"]["version"] == 2
    assert (await now(ada, key))["lyrics"] == "Salt on my hands"
    [prompt] = await told(mock)
    assert "Salt on my hands" in prompt
    assert "folk rock" not in prompt
    assert prompt.startswith("Name the text below" if fast else "You name songs.")


@pytest.mark.usefixtures("worker")
async def test_a_sketch_without_lyrics_is_named_after_its_prompt(ada: Person, mock: Mock) -> None:
    key = await sketch(ada)
    answer = await titled(ada, key, instructions="One word.")
    assert (answer["userErrors"], bool(answer["sketch"]["title"])) == ([], True)
    [prompt] = await told(mock)
    assert "folk rock\n\nOne word.\n\n" in prompt


@pytest.mark.usefixtures("worker")
async def test_a_title_that_is_only_asked_for_leaves_the_sketch(ada: Person) -> None:
    key = await sketch(ada, title="Mine")
    answer = await titled(ada, key, apply=False)
    assert (answer["userErrors"], bool(answer["title"])) == ([], True)
    assert (answer["sketch"]["title"], answer["sketch"]["version"]) == ("Mine", 1)


async def test_who_does_not_wait_finds_the_title_on_the_sketch_later(
    ada: Person, studio: Studio
) -> None:
    key = await sketch(ada)
    answer = await titled(ada, key, wait=False)
    assert (answer["title"], answer["sketch"]["title"]) == (None, None)
    async with working(studio):
        ended = await job_ended(ada, answer["job"]["id"])
    assert (await now(ada, key))["title"] == ended["text"] != ""


async def test_a_title_that_comes_too_late_is_answered_and_not_put_anywhere(
    ada: Person, studio: Studio
) -> None:
    ada.headers["Accept-Language"] = "de"
    key = await sketch(ada)
    wish: dict[str, Any] = {"idempotencyKey": "k"}
    await titled(ada, key, **wish, wait=False)
    await ada.get(UPDATE, input={"id": key, "title": "Mine"})
    async with working(studio):
        answer = await titled(ada, key, **wish)
    assert codes(answer) == ["CONFLICT"]
    assert "Skizze" in answer["userErrors"][0]["message"]
    assert answer["title"]
    assert (answer["sketch"]["title"], answer["sketch"]["version"]) == ("Mine", 2)


async def test_a_stale_sketch_is_a_conflict_that_shows_it(ada: Person) -> None:
    key = await sketch(ada)
    await ada.get(UPDATE, input={"id": key, "title": "Mine"})
    answer = await titled(ada, key, expectedVersion=1)
    assert (codes(answer), answer["sketch"]["title"], answer["job"]) == (["CONFLICT"], "Mine", None)
    assert await JobRow.all().count() == 0


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("scenario", ["0003", "0006", "0009", "0012", "0018", "0022"])
async def test_a_model_that_fails_leaves_the_sketch_as_it_is(ada: Person, scenario: str) -> None:
    key = await sketch(ada, title="Mine", lyrics=f"la {scenario}")
    before = await now(ada, key)
    answer = await titled(ada, key)
    assert len(codes(answer)) == 1
    assert (answer["title"], answer["job"]["status"]) == (None, "FAILED")
    assert await now(ada, key) == before


@pytest.mark.usefixtures("worker")
async def test_a_long_answer_is_cut_at_a_word(ada: Person, mock: Mock) -> None:
    everybodys = await find(ada, category="titel", action="generate")
    await updated(
        ada, id=everybodys["id"], preCondition="Tell me:", postCondition="", maxTokens=200
    )
    key = await sketch(ada, lyrics="how to get home from the harbour in the night")
    answer = await titled(ada, key)
    assert answer["userErrors"] == []
    assert 20 < len(answer["title"]) <= 50
    assert answer["sketch"]["title"] == answer["title"]


@pytest.mark.usefixtures("worker")
async def test_a_repetition_asks_no_model_again(ada: Person, mock: Mock) -> None:
    key = await sketch(ada)
    wish: dict[str, Any] = {"expectedVersion": 1, "idempotencyKey": "k"}
    first, again = await titled(ada, key, **wish), await titled(ada, key, **wish)
    assert first == again
    assert codes(await titled(ada, key, **wish, fast=True)) == ["CONFLICT"]
    assert len(await told(mock)) == 1


async def test_nobody_names_the_sketches_of_others(ada: Person, bob: Person) -> None:
    key = await sketch(ada)
    assert codes(await titled(bob, key)) == ["NOT_FOUND"]
    assert codes(await titled(ada, "nonsense")) == ["VALIDATION"]
    [error] = (await titled(ada, key, instructions="x" * 2_001))["userErrors"]
    assert error["path"] == ["input", "instructions"]
