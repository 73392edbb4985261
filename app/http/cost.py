"""What an operation costs: a polynomial of its page sizes, compiled once and then evaluated.

Compilation sees the document, evaluation the coerced variables, so `first: $n` counts.
@skip and @include are ignored, alternatives of an interface or union are added up and fields
that merge are counted twice: the price is an upper bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

from app.http.policy import CostRules
from app.readpath.declare import ToMany, source_of

Variables = Mapping[str, object]
Factor = Callable[[Variables], int]

_PER_NODE = frozenset({"edges", "nodes"})


@dataclass(frozen=True, slots=True)
class Cost:
    """`constant` plus the sum of each factor times its inner cost."""

    constant: int = 0
    terms: tuple[tuple[Factor, Cost], ...] = ()

    def evaluate(self, variables: Variables) -> int:
        """The number, for coerced variables (their defaults included)."""
        return self.constant + sum(
            factor(variables) * inner.evaluate(variables) for factor, inner in self.terms
        )

    def plus(self, other: Cost) -> Cost:
        """Both together."""
        return Cost(self.constant + other.constant, self.terms + other.terms)

    def times(self, factor: Factor | int) -> Cost:
        """Multiplied; a fixed factor of a fixed cost is folded at once."""
        if isinstance(factor, int):
            if not self.terms:
                return Cost(self.constant * factor)
            fixed = factor
            return Cost(0, ((lambda _variables: fixed, self),))
        return Cost(0, ((factor, self),)) if self.constant or self.terms else Cost()


class _Selected(NamedTuple):
    """The cost of a selection set; `per_node` is what a connection multiplies."""

    once: Cost = Cost()
    per_node: Cost = Cost()


class CostCompiler:
    """Compiles the operations of one valid document that keeps the limits."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, rules: CostRules) -> None:
        self._schema = schema
        self._rules = rules
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._compiled: dict[str, _Selected] = {}

    def compile(self, operation: OperationDefinitionNode) -> Cost:
        """The polynomial of one operation."""
        root = self._schema.get_root_type(operation.operation)
        return self._selection_set(operation.selection_set, root).once

    def _selection_set(
        self, selection_set: SelectionSetNode | None, parent: GraphQLNamedType | None
    ) -> _Selected:
        once, per_node = Cost(), Cost()
        for selection in selection_set.selections if selection_set else ():
            if isinstance(selection, FieldNode):
                cost = self._field(selection, parent)
                if _is_connection(parent) and selection.name.value in _PER_NODE:
                    per_node = per_node.plus(cost)
                else:
                    once = once.plus(cost)
                continue
            inner = _Selected()
            if isinstance(selection, FragmentSpreadNode):
                inner = self._fragment(selection.name.value)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                narrowed = self._schema.get_type(condition.name.value) if condition else parent
                inner = self._selection_set(selection.selection_set, narrowed)
            once, per_node = once.plus(inner.once), per_node.plus(inner.per_node)
        return _Selected(once, per_node)

    def _fragment(self, name: str) -> _Selected:
        if name not in self._compiled:
            fragment = self._fragments[name]
            condition = self._schema.get_type(fragment.type_condition.name.value)
            self._compiled[name] = self._selection_set(fragment.selection_set, condition)
        return self._compiled[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Cost:
        field = _field_of(parent, node.name.value)
        if parent is None or field is None:
            return Cost()  # __typename, __schema and __type read no rows
        named = get_named_type(field.type)
        if not is_composite_type(named):
            return Cost()
        inner = self._selection_set(node.selection_set, named)
        if _is_connection(named):
            nodes = inner.per_node.times(self._page(node, field))
            return Cost(1).plus(inner.once).plus(nodes)
        if _is_connection(parent) and node.name.value in _PER_NODE:
            own = 0 if node.name.value == "edges" else 1
            return Cost(own).plus(inner.once)
        item = Cost(1).plus(inner.once)
        return item.times(self._items(node, parent, field)) if _is_list(field) else item

    def _page(self, node: FieldNode, field: GraphQLField) -> Factor | int:
        first, last = _argument(node, "first"), _argument(node, "last")
        sizes = [size for size in (first, last) if size is not None]
        declared = getattr(field.args.get("first"), "default_value", None)
        default = declared if isinstance(declared, int) else self._rules.page
        largest = self._rules.largest_page
        if not any(isinstance(size, VariableNode) for size in sizes):
            return _page_size([_literal(size) for size in sizes], default, largest)

        def page(variables: Variables) -> int:
            return _page_size([_value(size, variables) for size in sizes], default, largest)

        return page

    def _items(
        self, node: FieldNode, parent: GraphQLNamedType, field: GraphQLField
    ) -> Factor | int:
        source = source_of(field)
        if isinstance(source, ToMany):
            return source.most
        bound = self._rules.list_bounds.get(f"{parent.name}.{node.name.value}")
        if isinstance(bound, int):
            return bound
        argument = _argument(node, bound) if bound in field.args else None
        if isinstance(argument, ListValueNode):
            return len(argument.values)
        if isinstance(argument, VariableNode):
            name = argument.name.value
            return lambda variables: _length(variables.get(name))
        return 1 if argument is not None else self._rules.unlisted


def _field_of(parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        fields: Mapping[str, GraphQLField] = parent.fields
        return fields.get(name)
    return None


def _is_connection(type_: GraphQLNamedType | None) -> bool:
    return (
        isinstance(type_, GraphQLObjectType)
        and type_.name.endswith("Connection")
        and "pageInfo" in type_.fields
    )


def _is_list(field: GraphQLField) -> bool:
    outer = field.type
    return is_list_type(outer.of_type if is_non_null_type(outer) else outer)


def _argument(node: FieldNode, name: str | None) -> ValueNode | None:
    return next((arg.value for arg in node.arguments or () if arg.name.value == name), None)


def _literal(node: ValueNode) -> object:
    return int(node.value) if isinstance(node, IntValueNode) else None


def _value(node: ValueNode, variables: Variables) -> object:
    return variables.get(node.name.value) if isinstance(node, VariableNode) else _literal(node)


def _page_size(sizes: list[object], default: int, largest: int) -> int:
    sent = [size for size in sizes if isinstance(size, int)]
    return min(max(0, *sent), largest) if sent else default


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 1
