from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.bootstrap import Studio
from app.infra.database import transaction
from app.rows.songs import SongRow
from tests.api.songs import finished, generate
from tests.api.test_sketches import create
from tests.studio import Mock, Person, working

UPDATE = """
mutation ($input: UpdateSongInput!) {
  updateSong(input: $input) {
    song { id title tags workflow version status lyrics prompt updatedAt }
    userErrors { code message path params }
  }
}
"""
UNICODE = "Cafe\u0301 👩\u200d👩\u200d👧 שלום\r\n\u0639\u0627\u0644\u0645 \u2028 ﬀ 漢字"


async def update(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(UPDATE, input=fields))["updateSong"])


async def ordered(person: Person, **wish: object) -> str:
    """A song that waits for its turn."""
    return str((await generate(person, **wish))["song"]["id"])


async def test_an_update_changes_what_is_sent_and_clears_what_is_null(ada: Person) -> None:
    song = await ordered(ada, title="A")

    first = await update(ada, id=song, tags=" a, b ", workflow="ON_WORK")
    second = await update(ada, id=song, title=None, expectedVersion=2)
    third = await update(ada, id=song, tags="  \n ", workflow=None)

    assert first["userErrors"] == second["userErrors"] == third["userErrors"] == []
    changed = first["song"]
    assert (changed["title"], changed["tags"], changed["workflow"]) == ("A", "a, b", "ON_WORK")
    assert changed["version"] == 2
    assert changed["updatedAt"] is not None
    changed = second["song"]
    assert (changed["title"], changed["tags"], changed["workflow"]) == (None, "a, b", "ON_WORK")
    changed = third["song"]
    assert (changed["title"], changed["tags"], changed["workflow"]) == (None, None, None)
    assert (changed["version"], changed["status"]) == (4, "PENDING")
    assert (changed["lyrics"], changed["prompt"]) == ("la la la", "folk rock, warm, 5s")


async def test_every_workflow_can_be_said_and_taken_back(ada: Person) -> None:
    song = await ordered(ada)

    for workflow in ("ON_WORK", "IN_USE", "NOT_USED", "FAIL", None, "FAIL", "ON_WORK"):
        answer = await update(ada, id=song, workflow=workflow)
        assert (answer["song"]["workflow"], answer["userErrors"]) == (workflow, [])


@pytest.mark.parametrize("field", ["title", "tags"])
async def test_texts_come_back_as_they_were_sent(ada: Person, field: str) -> None:
    song = await ordered(ada)

    answer = await update(ada, id=song, **{field: f"  {UNICODE}\t"})

    assert answer["song"][field] == UNICODE


@pytest.mark.parametrize(("field", "longest"), [("title", 500), ("tags", 1000)])
@pytest.mark.parametrize("letter", ["ä", "😀"])
async def test_each_text_has_a_limit_on_both_sides(
    ada: Person, field: str, longest: int, letter: str
) -> None:
    song = await ordered(ada)

    assert (await update(ada, id=song, **{field: letter * longest}))["userErrors"] == []
    answer = await update(ada, id=song, **{field: letter * (longest + 1)})

    [error] = answer["userErrors"]
    assert answer["song"] is None
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", field])
    assert error["params"] == {"max": longest, "length": longest + 1}
    assert (await update(ada, id=song, workflow=None))["song"][field] == letter * longest


async def test_every_problem_is_told_at_once_and_in_german(ada: Person) -> None:
    song = await ordered(ada)
    ada.headers["Accept-Language"] = "de"

    answer = await update(ada, id=song, title="a\0b", tags="x" * 1001)

    assert [error["path"] for error in answer["userErrors"]] == [
        ["input", "title"],
        ["input", "tags"],
    ]
    assert answer["userErrors"][0]["message"] == "Dieser Text enthält ein NUL-Zeichen."


async def test_an_update_needs_a_change(ada: Person) -> None:
    song = await ordered(ada)

    for version in ({}, {"expectedVersion": 1}):
        [error] = (await update(ada, id=song, **version))["userErrors"]
        assert (error["code"], error["path"]) == ("VALIDATION", [])


async def test_a_stale_version_is_a_conflict_with_the_current_song(ada: Person) -> None:
    song = await ordered(ada, title="A")
    await update(ada, id=song, title="B", expectedVersion=1)

    answer = await update(ada, id=song, title="C", expectedVersion=1)

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("CONFLICT", ["input", "expectedVersion"])
    assert error["params"] == {"expected": 1, "actual": 2}
    assert (answer["song"]["title"], answer["song"]["version"]) == ("B", 2)


async def test_of_concurrent_updates_with_one_version_exactly_one_wins(ada: Person) -> None:
    song = await ordered(ada)

    async with transaction():
        await SongRow.all().select_for_update().get()  # so that all of them have read the song
        updates = asyncio.gather(
            *(update(ada, id=song, title=str(n), expectedVersion=1) for n in range(8))
        )
        await asyncio.sleep(0.5)
        assert not updates.done()
    answers = await updates

    [winner] = [answer for answer in answers if not answer["userErrors"]]
    losers = [answer for answer in answers if answer["userErrors"]]
    assert {answer["userErrors"][0]["code"] for answer in losers} == {"CONFLICT"}
    assert {answer["song"]["title"] for answer in answers} == {winner["song"]["title"]}


async def test_concurrent_updates_without_a_version_are_all_kept(ada: Person) -> None:
    song = await ordered(ada)

    await asyncio.gather(*(update(ada, id=song, title=str(n)) for n in range(8)))

    assert (await update(ada, id=song, tags="x"))["song"]["version"] == 10


async def test_foreign_unknown_and_malformed_songs_are_not_changed(
    ada: Person, bob: Person
) -> None:
    song = await ordered(ada, title="A")
    sketch = (await create(ada))["sketch"]["id"]

    async def code_and_path(person: Person, song_id: str) -> tuple[str, list[str]]:
        answer = await update(person, id=song_id, title="B")
        assert answer["song"] is None
        [error] = answer["userErrors"]
        return error["code"], error["path"]

    place = ["input", "id"]
    assert await code_and_path(bob, song) == ("NOT_FOUND", place)
    assert await code_and_path(ada, sketch) == ("VALIDATION", place)
    assert await code_and_path(ada, "nonsense") == ("VALIDATION", place)
    assert (await update(ada, id=song, workflow="FAIL"))["song"]["title"] == "A"


async def test_what_is_changed_during_the_generation_stays_and_disturbs_nothing(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    started = await generate(ada, prompt="30s", title="A")
    song = started["song"]["id"]
    changes = 0
    async with working(studio):
        async with asyncio.timeout(20):
            while (await ada.get(STATUS, id=song))["song"]["status"] != "SUCCESS":
                changes += 1
                answer = await update(
                    ada, id=song, title=str(changes), tags="t", expectedVersion=changes
                )
                assert answer["userErrors"] == []
                await asyncio.sleep(0.02)
        done = await finished(ada, song)

    after = await update(ada, id=song, workflow="IN_USE", expectedVersion=changes + 1)
    assert changes > 2
    assert (done["title"], done["model"], len(done["choices"])) == (str(changes), "mureka-7.5", 2)
    assert (after["song"]["tags"], after["song"]["status"]) == ("t", "SUCCESS")
    assert len(await mock.submits()) == 1


STATUS = "query ($id: ID!) { song(id: $id) { status } }"


@pytest.mark.usefixtures("worker")
async def test_a_failed_song_can_be_changed(ada: Person) -> None:
    started = await generate(ada, lyrics="scenario 0003", prompt="1s")
    await finished(ada, started["song"]["id"])

    answer = await update(ada, id=started["song"]["id"], workflow="FAIL")

    assert (answer["song"]["status"], answer["song"]["workflow"]) == ("FAILURE", "FAIL")
