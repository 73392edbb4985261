"""`python -m app explain-query`: how a query is read, or why only the resolvers can answer it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_operation_ast,
    get_variable_values,
    parse,
    validate,
)

from app.domain.errors import StudioError
from app.http.document_cache import core_schema
from app.infra.database import relate_rows
from app.infra.repositories.users import LANGUAGE
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


class _WrongError(Exception):
    """What is wrong with the question."""


def explain_query(file: str, variables: str, operation_name: str | None) -> int:
    """Print plan and SQL (0), the reason of a refusal (1), or what is wrong with the query (2)."""
    relate_rows()
    try:
        _explain(file, variables, operation_name)
    except RefusedError as refused:
        sys.stdout.write(f"left to the resolvers: {refused}\n")
        return REFUSED
    except _WrongError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return WRONG
    return 0


def _explain(file: str, variables: str, operation_name: str | None) -> None:
    schema = build_schema()
    document, given = _read(file, variables, core_schema(schema))
    operation = get_operation_ast(document, operation_name)
    if not isinstance(operation, OperationDefinitionNode):
        raise _WrongError("name one operation of the file with --operation")
    definitions = operation.variable_definitions or ()
    coerced = get_variable_values(core_schema(schema), definitions, given)
    if isinstance(coerced, list):
        raise _WrongError("\n".join(error.message for error in coerced))
    path = ReadPath(schema, language=LANGUAGE)
    prepared = path.prepare(DocumentPlans(document), operation, coerced)
    if isinstance(prepared, RefusedError):
        raise prepared
    for field, shapes in zip(prepared.plan.fields, prepared.statements, strict=True):
        if isinstance(field, Typename):
            sys.stdout.write(f"{field.key}: the constant {field.name}\n\n")
            continue
        try:
            sql, values = path.statement(field, shapes, coerced)
        except StudioError as error:
            raise _WrongError(f"{field.read.key}: {error.key} {error.params}") from error
        except GraphQLError as error:
            raise _WrongError(f"{field.read.key}: {error.message}") from error
        _show(field, sql, values)


def _read(file: str, variables: str, schema: GraphQLSchema) -> tuple[DocumentNode, dict[str, Any]]:
    """The valid document of a file, and its variables."""
    try:
        given = json.loads(variables)
        document = parse(Path(file).read_text())
        errors = validate(schema, document)
    except (OSError, ValueError) as error:
        raise _WrongError(str(error)) from error
    except GraphQLError as error:
        raise _WrongError(error.message) from error
    if errors:
        raise _WrongError("\n".join(error.message for error in errors))
    if not isinstance(given, dict):
        raise _WrongError("the variables are no JSON object")
    return document, given


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
