"""From a valid operation to what it reads, or to the reason why only the resolvers can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import (
    FieldDetailsList,
)
from graphql.execution.values import VariableValues
from strawberry.schema import BaseSchema

from app.readpath.arguments import Arguments
from app.readpath.collect import Collector, object_of
from app.readpath.declare import (
    ById,
    Column,
    Computed,
    GlobalId,
    Newest,
    Own,
    Pages,
    RowType,
    Template,
    ToMany,
    ToOne,
    Worded,
    connection_row_type,
    graphql_row_type,
    source_of,
    strawberry_field,
)
from app.readpath.refusal import RefusedError
from app.readpath.tree import (
    Cursor,
    Edges,
    Leaf,
    Look,
    Node,
    Nodes,
    Page,
    PageFact,
    PageInfo,
    Related,
    RootRead,
    Said,
    Selection,
    TotalCount,
    Typename,
    Wording,
)

TYPENAME: Final = "__typename"


@dataclass(frozen=True, slots=True)
class Plan:
    """The root fields of a query in the order of the answer."""

    fields: tuple[RootRead | Typename, ...]


def make_plan(
    schema: BaseSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
) -> Plan:
    """The plan of a valid operation, for all requests with equal `directive_variables`.

    Raises RefusedError.
    """
    core: GraphQLSchema = schema._schema  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
    query = core.query_type
    if operation.operation is not OperationType.QUERY or query is None:
        raise RefusedError(operation.operation.value)
    collector = Collector(core, document, operation, variables)
    fields: list[RootRead | Typename] = []
    for key, details in collector.of_root(query).items():
        if details[0].node.name.value == TYPENAME:
            fields.append(Typename(key, query.name))
        else:
            fields.append(_Prover(schema, collector).root(query, key, details))
    return Plan(tuple(fields))


class _Prover:
    """Proves one root field; numbers its pages and wordings."""

    def __init__(self, schema: BaseSchema, collector: Collector) -> None:
        self._schema = schema
        self._collector = collector
        self._arguments: list[Arguments] = []
        self._pages = 0
        self._wordings: list[Wording] = []

    def root(self, query: GraphQLObjectType, key: str, details: FieldDetailsList) -> RootRead:
        name = details[0].node.name.value
        field = query.fields.get(name)
        source = source_of(field) if field else None
        if field is None or not isinstance(source, ById | Own | Pages):
            raise RefusedError(f"resolver {query.name}.{name}")
        read: Look | Page
        if isinstance(source, Pages):
            read = self._page(key, source, field, details)
        else:
            if is_non_null_type(field.type):
                raise RefusedError(f"{query.name}.{name} cannot be null")
            kind = object_of(field.type)
            target = graphql_row_type(kind)
            self._arguments.append(Arguments(self._schema, source, target, field, details[0]))
            read = Look(key, source, target, self._selection(kind, target, details))
        return RootRead(read, tuple(self._arguments), tuple(self._wordings))

    def _selection(
        self, kind: GraphQLObjectType, row: RowType, details: FieldDetailsList
    ) -> Selection:
        return tuple(
            Typename(key, kind.name)
            if name == TYPENAME
            else self._field(key, kind.fields[name], f"{kind.name}.{name}", row, each)
            for key, name, each in self._collector.of(kind, details)
        )

    def _field(
        self, key: str, field: GraphQLField, path: str, row: RowType, details: FieldDetailsList
    ) -> Leaf | Said | Related | Page:
        source = source_of(field)
        nullable = not is_non_null_type(field.type)
        if isinstance(source, Column | GlobalId | Template | Computed):
            return _leaf(key, field, path, row, source)
        if isinstance(source, Worded) and nullable:
            shown = get_nullable_type(field.type)
            fields = shown if is_leaf_type(shown) else self._worded(object_of(shown), details)
            self._wordings.append(Wording(source.say, fields))
            return Said(key, source.column, len(self._wordings) - 1)
        if isinstance(source, Pages):
            return self._page(key, source, field, details)
        if isinstance(source, ToOne | ToMany | Newest):
            if is_list_type(get_nullable_type(field.type)) is not isinstance(source, ToMany):
                raise RefusedError(f"shape of {path}")
            if not isinstance(source, ToMany) and not nullable:
                raise RefusedError(f"{path} cannot be null")
            kind = object_of(field.type)
            target = graphql_row_type(kind)
            return Related(key, source, target, self._selection(kind, target, details))
        raise RefusedError(f"resolver {path}")

    def _page(
        self, key: str, source: Pages, field: GraphQLField, details: FieldDetailsList
    ) -> Page:
        number, self._pages = self._pages, self._pages + 1
        connection = object_of(field.type)
        fields = connection.fields
        target = connection_row_type(connection)
        self._arguments.append(Arguments(self._schema, source, target, field, details[0]))
        envelope: list[Any] = []
        for part, name, each in self._collector.of(connection, details):
            if name == TYPENAME:
                envelope.append(Typename(part, connection.name))
            elif name == "totalCount":
                envelope.append(TotalCount(part))
            elif name == "pageInfo":
                envelope.append(PageInfo(part, self._page_info(object_of(fields[name].type), each)))
            elif name == "nodes":
                nodes = self._selection(object_of(fields[name].type), target, each)
                envelope.append(Nodes(part, nodes))
            elif name == "edges":
                edges = self._edges(object_of(fields[name].type), target, each)
                envelope.append(Edges(part, edges))
            else:
                raise RefusedError(f"resolver {connection.name}.{name}")
        return Page(key, source, target, tuple(envelope), number)

    def _page_info(
        self, kind: GraphQLObjectType, details: FieldDetailsList
    ) -> tuple[PageFact | Typename, ...]:
        return tuple(
            Typename(key, kind.name) if name == TYPENAME else PageFact(key, name)
            for key, name, _ in self._collector.of(kind, details)
        )

    def _edges(
        self, kind: GraphQLObjectType, target: RowType, details: FieldDetailsList
    ) -> tuple[Cursor | Node | Typename, ...]:
        parts: list[Cursor | Node | Typename] = []
        for key, name, each in self._collector.of(kind, details):
            if name == "cursor":
                parts.append(Cursor(key))
            elif name == "node":
                node = object_of(kind.fields[name].type)
                parts.append(Node(key, self._selection(node, target, each)))
            else:
                parts.append(Typename(key, kind.name))
        return tuple(parts)

    def _worded(
        self, kind: GraphQLObjectType, details: FieldDetailsList
    ) -> dict[str, tuple[str, GraphQLType] | str]:
        """The plain attributes of an object that Python makes."""
        chosen: dict[str, tuple[str, GraphQLType] | str] = {}
        for key, name, _ in self._collector.of(kind, details):
            if name == TYPENAME:
                chosen[key] = kind.name
                continue
            field = kind.fields[name]
            definition = strawberry_field(field)
            if not definition.is_basic_field or not is_leaf_type(get_named_type(field.type)):
                raise RefusedError(f"resolver {kind.name}.{name}")
            chosen[key] = (str(definition.python_name), field.type)
        return chosen


def _leaf(
    key: str,
    field: GraphQLField,
    path: str,
    row: RowType,
    source: Column | GlobalId | Template | Computed,
) -> Leaf:
    required = is_non_null_type(field.type)
    kind = get_nullable_type(field.type)
    if not is_leaf_type(kind):
        raise RefusedError(f"shape of {path}")
    name = str(strawberry_field(field).python_name)
    if isinstance(source, Template | Computed) and required:
        raise RefusedError(f"{path} cannot be null")
    if isinstance(source, Column):
        column = row.column(source.name or name)
        if required and column.null:
            raise RefusedError(f"{path} cannot be null, its column can")
    return Leaf(key, source, kind, name)
