"""A span around each request, where spans are made."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.access_log import access_entry
from app.http.headers import headers_of
from app.infra.tracing import TRACEPARENT, tracing

_SERVER_ERROR: Final = 500


class Traced:
    """Inside of `AccessLog`, so that the entry is there (pure ASGI).

    A websocket has no span of its own: its operations have.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        entry = access_entry(scope)
        place = f"{scope['method']} /{scope['path'][1:].partition('/')[0]}"
        parent = headers_of(scope["headers"]).get(TRACEPARENT)
        with tracing.span(place, "SERVER", parent, request_id=entry.request_id) as span:
            try:
                await self._app(scope, receive, send)
            finally:
                name = f"{place} {entry.operation}" if entry.operation else None
                span.tell(name=name, outcome=entry.outcome, status=entry.status)
                if entry.status >= _SERVER_ERROR:
                    span.failed()
