"""The structural limits of a request, checked in one linear pass before any other rule.

The selections of a fragment are counted once and reused at every spread: limiters that walk
each spread anew take 2^n steps for n nested fragments (700 bytes then hang the process), and
the standard validation rules are not all linear either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from app.http.policy import DocumentLimits
from app.http.refusals import TooComplex

_INTROSPECTION = frozenset({"__schema", "__type"})
_MANY = 1_000_000


class Shape(NamedTuple):
    """What a selection set contains once its fragments are spread out."""

    depth: int = 0
    root_fields: int = 0
    selections: int = 0
    aliases: int = 0
    directives: int = 0
    introspection_depth: int = 0
    introspection_selections: int = 0

    def beside(self, other: Shape) -> Shape:
        """Both in the same selection set."""
        return Shape(
            max(self.depth, other.depth),
            min(self.root_fields + other.root_fields, _MANY),
            min(self.selections + other.selections, _MANY),
            min(self.aliases + other.aliases, _MANY),
            min(self.directives + other.directives, _MANY),
            max(self.introspection_depth, other.introspection_depth),
            min(self.introspection_selections + other.introspection_selections, _MANY),
        )

    def below(self, field: FieldNode) -> Shape:
        """The shape of a field with this selection set."""
        aliases = self.aliases + (field.alias is not None)
        directives = self.directives + len(field.directives or ())
        if field.name.value in _INTROSPECTION:
            depth, selections = self.depth + 1, self.selections + 1
            return Shape(1, 1, 1, aliases, directives, depth, selections)
        return self._replace(
            depth=self.depth + 1,
            root_fields=1,
            selections=self.selections + 1,
            aliases=aliases,
            directives=directives,
        )

    def of_fragment(self, type_condition: str) -> Shape:
        """The shape of a fragment looked at alone: it has no top of an operation."""
        alone = self._replace(root_fields=0)
        if not type_condition.startswith("__"):
            return alone
        return alone._replace(
            depth=0,
            selections=0,
            introspection_depth=self.depth,
            introspection_selections=self.selections,
        )

    def included(self, directives: int) -> Shape:
        """The shape of a spread or inline fragment with this selection set."""
        return self._replace(
            selections=self.selections + 1, directives=self.directives + directives
        )


class _Measure:
    def __init__(self, document: DocumentNode, limits: DocumentLimits) -> None:
        self._limits = limits
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._measured: dict[str, Shape] = {}
        self._open: set[str] = set()

    def everything(self, document: DocumentNode) -> Shape:
        total = Shape()
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                shape = self._definition(definition, nesting=0)
            elif isinstance(definition, FragmentDefinitionNode):
                shape = self._fragment(definition.name.value, nesting=0)
                shape = shape.of_fragment(definition.type_condition.name.value)
            else:
                continue  # type definitions are refused by the standard rules
            self._check(shape)
            total = total.beside(shape)
        return total

    def _definition(
        self, definition: OperationDefinitionNode | FragmentDefinitionNode, nesting: int
    ) -> Shape:
        shape = self._selection_set(definition.selection_set, nesting + 1)
        variables = getattr(definition, "variable_definitions", None) or ()
        directives = len(definition.directives or ()) + sum(
            len(variable.directives or ()) for variable in variables
        )
        return shape._replace(directives=shape.directives + directives)

    def _selection_set(self, selection_set: SelectionSetNode | None, nesting: int) -> Shape:
        if nesting > self._limits.nesting:
            raise TooComplex("limits.nesting", limit=self._limits.nesting)
        total = Shape()
        for selection in selection_set.selections if selection_set else ():
            shape = Shape()
            if isinstance(selection, FieldNode):
                inner = self._selection_set(selection.selection_set, nesting + 1)
                shape = inner.below(selection)
            elif isinstance(selection, FragmentSpreadNode):
                inner = self._fragment(selection.name.value, nesting)
                shape = inner.included(len(selection.directives or ()))
            elif isinstance(selection, InlineFragmentNode):
                inner = self._selection_set(selection.selection_set, nesting + 1)
                shape = inner.included(len(selection.directives or ()))
            total = total.beside(shape)
        return total

    def _fragment(self, name: str, nesting: int) -> Shape:
        if name in self._measured:
            return self._measured[name]
        if name in self._open or name not in self._fragments:
            return Shape()  # cycles and unknown names are refused by the standard rules
        self._open.add(name)
        shape = self._definition(self._fragments[name], nesting)
        self._open.discard(name)
        self._measured[name] = shape
        return shape

    def _check(self, shape: Shape) -> None:
        for what, found in zip(Shape._fields, shape, strict=True):
            limit = getattr(self._limits, what)
            if found > limit:
                raise TooComplex(f"limits.{what}", limit=limit)


def check_limits(document: DocumentNode, limits: DocumentLimits) -> Shape:
    """The shape of all definitions together, for a document of which each keeps every limit.

    Raises TooComplex with the first limit that is broken.
    """
    return _Measure(document, limits).everything(document)


def check_variables(variables: Mapping[str, object], limits: DocumentLimits) -> None:
    """Pass variables with no more values than allowed, at any depth; coercing them is slow.

    Raises TooComplex.
    """
    count = 0
    pending: list[object] = [variables]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
        count += 1
        if count + len(pending) > limits.variable_values:
            raise TooComplex("limits.variable_values", limit=limits.variable_values)
