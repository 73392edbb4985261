from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from graphql import get_introspection_query, parse

from app.http.limits import check_limits
from app.http.policy import DocumentLimits
from app.http.refusals import TooComplex
from tests.http.conftest import Site

LIMITS = DocumentLimits()
HANG = 30
"""Seconds after which a test gives up: what is not linear takes years."""


def nested_fragments(levels: int, leaf: str = "__typename") -> str:
    fragments = (f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels))
    return f"{{ ...F0 }} {' '.join(fragments)} fragment F{levels} on Query {{ {leaf} }}"


def chained_fragments(count: int) -> str:
    fragments = (f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(count))
    return f"{{ ...F0 }} {' '.join(fragments)} fragment F{count} on Query {{ hello }}"


def nested(field: str, levels: int, leaf: str) -> str:
    return "{" + f"{field} {{" * levels + leaf + "}" * levels + "}"


BOMBS = {
    "nested fragments": nested_fragments(25),
    "nested fragments without a field": nested_fragments(60, leaf=""),
    "unused nested fragments": "{ hello } " + nested_fragments(60)[9:],
    "a chain of fragments": chained_fragments(450),
    "fragments in a circle": "{ ...A } fragment A on Query { ...B ...B } "
    "fragment B on Query { ...A ...A }",
    "deep fields": "{ song " + nested("parent", 40, "title") + "}",
    "deep inline fragments": "{" + "... {" * 190 + "hello" + "}" * 190 + "}",
    "deep lists": "{ byIds(ids: " + "[" * 5000 + "]" * 5000 + ") { title } }",
    "deep objects": "{ labelled(labels: " + "{names: " * 5000 + "1" + "}" * 5000 + ") }",
    "many aliases": "{" + " ".join(f"a{n}: hello" for n in range(10_000)) + "}",
    "some aliases": "{" + " ".join(f"a{n}: hello" for n in range(40)) + "}",
    "many directives": "{ hello " + "@skip(if: false) " * 10_000 + "}",
    "some directives": "{ hello " + "@skip(if: false) " * 50 + "}",
    "unknown directives": "{ hello " + "@a" * 1400 + "}",
    "many root fields": "{" + "hello " * 500 + "}",
    "fields that could be merged": "{ song {" + "parent { title a: title } " * 250 + "} }",
    "merged fields within the limits": "{ song {" + "parent { title } " * 400 + "} }",
    "a megabyte of braces": "{" * 900_000,
    "a megabyte of fields": "{" + "a{" * 300_000,
    "a megabyte of spaces": "{ hello }" + " " * 900_000,
    "a megabyte of comments": "#\n" * 300_000 + "{ hello }",
    "many comments": "#\n" * 1100 + "{ hello }",
    "a long name": "{" + "a" * 900_000 + "}",
    "a long string": '{ hello(name: "' + "\\u0041" * 140_000 + '") }',
    "many operations": " ".join(f"query Q{n} {{ hello }}" for n in range(5000)),
    "many variables": "query (" + " ".join(f"$v{n}: Int" for n in range(5000)) + ") { hello }",
    "nested variable types": "query ($v: " + "[" * 5000 + "Int" + "]" * 5000 + ") { hello }",
    "introspection in circles": "{ __schema { types {"
    + "fields { type { fields { type {" * 8
    + "name"
    + "} } } }" * 8
    + "} } }",
    "many introspections": "{ __schema { types {"
    + "fields { name args { name } } " * 200
    + "} } }",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
async def test_a_bomb_is_refused_at_once(site: Site, bomb: str) -> None:
    async with asyncio.timeout(HANG):
        response = await site.post(bomb)
    codes = {error["extensions"]["code"] for error in response.json()["errors"]}
    assert response.status_code in (400, 422)
    assert codes <= {"TOO_COMPLEX", "BAD_REQUEST", "VALIDATION"}


@pytest.mark.parametrize(
    "name",
    [
        "nested fragments",
        "nested fragments without a field",
        "unused nested fragments",
        "a chain of fragments",
        "deep fields",
        "deep inline fragments",
        "deep lists",
        "many aliases",
        "some aliases",
        "many directives",
        "some directives",
        "many root fields",
        "merged fields within the limits",
        "a megabyte of fields",
        "a megabyte of spaces",
        "many comments",
        "a long string",
        "introspection in circles",
        "many introspections",
    ],
)
async def test_a_bomb_is_called_too_complex(site: Site, name: str) -> None:
    error = (await site.post(BOMBS[name])).json()["errors"][0]
    assert error["extensions"]["code"] == "TOO_COMPLEX"
    assert error["extensions"]["messageKey"].startswith("limits.")


@pytest.mark.parametrize(
    ("document", "broken"),
    [
        (nested("song", 15, "x"), "limits.depth"),
        (nested("song", 14, "x"), None),
        ("{ a { " + "x " * 999 + "} }", None),
        ("{ a { " + "x " * 1000 + "} }", "limits.selections"),
        ("{ a { " + "b: x " * 30 + "} }", None),
        ("{ a { " + "b: x " * 31 + "} }", "limits.aliases"),
        ("{" + "x " * 20 + "}", None),
        ("{" + "x " * 21 + "}", "limits.root_fields"),
        ("{ ...F ...F } fragment F on Query {" + "x " * 11 + "}", "limits.root_fields"),
        ("{ a { ...F } } fragment F on A {" + "x " * 25 + "}", None),
        ("{ x " + "@a " * 30 + "}", None),
        ("{ x " + "@a " * 31 + "}", "limits.directives"),
        ("query Q($v: Int @b) @a { x ...F @c ... @d { x } } fragment F on A @e { x }", None),
        ("{ ...F ...F } fragment F on Query {" + "x @a " * 8 + "... @b {x @c}}", None),
        ("{ ...F ...F } fragment F on Query { x " + "@a " * 16 + "}", "limits.directives"),
        ("{ a { ...F ...F } } fragment F on A {" + "b: x " * 16 + "}", "limits.aliases"),
        ("{ __schema {" + "x " * 499 + "} }", None),
        ("{ __schema {" + "x " * 500 + "} }", "limits.introspection_selections"),
        (nested("__schema", 1, "").replace("{}", nested("x", 18, "x")), None),
        (nested("__type", 1, "").replace("{}", nested("x", 19, "x")), "limits.introspection_depth"),
        ("{ x } fragment F on __Type " + nested("x", 19, "x"), None),
        ("{ x } fragment F on __Type " + nested("x", 20, "x"), "limits.introspection_depth"),
        ("{" + "... {" * 98 + "x" + "}" * 98 + "}", None),
        ("{" + "... {" * 100 + "x" + "}" * 100 + "}", "limits.nesting"),
    ],
)
def test_each_limit_is_kept_to_the_number(document: str, broken: str | None) -> None:
    if broken is None:
        check_limits(parse(document), LIMITS)
        return
    with pytest.raises(TooComplex) as refused:
        check_limits(parse(document), LIMITS)
    assert refused.value.key == broken


@pytest.mark.parametrize(
    "variables", [{"ids": ["1"] * 200_000}, {"ids": ["1"], "unused": [[{}, {}]] * 5000}]
)
async def test_too_many_values_are_refused_before_they_are_coerced(
    site: Site, variables: dict[str, Any]
) -> None:
    query = "query ($ids: [ID!]!) { byIds(ids: $ids) { title } }"
    async with asyncio.timeout(HANG):
        error = (await site.post(query, variables=variables)).json()["errors"][0]
    assert error["extensions"]["code"] == "TOO_COMPLEX"
    assert error["extensions"]["messageKey"] == "limits.variable_values"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"specified_by_url": True, "directive_is_repeatable": True, "schema_description": True},
        {"descriptions": False, "input_value_deprecation": True},
    ],
)
async def test_the_introspection_of_graphiql_and_of_code_generators_passes(
    site: Site, options: dict[str, Any]
) -> None:
    response = await site.post(get_introspection_query(**options))
    assert response.status_code == 200, response.json()["errors"]
    assert response.json()["data"]["__schema"]["queryType"]["name"] == "Query"


def test_measuring_is_linear() -> None:
    def took(levels: int) -> float:
        """The least of several times of the processor, which others cannot lengthen much."""
        document = parse(nested_fragments(levels))
        times = []
        for _ in range(20):
            started = time.process_time_ns()
            with pytest.raises(TooComplex):
                check_limits(document, LIMITS)
            times.append(time.process_time_ns() - started)
        return min(times)

    assert took(80) < 20 * took(20)
