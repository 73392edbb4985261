"""Answers queries by their plans, or leaves them to the ordinary resolvers."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Protocol, Self

import orjson
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLType,
    OperationDefinitionNode,
)
from graphql.execution.values import VariableValues
from loguru import logger
from strawberry.schema import BaseSchema

from app.readpath.bounded import Bounded
from app.readpath.collect import directive_variables
from app.readpath.declare import Guard, GuardFailedError, Own
from app.readpath.plan import Plan, make_plan
from app.readpath.refusal import RefusedError
from app.readpath.resolve import Reads
from app.readpath.tree import Look, RootRead, Typename, Wording
from app.readpath.write import SAID, statement

_PLANS = 32
_SHAPES = 100_000
"""Characters of SQL that are kept per root field of a plan."""

_SAID = f'{{"{SAID}" :'.encode()


_Read = Callable[[], Awaitable[bytes]]


class ReadContext(Protocol):
    """What a read must know of its request."""

    @property
    def reads(self) -> Reads:
        """Its statements and its owner."""
        ...

    def hear(self, language: str | None) -> None:
        """In which language the owner wants to be spoken to; None for none in particular."""
        ...


@dataclass(slots=True)
class Counts:
    """What became of queries: answered by plans, refused for a reason, or begun in vain."""

    compiled: int = 0
    direct: int = 0
    """Of the compiled ones, those that took the short way (`app/http/direct`)."""
    refused: Counter[str] = field(default_factory=Counter)
    replayed: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    """Begun for a session that turned out to be over, which nobody answers."""


class DocumentPlans:
    """The plans of one document; they live as long as it is cached."""

    def __init__(self, document: DocumentNode) -> None:
        self.document = document
        self.variables = directive_variables(document)
        self.plans: Bounded[tuple[Any, ...], Prepared | RefusedError] = Bounded(_PLANS)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with the statements of each of its root fields, by the shapes of their windows."""

    plan: Plan
    keys: tuple[bytes, ...]
    reads: bool
    statements: tuple[Bounded[Any, str], ...]

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """A plan that was not run yet."""
        keys = tuple(
            (each.key if isinstance(each, Typename) else each.read.key).encode()
            for each in plan.fields
        )
        reads = any(isinstance(each, RootRead) for each in plan.fields)
        return cls(plan, keys, reads, tuple(Bounded(_SHAPES) for _ in plan.fields))


@dataclass(frozen=True, slots=True)
class Said:
    """What Python words, and whether the statement also tells in which language."""

    wordings: tuple[Wording, ...]
    heard: bool


class Started(NamedTuple):
    """A read that is one statement: its SQL, its own parameters and what becomes of its row."""

    sql: str
    values: tuple[Any, ...]
    key: bytes
    said: Said

    def json(self, rows: Sequence[Any], context: Callable[[], ReadContext]) -> bytes:
        """The JSON of the root field. Raises GuardFailedError and what its wordings raise."""
        return _json(rows, self.said, context)


class ReadPath:
    """One schema's compiled reads. `expected` errors are those that resolvers raise on purpose.

    `language` is SQL over the owner's id `$1`: the language of whoever hears what is worded.
    """

    def __init__(
        self,
        schema: BaseSchema,
        expected: tuple[type[Exception], ...] = (),
        language: str | None = None,
    ) -> None:
        self._schema = schema
        self._expected = expected
        self._language = language
        self.counts = Counts()

    async def answer(
        self,
        plans: DocumentPlans,
        operation: OperationDefinitionNode,
        variables: VariableValues,
        context: ReadContext,
        *,
        guard: Guard | None = None,
        failure: Exception | None = None,
    ) -> bytes | None:
        """The JSON of `data`; None when the ordinary resolvers must answer.

        With a guard every statement asks for it, too. With a failure the read was begun elsewhere
        and ended in it. Raises GuardFailedError.
        """
        prepared = self.prepare(plans, operation, variables)
        if isinstance(prepared, RefusedError):
            self.counts.refused[str(prepared)] += 1
            return None
        try:
            data = await self._run(prepared, variables, context, guard, failure)
        except GuardFailedError:
            self.counts.lost += 1
            raise
        except RefusedError as refused:
            self.counts.refused[str(refused)] += 1
            return None
        except Exception as error:  # noqa: BLE001 - the resolvers will say it exactly
            self.counts.replayed[type(error).__name__] += 1
            if not isinstance(error, self._expected):
                logger.warning("a read is replayed after {!r}", error)
            return None
        self.counts.compiled += 1
        return data

    def start(
        self,
        plans: DocumentPlans,
        operation: OperationDefinitionNode,
        variables: VariableValues,
        guard: Guard,
    ) -> Started | None:
        """A query of one root field as its statement; None where `answer` must be asked.

        The owner comes before its values, those of a guard with the same condition behind them.
        """
        prepared = self.prepare(plans, operation, variables)
        if isinstance(prepared, RefusedError) or len(prepared.keys) != 1:
            return None
        root = prepared.plan.fields[0]
        if isinstance(root, Typename):
            return None
        try:
            sql, values = self.statement(root, prepared.statements[0], variables, guard)
        except Exception:  # noqa: BLE001 - `answer` raises it again, and says it
            return None
        values = values[: len(values) - len(guard.values)]
        return Started(sql, tuple(values), prepared.keys[0], self._said(root))

    def prepare(
        self,
        plans: DocumentPlans,
        operation: OperationDefinitionNode,
        variables: VariableValues,
    ) -> Prepared | RefusedError:
        """The plan of an operation, or why it has none."""
        name = operation.name.value if operation.name else None
        # In another operation of the document the name may be that of anything.
        given = [variables.coerced.get(each) for each in plans.variables]
        values = tuple([value if isinstance(value, bool) else None for value in given])
        found = plans.plans.get((name, values))
        if found is None:
            try:
                plan = make_plan(self._schema, plans.document, operation, variables)
                found = Prepared.of(plan)
            except RefusedError as refused:
                found = RefusedError(str(refused))  # without what its traceback holds
            except GraphQLError:
                found = RefusedError("a directive that cannot be right")
            plans.plans.put((name, values), found)
        return found

    async def _run(
        self,
        prepared: Prepared,
        variables: VariableValues,
        context: ReadContext,
        guard: Guard | None,
        failure: Exception | None,
    ) -> bytes:
        if failure is not None:
            raise failure
        if guard is not None and not prepared.reads:
            await _demand(guard, context)
        # All arguments are checked before anything is asked.
        reads = [
            self._begin(each, shapes, variables, context, guard)
            for each, shapes in zip(prepared.plan.fields, prepared.statements, strict=True)
        ]
        if len(reads) == 1:
            values = [await reads[0]()]
        else:
            values = await asyncio.gather(*[read() for read in reads])
        pairs = zip(prepared.keys, values, strict=True)
        return b"{%b}" % b",".join([b'"%b":%b' % pair for pair in pairs])

    def _begin(
        self,
        root: RootRead | Typename,
        shapes: Bounded[Any, str],
        variables: VariableValues,
        context: ReadContext,
        guard: Guard | None,
    ) -> _Read:
        if isinstance(root, Typename):
            return partial(_constant, orjson.dumps(root.name))
        try:
            owner = context.reads.owner()
        except self._expected:
            if isinstance(root.read, Look) and isinstance(root.read.source, Own):
                return partial(_constant, b"null")
            raise
        text, values = self.statement(root, shapes, variables, guard)
        return partial(_fetch, context, text, [owner, *values], self._said(root))

    def _said(self, root: RootRead) -> Said:
        return Said(root.wordings, heard=self._language is not None)

    def statement(
        self,
        root: RootRead,
        shapes: Bounded[Any, str],
        variables: VariableValues,
        guard: Guard | None = None,
    ) -> tuple[str, list[Any]]:
        """SQL and parameters after the owner of a root field. Raises what its resolver would."""
        bound = [each.bound(variables) for each in root.arguments]
        shape = (guard and guard.condition, *[each.shape for each in bound])
        text = shapes.get(shape)
        if text is None:
            windows = [each.window for each in bound if each.window is not None]
            text = statement(root.read, windows, guard, self._language if root.wordings else None)
            shapes.put(shape, text, len(text))
        values = [value for each in bound for value in each.values]
        return text, values if guard is None else [*values, *guard.values]


async def _demand(guard: Guard, context: ReadContext) -> None:
    """Ask for a guard where nothing else is asked. Raises GuardFailedError."""
    places = [f"${number}" for number in range(2, len(guard.values) + 2)]
    text = f"SELECT {guard.condition.format(*places)}"
    [row] = await context.reads.lanes.fetch(text, context.reads.owner(), *guard.values)
    if not row[0]:
        raise GuardFailedError


async def _constant(value: bytes) -> bytes:
    return value


async def _fetch(context: ReadContext, text: str, values: list[Any], said: Said) -> bytes:
    return _json(await context.reads.lanes.fetch(text, *values), said, lambda: context)


def _json(rows: Sequence[Any], said: Said, make_context: Callable[[], ReadContext]) -> bytes:
    """The JSON of a root field in the one row of its statement. Raises GuardFailedError."""
    [row] = rows
    if row[-1] is False:
        raise GuardFailedError
    found: bytes | None = row[0]
    if found is None:
        return b"null"
    if said.wordings and _SAID in found:
        context = make_context()
        if said.heard:
            context.hear(row[1])
        return orjson.dumps(_say(orjson.loads(found), said.wordings, context))
    return found


def _say(value: Any, wordings: tuple[Wording, ...], context: Any) -> Any:
    """The JSON with its marks replaced by what Python says."""
    if isinstance(value, list):
        return [_say(each, wordings, context) for each in value]
    if not isinstance(value, dict):
        return value
    if SAID in value:
        number, column = value[SAID]
        return _worded(wordings[number], column, context)
    return {key: _say(each, wordings, context) for key, each in value.items()}


def _worded(wording: Wording, column: Any, context: Any) -> Any:
    made, fields = wording.say(column, context), wording.fields
    if not isinstance(fields, Mapping):
        return _complete(made, fields)
    return {
        key: chosen if isinstance(chosen, str) else _complete(getattr(made, chosen[0]), chosen[1])
        for key, chosen in fields.items()
    }


def _complete(value: Any, kind: GraphQLType) -> Any:
    if isinstance(kind, GraphQLNonNull):
        if value is None:
            raise RefusedError("null where nothing may be null")
        return _complete(value, kind.of_type)
    if value is None:
        return None
    if isinstance(kind, GraphQLList):
        return [_complete(each, kind.of_type) for each in value]
    return kind.serialize(value)  # type: ignore[attr-defined] # leaves only, as was proved
