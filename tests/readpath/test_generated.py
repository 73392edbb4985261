"""Generated queries: both paths answer the same bytes, and many are compiled."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from typing import Final
from uuid import UUID

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)
from hypothesis import HealthCheck, given, settings

from app.resolvers.nodes import TYPES
from app.resolvers.root import build_schema
from app.schema.ids import encode_id
from tests.readpath.arguments import Pools
from tests.readpath.both import COMPILED, UNREAD, Ask, Both, both
from tests.readpath.dataset import (
    choice_key,
    equipment_id,
    image_id,
    job_id,
    sketch_id,
    song_id,
)
from tests.readpath.operations import requests
from tests.readpath.talks import BUSY, LONG, conversation_id, message_id
from tests.readpath.values import BOBS

__all__ = ["both"]

EXAMPLES: Final = 300 if os.environ.get("CI") == "true" else 50


async def pools(both: Both, schema: GraphQLSchema) -> Pools:
    """Ids of every kind, and cursors of every list in every order as Ada sees it."""
    query = schema.query_type
    assert query is not None
    cursors: dict[tuple[str, str], list[str]] = {}
    for name, field in query.fields.items():
        kind = get_named_type(field.type)
        if not isinstance(kind, GraphQLObjectType) or "edges" not in kind.fields:
            continue
        for order in _orders(field):
            by = f", orderBy: {{field: {order}, direction: ASC}}" if "orderBy" in field.args else ""
            told = await both.tell(f"{{ {name}(first: 100{by}) {{ edges {{ cursor }} }} }}")
            assert told.outcome == COMPILED
            edges = told.body["data"][name]["edges"]
            cursors[name, order] = [edge["cursor"] for edge in edges[:: max(1, len(edges) // 8)]]
    cursors["reveals", "CREATED_AT"] = cursors["secretReveals", "CREATED_AT"]
    cursors["messages", "CREATED_AT"] = await _cursors_below(both)
    numbers = (0, 3, 6, 8, 11)
    ids = {
        "User": [encode_id("User", both.people["ada"].id)],
        "Song": [*map(song_id, (*numbers, 13, 29, BOBS, 999))],
        "Sketch": [*map(sketch_id, (*numbers, BOBS, 999))],
        "Job": [*map(job_id, (*numbers, 100, 201, BOBS, 999))],
        "Equipment": [*map(equipment_id, (*numbers, BOBS, 999))],
        "Image": [*map(image_id, (*numbers, 24, BOBS, 999))],
        "Conversation": [*map(conversation_id, (*numbers, LONG, BUSY, BOBS, 999))],
        "Message": [message_id(LONG, each) for each in (*numbers, 500, 999)],
        "SongChoice": [encode_id("SongChoice", choice_key(each, 0)) for each in (1, 3, BOBS)],
    }
    # Of kinds that have no rows here, ids of what is not there.
    missing = {name: [encode_id(name, UUID(int=1))] for name in TYPES if name not in ids}
    return Pools(ids | missing, cursors)


async def _cursors_below(both: Both) -> list[str]:
    """Cursors of the only list that is nowhere but below something."""
    query = f"""{{ conversation(id: "{conversation_id(LONG)}") {{
        messages(first: 100) {{ edges {{ cursor }} }} }} }}"""
    told = await both.tell(query)
    assert told.outcome == COMPILED
    edges = told.body["data"]["conversation"]["messages"]["edges"]
    return [edge["cursor"] for edge in edges[::8]]


def _orders(field: GraphQLField) -> list[str]:
    if "orderBy" not in field.args:
        return ["CREATED_AT"]
    order = get_named_type(field.args["orderBy"].type)
    assert isinstance(order, GraphQLInputObjectType)
    by = get_named_type(order.fields["field"].type)
    assert isinstance(by, GraphQLEnumType)
    return list(by.values)


async def test_generated_queries(both: Both) -> None:
    schema: GraphQLSchema = build_schema()._schema
    loop = asyncio.get_running_loop()
    outcomes: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(schema, await pools(both, schema)))
    def compare(ask: Ask) -> None:
        told = asyncio.run_coroutine_threadsafe(both.answer(ask), loop).result()
        outcomes[told.outcome] += 1

    await asyncio.to_thread(compare)
    # Hypothesis also draws constants of the modules that are loaded: the shares differ by run.
    assert outcomes[COMPILED] > outcomes.total() / 5, outcomes
    assert outcomes[UNREAD] < outcomes.total() / 5, outcomes
