"""Lists in every order, and lists below a row."""

from __future__ import annotations

from typing import Any, Final

import pytest

from app.bootstrap import Studio
from app.readpath.run import ReadPath
from tests.readpath.both import COMPILED, Ask, Both, both
from tests.readpath.dataset import sketch_id
from tests.readpath.values import BOBS

__all__ = ["both"]

MISTAKE: Final = "replayed: InvalidInput"
ORDERS: Final = {
    ("songs", "CREATED_AT"): "createdAt",
    ("songs", "UPDATED_AT"): "updatedAt",
    ("songs", "COMPLETED_AT"): "completedAt",
    ("songs", "TITLE"): "title",
    ("sketches", "CREATED_AT"): "createdAt",
    ("sketches", "UPDATED_AT"): "updatedAt",
    ("sketches", "TITLE"): "title",
    ("images", "CREATED_AT"): "createdAt",
    ("images", "TITLE"): "title",
    ("images", "PROMPT"): "prompt",
    ("jobs", "CREATED_AT"): "createdAt",
    ("jobs", "FINISHED_AT"): "finishedAt",
}
WALK: Final = """
  query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int,
         $direction: Direction!) {
    %s(first: $first, after: $after, last: $last, before: $before, offset: $offset,
       orderBy: {field: %s, direction: $direction}) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id %s } } } }
"""
NESTED: Final = """
  query ($sketch: ID!, $first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
    sketch(id: $sketch) {
      songs(first: $first, after: $after, last: $last, before: $before, offset: $offset) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id title createdAt sketch { id } } } } } }
"""
SKETCH: Final = sketch_id(2)
"""With four songs."""


async def ask(both: Both, query: str, **variables: Any) -> Any:
    told = await both.tell(query, variables=variables)
    assert told.outcome == COMPILED
    return next(iter(told.body["data"].values()))


def ids(page: Any) -> list[str]:
    return [edge["node"]["id"] for edge in page["edges"]]


def sort_key(value: str | None) -> tuple[bool, str]:
    """NULL is the smallest, texts are compared without regard to case."""
    return value is not None, (value or "").lower()


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize(("what", "field"), ORDERS)
async def test_a_list_in_any_order(what: str, field: str, direction: str, both: Both) -> None:
    column = ORDERS[what, field]
    walk = WALK % (what, field, column)
    whole = await ask(both, walk, first=100, direction=direction)
    values = [sort_key(edge["node"][column]) for edge in whole["edges"]]
    assert values == sorted(values, reverse=direction == "DESC")
    assert len(set(values)) > 1
    assert whole["totalCount"] == len(values)

    forwards: list[str] = []
    backwards: list[str] = []
    after = before = None
    for place in range(0, len(values), 3):
        page = await ask(both, walk, first=3, after=after, direction=direction)
        after, forwards = page["pageInfo"]["endCursor"], forwards + ids(page)
        page = await ask(both, walk, last=3, before=before, direction=direction)
        before, backwards = page["pageInfo"]["startCursor"], ids(page) + backwards
        page = await ask(both, walk, first=3, offset=place, direction=direction)
        assert ids(page) == ids(whole)[place : place + 3]
    assert forwards == backwards == ids(whole)


@pytest.mark.parametrize("given", ORDERS)
async def test_a_cursor_belongs_to_its_order(given: tuple[str, str], both: Both) -> None:
    what, field = given
    walk = WALK % (what, field, "createdAt")
    page = await ask(both, walk, first=1, direction="ASC")
    cursor = page["pageInfo"]["endCursor"]
    await ask(both, walk, after=cursor, direction="DESC")
    for other in (order for kind, order in ORDERS if kind == what and order != field):
        told = await both.tell(
            WALK % (what, other, "createdAt"), variables={"after": cursor, "direction": "ASC"}
        )
        assert told.outcome == MISTAKE
        [error] = told.body["errors"]
        assert error["extensions"]["messageKey"] == "page.bad_cursor"


async def songs_of(both: Both, sketch: str, **arguments: Any) -> Any:
    return (await ask(both, NESTED, sketch=sketch, **arguments))["songs"]


async def test_the_songs_of_a_sketch_page_by_page(both: Both) -> None:
    whole = await songs_of(both, SKETCH)
    assert whole["totalCount"] == len(whole["edges"]) == 4
    assert {edge["node"]["sketch"]["id"] for edge in whole["edges"]} == {SKETCH}
    made = [edge["node"]["createdAt"] for edge in whole["edges"]]
    assert made == sorted(made, reverse=True)

    forwards: list[str] = []
    backwards: list[str] = []
    after = before = None
    for place in range(4):
        page = await songs_of(both, SKETCH, first=1, after=after)
        after, forwards = page["pageInfo"]["endCursor"], forwards + ids(page)
        assert page["pageInfo"]["hasNextPage"] is (place < 3)
        page = await songs_of(both, SKETCH, last=1, before=before)
        before, backwards = page["pageInfo"]["startCursor"], ids(page) + backwards
        page = await songs_of(both, SKETCH, first=1, offset=place)
        assert ids(page) == ids(whole)[place : place + 1]
    assert forwards == backwards == ids(whole)


@pytest.mark.parametrize(
    ("arguments", "outcome"),
    [
        ({"first": 1}, COMPILED),
        ({"first": 100}, COMPILED),
        ({"first": 0}, MISTAKE),
        ({"first": 101}, MISTAKE),
        ({"last": 100}, COMPILED),
        ({"last": 101}, MISTAKE),
        ({"offset": 0}, COMPILED),
        ({"offset": -1}, MISTAKE),
        ({"first": 1, "last": 1}, MISTAKE),
        ({"after": "x"}, MISTAKE),
    ],
)
async def test_a_page_below_a_row_has_the_same_limits(
    arguments: dict[str, Any], outcome: str, both: Both
) -> None:
    told = await both.tell(NESTED, variables={"sketch": SKETCH, **arguments})
    assert told.outcome == outcome


async def test_a_cursor_of_the_whole_list_is_a_place_below_a_row(both: Both) -> None:
    listed = await ask(
        both, WALK % ("songs", "CREATED_AT", "createdAt"), first=20, direction="DESC"
    )
    below = await songs_of(both, SKETCH, after=listed["pageInfo"]["endCursor"])
    whole = await songs_of(both, SKETCH)
    assert ids(below) == [each for each in ids(whole) if each not in ids(listed)]
    assert 0 < len(ids(below)) < 4


async def test_aliases_have_their_own_arguments(both: Both) -> None:
    page = await ask(
        both,
        """
        query ($n: Int) { sketches(first: 100) { nodes { id
          songs { totalCount nodes { id } }
          a: songs(first: 1) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }
          b: songs(first: $n, offset: 1) { nodes { id } pageInfo { hasPreviousPage } }
          c: songs(last: 1) { edges { cursor node { sketch { songs { totalCount } } } } } } } }
        """,
        n=2,
    )
    several = [node for node in page["nodes"] if node["songs"]["totalCount"] > 2]
    assert len(several) > 2
    for node in page["nodes"]:
        listed = node["songs"]["nodes"]
        assert node["songs"]["totalCount"] == node["a"]["totalCount"] == len(listed)
        assert node["a"]["nodes"] == listed[:1]
        assert node["b"]["nodes"] == listed[1:3]
        assert len(node["c"]["edges"]) == min(1, len(listed))


async def test_a_sketch_that_many_meet_at_once_has_its_songs_once(both: Both) -> None:
    page = await ask(
        both,
        "{ songs(first: 100) { nodes { sketch { id songs { totalCount nodes { id } } } } } }",
    )
    sketches = [node["sketch"] for node in page["nodes"] if node["sketch"]]
    assert len(sketches) > len({sketch["id"] for sketch in sketches})
    for sketch in sketches:
        listed = [node["id"] for node in sketch["songs"]["nodes"]]
        assert sketch["songs"]["totalCount"] == len(listed) == len(set(listed))


async def test_only_ones_own_songs_are_below_ones_own_sketches(both: Both) -> None:
    bobs = sketch_id(BOBS)
    told = await both.tell(NESTED, variables={"sketch": bobs}, who="bob")
    assert told.outcome == COMPILED
    songs = told.body["data"]["sketch"]["songs"]
    # Ada has songs that point at this sketch.
    assert songs["totalCount"] == len(ids(songs)) == 5
    foreign = await both.tell(NESTED, variables={"sketch": bobs})
    assert foreign.body["data"] == {"sketch": None}


PLAIN: Final = "{ sketches(first: 100) { nodes { id } } }"
BELOW: Final = """
  { sketches(first: 100) { nodes { id
      songs(first: 2) { totalCount nodes { id } pageInfo { hasNextPage } }
      b: songs(last: 1) { edges { cursor } } } } }
"""


async def test_pages_below_a_list_cost_one_statement_each_at_most(
    both: Both, running: tuple[Studio, str, ReadPath]
) -> None:
    lanes = running[0].lanes

    async def asked(client: Any, query: str) -> int:
        before = lanes.asked
        response = await both._send(client, Ask(query=query))
        assert "errors" not in response.json()
        return lanes.asked - before

    assert await asked(both.compiled, BELOW) == await asked(both.compiled, PLAIN)
    # Two pages and a count.
    assert await asked(both.ordinary, BELOW) == await asked(both.ordinary, PLAIN) + 3


async def test_a_short_list_may_come_with_the_largest_first(both: Both) -> None:
    query = "query ($sketch: ID!) { sketch(id: $sketch) { lyricRevisions { lyrics version } } }"
    found = await ask(both, query, sketch=sketch_id(3))
    revisions = found["lyricRevisions"]
    assert [(each["version"], each["lyrics"] is None) for each in revisions] == [
        (7, False),
        (2, False),
        (1, True),
    ]
