"""The middleware that writes every request into the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aitestmock.connection import Connection
from aitestmock.state import MockState

LARGEST_BODY = 16 * 1024 * 1024
UNRECORDED = "/_mock/"
_SCOPE_KEY = "aitestmock.exchange"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One recorded request: its body, its connection and its place in the journal."""

    state: MockState
    sequence: int
    body: bytes
    connection: Connection

    def accept(self, job_id: str) -> None:
        """Note that the provider took this request on."""
        self.state.journal.accepted(self.sequence, job_id)


def exchange_of(scope: Scope) -> Exchange:
    """The exchange of a request that went through Recording."""
    return cast("Exchange", scope[_SCOPE_KEY])


class Recording:
    """Reads the body, journals the request, then lets the application answer it.

    Requests below `/_mock/` steer the mock and are not recorded. A body above 16 MiB is answered
    413 and not recorded either.
    """

    def __init__(self, app: ASGIApp, state: MockState) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Record and pass on one request."""
        if scope["type"] != "http" or scope["path"].startswith(UNRECORDED):
            await self._app(scope, receive, send)
            return
        try:
            body = await _whole_body(receive)
        except ClientDisconnect:
            # Half a request is no request, and nobody is left to answer.
            return
        if body is None:
            refusal = Response(status_code=413, headers={"Connection": "close"})
            await refusal(scope, receive, send)
            return
        journal = self._state.journal
        sequence = journal.received(
            at=self._state.clock(), method=scope["method"], path=scope["path"], body=body
        )
        scope[_SCOPE_KEY] = Exchange(self._state, sequence, body, Connection(receive))
        answered = False

        async def send_recorded(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                # Before it is sent: whoever has seen the answer finds it in the journal.
                answered = True
                journal.answered(sequence, _route_of(scope), message["status"])
            await send(message)

        try:
            await self._app(scope, receive, send_recorded)
        finally:
            if not answered:
                journal.answered(sequence, _route_of(scope), None)


async def _whole_body(receive: Receive) -> bytes | None:
    """The request's body; None when it is too large, ClientDisconnect when it never ends."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _route_of(scope: Scope) -> str:
    """The path pattern of the endpoint that answered, so that totals do not grow with ids."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else "(no such path)"
