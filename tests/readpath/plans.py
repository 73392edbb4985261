"""The plans of statements as lanes run them, over a database of many people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson
import strawberry
from graphql import OperationDefinitionNode, get_operation_ast, get_variable_values, parse

from app.http.document_cache import core_schema
from app.infra.database import credentials
from app.readpath.lanes import Lanes
from app.readpath.resolve import Reads
from app.readpath.run import DocumentPlans, ReadPath
from app.readpath.wire import literal, name
from app.resolvers.root import build_schema
from tests.readpath.pools import counted_pool
from tests.servers import TEMPLATE, database, execute

RUNS: Final = 8
"""On its sixth run PostgreSQL may take another plan."""
ADA: Final = UUID(int=0)
"""Who owns most rows."""
BOB: Final = UUID(int=8)
"""One of the many who own five."""

_PEOPLE: Final = """
    INSERT INTO users (id, email, is_active, is_verified, created_at)
    SELECT lpad(to_hex(n), 32, '0')::uuid, n || '@example.com', true, true, now()
    FROM generate_series(0, 2000) n;
    CREATE FUNCTION pg_temp.owner(n int) RETURNS uuid LANGUAGE sql AS $$
        SELECT lpad(to_hex(CASE WHEN n <= 10000 THEN (n - 1) % 2000 + 1 ELSE 0 END), 32, '0')::uuid
    $$;
"""


@dataclass(frozen=True)
class Plan:
    """What a statement really did."""

    sql: str
    nodes: tuple[Mapping[str, Any], ...]

    @property
    def indexes(self) -> set[str]:
        """The names of the indexes that it used."""
        return {node["Index Name"] for node in self.nodes if "Index Name" in node}

    @property
    def most_rows(self) -> int:
        """How many rows the busiest step read."""
        return max(map(_rows, self.nodes))

    @property
    def scanned(self) -> set[str]:
        """The tables that it read from end to end."""
        return {node["Relation Name"] for node in self.nodes if node["Node Type"] == "Seq Scan"}


class ExplainedLanes(Lanes):
    """One lane, which explains each of its own prepared statements after it was run."""

    plans: list[Plan]

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        rows = await super().fetch(sql, *values)
        [lane] = self._free
        statement = lane.statements.get(sql)
        assert statement is not None
        call = f"{name(statement.get_name())}({', '.join(map(_spelled, values))})"
        explain = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE"
        [found] = orjson.loads(await lane.connection.fetchval(f"{explain} {call}"))
        self.plans.append(Plan(sql, tuple(_nodes(found["Plan"]))))
        return rows


@dataclass(frozen=True)
class Asked:
    """The plans of all runs of one statement, and the answer of the last one."""

    data: Any
    plans: tuple[Plan, ...]


@dataclass
class Crowd:
    """A database that is asked by both paths."""

    connection: asyncpg.Connection
    lanes: ExplainedLanes
    schema: strawberry.Schema

    @property
    def plans_well(self) -> bool:
        """Whether a search among conversations does without a look at all those of the person."""
        return self.connection.get_server_version().major >= 18

    async def compiled(self, owner: UUID, query: str, **variables: Any) -> Asked:
        """A query of one root field, run often enough."""
        document = parse(query)
        operation = get_operation_ast(document)
        assert isinstance(operation, OperationDefinitionNode)
        core = core_schema(self.schema)
        coerced = get_variable_values(core, operation.variable_definitions or (), variables)
        assert not isinstance(coerced, list)
        reads, plans = ReadPath(self.schema), DocumentPlans(document)
        self.lanes.plans = []
        context = self._context(owner)
        answers = [await reads.answer(plans, operation, coerced, context) for _ in range(RUNS)]
        assert answers[-1] is not None, reads.counts
        assert len(self.lanes.plans) == RUNS
        return Asked(orjson.loads(answers[-1]), tuple(self.lanes.plans))

    async def ordinary(self, owner: UUID, query: str, **variables: Any) -> Asked:
        """The same by the resolvers, which may ask more than one statement for it."""
        self.lanes.plans = []
        for _ in range(RUNS):
            told = await self.schema.execute(
                query, variable_values=variables, context_value=self._context(owner)
            )
            assert told.errors is None
        return Asked(told.data, tuple(self.lanes.plans))

    def _context(self, owner: UUID) -> Any:
        return SimpleNamespace(reads=Reads(self.lanes, lambda: owner), viewer=object())


@asynccontextmanager
async def crowd(server: str, database_name: str, rows: str) -> AsyncIterator[Crowd]:
    """A new database with 2,001 people. It is dropped by the next run.

    In `rows`, `pg_temp.owner(n)` says whose row n is: 10,000 are spread over all others, the rest
    is Ada's.
    """
    await execute(server, f"DROP DATABASE IF EXISTS {database_name} WITH (FORCE)")
    await execute(server, f"CREATE DATABASE {database_name} TEMPLATE {TEMPLATE}")
    url = database(server, database_name)
    connection = await asyncpg.connect(**credentials(url))
    try:
        await connection.execute(_PEOPLE)
        await connection.execute(rows)
        await connection.execute("VACUUM ANALYZE")
        async with counted_pool(url) as pool:
            lanes = ExplainedLanes(pool.itself, 1)
            yield Crowd(connection, lanes, build_schema())
            await lanes.aclose()
    finally:
        await connection.close()


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _rows(node: Mapping[str, Any]) -> int:
    removed = [node.get(f"Rows Removed by {each}", 0) for each in ("Filter", "Index Recheck")]
    return int((node["Actual Rows"] + sum(removed)) * node["Actual Loops"])


def _spelled(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"ARRAY[{', '.join(map(_spelled, value))}]"
    if isinstance(value, UUID):
        return f"'{value}'::uuid"
    if isinstance(value, datetime):
        return f"'{value.isoformat()}'::timestamptz"
    return literal(value) if isinstance(value, str) else str(value)
