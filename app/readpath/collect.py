"""Which fields a selection asks for, by graphql-core's own rules."""

from __future__ import annotations

from typing import Any, Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    visit,
)
from graphql.execution.collect_fields import (
    FieldDetailsList,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues

from app.readpath.refusal import RefusedError

_LONGEST_KEY: Final = 63  # PostgreSQL cuts longer names of columns off


def directive_variables(document: DocumentNode) -> tuple[str, ...]:
    """The variables whose values decide which fields are selected."""
    visitor = _DirectiveVariables()
    visit(document, visitor)
    return tuple(sorted(visitor.names))


class _DirectiveVariables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:
        values = (argument.value for argument in node.arguments or ())
        self.names |= {value.name.value for value in values if isinstance(value, VariableNode)}


class Collector:
    """The fields of selection sets, by graphql-core's own rules."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: VariableValues,
    ) -> None:
        self._schema = schema
        self._operation = operation
        self._variables = variables
        self._fragments = {
            definition.name.value: FragmentDetails(definition, None)
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }

    def of_root(self, kind: GraphQLObjectType) -> dict[str, FieldDetailsList]:
        """The nodes of each root field by response key."""
        collected = collect_fields(
            self._schema, self._fragments, self._variables, kind, self._operation
        )
        return dict(collected.grouped_field_set)

    def of(
        self, kind: GraphQLObjectType, details: FieldDetailsList
    ) -> list[tuple[str, str, FieldDetailsList]]:
        """Response key, name and nodes of each field below."""
        collected = collect_subfields(
            self._schema, self._fragments, self._variables, self._operation, kind, details
        )
        return [
            (_named(key), each[0].node.name.value, each)
            for key, each in collected.grouped_field_set.items()
        ]


def object_of(kind: GraphQLType) -> GraphQLObjectType:
    """The object type inside, whatever may be null or a list."""
    named = get_named_type(kind)
    if not isinstance(named, GraphQLObjectType):
        raise RefusedError(f"type {named}")
    return named


def _named(key: str) -> str:
    if len(key) > _LONGEST_KEY:
        raise RefusedError("an alias of more than 63 characters")
    return key
