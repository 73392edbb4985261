from __future__ import annotations

from typing import Any

import pytest

from tests.http.conftest import Serve, Site

IN_FRAGMENTS = """
    { songs(first: 5) { ...P } }
    fragment P on SongConnection { pageInfo { hasNextPage } nodes { ...S } }
    fragment S on Song { parent { title } }
"""


async def cost(site: Site, query: str, variables: dict[str, Any] | None = None) -> int:
    body = (await site.post(query, variables=variables or {})).json()
    requested: int = body["extensions"]["cost"]["requested"]
    return requested


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ hello __typename }", 0),
        ("{ song { title } }", 1),
        ("{ song { title parent { title } } }", 2),
        ("{ songs { totalCount pageInfo { hasNextPage } } }", 2),
        ("{ songs { nodes { title } } }", 1 + 20),
        ("{ songs(first: 5) { nodes { title } } }", 1 + 5),
        ("{ songs(last: 7) { nodes { title } } }", 1 + 7),
        ("{ songs(first: null) { nodes { title } } }", 1 + 20),
        ("{ songs(first: 5) { edges { cursor } } }", 1),
        ("{ songs(first: 5) { edges { cursor node { title } } } }", 1 + 5),
        ("{ songs(first: 5) { nodes { choices { title } } } }", 1 + 5 * (1 + 3)),
        ("{ songs(first: 5) { nodes { songs(first: 4) { nodes { title } } } } }", 1 + 5 * (2 + 4)),
        ("{ allSongs { title } }", 20),
        ("{ byIds(ids: [1, 2, 3]) { title } }", 3),
        ("{ byIds(ids: 1) { title } }", 1),
        ("{ a: song { title } b: song { title } }", 2),
        (
            "{ song { ...S } ... { song { ... on Song { title } } } } fragment S on Song { title }",
            2,
        ),
        (
            IN_FRAGMENTS,
            1 + 1 + 5 * 2,
        ),
        ('{ __type(name: "Song") { fields { name } } }', 0),
        ('mutation { rename(title: "x") { title } }', 1),
    ],
)
async def test_an_operation_costs_the_objects_it_may_return(
    site: Site, query: str, expected: int
) -> None:
    assert await cost(site, query) == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, 1 + 3),
        ({"n": 5}, 1 + 5),
        ({"n": 5.0}, 1 + 5),
        ({"n": None}, 1 + 20),
        ({"n": 0}, 1),
        ({"n": -4}, 1),
        ({"n": 5000}, 1 + 100),
    ],
)
async def test_the_page_size_is_taken_from_the_coerced_variables(
    site: Site, variables: dict[str, Any], expected: int
) -> None:
    query = "query ($n: Int = 3) { songs(first: $n) { nodes { title } } }"
    assert await cost(site, query, variables) == expected


async def test_a_list_of_ids_costs_as_many_as_it_has(site: Site) -> None:
    query = "query ($ids: [ID!]!) { byIds(ids: $ids) { title } }"
    assert await cost(site, query, {"ids": ["1", "2"]}) == 2
    assert await cost(site, query, {"ids": "1"}) == 1
    assert await cost(site, query, {"ids": [1] * 500}) == 500


async def test_an_operation_above_the_maximum_is_refused_before_it_runs(site: Site) -> None:
    query = (
        "query ($n: Int) { songs(first: $n) { nodes { songs(first: $n) { nodes "
        "{ songs(first: $n) { nodes { title } } } } } } }"
    )
    assert (await site.post(query, variables={"n": 2})).status_code == 200
    response = await site.post(query, variables={"n": 100})
    assert response.status_code == 422
    requested = 1 + 100 * (2 + 100 * (2 + 100))
    assert response.json()["extensions"]["cost"] == {"requested": requested, "limit": 10_000}
    extensions = response.json()["errors"][0]["extensions"]
    assert extensions["code"] == "TOO_COMPLEX"
    assert extensions["params"] == {"requested": requested, "limit": 10_000}


async def test_pages_in_nested_fragments_multiply(site: Site) -> None:
    levels = 6
    fragments = " ".join(
        f"fragment F{n} on Song {{ songs(first: $n) {{ nodes {{ ...F{n + 1} }} }} }}"
        for n in range(levels)
    )
    query = (
        f"query ($n: Int) {{ song {{ ...F0 }} }} {fragments} fragment F{levels} on Song {{ title }}"
    )
    assert await cost(site, query, {"n": 2}) == 1 + 3 + 6 + 12 + 24 + 48 + 96
    assert (await site.post(query, variables={"n": 10})).status_code == 422


async def test_the_cost_is_reported_beside_field_errors(site: Site) -> None:
    assert await cost(site, "{ boom song { title } }") == 1


async def test_only_the_chosen_operation_is_priced(site: Site) -> None:
    document = "query A { hello } query B { songs(first: 9) { nodes { title } } }"
    response = await site.post(document, operationName="B")
    assert response.json()["extensions"]["cost"]["requested"] == 10


async def test_a_schemas_own_default_page_counts(serve: Serve) -> None:
    async with serve() as site:
        assert await cost(site, "{ song { songs { nodes { title } } } }") == 1 + 1 + 20
