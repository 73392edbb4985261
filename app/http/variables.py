"""The variables of an operation, coerced as graphql-core does, at a fraction of its price.

Most variables are plain texts, numbers and booleans that arrive as what they are declared to be.
Only the others go through graphql-core, and with them everything that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_variable_values,
    is_non_null_type,
)
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import VariableValues, VariableValueSource

_PLAIN: Final[Mapping[str, type]] = {"ID": str, "String": str, "Int": int, "Boolean": bool}
_BEYOND_INT: Final = 2**31


class VariableCoercer:
    """The variables of one operation, whose declarations are looked up once."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._schema = schema
        self._definitions = operation.variable_definitions or ()
        signatures = [get_variable_signature(schema, each) for each in self._definitions]
        self._plain = [_plain(each) for each in signatures]

    def coerce(
        self, given: Mapping[str, Any], *, max_errors: int, hide_suggestions: bool
    ) -> VariableValues | list[GraphQLError]:
        """The values, or what is wrong with them."""
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        for plain in self._plain:
            if plain is None:
                break
            signature, kind = plain
            value = given.get(signature.name)
            # `type is`, since True is an int but no Int.
            if type(value) is not kind or (kind is int and not _fits(value)):
                break
            sources[signature.name] = VariableValueSource(signature, value)
            coerced[signature.name] = value
        else:
            return VariableValues(sources, coerced)
        return get_variable_values(
            self._schema,
            self._definitions,
            dict(given),
            max_errors=max_errors,
            hide_suggestions=hide_suggestions,
        )


def _fits(value: Any) -> bool:
    return bool(-_BEYOND_INT <= value < _BEYOND_INT)


def _plain(
    signature: GraphQLVariableSignature | GraphQLError,
) -> tuple[GraphQLVariableSignature, type] | None:
    if isinstance(signature, GraphQLError):
        return None
    declared = signature.type
    kind = _PLAIN.get(str(declared.of_type if is_non_null_type(declared) else declared))
    return (signature, kind) if kind is not None else None
