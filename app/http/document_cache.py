"""GraphQL documents, parsed, limited, validated and priced once per text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged
from graphql.validation.validate import ValidationAbortedError
from strawberry.schema import BaseSchema
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from app.domain.errors import ErrorCode
from app.http.cost import Cost, CostCompiler
from app.http.limits import check_limits
from app.http.lru import Lru
from app.http.policy import TransportPolicy
from app.http.refusals import CoreError, InvalidOperation, Refused, TooComplex
from app.http.variables import VariableCoercer
from app.readpath.run import DocumentPlans

_RULES: Final = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
_PARSER_LIMIT: Final = "Parsing aborted."  # the end of every message about a parser limit

# Comparing equal response names is quadratic; the default budget lets 3 kB take 1.8 s of CPU,
# this one 45 ms. A page of 50 fragments that all select id and __typename needs half of it.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = 10_000


@dataclass(frozen=True, slots=True)
class ValidDocument:
    """A document that keeps the limits and the schema's rules, with the price of each operation.

    `plans` is how its queries are read.
    """

    text: str
    ast: DocumentNode
    operations: Mapping[str | None, OperationDefinitionNode]
    costs: Mapping[str | None, Cost]
    variables: Mapping[str | None, VariableCoercer]
    plans: DocumentPlans
    reads: bool
    """Whether it has a query."""


class DocumentCache:
    """Valid documents by their text; bounded by characters, invalid ones are not kept.

    One cache belongs to one schema.
    """

    def __init__(self, policy: TransportPolicy) -> None:
        self._policy = policy
        self._documents: Lru[ValidDocument] = Lru(policy.document_cache_characters)

    def known(self, text: str) -> ValidDocument | None:
        """The valid document of a text that was asked before."""
        return self._documents.get(text)

    def get(self, schema: BaseSchema, text: str) -> ValidDocument:
        """The valid document of a text.

        Raises Refused: BAD_REQUEST for syntax, TOO_COMPLEX for limits, VALIDATION for the rest.
        """
        document = self._documents.get(text)
        if document is None:
            document = self._validated(core_schema(schema), text)
            self._documents.put(text, document, weight=len(text))
        return document

    def _validated(self, schema: GraphQLSchema, text: str) -> ValidDocument:
        ast = self._parsed(text)
        try:
            shape = check_limits(ast, self._policy.limits)
        except TooComplex as error:
            raise Refused.operation(error) from error
        if shape.introspection_selections and not self._policy.introspection:
            raise Refused.operation(InvalidOperation("graphql.introspection_off"))
        self._validate(schema, ast)
        compiler = CostCompiler(schema, ast, self._policy.cost)
        operations = {
            definition.name.value if definition.name else None: definition
            for definition in ast.definitions
            if isinstance(definition, OperationDefinitionNode)
        }
        costs = {name: compiler.compile(operation) for name, operation in operations.items()}
        coercers = {name: VariableCoercer(schema, each) for name, each in operations.items()}
        reads = any(each.operation is OperationType.QUERY for each in operations.values())
        return ValidDocument(text, ast, operations, costs, coercers, DocumentPlans(ast), reads)

    def _parsed(self, text: str) -> DocumentNode:
        limits = self._policy.limits
        if len(text) > limits.characters:
            raise Refused.operation(TooComplex("limits.document"))
        try:
            return parse(text, max_lexical_tokens=limits.tokens, max_comments=limits.comments)
        except GraphQLError as error:
            if error.message.endswith(_PARSER_LIMIT):
                raise Refused.operation(TooComplex("limits.document")) from error
            cause = CoreError(error, ErrorCode.BAD_REQUEST, "graphql.syntax")
            raise Refused(cause, status=400, legacy_status=200) from error

    def _validate(self, schema: GraphQLSchema, ast: DocumentNode) -> None:
        most = self._policy.max_errors
        errors = validate(
            schema, ast, _RULES, max_errors=most, hide_suggestions=not self._policy.introspection
        )
        if not errors:
            return
        if isinstance(errors[0], ValidationAbortedError):
            raise Refused.operation(TooComplex("limits.document"))
        raise Refused.operation(*validation_causes(errors[:most]))


def validation_causes(errors: list[GraphQLError]) -> list[CoreError]:
    """graphql-core's own words about a document or its variables."""
    return [CoreError(error, ErrorCode.VALIDATION, "graphql.validation") for error in errors]


def core_schema(schema: BaseSchema) -> GraphQLSchema:
    """The graphql-core schema inside a Strawberry schema, which has no public name there."""
    return cast("GraphQLSchema", schema._schema)  # type: ignore[attr-defined]  # noqa: SLF001
