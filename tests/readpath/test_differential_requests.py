"""Variables, operation names, transports and people: both paths answer the same bytes."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.readpath.both import COMPILED, UNREAD, Ask, Both, both, frames
from tests.readpath.dataset import sketch_id, song_id
from tests.readpath.values import BOBS

__all__ = ["both"]

PAGE: Final = """
  query Page($first: Int = 3, $after: String, $filter: SongFilter, $status: SongStatus,
             $order: SongOrder = {field: CREATED_AT, direction: ASC}, $wide: Boolean! = false) {
    a: songs(first: $first, after: $after, filter: $filter, orderBy: $order) {
      nodes { id status title @include(if: $wide) ... @skip(if: $wide) { prompt } } totalCount }
    b: songs(first: 2, filter: {status: $status}) { nodes { id status } totalCount } }
"""
LOOK: Final = 'query Look($id: ID! = "x") { song(id: $id) { id title error { message } } }'
PARTS: Final = """
  query Parts($id: ID, $direction: Direction! = DESC, $n: Int) {
    songs(first: $n, filter: {sketchId: $id}, orderBy: {field: CREATED_AT, direction: $direction})
    { nodes { id } } }
"""
MANY: Final = """
  query One { songs(first: 1) { nodes { id } } } query Two { me { email } }
  mutation Three { cancelJob(input: {id: "x"}) { userErrors { message } } }
  subscription Four { jobProgress(jobId: "x") { seq } }
"""
SHOWN: Final = (
    "query ($b: Boolean = true) { songs(first: 1) { nodes { id title @include(if: $b) } } }"
)
SORTED: Final = """
  query ($d: Direction = ASC) {
    songs(orderBy: {field: CREATED_AT, direction: $d}) { nodes { id } } }
"""
SAME_NAME: Final = """
  query A($x: Boolean!) { songs { nodes { id @include(if: $x) } } }
  query B($x: SongFilter) { songs(filter: $x) { nodes { id } } }
  query C($x: Int) { songs(first: $x) { nodes { id } } }
"""
NARROW: Final = {"direction": "DESC", "field": "CREATED_AT"}
MISSING: Final = "replayed: GraphQLError"
IMPOSSIBLE: Final = "refused: a directive that cannot be right"
MISTAKE: Final = "replayed: InvalidInput"
NOBODY: Final = "replayed: Unauthenticated"

VARIABLES: Final[dict[str, tuple[str, dict[str, Any], str]]] = {
    "all missing": (PAGE, {}, COMPILED),
    "all null": (
        PAGE,
        dict.fromkeys(("first", "after", "filter", "status", "order")),
        COMPILED,
    ),
    "all given": (
        PAGE,
        {"first": 50, "filter": {"status": "SUCCESS", "sketchId": None}, "status": "FAILURE",
         "order": NARROW, "wide": True},
        COMPILED,
    ),
    "an empty object": (PAGE, {"filter": {}}, COMPILED),
    "a sketch": (PAGE, {"filter": {"sketchId": sketch_id(4)}}, COMPILED),
    "a number as an id": (PAGE, {"filter": {"sketchId": 4}}, MISTAKE),
    "one that is not declared": (PAGE, {"nope": 1}, COMPILED),
    "no first": (PAGE, {"first": 0}, MISTAKE),
    "too large a first": (PAGE, {"first": 101}, MISTAKE),
    "more than 32 bits": (PAGE, {"first": 2**31}, UNREAD),
    "a text as a number": (PAGE, {"first": "1"}, UNREAD),
    "a fraction as a number": (PAGE, {"first": 1.5}, UNREAD),
    "a whole fraction as a number": (PAGE, {"first": 2.0}, COMPILED),
    "an unknown value of an enum": (PAGE, {"status": "NOPE"}, UNREAD),
    "an unknown field of an object": (PAGE, {"filter": {"nope": 1}}, UNREAD),
    "half an order": (PAGE, {"order": {"field": "CREATED_AT"}}, UNREAD),
    "null where nothing may be null": (PAGE, {"wide": None}, UNREAD),
    "a bad cursor": (PAGE, {"after": "x"}, MISTAKE),
    "a song": (LOOK, {"id": song_id(3)}, COMPILED),
    "the default": (LOOK, {}, MISTAKE),
    "an id null": (LOOK, {"id": None}, UNREAD),
    "parts missing": (PARTS, {}, COMPILED),
    "parts null": (PARTS, {"id": None, "n": None}, COMPILED),
    "parts given": (PARTS, {"id": sketch_id(4), "n": 5, "direction": "ASC"}, COMPILED),
    "a null id with a default": (
        'query ($id: ID = "x") { me { id } song(id: $id) { id } }', {"id": None}, MISSING,
    ),
    "a null part with a default": (
        SORTED,
        {"d": None},
        MISSING,
    ),
    "a directive with its default": (SHOWN, {}, COMPILED),
    "a directive that is false": (SHOWN, {"b": False}, COMPILED),
    "a directive that is null": (SHOWN, {"b": None}, IMPOSSIBLE),
}  # fmt: skip

OPERATIONS: Final[dict[str, tuple[str, str | None, dict[str, Any], str]]] = {
    "the first": (MANY, "One", {}, COMPILED),
    "the second": (MANY, "Two", {}, COMPILED),
    "none of many": (MANY, None, {}, UNREAD),
    "an unknown one": (MANY, "Five", {}, UNREAD),
    "a mutation": (MANY, "Three", {}, UNREAD),
    "a subscription": (MANY, "Four", {}, UNREAD),
    "the only one": (LOOK, "Look", {"id": song_id(1)}, COMPILED),
    "not the only one": (LOOK, "look", {"id": song_id(1)}, UNREAD),
    "a name of one in a directive": (SAME_NAME, "A", {"x": True}, COMPILED),
    "the same name of an object": (SAME_NAME, "B", {"x": {"status": "SUCCESS"}}, COMPILED),
    "the same name of a number": (SAME_NAME, "C", {"x": 1}, COMPILED),
}

PEOPLE: Final[dict[str, tuple[str, str | None, str]]] = {
    "nobody's account": ("{ me { id } }", None, COMPILED),
    "nobody's songs": ("{ songs { totalCount } }", None, NOBODY),
    "nobody's mistake": ("{ songs(first: 0) { totalCount } }", None, NOBODY),
    "nobody's song": (f'{{ song(id: "{song_id(1)}") {{ id }} me {{ id }} }}', None, NOBODY),
    "nobody's type": ("{ __typename }", None, COMPILED),
    "somebody else": ("{ me { email } songs { totalCount nodes { id title } } }", "bob", COMPILED),
    "somebody else's list of jobs": (
        "{ jobs { totalCount nodes { id song { id } } } }", "bob", COMPILED,
    ),
    "a song of somebody else": (f'{{ song(id: "{song_id(1)}") {{ id }} }}', "bob", COMPILED),
    "songs of a foreign sketch": (
        f'{{ songs(filter: {{sketchId: "{sketch_id(BOBS)}"}}) {{ nodes {{ sketch {{ id }} }} }} }}',
        "ada",
        COMPILED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIABLES)
async def test_variables(name: str, both: Both) -> None:
    query, variables, outcome = VARIABLES[name]
    told = await both.tell(query, variables=variables)
    assert told.outcome == outcome


@pytest.mark.parametrize("name", OPERATIONS)
async def test_several_operations(name: str, both: Both) -> None:
    query, operation, variables, outcome = OPERATIONS[name]
    told = await both.tell(query, operation=operation, variables=variables)
    assert told.outcome == outcome


async def test_one_document_with_other_values_in_turn(both: Both) -> None:
    seen = set()
    for variables in ({"b": True}, {"b": False}, {}, {"b": True}):
        told = await both.tell(SHOWN + " # again", variables=variables)
        assert told.outcome == COMPILED
        seen.add(told.text)
    assert len(seen) == 2


@pytest.mark.parametrize("name", PEOPLE)
async def test_people(name: str, both: Both) -> None:
    query, who, outcome = PEOPLE[name]
    told = await both.tell(query, who=who)
    assert told.outcome == outcome


async def test_a_bad_token(both: Both) -> None:
    headers = {"Authorization": "Bearer nobody's"}
    told = await both.tell("{ me { id } songs { totalCount } }", who=None, headers=headers)
    assert (told.outcome, told.status) == (UNREAD, 401)


async def test_an_operation_that_is_asked_often(both: Both) -> None:
    # PostgreSQL may plan a prepared statement anew from the sixth run on.
    for first in range(1, 10):
        assert (await both.tell(PAGE, variables={"first": first})).outcome == COMPILED


@pytest.mark.parametrize("name", ["all given", "no first", "a text as a number"])
@pytest.mark.parametrize("by", ["get", "events"])
async def test_transports(by: str, name: str, both: Both) -> None:
    query, variables, outcome = VARIABLES[name]
    told = await both.tell(query, variables=variables, by=by)
    assert told.outcome == outcome


async def test_plain_json(both: Both) -> None:
    told = await both.tell(
        "{ songs(filter: {status: FAILURE}) { nodes { title error { params } } } }",
        headers={"Accept": "application/json", "Accept-Language": "de"},
    )
    assert told.outcome == COMPILED


@pytest.mark.parametrize("name", ["all given", "no first"])
async def test_websockets(name: str, both: Both) -> None:
    query, variables, outcome = VARIABLES[name]
    ask = Ask(query=query, variables=variables)
    assert (await both.answer(ask)).outcome == outcome
    first = await frames(both.compiled, ask, both.people["ada"])
    assert '"next"' in first[0]
    assert '"complete"' in first[1]
    assert first == await frames(both.ordinary, ask, both.people["ada"])
