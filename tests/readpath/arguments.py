"""Random arguments: mostly valid ones, with real ids and cursors, as literals and as variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)
from hypothesis import strategies as st

INTS: Final = (0, 1, 2, 5, 20, 99, 100, 101, -1, 2**31 - 1)
TEXTS: Final = ("", "x", 'quote" back\\slash', "ü😀", "a" * 300)
TERMS: Final = (
    "plain", "LAIN", "la", " x ", "ÜML", "ẞ", "İ", "漢字", "😀", "%", "_", "\\", "\\n", "null",
    "$1 %s", "x" * 100, "x" * 101, "a\x1fb", "", " \t ",
    "night", " RAIN", "katze",
)  # fmt: skip
MOMENTS: Final = (
    "2026-03-01T23:59:58Z", "2026-03-02T02:00:01.120000+02:00", "2026-03-02T00:00:03.500Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
)  # fmt: skip
SIZES: Final = (100, 1, 2, 3, 7, 50)
INNER_SIZES: Final = (5, 1, 2, 3)
PAGE: Final = ("first", "after", "last", "before", "offset")
PAGES: Final = (
    (),
    ("first",),
    ("first", "after"),
    ("after",),
    ("last",),
    ("last", "before"),
    ("first", "before"),
    ("last", "after"),
    ("first", "offset"),
    ("offset",),
    ("first", "after", "before"),
)
WRONG_PAGES: Final = (("first", "last"), ("first", "after", "offset"), ("last", "offset"))

Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass(frozen=True)
class Pools:
    """Values of the data set: global ids by type, and cursors by list and order."""

    ids: Mapping[str, Sequence[str]]
    cursors: Mapping[tuple[str, str], Sequence[str]]


UNORDERED: Final = {"equipmentItems": "NAME"}
"""What a list is ordered by where nobody says it, unless that is when its entries were made."""


@dataclass(frozen=True)
class Name:
    """A value of an enum or a variable, which has no quotes."""

    text: str


@dataclass
class Chooser:
    """Draws; what shrinks is the first value, and False."""

    draw: Draw

    def one(self, values: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(values))

    def chance(self, of: int) -> bool:
        """True once in so many times."""
        # In the middle, as the ends are drawn more often.
        return bool(self.draw(st.integers(0, of - 1)) == of // 2)


@dataclass
class Arguments:
    """The arguments of one operation, with the variables that they need."""

    chooser: Chooser
    pools: Pools
    declared: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def of(self, name: str, target: GraphQLField, sizes: Sequence[int] = SIZES) -> str:
        """All arguments of a field in brackets; empty without any."""
        chosen: dict[str, Any] = {}
        for key, argument in target.args.items():
            required = is_non_null_type(argument.type)
            if required or (key not in PAGE and self.chooser.chance(2)):
                chosen[key] = self._value(argument.type, key, name)
        if set(PAGE) <= set(target.args):
            order = chosen.get("orderBy") or {"field": Name(UNORDERED.get(name, "CREATED_AT"))}
            chosen |= self._page(self.pools.cursors[name, order["field"].text], sizes)
        given = [
            f"{key}: {spelled(self._perhaps_variable(target.args[key], value))}"
            for key, value in chosen.items()
        ]
        return f"({', '.join(given)})" if given else ""

    def variable(self, kind: str, value: Any, default: Any, *, must: bool = False) -> Name:
        """A new variable with this value; it `must` have a default where nothing may be null."""
        name = f"v{len(self.declared)}"
        nullable = not kind.endswith("!")
        declared = f"${name}: {kind}"
        left_out = False
        if must or (self.chooser.chance(3) and (default is not None or nullable)):
            declared += f" = {spelled(default)}"
            left_out = self.chooser.chance(2)
        self.declared.append(declared)
        if not left_out:
            null = nullable and self.chooser.chance(25)
            self.values[name] = None if null else _json(value)
        return Name(f"${name}")

    def _perhaps_variable(self, argument: GraphQLArgument, value: Any) -> Any:
        if not self.chooser.chance(3):
            return value
        kind = str(argument.type)
        if kind.endswith("!"):
            must = self.chooser.chance(4)
            return self.variable(kind[:-1] if must else kind, value, value, must=must)
        if value is not None and self.chooser.chance(3):
            return self.variable(kind + "!", value, value)
        return self.variable(kind, value, self.chooser.one([value, None]))

    def _page(self, cursors: Sequence[str], sizes: Sequence[int]) -> dict[str, Any]:
        one, chance = self.chooser.one, self.chooser.chance
        chosen: dict[str, Any] = {}
        for key in one(WRONG_PAGES if chance(25) else PAGES):
            if key in ("after", "before"):
                chosen[key] = one((None, "", "x") if chance(25) else cursors)
            elif key == "offset":
                chosen[key] = one((0, 1, 7, 41, 10**6))
            else:
                chosen[key] = one(INTS if chance(25) else sizes)
        return chosen

    def _value(self, kind: GraphQLInputType, name: str, parent: str) -> Any:
        """A value as JSON would have it, but for names."""
        one, chance = self.chooser.one, self.chooser.chance
        if not is_non_null_type(kind) and chance(8):
            return None
        inner: Any = get_nullable_type(kind)
        if is_list_type(inner):
            count = self.chooser.draw(st.integers(0, 5))
            return [self._value(inner.of_type, name, parent) for _ in range(count)]
        if isinstance(inner, GraphQLInputObjectType):
            return {
                key: self._value(each.type, key, parent)
                for key, each in inner.fields.items()
                if is_non_null_type(each.type) or chance(2)
            }
        if isinstance(inner, GraphQLEnumType):
            return Name(one(list(inner.values)))
        if inner.name == "ID":
            return self._id(name.removesuffix("Id").removesuffix("id") or parent)
        if inner.name == "Int":
            return one(INTS)
        if inner.name == "DateTime":
            return one(MOMENTS)
        if name in ("search", "tags"):
            return one(TERMS)
        return one((True, False)) if inner.name == "Boolean" else one(TEXTS)

    def _id(self, wanted: str) -> Any:
        everything = [each for pool in self.pools.ids.values() for each in pool]
        right = self.pools.ids.get(wanted[:1].upper() + wanted[1:], everything)
        return self.chooser.one((*everything, *TEXTS, 5) if self.chooser.chance(25) else right)


def spelled(value: Any) -> str:
    """A value as GraphQL writes it."""
    if isinstance(value, Name):
        return value.text
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {spelled(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(spelled, value)) + "]"
    return orjson.dumps(value).decode()


def _json(value: Any) -> Any:
    if isinstance(value, Name):
        return value.text
    if isinstance(value, dict):
        return {key: _json(each) for key, each in value.items()}
    return [_json(each) for each in value] if isinstance(value, list) else value
