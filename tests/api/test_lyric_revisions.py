from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.api.songs import finished, generate
from tests.api.test_sketches import UNICODE, create, update
from tests.studio import Person

REVISIONS = """
query ($id: ID!) {
  sketch(id: $id) { lyrics version lyricRevisions { id lyrics version createdAt } }
}
"""
UNDO = """
mutation ($input: UndoLyricsInput!) {
  undoLyrics(input: $input) {
    sketch { id lyrics version updatedAt } undone userErrors { code message path params }
  }
}
"""


async def undo(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(UNDO, input=fields))["undoLyrics"])


async def revisions(person: Person, sketch_id: str) -> list[dict[str, Any]]:
    """Newest first."""
    return list((await person.get(REVISIONS, id=sketch_id))["sketch"]["lyricRevisions"])


async def kept(person: Person, sketch_id: str) -> list[str | None]:
    return [each["lyrics"] for each in await revisions(person, sketch_id)]


async def revised(person: Person, sketch_id: str) -> str:
    """The id of a revision that another text of the sketch makes."""
    assert (await update(person, id=sketch_id, lyrics="revised"))["userErrors"] == []
    return str((await revisions(person, sketch_id))[0]["id"])


async def written(person: Person, *texts: str | None) -> str:
    """A sketch that has had these lyrics, one after the other."""
    sketch = (await create(person, lyrics=texts[0]))["sketch"]
    for text in texts[1:]:
        await update(person, id=sketch["id"], lyrics=text)
    return str(sketch["id"])


async def test_what_a_change_takes_away_is_kept_with_its_version(ada: Person) -> None:
    sketch = (await create(ada, lyrics="one"))["sketch"]
    await update(ada, id=sketch["id"], title="T")
    await update(ada, id=sketch["id"], lyrics="two")
    await update(ada, id=sketch["id"], lyrics="three", tags="x")

    found = await revisions(ada, sketch["id"])

    assert [(each["lyrics"], each["version"]) for each in found] == [("two", 3), ("one", 2)]
    assert found[0]["createdAt"] > found[1]["createdAt"]


async def test_nothing_is_kept_where_the_lyrics_stay(ada: Person) -> None:
    sketch_id = await written(ada, "one", "one", " one ")
    await update(ada, id=sketch_id, title="T", workflow="USED")
    await update(ada, id=sketch_id, lyrics="two", expectedVersion=1)

    assert await kept(ada, sketch_id) == []


async def test_that_there_were_none_is_kept_only_between_lyrics(ada: Person) -> None:
    sketch_id = await written(ada, None, "one", None, "two")

    assert await kept(ada, sketch_id) == [None, "one"]
    assert (await undo(ada, id=sketch_id))["sketch"]["lyrics"] is None
    assert (await undo(ada, id=sketch_id))["sketch"]["lyrics"] == "one"


@pytest.mark.parametrize(("changes", "oldest"), [(50, 0), (51, 1)])
async def test_up_to_fifty_are_kept_of_each_sketch_and_the_oldest_goes(
    ada: Person, changes: int, oldest: int
) -> None:
    other = await written(ada, "other", "text")
    sketch_id = await written(ada, *map(str, range(changes + 1)))

    assert await kept(ada, sketch_id) == [str(n) for n in range(changes - 1, oldest - 1, -1)]
    assert await kept(ada, other) == ["other"]


@pytest.mark.parametrize("text", UNICODE)
async def test_a_text_comes_back_as_it_was(ada: Person, text: str) -> None:
    sketch_id = await written(ada, text, "two")

    answer = await undo(ada, id=sketch_id)

    assert (answer["sketch"]["lyrics"], answer["undone"]) == (text, "two")


async def test_undo_goes_back_step_by_step_and_says_what_it_replaced(ada: Person) -> None:
    sketch_id = await written(ada, "one", "two", "three")

    first = await undo(ada, id=sketch_id, expectedVersion=3)
    second = await undo(ada, id=sketch_id)
    third = await undo(ada, id=sketch_id)

    assert (first["sketch"]["lyrics"], first["undone"]) == ("two", "three")
    assert (first["sketch"]["version"], first["sketch"]["updatedAt"] is None) == (4, False)
    assert (second["sketch"]["lyrics"], second["undone"]) == ("one", "two")
    assert (third["sketch"], third["undone"]) == (None, None)
    assert [error["code"] for error in third["userErrors"]] == ["INVALID_STATE"]
    assert await kept(ada, sketch_id) == []


async def test_what_was_undone_can_be_done_again(ada: Person) -> None:
    sketch_id = await written(ada, "one", "two")
    undone = (await undo(ada, id=sketch_id))["undone"]

    await update(ada, id=sketch_id, lyrics=undone)

    assert await kept(ada, sketch_id) == ["one"]
    assert (await undo(ada, id=sketch_id))["sketch"]["lyrics"] == "one"


async def test_a_named_revision_comes_back_and_nothing_is_lost(ada: Person) -> None:
    sketch_id = await written(ada, "one", "two", "three")
    oldest = (await revisions(ada, sketch_id))[-1]

    answer = await undo(ada, id=sketch_id, revisionId=oldest["id"], expectedVersion=3)

    assert (answer["sketch"]["lyrics"], answer["undone"]) == ("one", "three")
    assert answer["sketch"]["version"] == 4
    assert await kept(ada, sketch_id) == ["three", "two", "one"]
    again = await undo(ada, id=sketch_id, revisionId=oldest["id"])
    assert (again["sketch"]["lyrics"], again["undone"]) == ("one", "one")
    assert await kept(ada, sketch_id) == ["three", "two", "one"]


async def test_the_oldest_of_fifty_can_come_back(ada: Person) -> None:
    sketch_id = await written(ada, *map(str, range(51)))
    oldest = (await revisions(ada, sketch_id))[-1]

    answer = await undo(ada, id=sketch_id, revisionId=oldest["id"])

    assert (answer["sketch"]["lyrics"], answer["undone"]) == ("0", "50")
    assert await kept(ada, sketch_id) == [str(n) for n in range(50, 0, -1)]


async def test_a_stale_version_is_a_conflict_with_the_current_sketch(ada: Person) -> None:
    sketch_id = await written(ada, "one", "two")

    for version in (1, 3):
        answer = await undo(ada, id=sketch_id, expectedVersion=version)
        [error] = answer["userErrors"]
        assert (error["code"], error["path"]) == ("CONFLICT", ["input", "expectedVersion"])
        assert (answer["sketch"]["lyrics"], answer["sketch"]["version"]) == ("two", 2)
        assert answer["undone"] is None
    assert await kept(ada, sketch_id) == ["one"]


async def test_revisions_of_other_sketches_and_people_are_not_found(
    ada: Person, bob: Person
) -> None:
    sketch_id = await written(ada, "one", "two")
    other = await revised(ada, await written(ada, "other"))
    bobs = await revised(bob, await written(bob, "bob's"))

    for wish, path in (
        ({"id": sketch_id, "revisionId": other}, ["input", "revisionId"]),
        ({"id": sketch_id, "revisionId": bobs}, ["input", "revisionId"]),
    ):
        [error] = (await undo(ada, **wish))["userErrors"]
        assert (error["code"], error["path"]) == ("NOT_FOUND", path)
    [error] = (await undo(bob, id=sketch_id))["userErrors"]
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["input", "id"])
    for wrong in ({"id": "x"}, {"id": sketch_id, "revisionId": sketch_id}):
        [error] = (await undo(ada, **wrong))["userErrors"]
        assert error["code"] == "VALIDATION"
    assert await kept(ada, sketch_id) == ["one"]


async def test_concurrent_undos_answer_or_keep_every_text(ada: Person) -> None:
    texts = [str(n) for n in range(9)]
    sketch_id = await written(ada, *texts)

    answers = await asyncio.gather(*(undo(ada, id=sketch_id) for _ in range(6)))

    undone = [answer["undone"] for answer in answers]
    assert sorted(undone) == texts[3:]
    assert await kept(ada, sketch_id) == ["1", "0"]
    assert (await ada.get(REVISIONS, id=sketch_id))["sketch"]["lyrics"] == "2"


async def test_of_concurrent_undos_with_one_version_exactly_one_wins(ada: Person) -> None:
    sketch_id = await written(ada, "one", "two", "three")

    answers = await asyncio.gather(*(undo(ada, id=sketch_id, expectedVersion=3) for _ in range(6)))

    assert sum(not answer["userErrors"] for answer in answers) == 1
    assert await kept(ada, sketch_id) == ["one"]


async def test_changes_and_undos_at_once_lose_no_text(ada: Person) -> None:
    sketch_id = await written(ada, *(f"old {n}" for n in range(6)))
    new = [f"new {n}" for n in range(8)]

    answers = await asyncio.gather(
        *(update(ada, id=sketch_id, lyrics=text) for text in new),
        *(undo(ada, id=sketch_id) for _ in range(5)),
    )

    assert all(not answer["userErrors"] for answer in answers)
    undone = [answer["undone"] for answer in answers if "undone" in answer]
    current = (await ada.get(REVISIONS, id=sketch_id))["sketch"]["lyrics"]
    everything = [*undone, *(await kept(ada, sketch_id)), current]
    assert set(everything) == {*new, *(f"old {n}" for n in range(6))}


@pytest.mark.usefixtures("worker")
async def test_a_finished_song_leaves_the_revisions_alone(ada: Person) -> None:
    sketch_id = await written(ada, "one", "two")
    started = await generate(ada, sketchId=sketch_id, prompt="2s", lyrics=None)
    song = await finished(ada, started["song"]["id"])

    assert song["sketch"]["workflow"] == "USED"
    assert await kept(ada, sketch_id) == ["one"]


async def test_a_revision_is_found_by_its_id(ada: Person, bob: Person) -> None:
    sketch_id = await written(ada, "one")
    revision = await revised(ada, sketch_id)
    node = "query ($id: ID!) { node(id: $id) { id ... on LyricRevision { lyrics version } } }"

    found = (await ada.get(node, id=revision))["node"]
    assert found == {"id": revision, "lyrics": "one", "version": 1}
    assert (await bob.get(node, id=revision))["node"] is None
