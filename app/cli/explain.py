"""`python -m app explain-query`: how a query is read, or why only the resolvers can answer it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from graphql import (
    GraphQLError,
    OperationDefinitionNode,
    get_operation_ast,
    get_variable_values,
    parse,
    validate,
)

from app.domain.errors import StudioError
from app.http.document_cache import core_schema
from app.readpath.declare import Newest, ToMany, ToOne
from app.readpath.refusal import RefusedError
from app.readpath.run import DocumentPlans, ReadPath
from app.readpath.tree import (
    Edges,
    Node,
    Nodes,
    Page,
    PageInfo,
    Related,
    RootRead,
    Typename,
)
from app.resolvers.root import build_schema

WRONG: Final = 2
REFUSED: Final = 1


def explain_query(file: str, variables: str, operation_name: str | None) -> int:
    """Print plan and SQL (0), the reason of a refusal (1), or what is wrong with the query (2)."""
    try:
        given = json.loads(variables)
        text = Path(file).read_text()
    except (OSError, ValueError) as error:
        return _wrong(str(error))
    schema = build_schema()
    try:
        document = parse(text)
        errors = validate(core_schema(schema), document)
    except GraphQLError as error:
        errors = [error]
    if errors:
        return _wrong("\n".join(error.message for error in errors))
    operation = get_operation_ast(document, operation_name)
    if not isinstance(operation, OperationDefinitionNode):
        return _wrong("name one operation of the file with --operation")
    coerced = get_variable_values(core_schema(schema), operation.variable_definitions or (), given)
    if isinstance(coerced, list):
        return _wrong("\n".join(error.message for error in coerced))
    path, plans = ReadPath(schema), DocumentPlans(document)
    prepared = path.prepare(plans, operation, coerced)
    if isinstance(prepared, RefusedError):
        sys.stdout.write(f"left to the resolvers: {prepared}\n")
        return REFUSED
    for field, shapes in zip(prepared.plan.fields, prepared.statements, strict=True):
        if isinstance(field, Typename):
            sys.stdout.write(f"{field.key}: the constant {field.name}\n\n")
            continue
        try:
            sql, values = path.statement(field, shapes, coerced)
        except StudioError as error:
            return _wrong(f"{field.read.key}: {error.key} {error.params}")
        _show(field, sql, values)
    return 0


def _wrong(reason: str) -> int:
    sys.stderr.write(reason + "\n")
    return WRONG


def _show(root: RootRead, sql: str, values: list[Any]) -> None:
    read = root.read
    kind = f"a page of {read.target.name}" if isinstance(read, Page) else f"one {read.target.name}"
    sys.stdout.write(f"{read.key}: {kind}, one statement\n")
    parts = read.envelope if isinstance(read, Page) else read.selection
    sys.stdout.writelines(f"{line}\n" for line in _tree(parts, "  "))
    sys.stdout.write(f"\n{sql}\n\n$1 = the viewer's id\n")
    sys.stdout.writelines(f"${n} = {value!r}\n" for n, value in enumerate(values, 2))
    sys.stdout.write("\n")


def _tree(parts: Any, indent: str) -> Iterator[str]:
    plain = [part.key for part in parts if not _below(part)]
    if plain:
        yield indent + " ".join(plain)
    for part in parts:
        if below := _below(part):
            yield f"{indent}{part.key}{_kind(part)}"
            yield from _tree(below, indent + "  ")


def _below(part: Any) -> Any:
    if isinstance(part, Page):
        return part.envelope
    if isinstance(part, Edges | PageInfo):
        return part.parts
    return part.selection if isinstance(part, Node | Nodes | Related) else ()


def _kind(part: Any) -> str:
    if isinstance(part, Page):
        return f": a page of {part.target.name}"
    if not isinstance(part, Related):
        return ""
    source, name = part.source, part.target.name
    if isinstance(source, ToOne):
        return f": the {name} that {source.via} points at"
    if isinstance(source, Newest):
        return f": the newest {name} whose {source.by} points here"
    if isinstance(source, ToMany):
        return f": up to {source.most} {name} whose {source.by} points here"
    return ""
