from __future__ import annotations

import pytest

from tests.api.songs import finished, generate
from tests.api.test_sketches import create
from tests.api.test_song_edits import UNICODE, ordered, update
from tests.studio import Person

LISTED = """
query ($filter: SongFilter, $orderBy: SongOrder, $first: Int, $after: String) {
  songs(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount nodes { title } pageInfo { endCursor }
  }
}
"""


async def titles(person: Person, **arguments: object) -> list[str]:
    page = (await person.get(LISTED, **arguments))["songs"]
    assert page["totalCount"] == len(page["nodes"])
    return [node["title"] for node in page["nodes"]]


async def test_a_workflow_is_found_and_all_leaves_out_what_is_put_aside_or_failed(
    ada: Person, bob: Person
) -> None:
    for workflow in (None, "ON_WORK", "IN_USE", "NOT_USED", "FAIL"):
        song = await ordered(ada, title=str(workflow))
        await update(ada, id=song, workflow=workflow)
    await ordered(bob, title="bob's")

    assert await titles(ada, filter={"workflow": "ALL"}) == ["IN_USE", "ON_WORK", "None"]
    for workflow in ("ON_WORK", "IN_USE", "NOT_USED", "FAIL"):
        assert await titles(ada, filter={"workflow": workflow}) == [workflow]
    everything = ["FAIL", "NOT_USED", "IN_USE", "ON_WORK", "None"]
    assert await titles(ada, filter={"workflow": None}) == everything
    assert await titles(ada, filter={}) == everything
    literal = "{ songs(filter: {workflow: ALL}) { totalCount } }"
    assert (await ada.get(literal))["songs"]["totalCount"] == 3


async def test_instrumentals_are_told_from_songs(ada: Person) -> None:
    await ordered(ada, title="sung")
    await ordered(ada, title="played", instrumental=True, lyrics=None)

    assert await titles(ada, filter={"instrumental": True}) == ["played"]
    assert await titles(ada, filter={"instrumental": False}) == ["sung"]
    assert await titles(ada, filter={"instrumental": None}) == ["played", "sung"]


async def test_filters_are_combined(ada: Person) -> None:
    sketch = (await create(ada, lyrics="la"))["sketch"]["id"]
    for title, wish in (
        ("a", {"sketchId": sketch}),
        ("b", {"sketchId": sketch}),
        ("c", {"sketchId": sketch, "instrumental": True, "lyrics": None}),
        ("d", {}),
    ):
        song = await ordered(ada, title=title, **wish)
        if title != "b":
            await update(ada, id=song, workflow="IN_USE", tags="summer")

    together = {
        "workflow": "IN_USE",
        "instrumental": False,
        "sketchId": sketch,
        "status": "PENDING",
        "search": "SUMMER",
    }
    assert await titles(ada, filter=together) == ["a"]
    assert await titles(ada, filter={**together, "instrumental": True}) == ["c"]
    assert await titles(ada, filter={**together, "workflow": "FAIL"}) == []
    assert await titles(ada, filter={**together, "status": "SUCCESS"}) == []
    assert await titles(ada, filter={**together, "sketchId": None}) == ["d", "a"]


async def test_search_looks_at_title_lyrics_and_tags_and_follows_their_changes(
    ada: Person, bob: Person
) -> None:
    await ordered(ada, title="by lyrics", lyrics=f"la {UNICODE} la")
    await update(ada, id=await ordered(ada, title="by tags"), tags=UNICODE)
    await update(ada, id=await ordered(ada), title=f"by title {UNICODE}")
    await ordered(ada, title="by prompt", prompt="schöner Folk")
    await ordered(bob, title=UNICODE)

    for term in (UNICODE, "CAFE\u0301", "שלום", " 👩\u200d👩\u200d👧 "):
        found = await titles(ada, filter={"search": term})
        assert [title.split()[1] for title in found] == ["title", "tags", "lyrics"]
    assert await titles(ada, filter={"search": "folk"}) == []
    assert await titles(ada, filter={"search": "rock%folk"}) == []


@pytest.mark.parametrize(("length", "refused"), [(100, False), (101, True)])
async def test_a_search_has_a_limit_on_both_sides(ada: Person, length: int, refused: bool) -> None:
    answer = await ada.ask(LISTED, filter={"search": " " + "ä" * length + " "})

    assert ("errors" in answer) is refused
    if refused:
        assert answer["errors"][0]["extensions"]["params"] == {"max": 100, "length": 101}


async def test_lyrics_are_sorted_without_regard_to_case_and_their_cursors_hold(
    ada: Person,
) -> None:
    same, longest = "c" * 199, "d" * 200  # 200 characters are compared
    texts = ["B", "a", same + "2", same + "1", longest + "2", longest + "1"]
    for number, lyrics in enumerate(texts, start=1):
        await ordered(ada, title=str(number), lyrics=lyrics)

    order = {"field": "LYRICS", "direction": "ASC"}
    upwards = ["2", "1", "4", "3", "5", "6"]
    assert await titles(ada, orderBy=order) == upwards
    assert await titles(ada, orderBy={**order, "direction": "DESC"}) == upwards[::-1]
    for size in range(1, 6):
        first = (await ada.get(LISTED, orderBy=order, first=size))["songs"]
        after = first["pageInfo"]["endCursor"]
        assert len(after) < 400
        rest = (await ada.get(LISTED, orderBy=order, after=after))["songs"]
        assert [node["title"] for node in rest["nodes"]] == upwards[size:]


@pytest.mark.usefixtures("worker")
async def test_songs_are_sorted_by_where_they_stand(ada: Person) -> None:
    for title, lyrics in (("good", "la"), ("bad", "scenario 0003")):
        started = await generate(ada, title=title, lyrics=lyrics, prompt="1s")
        await finished(ada, started["song"]["id"])

    order = {"field": "STATUS", "direction": "ASC"}
    assert await titles(ada, orderBy=order) == ["bad", "good"]
    assert await titles(ada, orderBy={**order, "direction": "DESC"}) == ["good", "bad"]
    first = (await ada.get(LISTED, orderBy=order, first=1))["songs"]
    after = first["pageInfo"]["endCursor"]
    rest = (await ada.get(LISTED, orderBy=order, after=after))["songs"]
    assert [node["title"] for node in rest["nodes"]] == ["good"]
