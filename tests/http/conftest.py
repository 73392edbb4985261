from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest
import uvicorn
from loguru import logger
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from app.domain.users.model import Viewer
from app.http import site as web
from app.http.graphql import graphql_endpoint
from app.http.live_connections import LiveConnections
from app.http.middleware import http_middleware
from app.http.persisted_documents import PersistedDocuments
from app.http.policy import CostRules, TransportPolicy
from app.readpath.lanes import Lanes
from app.services import Services
from tests.fakes.rate_limit import LocalRateLimiter
from tests.http.schema import build_schema

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"

POLICY = TransportPolicy(
    cors_origins=("https://studio.example",),
    cost=CostRules(list_bounds={"Song.choices": 3, "Query.byIds": "ids"}),
)


@dataclass
class FakeSessions:
    """Tokens that are valid until they expire or are revoked."""

    viewers: dict[str, Viewer] = field(default_factory=dict)
    asked: int = 0
    down: bool = False

    def sign_in(self, lifetime: float = 3600) -> str:
        token = f"token-{uuid4().hex}"
        self.viewers[token] = Viewer(
            user_id=uuid4(),
            session_id=uuid4(),
            expires_at=datetime.now(UTC) + timedelta(seconds=lifetime),
        )
        return token

    def revoke(self, token: str) -> None:
        del self.viewers[token]

    def user_id(self, token: str) -> UUID:
        return self.viewers[token].user_id

    async def authenticate(self, token: str) -> Viewer | None:
        self.asked += 1
        if self.down:
            raise ConnectionError("the database is away")
        viewer = self.viewers.get(token)
        return viewer if viewer and viewer.expires_at > datetime.now(UTC) else None


class InLoopServer(uvicorn.Server):
    def capture_signals(self) -> Any:
        return nullcontext()


@dataclass
class Site:
    """A running server and its clients."""

    port: int
    http: httpx.AsyncClient
    sessions: FakeSessions
    connections: LiveConnections

    async def post(
        self,
        query: str | None = None,
        *,
        accept: str | None = GRAPHQL,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        **body: Any,
    ) -> httpx.Response:
        if query is not None:
            body["query"] = query
        return await self.http.post(
            "/graphql", json=body, headers=self.headers(accept, token, headers)
        )

    async def get(
        self,
        query: str | None = None,
        *,
        accept: str | None = GRAPHQL,
        preflight: bool = True,
        **parameters: str,
    ) -> httpx.Response:
        if query is not None:
            parameters["query"] = query
        headers = {"GraphQL-Require-Preflight": "1"} if preflight else {}
        return await self.http.get(
            "/graphql", params=parameters, headers=self.headers(accept, None, headers)
        )

    @staticmethod
    def headers(
        accept: str | None, token: str | None, more: dict[str, str] | None = None
    ) -> dict[str, str]:
        headers = dict(more or {})
        if accept is not None:
            headers["Accept"] = accept
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return headers

    def websocket(
        self, *, protocol: str = "graphql-transport-ws", **options: Any
    ) -> AbstractAsyncContextManager[ClientConnection]:
        return connect(
            f"ws://127.0.0.1:{self.port}/graphql",
            subprotocols=[Subprotocol(protocol)],
            **options,
        )


async def page(_request: Request) -> Response:
    return Response("page", headers={"Content-Security-Policy": "script-src 'self'"})


async def crash(_request: Request) -> Response:
    raise RuntimeError("crash")


Serve = Callable[..., AbstractAsyncContextManager[Site]]


@asynccontextmanager
async def serving(
    policy: TransportPolicy = POLICY,
    *,
    documents: PersistedDocuments | None = None,
    rate_limiter: LocalRateLimiter | None = None,
    **changes: Any,
) -> AsyncIterator[Site]:
    policy = replace(policy, **changes)
    schema, cache = build_schema(policy)
    sessions, connections = FakeSessions(), LiveConnections()
    endpoint = graphql_endpoint(
        schema,
        cache=cache,
        services=cast("Services", None),
        lanes=cast("Lanes", None),
        reads=None,
        authenticate=sessions.authenticate,
        policy=policy,
        documents=documents or PersistedDocuments(),
        rate_limiter=rate_limiter or LocalRateLimiter(rate=10_000, burst=10_000),
        connections=connections,
    )
    app = web.Site(
        endpoint,
        middleware=http_middleware(policy),
        routes=[Route("/page", page), Route("/crash", crash)],
    )
    listening = socket.create_server(("127.0.0.1", 0))
    port: int = listening.getsockname()[1]
    config = uvicorn.Config(
        app, log_level="critical", ws_max_size=1_000_000, lifespan="off", access_log=False
    )
    server = InLoopServer(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as http:
            yield Site(port, http, sessions, connections)
    finally:
        server.should_exit = True
        await task
        listening.close()


@pytest.fixture(scope="session")
async def site() -> AsyncIterator[Site]:
    async with serving() as running:
        yield running


@pytest.fixture
def serve() -> Serve:
    return serving


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    """Every log record of the test."""
    records: list[Any] = []
    handler = logger.add(lambda message: records.append(message.record), level="TRACE")
    yield records
    logger.remove(handler)
