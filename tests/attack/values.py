"""Values of variables as nobody sends them by mistake."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    is_list_type,
    is_non_null_type,
    parse_value,
)
from graphql import ValueNode as Node
from graphql.type import GraphQLArgument
from hypothesis import strategies as st

NASTY = (
    "",
    " ",
    "\0",
    "\ufeff",
    "\u202e\u2066",
    "e\u0301" * 50,
    "a" * 300,
    "x" * 20_001,
    "😀" * 101,
    "'; DROP TABLE users; --",
    "%_\\",
    "{{7*7}}{0}${x}%(y)s",
    "../../etc/passwd",
    "(a+)+$",
    "(?R)",
    "**Verse**\nla\n\n**Chorus**:\n",
    "folk, 2s",
    "2026-02-30",
    "2026-01-01",
    "-0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-23:59",
    "1e999999",
    "NaN",
    "-0",
    "en",
    "llama3.2:3b",
    "gpt-4o-mini",
)
WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, 2**31, 2**63, 10**400, 1e308, [], {}, [[]], {"a": {}}, "\ud800"]
)
TEXTS = (
    st.sampled_from(NASTY)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.sampled_from(["plugin", "verse", "titel", "generate", "#fff", "red", "EUR", "medium"])
)
WHOLE = st.sampled_from([0, 1, 2, 7, 8, 100, 101, -1, 2**31 - 1, -(2**31)]) | st.integers(0, 40)
MOMENTS = st.datetimes().map(lambda each: each.isoformat() + "Z") | st.sampled_from(NASTY)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
SCALARS: Mapping[str, st.SearchStrategy[Any]] = {
    "String": TEXTS,
    "Int": WHOLE,
    "Float": st.floats(allow_nan=False, allow_infinity=False) | WHOLE,
    "Boolean": st.booleans(),
    "Date": st.dates().map(str) | st.sampled_from(NASTY),
    "DateTime": MOMENTS,
    "Decimal": st.decimals().map(str) | st.sampled_from(NASTY),
    "UUID": st.uuids().map(str) | st.sampled_from(NASTY),
    "JSON": JSONS,
    "Upload": TEXTS,
}


def values(kind: Any, ids: Sequence[str]) -> st.SearchStrategy[Any]:
    """JSON for a variable of a type: mostly right, with one of `ids` for an ID."""
    if is_non_null_type(kind):
        return _now_and_then_wrong(_right(kind.of_type, ids))
    return st.none() | _now_and_then_wrong(_right(kind, ids))


def nodes(ids: Sequence[str]) -> dict[str, st.SearchStrategy[Node]]:
    """The same for literals, by the scalar's name; without numbers that no JSON has."""
    strategies = {**SCALARS, "ID": _ids(ids)}
    return {name: strategy.map(_literal) for name, strategy in strategies.items() if name != "JSON"}


def _literal(value: Any) -> Node:
    return parse_value(json.dumps(value))


def _ids(ids: Sequence[str]) -> st.SearchStrategy[str]:
    nasty = st.sampled_from(NASTY)
    return st.sampled_from(ids) | st.sampled_from(ids) | nasty if ids else nasty


def _now_and_then_wrong(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 30).flatmap(lambda dice: WRONG if dice == 0 else right)


def _right(kind: Any, ids: Sequence[str]) -> st.SearchStrategy[Any]:
    if is_list_type(kind):
        return st.lists(values(kind.of_type, ids), max_size=3)
    if isinstance(kind, GraphQLEnumType):
        return st.sampled_from(sorted(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return arguments(kind.fields, ids)
    return _ids(ids) if kind.name == "ID" else SCALARS[kind.name]


def arguments(
    fields: Mapping[str, GraphQLArgument] | Mapping[str, GraphQLInputField], ids: Sequence[str]
) -> st.SearchStrategy[dict[str, Any]]:
    """Values by name: what must be sent, and any choice of the rest."""
    needed = {
        name: values(each.type, ids) for name, each in fields.items() if is_non_null_type(each.type)
    }
    others = {name: values(each.type, ids) for name, each in fields.items() if name not in needed}
    return st.fixed_dictionaries(needed, optional=others)
