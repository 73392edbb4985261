"""Reading the fields of an event that are nothing but its attributes, without graphql-core.

A token of a reply costs an execution of the whole document otherwise, which is a hundred times
what its JSON costs. A look answers what an execution would, or does not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLType,
    GraphQLUnionType,
    OperationDefinitionNode,
)
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.values import VariableValues
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

from app.http.document_cache import ValidDocument
from app.readpath.collect import Collector
from app.readpath.refusal import RefusedError

_DEFINITION: Final = GraphQLCoreConverter.DEFINITION_BACKREF
_TYPENAME: Final = "__typename"

_Read = Callable[[Any], Any]
"""From a value to what JSON says of it. Raises _UnlikeError."""


class _UnlikeError(Exception):
    """The value is not what a look can answer for; an execution says what becomes of it."""


class Look:
    """How events of one subscription are read. Made once for each that is opened."""

    def __init__(self, key: str, read: _Read) -> None:
        self._key = key
        self._read = read

    def data(self, event: object) -> dict[str, Any] | None:
        """The `data` of an event's response; None where an execution is needed."""
        try:
            return {self._key: self._read(event)}
        except _UnlikeError:
            return None

    @classmethod
    def at(
        cls,
        schema: GraphQLSchema,
        document: ValidDocument,
        operation: OperationDefinitionNode,
        variables: VariableValues,
    ) -> Look | None:
        """The look of a subscription; None where no event of it could be read."""
        kind = schema.subscription_type
        collector = Collector(schema, document.ast, operation, variables)
        if kind is None or len(roots := collector.of_root(kind)) != 1:
            return None
        [(key, details)] = roots.items()
        field = kind.fields.get(details[0].node.name.value)
        if field is None:
            return None
        try:
            return cls(key, _Reader(collector).value(field.type, details))
        except RefusedError:
            return None


class _Reader:
    """Makes the functions that read. Raises RefusedError for what has to be executed."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector

    def value(self, kind: GraphQLType, details: FieldDetailsList) -> _Read:
        if isinstance(kind, GraphQLNonNull):
            return _never_null(self.value(kind.of_type, details))
        return _perhaps_null(self._of_kind(kind, details))

    def _of_kind(self, kind: GraphQLType, details: FieldDetailsList) -> _Read:
        match kind:
            case GraphQLScalarType() | GraphQLEnumType():
                return _leaf(kind)
            case GraphQLList():
                return _each(self.value(kind.of_type, details))
            case GraphQLObjectType():
                return self._one_of([kind], details)
            case GraphQLUnionType():
                return self._one_of(kind.types, details)
        raise RefusedError(f"type {kind}")

    def _one_of(
        self, kinds: list[GraphQLObjectType] | tuple[GraphQLObjectType, ...], details: Any
    ) -> _Read:
        reads: dict[type, _Read] = {}
        for kind in kinds:
            try:
                reads[kind.extensions[_DEFINITION].origin] = self._object(kind, details)
            except RefusedError:  # those of the other types may be read all the same
                continue
        if not reads:
            raise RefusedError("no type of it is read by its attributes")
        return _by_type(reads)

    def _object(self, kind: GraphQLObjectType, details: FieldDetailsList) -> _Read:
        reads = {
            key: _constant(kind.name)
            if name == _TYPENAME
            else self._attribute(kind.fields[name], below)
            for key, name, below in self._collector.of(kind, details)
        }
        return _fields(reads)

    def _attribute(self, field: GraphQLField, details: FieldDetailsList) -> _Read:
        definition = field.extensions.get(_DEFINITION)
        if not isinstance(definition, StrawberryField) or not definition.is_basic_field:
            raise RefusedError("a field with a resolver")
        read, name = self.value(field.type, details), definition.python_name
        return lambda value: read(getattr(value, name))


def _leaf(kind: GraphQLScalarType | GraphQLEnumType) -> _Read:
    serialize = kind.serialize

    def read(value: Any) -> Any:
        try:
            return serialize(value)
        except Exception as error:
            raise _UnlikeError from error

    return read


def _never_null(read: _Read) -> _Read:
    def found(value: Any) -> Any:
        if (answer := read(value)) is None:
            raise _UnlikeError
        return answer

    return found


def _perhaps_null(read: _Read) -> _Read:
    return lambda value: None if value is None else read(value)


def _each(read: _Read) -> _Read:
    def found(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise _UnlikeError
        return [read(each) for each in value]

    return found


def _by_type(reads: Mapping[type, _Read]) -> _Read:
    def found(value: Any) -> Any:
        read = reads.get(type(value))
        if read is None:
            raise _UnlikeError
        return read(value)

    return found


def _fields(reads: Mapping[str, _Read]) -> _Read:
    pairs = tuple(reads.items())
    return lambda value: {key: read(value) for key, read in pairs}


def _constant(answer: str) -> _Read:
    return lambda _value: answer
