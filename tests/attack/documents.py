"""Documents that ask for as much as there is."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationType,
    get_named_type,
    is_required_argument,
)

DEEPEST = 4


def document(schema: GraphQLSchema, operation: str, name: str) -> str:
    """An operation of one root field, with a variable for each of its arguments."""
    kind = schema.get_root_type(OperationType(operation))
    assert kind is not None
    field = kind.fields[name]
    declared = ", ".join(f"${each}: {value.type}" for each, value in field.args.items())
    given = ", ".join(f"{each}: ${each}" for each in field.args)
    head = f"{operation} ({declared}) " if declared else f"{operation} "
    return f"{head}{{ {name}{f'({given})' if given else ''}{selection(schema, field.type)} }}"


def selection(schema: GraphQLSchema, kind: Any, depth: int = 0, seen: tuple[str, ...] = ()) -> str:
    """Every field of a type that needs no arguments, as deep as is allowed; none for a leaf."""
    named = get_named_type(kind)
    if isinstance(named, GraphQLUnionType | GraphQLInterfaceType):
        return " { __typename }"
    if not isinstance(named, GraphQLObjectType):
        return ""
    if depth == DEEPEST or named.name in seen:
        return " { __typename }"
    chosen = ["__typename"]
    for name, field in named.fields.items():
        if any(map(is_required_argument, field.args.values())):
            continue
        page = "(first: 2)" if "first" in field.args else ""
        below = selection(schema, field.type, depth + 1, (*seen, named.name))
        chosen.append(f"{name}{page}{below}")
    return f" {{ {' '.join(chosen)} }}"
