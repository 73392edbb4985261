"""Random queries over a schema: valid documents, but for some arguments.

An alias is made of the field's name, and fields of possible types of an interface carry the name of
the type, so that whatever meets under one response key can be merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_interface_type,
    is_leaf_type,
)
from hypothesis import strategies as st

from app.readpath.declare import graphql_row_type, source_of
from tests.readpath.arguments import INNER_SIZES, Arguments, Chooser, Draw, Pools, spelled
from tests.readpath.both import Ask

DEEPEST: Final = 8
MOST_SELECTIONS: Final = 60
MOST_ALIASES: Final = 14
MOST_DIRECTIVES: Final = 12
WORDS: Final = (
    "select",
    "from",
    "where",
    "order",
    "limit",
    "null",
    "user",
    "group",
    "table",
    "r",
    "o1",
    "p",
    "page1",
    "array",
    "with",
    "h",
    "values",
    "json",
)

Composite = GraphQLObjectType | GraphQLInterfaceType


class _Writer:
    """Writes one operation and counts, as its document must keep the limits."""

    def __init__(self, schema: GraphQLSchema, arguments: Arguments) -> None:
        self.arguments = arguments
        self.fragments: list[str] = []
        self._schema = schema
        self._chooser = arguments.chooser
        self._words = dict(zip(_field_names(schema), WORDS, strict=False))
        self._selections = self._aliases = self._directives = 0

    def root(self) -> str:
        """The selection set of the query: one to three fields, each under a key of its own."""
        query = self._schema.query_type
        assert query is not None
        names = list(query.fields)
        read = [name for name in names if source_of(query.fields[name])]
        parts = []
        for number in range(self._chooser.draw(st.integers(1, 3))):
            name = self._chooser.one(read * 12 + names)
            key = f"f{number}_{name}: " if number else ""
            head = f"{key}{name}{self.arguments.of(name, query.fields[name])}{self._directive()}"
            kind = get_named_type(query.fields[name].type)
            merged = 1 + self._chooser.chance(8)
            parts += [f"{head} {self._selection_set(kind, 2)}" for _ in range(merged)]
        if self._chooser.chance(5):
            parts.insert(0, "__typename")
        return "{ " + " ".join(parts) + " }"

    def _selection_set(self, kind: Any, depth: int) -> str:
        names = self._choosable(kind, depth)
        count = self._chooser.draw(st.integers(1, min(6, len(names))))
        parts = [self._selection(kind, self._chooser.one(names), depth) for _ in range(count)]
        return "{ " + " ".join(parts) + " }"

    def _choosable(self, kind: Composite, depth: int) -> list[str]:
        """The fields to choose from, likely ones more than once."""
        names = ["__typename"]
        deeper = depth < DEEPEST and self._selections < MOST_SELECTIONS
        for name, each in kind.fields.items():
            if is_leaf_type(get_named_type(each.type)):
                names += [name] * 4
            elif deeper:
                names += [name] * (1 if _of_row(kind) and source_of(each) is None else 8)
        return names

    def _selection(self, kind: Composite, name: str, depth: int) -> str:
        self._selections += 1
        if self._selections < MOST_SELECTIONS and depth < DEEPEST and self._chooser.chance(6):
            return self._fragment(kind, depth)
        return self._field(kind, name, depth)

    def _field(self, kind: Composite, name: str, depth: int, prefix: str = "") -> str:
        if name == "__typename":
            return f"__typename{self._directive()}"
        key, given = prefix + name, ""
        if kind.fields[name].args and self._aliases < MOST_ALIASES:
            # Different arguments do not merge.
            key = f"n{self._aliases}_{key}"
            self._aliases += 1
            given = self.arguments.of(name, kind.fields[name], INNER_SIZES)
        elif self._aliases < MOST_ALIASES and self._chooser.chance(4):
            key = self._alias(key)
        head = name + given if key == name else f"{key}: {name}{given}"
        inner = get_named_type(kind.fields[name].type)
        below = "" if is_leaf_type(inner) else f" {self._selection_set(inner, depth + 1)}"
        return f"{head}{self._directive()}{below}"

    def _alias(self, name: str) -> str:
        self._aliases += 1
        if self._chooser.chance(150):
            return name.ljust(64, "_")  # is never compiled
        kind = self._chooser.one(["a_", "b_", "long", "word", "word"])
        if kind == "word":
            return self._words.get(name, f"w_{name}")
        return name.ljust(63, "_") if kind == "long" else f"{kind}{name}"

    def _fragment(self, kind: Composite, depth: int) -> str:
        narrowed = self._narrowed(kind)
        inside, prefix = narrowed or kind, ""
        names = self._choosable(inside, depth)
        if is_interface_type(kind) and inside is not kind:
            prefix = f"{inside.name}_"
            names = [name for name in names if name not in kind.fields]
        parts = [
            self._field(inside, self._chooser.one(names), depth, prefix)
            for _ in range(self._chooser.draw(st.integers(1, 3)))
        ]
        body = "{ " + " ".join(parts) + " }"
        if self._chooser.chance(2):
            number = len(self.fragments)
            self.fragments.append(f"fragment F{number} on {inside.name} {body}")
            spread = f"...F{number}{self._directive()}"
            return f"{spread} {spread}" if self._chooser.chance(6) else spread
        on = f" on {inside.name}" if narrowed else ""
        return f"...{on}{self._directive()} {body}"

    def _narrowed(self, kind: Composite) -> Composite | None:
        """The condition of a fragment: none, the type itself, or a wider or narrower one."""
        others: Sequence[Composite] = (
            self._schema.get_possible_types(kind)
            if isinstance(kind, GraphQLInterfaceType)
            else kind.interfaces
        )
        condition: Composite | None = self._chooser.one([None, kind, *others])
        return condition

    def _directive(self) -> str:
        if self._directives >= MOST_DIRECTIVES or not self._chooser.chance(9):
            return ""
        self._directives += 1
        name = self._chooser.one(["include", "skip"])
        # Most of it is selected.
        value: Any = (name == "include") is not self._chooser.chance(3)
        if self._chooser.chance(2):
            must = self._chooser.chance(3)
            kind = "Boolean" if must else "Boolean!"
            value = self.arguments.variable(kind, value, value, must=must)
        return f" @{name}(if: {spelled(value)})"


def _field_names(schema: GraphQLSchema) -> list[str]:
    """Of all types that have fields to select, each once."""
    kinds = [
        kind
        for name, kind in sorted(schema.type_map.items())
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__")
    ]
    return sorted({name for kind in kinds for name in kind.fields})


def _of_row(kind: Composite) -> bool:
    try:
        graphql_row_type(kind)
    except LookupError:
        return False
    return True


@st.composite
def requests(draw: Draw, schema: GraphQLSchema, pools: Pools) -> Ask:
    """A query with its variables, mostly of Ada."""
    chooser = Chooser(draw)
    arguments = Arguments(chooser, pools)
    writer = _Writer(schema, arguments)
    body = writer.root()
    declared = f"query ({', '.join(arguments.declared)}) " if arguments.declared else ""
    return Ask(
        query=" ".join([declared + body, *writer.fragments]),
        variables=arguments.values,
        who=chooser.one(["ada"] * 12 + ["bob", None]),
        by=chooser.one(["post"] * 6 + ["get", "events"]),
        headers=chooser.one([{}, {"Accept-Language": "de"}]),
    )
