"""The arguments of a field that is read, as cheaply as its document allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    VariableNode,
    get_nullable_type,
    is_non_null_type,
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


class _Leaf(NamedTuple):
    """An argument, by its Python name, whose value is a variable."""

    argument: str
    variable: str
    required: bool


class Arguments:
    """The arguments of one field of a plan.

    graphql-core and Strawberry coerce them once. From then on variables that are leaves are taken
    as they were coerced with the operation; only where one hides in a list or an input object is
    every request coerced anew. What a page's arguments ask for is kept by their values.
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
        self._leaves = self._variables()
        self._fixed: Mapping[str, Any] | None = None
        self._kept: Bounded[tuple[Any, ...], Bound] = Bounded(_KEPT)

    def bound(self, variables: VariableValues) -> Bound:
        """What they ask for. Raises what the field's resolver would."""
        if self._leaves is None:
            return self._read(self._coerced(variables))
        if not isinstance(self._source, Pages):
            return self._read(self._given(self._leaves, variables))
        given = variables.coerced
        key = tuple([given.get(name, ...) for _, name, _ in self._leaves])
        bound = self._kept.get(key)
        if bound is None:
            read = self._read(self._given(self._leaves, variables))
            bound = self._kept.put(key, read)
        return bound

    def _variables(self) -> tuple[_Leaf, ...] | None:
        """The variables that are leaves; None where one hides in a list or an input object."""
        names = {
            self._schema.config.name_converter.from_argument(each): each.python_name
            for each in strawberry_field(self._field).arguments
        }
        found: list[_Leaf] = []
        for argument in self._details.node.arguments or ():
            name = argument.name.value
            if isinstance(argument.value, VariableNode):
                kind = self._field.args[name].type
                inner = get_nullable_type(kind)
                if not (isinstance(inner, GraphQLEnumType) or str(inner) in specified_scalar_types):
                    return None
                required = is_non_null_type(kind)
                found.append(_Leaf(names[name], argument.value.name.value, required))
            elif _mentions_a_variable(argument.value):
                return None
        return tuple(found)

    def _given(self, leaves: tuple[_Leaf, ...], variables: VariableValues) -> Mapping[str, Any]:
        given = variables.coerced
        if self._fixed is not None:
            values = [(leaf.argument, given.get(leaf.variable, ...)) for leaf in leaves]
            if not any(
                value is ... or (value is None and leaf.required)
                for leaf, (_, value) in zip(leaves, values, strict=True)
            ):
                return {**self._fixed, **dict(values)}
        coerced = self._coerced(variables)
        names = {leaf.argument for leaf in leaves}
        self._fixed = {name: value for name, value in coerced.items() if name not in names}
        return coerced

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
