"""Search: what it finds on both paths, and by which index among many rows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

import pytest

from tests.readpath.both import COMPILED, Both, both
from tests.readpath.plans import ADA, BOB, Asked, Crowd, crowd
from tests.servers import Addresses

__all__ = ["both"]

MISTAKE: Final = "replayed: InvalidInput"

SOME: Final = """
    INSERT INTO song_sketches (id, user_id, title, prompt, workflow, version, created_at)
    SELECT gen_random_uuid(), pg_temp.owner(n), substr(md5(n::text), 1, 12),
           CASE WHEN n % 1000 = 7 THEN 'a Rare_100% needle' ELSE 'Love' END || ' song',
           'draft', 1, now() - n * interval '1 second'
    FROM generate_series(1, 50000) n
"""

LISTED: Final = """
  query ($term: String) { sketches(first: 20, filter: {search: $term}) {
    totalCount nodes { title prompt } } }
"""
ROWS: Final = """
  query ($term: String) { sketches(first: 20, filter: {search: $term}) {
    nodes { title prompt } } }
"""
FOUND: Final = """
  query ($term: String) {
    sketches(first: 100, filter: {search: $term}) {
      totalCount nodes { title lyrics prompt tags } } }
"""
FOUND_SONGS: Final = """
  query ($term: String) {
    songs(first: 100, filter: {search: $term}) { totalCount nodes { title lyrics } } }
"""


@pytest.fixture(scope="module")
async def many(addresses: Addresses, worker_number: int) -> AsyncIterator[Crowd]:
    async with crowd(addresses.postgres, f"studio_search_{worker_number}", SOME) as crowded:
        yield crowded


async def by_both(many: Crowd, owner: UUID, query: str, term: str) -> list[Asked]:
    compiled = await many.compiled(owner, query, term=term)
    ordinary = await many.ordinary(owner, query, term=term)
    assert compiled.data == ordinary.data
    return [compiled, ordinary]


@pytest.mark.parametrize("term", ["nee", "needle", "RARE_100%", "are_1", "DLE SO"])
async def test_three_letters_are_found_by_the_trigrams_however_often_one_asks(
    term: str, many: Crowd
) -> None:
    for asked in await by_both(many, ADA, LISTED, term):
        assert asked.data["sketches"]["totalCount"] == 40
        first, last = asked.plans[0], asked.plans[-1]
        for plan in (first, last):
            assert plan.indexes >= {"ix_sketches_search"}
            assert plan.most_rows < 200
            assert plan.scanned == set()


@pytest.mark.parametrize("term", ["love", "ove so"])
async def test_what_others_have_much_of_costs_nothing(term: str, many: Crowd) -> None:
    for asked in await by_both(many, BOB, LISTED, term):
        assert asked.data["sketches"]["totalCount"] == 5
        for plan in (asked.plans[0], asked.plans[-1]):
            assert plan.indexes >= {"ix_sketches_search"}
            assert plan.most_rows < 50


@pytest.mark.parametrize("term", ["e", "so", "_1", "%", "0%", "!!!", "a b"])
async def test_without_three_letters_only_ones_own_rows_are_read(term: str, many: Crowd) -> None:
    for asked in await by_both(many, BOB, LISTED, term):
        for plan in (asked.plans[0], asked.plans[-1]):
            assert "ix_sketches_search" not in plan.indexes
            assert plan.most_rows < 50
            assert plan.scanned == set()


async def test_a_page_of_a_short_term_ends_when_it_is_full(many: Crowd) -> None:
    for asked in await by_both(many, ADA, ROWS, "so"):
        assert len(asked.data["sketches"]["nodes"]) == 20
        assert asked.plans[-1].most_rows < 50


async def test_what_is_only_there_to_be_searched_is_not_read(many: Crowd) -> None:
    for asked in await by_both(many, BOB, ROWS, "love"):
        assert {'o."search"', "o.*"}.isdisjoint(asked.plans[0].sql.replace(",", " ").split())


def _texts(node: dict[str, Any]) -> list[str]:
    return [text.lower() for text in node.values() if text is not None]


@pytest.mark.parametrize(
    "term",
    [
        "plain", "PLAIN", "LaIn", "la", "a", " plain ", "\tplain\n", "ÜML", "ümläute", "SS",
        "ẞ É", "漢字", "עברית", "😀", "👩‍👩‍👧", "%", "_", "\\", "\\\\", "\\n", "%s", "$1", "{id}",
        "'", '"quotes"', "'; DROP TABLE songs", "line\n return", "x" * 100, "NULL", "\x01",
        "nothing like it", "p_ain", "pl%in", "p\\lain",
    ],
)  # fmt: skip
async def test_every_text_that_has_it_is_found_and_no_other(term: str, both: Both) -> None:
    for query in (FOUND, FOUND_SONGS):
        everything = await both.tell(query)
        told = await both.tell(query, variables={"term": term})
        assert (everything.outcome, told.outcome) == (COMPILED, COMPILED)
        [whole], [found] = everything.body["data"].values(), told.body["data"].values()
        wanted = term.strip().lower()
        expected = [node for node in whole["nodes"] if any(wanted in text for text in _texts(node))]
        if query == FOUND:
            assert found["nodes"] == expected
        else:  # it looks at the tags, too
            assert [node for node in found["nodes"] if node in expected] == expected
        assert found["totalCount"] == len(found["nodes"])


@pytest.mark.parametrize("term", ["", " ", " \t\n ", "\x1f", None])
async def test_a_blank_term_is_no_filter(term: str | None, both: Both) -> None:
    told = await both.tell(FOUND, variables={"term": term})
    assert told.outcome == COMPILED
    assert told.text == (await both.tell(FOUND)).text


@pytest.mark.parametrize(
    ("term", "key", "params"),
    [
        ("x" * 100, None, None),
        (" " + "😀" * 100 + " ", None, None),
        ("x" * 101, "text.too_long", {"max": 100, "length": 101}),
        ("😀" * 101, "text.too_long", {"max": 100, "length": 101}),
        ("a\0b", "text.nul", {}),
        ("a\x1fb", "text.separator", {}),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("query", [FOUND, FOUND_SONGS])
async def test_a_term_has_its_limits(  # noqa: PLR0913, RUF100 - parameters
    query: str, language: str, term: str, key: str | None, params: Any, both: Both
) -> None:
    told = await both.tell(query, variables={"term": term}, headers={"Accept-Language": language})
    if key is None:
        assert told.outcome == COMPILED
        return
    assert told.outcome == MISTAKE
    [error] = told.body["errors"]
    assert error["extensions"]["code"] == "VALIDATION"
    assert error["extensions"]["messageKey"] == key
    assert error["extensions"]["params"] == params


async def test_search_goes_with_every_other_argument(both: Both) -> None:
    query = """
      query ($after: String, $before: String, $first: Int, $last: Int) {
        songs(first: $first, after: $after, last: $last, before: $before,
              filter: {search: "e", status: SUCCESS}, orderBy: {field: TITLE, direction: ASC}) {
          totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          nodes { id title } edges { cursor } } }
    """
    told = await both.tell(query, variables={"first": 100})
    whole = told.body["data"]["songs"]
    cursors = [edge["cursor"] for edge in whole["edges"]]
    assert len(cursors) > 2
    ways = ({"first": 1}, {"last": 1}, {"first": 1, "after": cursors[0]},
            {"last": 1, "before": cursors[-1]})  # fmt: skip
    for variables, place in zip(ways, (0, -1, 1, -2), strict=True):
        page = (await both.tell(query, variables=variables)).body["data"]["songs"]
        assert page["nodes"] == [whole["nodes"][place]]
        assert page["totalCount"] == len(cursors)
