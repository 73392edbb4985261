"""Whatever is sent, the answer is coded: nothing that anybody can send is an INTERNAL error.

`FUZZ_EXAMPLES` says how often each field is asked; more than usual are new ones each time.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import strategies as st
from hypothesis_graphql import mutations, queries

from tests.api.belongings import one_of_each
from tests.attack import test_fuzz_accounts, test_fuzz_uploads
from tests.attack.documents import document
from tests.attack.fuzzing import (
    ACCOUNTS,
    DOCUMENTS,
    EXAMPLES,
    SCHEMA,
    UPLOADS,
    ask_as,
    fields,
    quiet_log,
    try_all,
)
from tests.attack.values import arguments, nodes
from tests.studio import Person

Ask = Callable[[dict[str, Any]], None]


@pytest.fixture
async def ids(ada: Person, bob: Person, worker: None) -> list[str]:
    """Ids of everything that Ada and Bob have."""
    adas = await one_of_each(ada)
    bobs = await one_of_each(bob)
    del adas["Session"], adas["mp3"], bobs["mp3"]
    return [*adas.values(), *bobs.values()]


@pytest.fixture
def outcomes() -> Counter[str]:
    return Counter()


@pytest.fixture
def ask(ada: Person, outcomes: Counter[str]) -> Iterator[Ask]:
    """Sends a body as Ada, and demands an answer that is coded."""
    with httpx.Client(base_url=ada.http.base_url, timeout=30) as client:

        def post(body: dict[str, Any]) -> None:
            told = ask_as(client, ada.token, body)
            codes = {error["extensions"]["code"] for error in told.get("errors", [])}
            assert "UNAUTHENTICATED" not in codes, told
            outcomes["executed" if "data" in told else "refused"] += 1

        yield post


def test_no_field_is_left_out() -> None:
    assert set(test_fuzz_accounts.ATTACKED) == ACCOUNTS
    assert set(test_fuzz_uploads.ATTACKED) == UPLOADS
    assert SCHEMA.mutation_type is not None
    assert ACCOUNTS | UPLOADS | set(fields("mutation")) == SCHEMA.mutation_type.fields.keys()


@pytest.mark.parametrize("operation", ["query", "mutation"])
async def test_any_variables_get_a_coded_answer(
    operation: str, ids: list[str], ask: Ask, ada: Person, outcomes: Counter[str]
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

    async with quiet_log(ada.token):
        await asyncio.to_thread(attack)
    assert outcomes["executed"] > outcomes["refused"] / 4, outcomes


@pytest.mark.parametrize("operation", ["query", "mutation"])
async def test_any_document_gets_a_coded_answer(
    operation: str, ids: list[str], ask: Ask, ada: Person, outcomes: Counter[str]
) -> None:
    strategy = queries if operation == "query" else mutations

    def attack() -> None:
        for name in fields(operation):
            documents = strategy(SCHEMA, fields=[name], custom_scalars=nodes(ids))
            try_all(st.fixed_dictionaries({"query": documents}), ask, DOCUMENTS)

    async with quiet_log(ada.token):
        await asyncio.to_thread(attack)
    assert outcomes["executed"], outcomes
