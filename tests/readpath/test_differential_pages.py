"""Every list from end to end, cursors that are none, and ids that are none, on both paths."""

from __future__ import annotations

import base64
from typing import Any, Final

import pytest

from app.schema.ids import encode_id
from tests.readpath.both import COMPILED, Both, both
from tests.readpath.dataset import choice_key, job_id, sketch_id, song_id, song_key
from tests.readpath.values import BOBS

__all__ = ["both"]

MISTAKE: Final = "replayed: InvalidInput"
LISTS: Final = {"songs": 9, "sketches": 2, "jobs": 10, "conversations": 4}
WALK: Final = """
  query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int,
         $direction: Direction!) {
    %s(first: $first, after: $after, last: $last, before: $before, offset: $offset,
       orderBy: {field: CREATED_AT, direction: $direction}) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id createdAt } } nodes { id } } }
"""
FILTERED: Final = """
  query ($cursor: String) { songs(first: 2, after: $cursor, filter: {status: SUCCESS}) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id status } } }
"""


async def ask(both: Both, query: str, **variables: Any) -> Any:
    told = await both.tell(query, variables=variables)
    assert told.outcome == COMPILED
    return next(iter(told.body["data"].values()))


async def everything(both: Both, what: str, direction: str) -> tuple[list[str], list[str]]:
    """Ids and cursors of a whole list."""
    page = await ask(both, WALK % what, first=100, direction=direction)
    assert not page["pageInfo"]["hasNextPage"]
    ids = [edge["node"]["id"] for edge in page["edges"]]
    assert page["totalCount"] == len(ids) > 5
    return ids, [edge["cursor"] for edge in page["edges"]]


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("what", LISTS)
async def test_forwards(what: str, direction: str, both: Both) -> None:
    ids, _ = await everything(both, what, direction)
    seen: list[str] = []
    page: Any = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while page["pageInfo"]["hasNextPage"]:
        after = page["pageInfo"]["endCursor"]
        page = await ask(both, WALK % what, first=LISTS[what], after=after, direction=direction)
        assert page["pageInfo"]["hasPreviousPage"] is bool(seen)
        seen += [node["id"] for node in page["nodes"]]
    assert seen == ids


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("what", LISTS)
async def test_backwards(what: str, direction: str, both: Both) -> None:
    ids, _ = await everything(both, what, direction)
    seen: list[str] = []
    page: Any = {"pageInfo": {"hasPreviousPage": True, "startCursor": None}}
    while page["pageInfo"]["hasPreviousPage"]:
        before = page["pageInfo"]["startCursor"]
        page = await ask(both, WALK % what, last=LISTS[what], before=before, direction=direction)
        assert page["pageInfo"]["hasNextPage"] is bool(seen)
        seen = [node["id"] for node in page["nodes"]] + seen
    assert seen == ids


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("what", LISTS)
async def test_by_offset(what: str, direction: str, both: Both) -> None:
    ids, _ = await everything(both, what, direction)
    seen: list[str] = []
    more = True
    while more:
        page = await ask(
            both, WALK % what, first=LISTS[what], offset=len(seen), direction=direction
        )
        more = page["pageInfo"]["hasNextPage"]
        seen += [node["id"] for node in page["nodes"]]
    assert seen == ids
    beyond = await ask(both, WALK % what, offset=len(ids), direction=direction)
    assert beyond["nodes"] == []


async def test_filtered(both: Both) -> None:
    seen, cursor, more = 0, None, True
    while more:
        page = await ask(both, FILTERED, cursor=cursor)
        seen += len(page["nodes"])
        more, cursor = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
    assert seen == page["totalCount"]


# Places in the list by number; `None` is not sent.
@pytest.mark.parametrize(
    ("after", "before", "size"),
    [
        (3, 8, {"first": 2}),
        (3, 8, {"last": 2}),
        (3, 8, {"first": 100}),
        (3, 8, {}),
        (8, 3, {"first": 5}),
        (3, 4, {"last": 5}),
        (3, 3, {"first": 5}),
        (None, 5, {"first": 3}),
        (None, 5, {"first": 100}),
        (5, None, {"last": 3}),
        (5, None, {"last": 100}),
        (-1, None, {"first": 3}),
        (None, 0, {"last": 3}),
        (None, None, {"first": 1}),
        (None, None, {"last": 100}),
    ],
)
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_between_two_places(
    direction: str, after: int | None, before: int | None, size: dict[str, int], both: Both
) -> None:
    _, cursors = await everything(both, "songs", direction)
    places = {
        name: cursors[place]
        for name, place in (("after", after), ("before", before))
        if place is not None
    }
    await ask(both, WALK % "songs", **places, **size, direction=direction)


async def test_the_largest_offset(both: Both) -> None:
    for first in (1, 100):
        page = await ask(both, WALK % "songs", first=first, offset=2**31 - 1, direction="ASC")
        assert page["nodes"] == []


def _cursor(text: str | bytes) -> str:
    raw = text.encode() if isinstance(text, str) else text
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _text(cursor: str) -> str:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()


KEY: Final = str(song_key(20))
PLACES: Final[dict[str, tuple[str, str]]] = {
    "empty": ("", MISTAKE),
    "garbage": ("garbage!", MISTAKE),
    "no ASCII": ("ü😀", MISTAKE),
    "no UTF-8": (_cursor(b"created_at:\xff"), MISTAKE),
    "an id": (song_id(3), MISTAKE),
    "another column": (_cursor(f"title:{KEY}:1"), MISTAKE),
    "no value": (_cursor(f"created_at:{KEY}"), MISTAKE),
    "no number": (_cursor(f"created_at:{KEY}:x"), MISTAKE),
    "an empty number": (_cursor(f"created_at:{KEY}:"), MISTAKE),
    "no key": (_cursor("created_at:x:1"), MISTAKE),
    "a NUL": (_cursor(f"created_at:{KEY}:1\0"), MISTAKE),
    "a fraction": (_cursor(f"created_at:{KEY}:1.5"), MISTAKE),
    "beyond the calendar": (_cursor(f"created_at:{KEY}:{10**20}"), MISTAKE),
    "a number that is too long": (_cursor(f"created_at:{KEY}:{'1' * 5000}"), MISTAKE),
    "the first moment": (_cursor(f"created_at:{KEY}:-62135596800000000"), COMPILED),
    "the last moment": (_cursor(f"created_at:{KEY}:253402300799999999"), COMPILED),
    "before 1970": (_cursor(f"created_at:{KEY}:-1"), COMPILED),
    "spaces and signs": (_cursor(f"created_at:{{{KEY}}}: +1_000 "), COMPILED),
    "other digits": (_cursor(f"created_at:{KEY}:١٢"), COMPILED),
}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("argument", ["after", "before"])
@pytest.mark.parametrize("name", PLACES)
async def test_a_cursor_that_nobody_was_given(
    name: str, argument: str, language: str, both: Both
) -> None:
    cursor, outcome = PLACES[name]
    told = await both.tell(
        f"query ($cursor: String) {{ songs({argument}: $cursor) {{ nodes {{ id }} }} }}",
        variables={"cursor": cursor},
        headers={"Accept-Language": language},
    )
    assert told.outcome == outcome


async def test_a_real_cursor_that_was_changed(both: Both) -> None:
    _, [cursor, *_] = await everything(both, "songs", "ASC")
    last = chr(ord(cursor[-1]) ^ 1)
    changed = {cursor[:at] for at in range(0, len(cursor), 7)}
    changed |= {cursor + "=", cursor + "==", cursor[:-1] + last, cursor + "A", f" {cursor}"}
    for each in sorted(changed):
        told = await both.tell(WALK % "songs", variables={"after": each, "direction": "ASC"})
        assert told.outcome in (COMPILED, MISTAKE)


async def test_a_cursor_of_another_list(both: Both) -> None:
    _, cursors = await everything(both, "jobs", "DESC")
    for what in LISTS:
        await ask(both, WALK % what, after=cursors[5], direction="ASC")


IDS: Final[dict[str, tuple[str, str]]] = {
    "empty": ("", MISTAKE),
    "garbage": ("garbage!", MISTAKE),
    "no ASCII": ("ü", MISTAKE),
    "padded": (song_id(3) + "=", MISTAKE),
    "truncated": (song_id(3)[:-1], MISTAKE),
    "in capitals": (_cursor(f"Song:{KEY.upper()}0"), MISTAKE),
    "in braces": (_cursor(f"Song:{{{KEY}}}"), MISTAKE),
    "another type": (sketch_id(3), MISTAKE),
    "an unknown type": (encode_id("Ghost", song_key(3)), MISTAKE),
    "a choice": (encode_id("SongChoice", choice_key(3, 0)), MISTAKE),
    "of a job's key": (encode_id("Song", choice_key(3, 0)), COMPILED),
    "foreign": (song_id(BOBS), COMPILED),
    "unknown": (song_id(999), COMPILED),
    "right": (song_id(3), COMPILED),
}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", IDS)
async def test_an_id(name: str, language: str, both: Both) -> None:
    key, outcome = IDS[name]
    told = await both.tell(
        "query ($id: ID!) { me { id } song(id: $id) { id title } }",
        variables={"id": key},
        headers={"Accept-Language": language},
    )
    assert told.outcome == outcome
    wrong = await both.tell(
        f'{{ job(id: "{job_id(4)}") {{ id }} node(id: "{song_id(3)}") {{ id }} }}'
    )
    assert wrong.outcome == "refused: resolver Query.node"
