"""The events of a subscription, and what is answered to each."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from inspect import isawaitable
from typing import Any, NamedTuple, cast

from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationDefinitionNode
from graphql.execution import Executor, create_source_event_stream, execute_subscription_event
from graphql.execution.values import VariableValues
from strawberry.execution.is_awaitable import optimized_is_awaitable

from app.http.document_cache import ValidDocument
from app.http.looks import Look
from app.schema.context import Context


class Subscribed(NamedTuple):
    """A subscription that may be opened; with `looks`, events are read by them where they can."""

    schema: GraphQLSchema
    document: ValidDocument
    definition: OperationDefinitionNode
    variables: dict[str, Any]
    coerced: VariableValues
    looks: bool


class Opened(NamedTuple):
    """One result; `executed` is False when the subscription did not begin."""

    result: ExecutionResult
    executed: bool = True


async def results(wanted: Subscribed, context: Context) -> AsyncGenerator[Opened, None]:
    """A result for each event, in graphql-core's own steps."""
    definition = wanted.definition
    executor = Executor.build(
        wanted.schema,
        wanted.document.ast,
        context_value=context,
        raw_variable_values=wanted.variables,
        operation_name=definition.name.value if definition.name else None,
        is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type] # Strawberry's own, a bool
    )
    if isinstance(executor, list):
        yield Opened(ExecutionResult(None, executor), executed=False)
        return
    source = create_source_event_stream(executor)
    if isawaitable(source):
        source = await source
    if isinstance(source, ExecutionResult):
        yield Opened(source, executed=False)
        return
    look = None
    if wanted.looks:
        look = Look.at(wanted.schema, wanted.document, definition, wanted.coerced)
    events = cast("AsyncGenerator[Any, None]", source)
    async with aclosing(events):
        try:
            async for event in events:
                yield Opened(await _of_event(event, look, executor))
        except Exception as error:  # noqa: BLE001 - whatever ends the source is told, and logged
            lost = GraphQLError(str(error), original_error=error)
            yield Opened(ExecutionResult(None, [lost]))


async def _of_event(event: object, look: Look | None, executor: Executor[Any]) -> ExecutionResult:
    if look is not None and (data := look.data(event)) is not None:
        return ExecutionResult(data, None)
    result = execute_subscription_event(executor.build_per_event_executor(event))
    return await result if isawaitable(result) else result
