"""What all fuzzing has in common: how often, of which schema, and what an answer must look like."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import httpx
from graphql import GraphQLSchema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from loguru import logger

from app.http.document_cache import core_schema
from app.resolvers.root import build_schema

T = TypeVar("T")
Body = dict[str, Any]

USUAL: Final = 6
EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", USUAL))
DOCUMENTS: Final = max(2, EXAMPLES // 3)
"""Making a document up takes far longer than answering it."""
SCHEMA: Final[GraphQLSchema] = core_schema(build_schema())
ACCOUNTS: Final = frozenset({"login", "logout", "register", "changePassword"})
"""What ends or begins sessions: each example has people of its own (test_fuzz_accounts.py)."""
UPLOADS: Final = frozenset({"importEquipment"})
"""A file is no variable: test_fuzz_uploads.py."""
STATUS: Final = {
    "BAD_REQUEST": {400, 406, 413, 415, 422},
    "TOO_COMPLEX": {422},
    "UNAUTHENTICATED": {401},
    "VALIDATION": {422},
}
"""How a request that is not executed is answered, by its code."""

FUZZING: Final = settings(
    deadline=None,
    database=None,
    derandomize=EXAMPLES == USUAL,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def fields(operation: str) -> list[str]:
    """The root fields that anything may be sent to as one person."""
    kind = SCHEMA.query_type if operation == "query" else SCHEMA.mutation_type
    assert kind is not None
    return [name for name in kind.fields if name not in ACCOUNTS | UPLOADS]


def try_all(examples: st.SearchStrategy[T], ask: Callable[[T], None], most: int) -> None:
    """Ask with so many examples, and with the smallest one that fails."""

    @settings(FUZZING, max_examples=most)
    @given(examples)
    def one(example: T) -> None:
        ask(example)

    one()


def coded(answer: httpx.Response) -> Body:
    """The body of an answer as docs and protocol promise it, whatever was asked."""
    told: Body = answer.json()
    codes = [error["extensions"]["code"] for error in told.get("errors", [])]
    assert '"code":"INTERNAL"' not in answer.text, told
    for error in told.get("errors", []):
        assert {"code", "messageKey", "requestId"} <= error["extensions"].keys()
    if "data" in told:
        assert answer.status_code == 200, told
    else:
        assert answer.status_code in STATUS[codes[0]], told
    return told


def ask_as(client: httpx.Client, token: str | None, body: Body) -> Body:
    """The coded answer to a body of JSON."""
    headers = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return coded(client.post("/graphql", content=json.dumps(body), headers=headers))


def waiting_in(loop: asyncio.AbstractEventLoop) -> Callable[[Coroutine[Any, Any, T]], T]:
    """Runs a coroutine in a loop, for a thread that waits for it."""

    def run(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(timeout=30)

    return run


@asynccontextmanager
async def quiet_log(*secrets: str) -> AsyncIterator[list[str]]:
    """Demands that nothing fails meanwhile and that no secret is in the log.

    More secrets may be added to what is yielded.
    """
    hidden, lines = list(secrets), list[str]()
    form = "{level} {message} {extra}\n{exception}"
    sink = logger.add(lambda line: lines.append(str(line)), level="TRACE", format=form)
    try:
        yield hidden
    finally:
        logger.remove(sink)
    assert lines, "the sink hears everything"
    assert [line for line in lines if line.startswith(("ERROR", "CRITICAL"))] == []
    written = "".join(lines)
    assert "Traceback" not in written
    assert [secret for secret in hidden if secret in written] == []
