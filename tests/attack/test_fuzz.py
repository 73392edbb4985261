"""Whatever is sent, the answer is coded: nothing that anybody can send is an INTERNAL error.

`FUZZ_EXAMPLES` says how often each field is asked; more than usual are new ones each time.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final

import httpx
import pytest
from graphql import GraphQLSchema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import mutations, queries
from loguru import logger

from app.http.document_cache import core_schema
from app.resolvers.root import build_schema
from tests.api.belongings import one_of_each
from tests.attack.documents import document
from tests.attack.values import arguments, nodes
from tests.studio import Person

USUAL: Final = 6
EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", USUAL))
DOCUMENTS: Final = max(2, EXAMPLES // 3)
"""Making a document up takes far longer than answering it."""
SCHEMA: GraphQLSchema = core_schema(build_schema())
ENDING: Final = frozenset({"logout"})
"""After these nobody is signed in any more."""
SLOW: Final = frozenset({"login", "register", "changePassword"})
"""Passwords are slow on purpose."""
UPLOADS: Final = frozenset({"importEquipment"})
"""Files are no variables: tests/domain/equipment fuzzes them."""

Ask = Callable[[dict[str, Any]], None]

FUZZING = settings(
    deadline=None,
    database=None,
    derandomize=EXAMPLES == USUAL,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def try_all(bodies: st.SearchStrategy[dict[str, Any]], ask: Ask, most: int) -> None:
    """Ask with so many bodies, and with the smallest one that fails."""

    @settings(FUZZING, max_examples=most)
    @given(bodies)
    def one(body: dict[str, Any]) -> None:
        ask(body)

    one()


def fields(operation: str) -> list[str]:
    kind = SCHEMA.query_type if operation == "query" else SCHEMA.mutation_type
    assert kind is not None
    return [name for name in kind.fields if name not in ENDING | SLOW | UPLOADS]


@pytest.fixture
async def ids(ada: Person, bob: Person, worker: None) -> list[str]:
    """Ids of everything that Ada and Bob have."""
    adas = await one_of_each(ada)
    bobs = await one_of_each(bob)
    del adas["Session"], adas["mp3"], bobs["mp3"]
    return [*adas.values(), *bobs.values()]


@pytest.fixture
async def errors() -> AsyncIterator[list[str]]:
    """What is logged as an error meanwhile."""
    found: list[str] = []
    sink = logger.add(lambda line: found.append(str(line)), level="ERROR", format="{message}")
    yield found
    logger.remove(sink)


@pytest.fixture
def outcomes() -> Counter[str]:
    return Counter()


@pytest.fixture
def ask(ada: Person, outcomes: Counter[str]) -> Iterator[Ask]:
    """Sends a body as Ada, and demands an answer that is coded."""
    client = httpx.Client(
        base_url=ada.http.base_url,
        timeout=30,
        headers={
            "Authorization": f"Bearer {ada.token}",
            "Content-Type": "application/json",
            "Accept": "application/graphql-response+json",
        },
    )

    def post(body: dict[str, Any]) -> None:
        answer = client.post("/graphql", content=json.dumps(body))
        told = answer.json()
        assert answer.status_code < 500, told
        assert answer.status_code != 401, told
        for error in told.get("errors", []):
            assert error["extensions"]["code"] != "INTERNAL", error
            assert {"code", "messageKey", "requestId"} <= error["extensions"].keys()
        assert '"code":"INTERNAL"' not in answer.text, told
        outcomes["executed" if "data" in told else "refused"] += 1

    with client:
        yield post


@pytest.mark.parametrize("operation", ["query", "mutation"])
async def test_any_variables_get_a_coded_answer(
    operation: str, ids: list[str], ask: Ask, errors: list[str], outcomes: Counter[str]
) -> None:
    kind = SCHEMA.query_type if operation == "query" else SCHEMA.mutation_type
    assert kind is not None

    def attack() -> None:
        for name in fields(operation):
            query = document(SCHEMA, operation, name)
            bodies = st.fixed_dictionaries(
                {"query": st.just(query), "variables": arguments(kind.fields[name].args, ids)}
            )
            try_all(bodies, ask, EXAMPLES)

    await asyncio.to_thread(attack)
    assert errors == []
    assert outcomes["executed"] > outcomes["refused"] / 4, outcomes


@pytest.mark.parametrize("operation", ["query", "mutation"])
async def test_any_document_gets_a_coded_answer(
    operation: str, ids: list[str], ask: Ask, errors: list[str], outcomes: Counter[str]
) -> None:
    strategy = queries if operation == "query" else mutations

    def attack() -> None:
        for name in fields(operation):
            documents = strategy(SCHEMA, fields=[name], custom_scalars=nodes(ids))
            try_all(st.fixed_dictionaries({"query": documents}), ask, DOCUMENTS)

    await asyncio.to_thread(attack)
    assert errors == []
    assert outcomes["executed"], outcomes
