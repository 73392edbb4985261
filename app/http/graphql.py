"""`/graphql`: GraphQL over HTTP, server-sent events and websockets on one path."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, aclosing
from functools import partial
from typing import NamedTuple

from graphql import OperationType
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.schema import BaseSchema

from app.domain.limits import RateLimiter
from app.domain.users.model import Viewer
from app.http.access_log import AccessEntry, access_entry
from app.http.body import RequestReader
from app.http.document_cache import DocumentCache
from app.http.event_stream import EventStream
from app.http.headers import answer_headers, headers_of
from app.http.json import encode_json
from app.http.live_connections import LiveConnections
from app.http.negotiation import MediaType, negotiate
from app.http.persisted_documents import PersistedDocuments
from app.http.pipeline import Answer, Operation, Pipeline
from app.http.policy import TransportPolicy
from app.http.refusals import BadRequest, Refused
from app.http.sessions import Authenticate, Caller, bearer_token, session_end
from app.http.visits import BEGUN, Begun, Recognition
from app.http.websocket import serve_websocket
from app.readpath.lanes import Lanes
from app.readpath.run import ReadPath
from app.schema.messages import locale_of
from app.services import Services


def graphql_endpoint(
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
    recognition: Recognition | None = None,
) -> GraphQLEndpoint:
    """What answers at `/graphql`. `cache` is the one in the schema's extensions.

    Without `reads` every query is answered by resolvers; without `recognition` sessions are asked
    for before anything else.
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
        recognition=recognition,
    )
    return GraphQLEndpoint(pipeline, connections)


class _HttpRequest(NamedTuple):
    """What arrived, and what is wanted for an answer."""

    scope: Scope
    receive: Receive
    headers: Mapping[str, str]
    media: MediaType | None


class GraphQLEndpoint:
    """The ASGI application at `/graphql`, for requests and websockets.

    Headers decide first (method, media types, length, token, allowance), then the body is read.
    """

    def __init__(self, pipeline: Pipeline, connections: LiveConnections) -> None:
        self.pipeline = pipeline
        self._policy = pipeline.policy
        self._connections = connections
        self._reader = RequestReader(pipeline.policy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a websocket."""
        entry = access_entry(scope)
        headers = headers_of(scope["headers"])
        caller = _caller(scope, headers, entry)
        if scope["type"] == "websocket":
            websocket = WebSocket(scope, receive, send)
            await serve_websocket(websocket, self.pipeline, caller, self._connections)
            return
        media = negotiate(headers.get("accept"))
        request = _HttpRequest(scope, receive, headers, media)
        more: Mapping[str, str] = {}
        try:
            answer = await self._answer(request, caller, entry)
            if isinstance(answer, Answer):
                status, body = 200 if answer.executed else 500, encode_json(answer.body)
        except Refused as refused:
            answer = self.pipeline.refusal(refused, self.pipeline.voice(caller))
            status = refused.status if media is MediaType.GRAPHQL else refused.legacy_status
            more, body = refused.headers, encode_json(answer.body)
        except ClientDisconnect:
            entry.outcome = "disconnected"
            return
        except Exception as error:  # noqa: BLE001 - the last place where it can become an answer
            answer = self.pipeline.failure(error, self.pipeline.voice(caller))
            status, body = 500, encode_json(answer.body)
        if isinstance(answer, EventStream):
            await answer(scope, receive, send)
            return
        entry.outcome = answer.outcome
        await _send_json(send, body, media, status, more)

    async def _answer(
        self, request: _HttpRequest, caller: Caller, entry: AccessEntry
    ) -> Answer | EventStream:
        scope, _, headers, media = request
        if media is None:
            raise Refused.malformed("request.not_acceptable", status=406)
        self._reader.check(scope["method"], headers)
        caller = caller.with_token(bearer_token(headers.get("authorization")))
        if media is MediaType.EVENTS:
            return await self._open(request, caller, entry)
        begun: Begun | None = scope.get(BEGUN)
        visit = begun.visit if begun else await self.pipeline.recognise(caller)
        entry.user_id = visit.user_id
        async with AsyncExitStack() as files:
            try:
                operation = await self._operation(request, entry, files)
            except Refused:
                # Whoever is not known hears of that before anything else.
                await self.pipeline.confirmed(visit, caller)
                raise
            failure = begun.failure if begun else None
            return await self.pipeline.answer(operation, caller, visit, failure)

    async def _operation(
        self, request: _HttpRequest, entry: AccessEntry, files: AsyncExitStack
    ) -> Operation:
        scope, receive, headers, media = request
        wanted = await self._reader.read(scope, receive, headers, files)
        operation = await self.pipeline.prepare(wanted)
        entry.operation = operation.name
        _check_kind(scope["method"], operation, media)
        return operation

    async def _open(self, request: _HttpRequest, caller: Caller, entry: AccessEntry) -> EventStream:
        entry.lasting = True
        viewer = await self.pipeline.admit(caller)
        entry.user_id = viewer.user_id if viewer else None
        async with AsyncExitStack() as files:
            operation = await self._operation(request, entry, files)
            answers = self.pipeline.answers(operation, caller, viewer)
            return self._events(_holding(files.pop_all(), answers), caller, viewer)

    def _events(
        self, answers: AsyncGenerator[Answer, None], caller: Caller, viewer: Viewer | None
    ) -> EventStream:
        ended = None
        if viewer is not None and caller.token is not None:
            ended = partial(
                session_end,
                self.pipeline.authenticate,
                caller.token,
                viewer,
                self._policy.session_check_interval,
            )
        return EventStream(
            answers,
            session_end=ended,
            connections=self._connections,
            heartbeat=self._policy.heartbeat,
            failure=lambda error: self.pipeline.failure(error, self.pipeline.voice(caller)),
        )


async def _holding(
    files: AsyncExitStack, answers: AsyncGenerator[Answer, None]
) -> AsyncGenerator[Answer, None]:
    async with files, aclosing(answers):
        async for answer in answers:
            yield answer


def _check_kind(method: str, operation: Operation, media: MediaType | None) -> None:
    if method == "GET" and operation.kind is OperationType.MUTATION:
        raise Refused.method("request.mutation_by_get", "POST")
    if operation.kind is OperationType.SUBSCRIPTION and media is not MediaType.EVENTS:
        raise Refused.operation(BadRequest("request.subscription_transport"))


def _caller(scope: Scope, headers: Mapping[str, str], entry: AccessEntry) -> Caller:
    client = scope.get("client")
    return Caller(
        request_id=entry.request_id,
        locale=locale_of(headers.get("accept-language")),
        address=client[0] if client else "",
        user_agent=headers.get("user-agent"),
    )


async def _send_json(
    send: Send, body: bytes, media: MediaType | None, status: int, more: Mapping[str, str]
) -> None:
    length = (b"content-length", b"%d" % len(body))
    headers = [length, *answer_headers(media, more.items())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
