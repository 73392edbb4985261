"""One operation from the caller to the answer, the same over HTTP, events and websockets."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from graphql import ExecutionResult, OperationDefinitionNode, OperationType, execute
from graphql.execution.values import VariableValues
from strawberry.execution.is_awaitable import optimized_is_awaitable
from strawberry.schema import BaseSchema

from app.domain.limits import RateLimiter
from app.domain.users.model import Viewer
from app.http.document_cache import (
    DocumentCache,
    ValidDocument,
    core_schema,
    validation_causes,
)
from app.http.errors import Voice, code_of
from app.http.limits import check_variables
from app.http.persisted_documents import PersistedDocuments
from app.http.policy import TransportPolicy
from app.http.refusals import InvalidOperation, Refused, TooComplex
from app.http.requests import GraphQLRequest
from app.http.sessions import Authenticate, Caller
from app.http.subscriptions import Subscribed, results
from app.http.visits import Recognition, Visit
from app.infra.metrics import EVENTS_DELIVERED
from app.readpath.declare import GuardFailedError
from app.readpath.lanes import Lanes
from app.readpath.run import ReadPath
from app.schema.context import Context
from app.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A valid operation with its variables and its price, ready to be executed."""

    document: ValidDocument
    definition: OperationDefinitionNode
    variables: dict[str, Any] = field(repr=False)
    coerced: VariableValues = field(repr=False)
    cost: int

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.definition.operation

    @property
    def name(self) -> str | None:
        """Its name in the document."""
        return self.definition.name.value if self.definition.name else None


class Checked(NamedTuple):
    """The part of an operation that its document and its variables decide."""

    definition: OperationDefinitionNode
    coerced: VariableValues
    cost: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A GraphQL response; `executed` is False for one without `data`."""

    body: dict[str, Any]
    executed: bool = True

    @property
    def outcome(self) -> str:
        """`ok`, or the codes of its errors."""
        codes = dict.fromkeys(code_of(error) for error in self.body.get("errors", ()))
        return ",".join(codes) or "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """The steps of an operation; each raises Refused where the request ends."""

    schema: BaseSchema
    cache: DocumentCache
    documents: PersistedDocuments
    services: Services
    authenticate: Authenticate
    rate_limiter: RateLimiter
    policy: TransportPolicy
    lanes: Lanes
    reads: ReadPath | None
    recognition: Recognition | None = None

    def voice(self, caller: Caller) -> Voice:
        """How this caller is spoken to."""
        return Voice(
            locale=caller.spoken,
            request_id=caller.request_id,
            max_errors=self.policy.max_errors,
        )

    async def recognise(self, caller: Caller) -> Visit:
        """Who is asking, perhaps not confirmed yet. Spends the caller's allowance.

        Raises Refused: 401 for a token that is known to be no good, 429 for too many requests.
        """
        visit = None
        if self.recognition is not None and caller.token is not None:
            visit = self.recognition.visit(caller.token)
        if visit is None:
            return Visit(await self.admit(caller))
        await self._charge(caller.rate_key(visit.user_id))
        return visit

    async def admit(self, caller: Caller) -> Viewer | None:
        """The viewer, None for a caller without a token. Spends the caller's allowance.

        Raises Refused: 401 for a token that is no longer good, 429 for too many requests.
        """
        viewer = None if caller.token is None else await self.authenticate(caller.token)
        caller.known(viewer)
        await self._charge(caller.rate_key(viewer.user_id if viewer else None))
        if caller.token is not None and viewer is None:
            raise Refused.unauthenticated()
        return viewer

    async def _charge(self, key: str) -> None:
        wait = await self.rate_limiter.take(key)
        if wait > 0:
            raise Refused.rate_limited(wait)

    async def confirmed(self, visit: Visit, caller: Caller) -> Viewer | None:
        """The viewer of a visit. Raises Refused (401) when the token is no longer good."""
        if visit.claims is None or caller.token is None:
            return visit.viewer
        viewer = await self.authenticate(caller.token)
        if viewer is None:
            raise self._lost(visit)
        caller.known(viewer)
        return viewer

    def _lost(self, visit: Visit) -> Refused:
        if self.recognition is not None:
            self.recognition.lost(visit)
        return Refused.unauthenticated()

    async def prepare(self, request: GraphQLRequest) -> Operation:
        """The operation of a request, checked in every way that needs no row."""
        text = await self.documents.find(request)
        document = self.cache.get(self.schema, text)
        checked = self.checked(document, request.operation_name, request.variables)
        await self.documents.remember(request)
        return Operation(
            document=document,
            definition=checked.definition,
            variables=request.variables,
            coerced=checked.coerced,
            cost=checked.cost,
        )

    def checked(
        self, document: ValidDocument, wanted: str | None, variables: dict[str, Any]
    ) -> Checked:
        """An operation of a document, which may be run with these variables. Raises Refused."""
        definition = _chosen(document, wanted)
        name = definition.name.value if definition.name else None
        try:
            check_variables(variables, self.policy.limits)
        except TooComplex as too_many:
            raise Refused.operation(too_many) from too_many
        coerced = document.variables[name].coerce(
            variables,
            max_errors=self.policy.max_errors,
            hide_suggestions=not self.policy.introspection,
        )
        if isinstance(coerced, list):
            raise Refused.operation(*validation_causes(coerced))
        cost = document.costs[name].evaluate(coerced.coerced)
        maximum = self.policy.cost.maximum
        if cost > maximum:
            error = TooComplex("limits.cost", requested=cost, limit=maximum)
            raise Refused.operation(error, cost=cost)
        return Checked(definition, coerced, cost)

    async def answer(
        self,
        operation: Operation,
        caller: Caller,
        visit: Visit,
        failure: Exception | None = None,
    ) -> Answer:
        """The answer of a query or mutation, for a query perhaps after a compiled read failed.

        Raises Refused (401) when the visit is in vain.
        """
        if self.reads is not None and operation.kind is OperationType.QUERY:
            try:
                data = await self.reads.answer(
                    operation.document.plans,
                    operation.definition,
                    operation.coerced,
                    self.context(caller, visit.viewer, visit.user_id),
                    guard=visit.guard,
                    failure=failure,
                )
            except GuardFailedError as error:
                raise self._lost(visit) from error
            if data is not None:
                return Answer(self.of_data(data, operation.cost))
        context = self.context(caller, await self.confirmed(visit, caller))
        # Not `schema.execute`: it would look the document up, check it and start extensions again.
        result = execute(
            core_schema(self.schema),
            operation.document.ast,
            context_value=context,
            variable_values=operation.variables,
            operation_name=operation.name,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type] # Strawberry's own, a bool
        )
        if isawaitable(result):
            result = await result
        return self._answer(result, operation, self.voice(caller))

    async def answers(
        self, operation: Operation, caller: Caller, viewer: Viewer | None
    ) -> AsyncGenerator[Answer, None]:
        """One answer of a query or mutation, each event of a subscription."""
        if operation.kind is not OperationType.SUBSCRIPTION:
            yield await self.answer(operation, caller, Visit(viewer))
            return
        voice, context = self.voice(caller), self.context(caller, viewer)
        wanted = Subscribed(
            schema=core_schema(self.schema),
            document=operation.document,
            definition=operation.definition,
            variables=operation.variables,
            coerced=operation.coerced,
            looks=self.reads is not None,
        )
        async with aclosing(results(wanted, context)) as opened:
            async for result, executed in opened:
                EVENTS_DELIVERED.inc()
                yield self._answer(result, operation, voice, executed=executed)

    def context(self, caller: Caller, viewer: Viewer | None, reader: UUID | None = None) -> Context:
        """What resolvers know of a request."""
        return Context(
            services=self.services,
            lanes=self.lanes,
            locale=caller.spoken,
            request_id=caller.request_id,
            client_address=caller.address,
            user_agent=caller.user_agent,
            viewer=viewer,
            reader=reader,
        )

    def refusal(self, refused: Refused, voice: Voice) -> Answer:
        """The response of a request that ended before it was executed."""
        body: dict[str, Any] = {"errors": voice.of_refusal(refused.causes)}
        if refused.cost is not None:
            body["extensions"] = {"cost": self._cost(refused.cost)}
        return Answer(body, executed=False)

    def failure(self, error: Exception, voice: Voice) -> Answer:
        """The response to an error nobody expected."""
        return Answer({"errors": [voice.internal(error)]}, executed=False)

    def of_data(self, data: bytes, cost: int) -> dict[str, Any]:
        """The response with the JSON of compiled data."""
        return {"data": orjson.Fragment(data), "extensions": {"cost": self._cost(cost)}}

    def _answer(
        self, result: ExecutionResult, operation: Operation, voice: Voice, *, executed: bool = True
    ) -> Answer:
        body: dict[str, Any] = {"data": result.data} if executed else {}
        if result.errors:
            body["errors"] = voice.of_execution(result.errors)
        body["extensions"] = {"cost": self._cost(operation.cost)}
        return Answer(body, executed)

    def _cost(self, requested: int) -> dict[str, int]:
        return {"requested": requested, "limit": self.policy.cost.maximum}


def _chosen(document: ValidDocument, name: str | None) -> OperationDefinitionNode:
    operations = document.operations
    if name is None:
        if len(operations) != 1:
            raise Refused.operation(InvalidOperation("graphql.operation_name_missing"))
        return next(iter(operations.values()))
    if name not in operations:
        raise Refused.operation(InvalidOperation("graphql.operation_unknown"))
    return operations[name]
