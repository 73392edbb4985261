"""The arguments of a field that is read, as cheaply as its document allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    VariableNode,
    get_nullable_type,
    specified_scalar_types,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues, get_argument_values
from strawberry.schema import BaseSchema
from strawberry.types.arguments import convert_arguments

from app.readpath.bounded import Bounded
from app.readpath.declare import ById, Pages, RowType, Source, Window, strawberry_field

_KEPT = 16


class Bound(NamedTuple):
    """What the arguments of one request ask for: parameters, and the window of a page."""

    values: list[Any]
    window: Window | None = None
    shape: object = None


class Arguments:
    """The arguments of one field of a plan.

    Where all variables in them are leaves, what they ask for is kept by the values of these:
    graphql-core and Strawberry coerce the page of a list view once, not for each request.
    """

    def __init__(
        self,
        schema: BaseSchema,
        source: Source,
        target: RowType,
        field: GraphQLField,
        details: FieldDetails,
    ) -> None:
        self._schema = schema
        self._source = source
        self._target = target
        self._field = field
        self._details = details
        self._kept: Bounded[tuple[Any, ...], Bound] = Bounded(_KEPT)
        self._picked = self._leaves()

    def bound(self, variables: VariableValues) -> Bound:
        """What they ask for. Raises what the field's resolver would."""
        if self._picked is None:
            return self._read(self._coerced(variables))
        given = variables.coerced
        key = tuple([given.get(name, ...) for name in self._picked])
        bound = self._kept.get(key)
        if bound is None:
            bound = self._kept.put(key, self._read(self._coerced(variables)))
        return bound

    def _leaves(self) -> tuple[str, ...] | None:
        """The variables that are leaves; None where one hides in a list or an input object."""
        found: list[str] = []
        for argument in self._details.node.arguments or ():
            if isinstance(argument.value, VariableNode):
                kind = get_nullable_type(self._field.args[argument.name.value].type)
                if (
                    not isinstance(kind, GraphQLEnumType)
                    and str(kind) not in specified_scalar_types
                ):
                    return None
                found.append(argument.value.name.value)
            elif _mentions_a_variable(argument.value):
                return None
        return tuple(found)

    def _coerced(self, variables: VariableValues) -> Mapping[str, Any]:
        values = get_argument_values(
            self._field, self._details.node, variables, self._details.fragment_variable_values
        )
        return convert_arguments(
            values,
            strawberry_field(self._field).arguments,
            scalar_registry=self._schema.schema_converter.scalar_registry,
            config=self._schema.config,
        )

    def _read(self, arguments: Mapping[str, Any]) -> Bound:
        if isinstance(self._source, ById):
            return Bound([self._source.key(arguments)])
        if not isinstance(self._source, Pages):
            return Bound([])
        window = self._source.window(self._target, arguments)
        return Bound([value for _, value in window.slots()], window, window.shape())


def _mentions_a_variable(node: Any) -> bool:
    if isinstance(node, VariableNode):
        return True
    inside = getattr(node, "values", None) or [
        field.value for field in getattr(node, "fields", None) or ()
    ]
    return any(_mentions_a_variable(each) for each in inside)
