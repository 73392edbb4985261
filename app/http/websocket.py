"""GraphQL over websockets: the graphql-transport-ws protocol."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Final

from loguru import logger
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from app.domain.errors import RateLimited
from app.domain.users.model import Viewer
from app.http.access_log import AccessEntry, new_request_id
from app.http.json import encode_json
from app.http.live_connections import LiveConnections
from app.http.origins import origin_allowed
from app.http.pipeline import Answer, Pipeline
from app.http.refusals import ForbiddenOrigin, Refused
from app.http.requests import GraphQLRequest, request_of
from app.http.sessions import Caller, session_end
from app.http.websocket_messages import (
    BAD_MESSAGE,
    DUPLICATE_ID,
    FORBIDDEN,
    INIT_TIMEOUT,
    INTERNAL_ERROR,
    PROTOCOL,
    TOO_MANY_INITS,
    TRY_AGAIN_LATER,
    UNAUTHORIZED,
    UNKNOWN_PROTOCOL,
    SocketClosed,
    id_of,
    message_of,
    payload_of,
    token_of,
)
from app.infra.tracing import tracing

_CLOSING_TIME: Final = 2.0
"""Seconds for the close frame of a peer that reads nothing."""


async def serve_websocket(
    websocket: WebSocket, pipeline: Pipeline, caller: Caller, connections: LiveConnections
) -> None:
    """Serve one socket until it closes.

    A page of a foreign origin gets no socket (403), a client of another protocol is closed
    with 4406.
    """
    if not origin_allowed(websocket, pipeline.policy.cors_origins):
        refused = Refused(ForbiddenOrigin("request.origin"), status=403)
        answer = pipeline.refusal(refused, pipeline.voice(caller))
        body = encode_json(answer.body)
        await websocket.send_denial_response(
            Response(body, status_code=refused.status, media_type="application/json")
        )
        return
    if PROTOCOL not in websocket.scope["subprotocols"]:
        await websocket.accept()
        await websocket.close(UNKNOWN_PROTOCOL, "Subprotocol not acceptable")
        return
    await websocket.accept(subprotocol=PROTOCOL)
    with connections.opened() as closing:
        await _Socket(websocket, pipeline, caller, closing).serve()


class _Socket:
    """One connection. Whoever finds that it must end raises SocketClosed; `serve` closes it.

    Nothing is queued: an operation waits until its message is written before it asks for the
    next, and the reader waits likewise.
    """

    def __init__(
        self,
        websocket: WebSocket,
        pipeline: Pipeline,
        caller: Caller,
        closing: asyncio.Future[int],
    ) -> None:
        self._websocket = websocket
        self._pipeline = pipeline
        self._policy = pipeline.policy
        self._caller = caller
        self._closing = closing
        self._sending = asyncio.Lock()
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._running: set[asyncio.Task[None]] = set()  # also those whose id is free again
        self._initialised = False
        self._acknowledged = False

    async def serve(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._await_init())
                tasks.create_task(self._await_drain())
                await self._receive(tasks)
        except* SocketClosed as group:
            closed = next(error for error in group.exceptions if isinstance(error, SocketClosed))
            await self._close(closed.code, closed.reason)
        except* Exception as group:  # noqa: BLE001 - the server must outlive any socket
            logger.opt(exception=group).error("a websocket failed")
            await self._close(INTERNAL_ERROR, "Internal error")

    async def _await_init(self) -> None:
        await asyncio.sleep(self._policy.websocket_init_timeout)
        if not self._initialised:
            raise SocketClosed(INIT_TIMEOUT, "Connection initialisation timeout")

    async def _await_drain(self) -> None:
        raise SocketClosed(await self._closing, "Service restart")

    async def _await_session_end(self, token: str, viewer: Viewer) -> None:
        await session_end(
            self._pipeline.authenticate, token, viewer, self._policy.session_check_interval
        )
        raise SocketClosed(FORBIDDEN, "Forbidden")

    async def _receive(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            frame = await self._websocket.receive()
            if frame["type"] == "websocket.disconnect":
                raise SocketClosed(None)
            try:
                await self._dispatch(message_of(frame), tasks)
            except Refused as refused:
                raise SocketClosed(BAD_MESSAGE, f"Invalid message: {refused}") from refused

    async def _dispatch(self, message: dict[str, Any], tasks: asyncio.TaskGroup) -> None:
        match message.get("type"):
            case "connection_init":
                await self._initialise(payload_of(message), tasks)
            case "ping":
                payload = payload_of(message)
                pong = {"type": "pong"}
                await self._send({**pong, "payload": payload} if payload else pong)
            case "pong":
                payload_of(message)
            case "subscribe":
                await self._subscribe(id_of(message), message.get("payload"), tasks)
            case "complete":
                if operation := self._operations.pop(id_of(message), None):
                    operation.cancel()
            case _:
                raise SocketClosed(BAD_MESSAGE, "Unknown message type")

    async def _initialise(self, payload: dict[str, Any], tasks: asyncio.TaskGroup) -> None:
        if self._initialised:
            raise SocketClosed(TOO_MANY_INITS, "Too many initialisation requests")
        self._initialised = True
        try:
            self._caller = replace(self._caller, token=token_of(payload))
            viewer = await self._pipeline.admit(self._caller)
        except Refused as refused:
            if any(isinstance(cause, RateLimited) for cause in refused.causes):
                raise SocketClosed(TRY_AGAIN_LATER, "Too many requests") from refused
            raise SocketClosed(FORBIDDEN, "Forbidden") from refused
        if viewer is not None and self._caller.token is not None:
            tasks.create_task(self._await_session_end(self._caller.token, viewer))
        await self._send({"type": "connection_ack"})
        self._acknowledged = True

    async def _subscribe(
        self, operation_id: str, payload: object, tasks: asyncio.TaskGroup
    ) -> None:
        if not self._acknowledged:
            raise SocketClosed(UNAUTHORIZED, "Unauthorized")
        if operation_id in self._operations:
            raise SocketClosed(DUPLICATE_ID, f"Subscriber for {operation_id} already exists")
        request = request_of(payload)
        limit = self._policy.websocket_operations
        if len(self._running) >= limit:  # sent from here, so that a flood is read no faster
            refused = Refused(RateLimited("limits.subscriptions", limit=limit), status=429)
            answer = self._pipeline.refusal(refused, self._pipeline.voice(self._caller))
            await self._send_errors(operation_id, answer)
            return
        operation = tasks.create_task(self._run(operation_id, request))
        self._operations[operation_id] = operation
        self._running.add(operation)
        operation.add_done_callback(self._running.discard)

    async def _run(self, operation_id: str, request: GraphQLRequest) -> None:
        caller = replace(self._caller, request_id=new_request_id())
        entry = AccessEntry(caller.request_id, outcome="cancelled", lasting=True)
        with (
            logger.contextualize(request_id=caller.request_id),
            tracing.span("SUBSCRIBE", "SERVER", request_id=caller.request_id) as span,
        ):
            try:
                await self._answer(operation_id, request, caller, entry)
            finally:
                name = f"SUBSCRIBE {entry.operation}" if entry.operation else None
                span.tell(name=name, outcome=entry.outcome)
                entry.write("SUBSCRIBE", self._websocket.scope["path"])

    async def _answer(
        self, operation_id: str, request: GraphQLRequest, caller: Caller, entry: AccessEntry
    ) -> None:
        try:
            unexecuted = await self._stream(operation_id, request, caller, entry)
        except Refused as refused:
            if refused.lost_session:
                raise SocketClosed(FORBIDDEN, "Forbidden") from refused
            unexecuted = self._pipeline.refusal(refused, self._pipeline.voice(caller))
        except SocketClosed:
            raise
        except Exception as error:  # noqa: BLE001 - one operation must not end the others
            unexecuted = self._pipeline.failure(error, self._pipeline.voice(caller))
        self._operations.pop(operation_id, None)  # before the client can hear that it is free
        if unexecuted is None:
            await self._send({"id": operation_id, "type": "complete"})
            return
        entry.outcome = unexecuted.outcome
        await self._send_errors(operation_id, unexecuted)

    async def _stream(
        self, operation_id: str, request: GraphQLRequest, caller: Caller, entry: AccessEntry
    ) -> Answer | None:
        """Sends every answer; one that was not executed is returned instead."""
        viewer = await self._pipeline.admit(caller)
        entry.user_id = viewer.user_id if viewer else None
        operation = await self._pipeline.prepare(request)
        entry.operation = operation.name
        async with aclosing(self._pipeline.answers(operation, caller, viewer)) as answers:
            async for answer in answers:
                if not answer.executed:
                    return answer
                entry.outcome = answer.outcome
                await self._send({"id": operation_id, "type": "next", "payload": answer.body})
        return None

    async def _send_errors(self, operation_id: str, answer: Answer) -> None:
        errors = answer.body["errors"]
        await self._send({"id": operation_id, "type": "error", "payload": errors})

    async def _send(self, message: dict[str, Any]) -> None:
        text = encode_json(message).decode()
        async with self._sending:
            try:
                await self._websocket.send_text(text)
            except (WebSocketDisconnect, WebSocketDisconnected) as error:
                raise SocketClosed(None) from error

    async def _close(self, code: int | None, reason: str) -> None:
        if code is None:
            return
        try:
            async with asyncio.timeout(_CLOSING_TIME):
                await self._websocket.close(code, reason)
        except (TimeoutError, WebSocketDisconnect, WebSocketDisconnected):
            logger.debug("the peer was gone before it could be told {}", code)
