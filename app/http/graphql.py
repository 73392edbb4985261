"""`/graphql`: GraphQL over HTTP, server-sent events and websockets on one path."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from functools import partial

from graphql import OperationType
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.schema import BaseSchema

from app.domain.limits import RateLimiter
from app.domain.users.model import Viewer
from app.http.access_log import AccessEntry, access_entry
from app.http.body import RequestReader
from app.http.document_cache import DocumentCache
from app.http.event_stream import EventStream
from app.http.json import encode_json
from app.http.live_connections import LiveConnections
from app.http.negotiation import MediaType, negotiate
from app.http.persisted_documents import PersistedDocuments
from app.http.pipeline import Answer, Operation, Pipeline
from app.http.policy import TransportPolicy
from app.http.refusals import BadRequest, Refused
from app.http.sessions import Authenticate, Caller, bearer_token, session_end
from app.http.websocket import serve_websocket
from app.readpath.lanes import Lanes
from app.readpath.run import ReadPath
from app.schema.messages import locale_of
from app.services import Services


def graphql_routes(
    schema: BaseSchema,
    *,
    cache: DocumentCache,
    services: Services,
    lanes: Lanes,
    reads: ReadPath | None,
    authenticate: Authenticate,
    policy: TransportPolicy,
    documents: PersistedDocuments,
    rate_limiter: RateLimiter,
    connections: LiveConnections,
) -> list[BaseRoute]:
    """The routes of `/graphql`. `cache` is the one in the schema's extensions.

    Without `reads` every query is answered by resolvers.
    """
    pipeline = Pipeline(
        schema=schema,
        cache=cache,
        documents=documents,
        services=services,
        lanes=lanes,
        reads=reads,
        authenticate=authenticate,
        rate_limiter=rate_limiter,
        policy=policy,
    )
    endpoint = GraphQLEndpoint(pipeline, connections)
    return [Route("/graphql", endpoint), WebSocketRoute("/graphql", endpoint)]


class GraphQLEndpoint:
    """The ASGI application behind both routes.

    Headers decide first (method, media types, length, token, allowance), then the body is read.
    """

    def __init__(self, pipeline: Pipeline, connections: LiveConnections) -> None:
        self._pipeline = pipeline
        self._policy = pipeline.policy
        self._connections = connections
        self._reader = RequestReader(pipeline.policy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a websocket."""
        entry = access_entry(scope)
        if scope["type"] == "websocket":
            websocket = WebSocket(scope, receive, send)
            caller = _caller(websocket, entry)
            await serve_websocket(websocket, self._pipeline, caller, self._connections)
            return
        try:
            response = await self._respond(Request(scope, receive), entry)
        except ClientDisconnect:
            entry.outcome = "disconnected"
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request, entry: AccessEntry) -> ASGIApp:
        caller = _caller(request, entry)
        media = negotiate(request.headers.get("accept"))
        try:
            return await self._answer(request, media, caller, entry)
        except Refused as refused:
            answer = self._pipeline.refusal(refused, self._pipeline.voice(caller))
            status = refused.status if media is MediaType.GRAPHQL else refused.legacy_status
            headers = refused.headers
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 - the last place where it can become an answer
            answer = self._pipeline.failure(error, self._pipeline.voice(caller))
            status, headers = 500, {}
        entry.outcome = answer.outcome
        return _json_response(answer, media, status, headers)

    async def _answer(
        self, request: Request, media: MediaType | None, caller: Caller, entry: AccessEntry
    ) -> ASGIApp:
        if media is None:
            raise Refused.malformed("request.not_acceptable", status=406)
        self._reader.check(request)
        caller = replace(caller, token=bearer_token(request.headers.get("authorization")))
        viewer = await self._pipeline.admit(caller)
        entry.user_id = str(viewer.user_id) if viewer else None
        async with AsyncExitStack() as files:
            graphql_request = await self._reader.read(request, files)
            operation = await self._pipeline.prepare(graphql_request)
            entry.operation = operation.name
            _check_kind(request.method, operation, media)
            answers = self._pipeline.answers(operation, caller, viewer)
            if media is MediaType.EVENTS:
                return self._events(_holding(files.pop_all(), answers), caller, viewer)
            async with aclosing(answers):
                answer = await anext(answers)
        entry.outcome = answer.outcome
        return _json_response(answer, media, 200 if answer.executed else 500)

    def _events(
        self, answers: AsyncGenerator[Answer, None], caller: Caller, viewer: Viewer | None
    ) -> EventStream:
        ended = None
        if viewer is not None and caller.token is not None:
            ended = partial(
                session_end,
                self._pipeline.authenticate,
                caller.token,
                viewer,
                self._policy.session_check_interval,
            )
        return EventStream(
            answers,
            session_end=ended,
            connections=self._connections,
            heartbeat=self._policy.heartbeat,
            failure=lambda error: self._pipeline.failure(error, self._pipeline.voice(caller)),
        )


async def _holding(
    files: AsyncExitStack, answers: AsyncGenerator[Answer, None]
) -> AsyncGenerator[Answer, None]:
    async with files, aclosing(answers):
        async for answer in answers:
            yield answer


def _check_kind(method: str, operation: Operation, media: MediaType) -> None:
    if method == "GET" and operation.kind is OperationType.MUTATION:
        raise Refused.method("request.mutation_by_get", "POST")
    if operation.kind is OperationType.SUBSCRIPTION and media is not MediaType.EVENTS:
        raise Refused.operation(BadRequest("request.subscription_transport"))


def _caller(connection: HTTPConnection, entry: AccessEntry) -> Caller:
    return Caller(
        request_id=entry.request_id,
        locale=locale_of(connection.headers.get("accept-language")),
        address=connection.client.host if connection.client else "",
    )


def _json_response(
    answer: Answer,
    media: MediaType | None,
    status: int,
    headers: Mapping[str, str] | None = None,
) -> Response:
    json = MediaType.GRAPHQL if media is MediaType.GRAPHQL else MediaType.JSON
    return Response(
        encode_json(answer.body),
        status_code=status,
        headers={
            "Content-Type": f"{json}; charset=utf-8",
            "Cache-Control": "no-store",
            "Vary": "Accept",
            **(headers or {}),
        },
    )
