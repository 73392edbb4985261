"""One studio, asked in two ways: by compiled plans, and by the ordinary resolvers alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

import httpx
import orjson
import pytest
from tortoise import Tortoise
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from app.asgi import assemble
from app.bootstrap import Studio
from app.readpath.run import Counts, ReadPath
from tests.graphql_ws import Socket
from tests.readpath.dataset import fill
from tests.studio import PASSWORD, Person, served

COMPILED: Final = "compiled"
UNREAD: Final = "unread"
"""The request ended before anything was read."""

REQUEST_ID: Final = "the-same-request"
_OWN_ID: Final = re.compile(r"(?<=\"requestId\":\")\w{32}")
_EVENTS: Final = "text/event-stream"
_GRAPHQL: Final = "application/graphql-response+json"


class StoppedClock:
    """Tickets are alike however long the first answer took."""

    def now(self) -> datetime:
        return datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A request; `by` is `post`, `get` or `events`."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation: str | None = None
    who: str | None = "ada"
    by: str = "post"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What both paths answered, and what became of the compiled one."""

    outcome: str
    status: int
    text: str

    @property
    def body(self) -> Any:
        """The JSON."""
        return orjson.loads(self.text)


@dataclass
class Both:
    """Two servers over the same rows; `reads` belongs to the first."""

    compiled: httpx.AsyncClient
    ordinary: httpx.AsyncClient
    reads: ReadPath
    people: dict[str, Person]

    async def tell(self, query: str, **ask: Any) -> Told:
        """The one answer that both give."""
        return await self.answer(Ask(query=query, **ask))

    async def answer(self, ask: Ask) -> Told:
        """The one answer that both give. Fails where they differ in a single byte."""
        before = _flat(self.reads.counts)
        compiled = await self._send(self.compiled, ask)
        after = _flat(self.reads.counts)
        ordinary = await self._send(self.ordinary, ask)
        outcome = " ".join(sorted(name for name in after if after[name] != before.get(name)))
        assert _seen(compiled) == _seen(ordinary), _difference(ask, outcome, compiled, ordinary)
        if ask.by == "post":  # what was asked before takes the short way
            direct = await self._send(self.compiled, ask)
            assert _seen(direct) == _seen(ordinary), _difference(ask, outcome, direct, ordinary)
        return Told(outcome or UNREAD, compiled.status_code, compiled.text)

    async def _send(self, client: httpx.AsyncClient, ask: Ask) -> httpx.Response:
        content: dict[str, Any] = {"query": ask.query}
        if ask.variables:
            content["variables"] = dict(ask.variables)
        if ask.operation is not None:
            content["operationName"] = ask.operation
        headers = {
            "Accept": _EVENTS if ask.by == "events" else _GRAPHQL,
            "X-Request-Id": REQUEST_ID,
            **ask.headers,
        }
        if ask.who is not None:
            headers["Authorization"] = f"Bearer {self.people[ask.who].token}"
        if ask.by != "get":
            return await client.post("/graphql", json=content, headers=headers)
        if ask.variables:
            content["variables"] = orjson.dumps(content["variables"]).decode()
        headers["GraphQL-Require-Preflight"] = "1"
        return await client.get("/graphql", params=content, headers=headers)


def _flat(counts: Counts) -> dict[str, int]:
    return {
        COMPILED: counts.compiled,
        **{f"refused: {why}": number for why, number in counts.refused.items()},
        **{f"replayed: {why}": number for why, number in counts.replayed.items()},
    }


def _difference(ask: Ask, outcome: str, compiled: httpx.Response, ordinary: httpx.Response) -> str:
    """Both bodies from a little before the first place where they differ."""
    first, second = compiled.text, ordinary.text
    pairs = enumerate(zip(first, second, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), 0)
    around = slice(max(0, at - 100), at + 100)
    return (
        f"{ask}\n{outcome or UNREAD}, at {at}:\n"
        f"{compiled.status_code} {first[around]!r}\n{ordinary.status_code} {second[around]!r}"
    )


def _seen(response: httpx.Response) -> tuple[Any, ...]:
    headers = dict(response.headers)
    headers.pop("date", None)
    return response.text, response.status_code, headers


async def frames(client: httpx.AsyncClient, ask: Ask, person: Person) -> list[str]:
    """The text frames of a query over a websocket: one answer and its end.

    Each operation there has an id of its own, which is left out.
    """
    address = str(client.base_url.join("/graphql")).replace("http", "ws", 1)
    protocol = Subprotocol("graphql-transport-ws")
    async with connect(address, subprotocols=[protocol]) as connection:
        socket = Socket(connection)
        token = {"authorization": f"Bearer {person.token}"}
        await socket.send({"type": "connection_init", "payload": token})
        assert (await socket.receive())["type"] == "connection_ack"
        payload = {"query": ask.query, "variables": dict(ask.variables)}
        await socket.send({"id": "1", "type": "subscribe", "payload": payload})
        received = [str(await connection.recv()) for _ in ("next", "complete")]
        return [_OWN_ID.sub(REQUEST_ID, each) for each in received]


@asynccontextmanager
async def both_paths(studio: Studio) -> AsyncIterator[Both]:
    """Serve a studio twice, with the data set in it and nothing else."""
    await Tortoise.get_connection("default").execute_script(
        "DELETE FROM users; DELETE FROM stored_objects;"
    )
    await studio.redis.flushdb()
    people = {
        name: await studio.services.users.register(email=f"{name}@example.com", password=PASSWORD)
        for name in ("ada", "bob")
    }
    await fill(people["ada"].user.id, people["bob"].user.id)
    users = replace(studio.services.users, clock=StoppedClock())
    stopped = replace(studio, services=replace(studio.services, users=users))
    first, second = (
        assemble(replace(stopped, settings=studio.settings.model_copy(update={"readpath": on})))
        for on in (True, False)
    )
    assert second.state.reads is None
    async with AsyncExitStack() as stack:
        clients = []
        for app in (first, second):
            url = await stack.enter_async_context(served(app))
            client = httpx.AsyncClient(base_url=url, timeout=20)
            clients.append(await stack.enter_async_context(client))
        signed = {
            name: Person(each.user.id, each.user.email, each.token, clients[0])
            for name, each in people.items()
        }
        yield Both(clients[0], clients[1], first.state.reads, signed)


@pytest.fixture(scope="module")
async def both(running: tuple[Studio, str, ReadPath]) -> AsyncIterator[Both]:
    """Both paths over the data set, for all tests of a file: they change nothing."""
    async with both_paths(running[0]) as paths:
        yield paths
