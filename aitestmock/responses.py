"""Answers, good and bad."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from aitestmock.recording import exchange_of


class Json(Response):
    """A JSON answer."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The content as JSON; None is `null`, not an empty body."""
        return orjson.dumps(content)


class MalformedJson(Response):
    """An answer that says it is JSON and stops in the middle of it."""

    def __init__(self) -> None:
        super().__init__(b'{"id": "1', media_type="application/json")


class NoAnswer(Response):
    """The connection is closed without a single byte."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Hang up."""
        await exchange_of(scope).connection.close()


class HeldOpen(Response):
    """No answer while the client waits: at most `seconds`, then the connection is closed.

    A server that shuts down does not wait for it.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Wait for the client to give up, the time to pass or the server to close."""
        exchange = exchange_of(scope)
        gave_up = asyncio.create_task(exchange.connection.closed())
        closing = asyncio.create_task(exchange.state.closing.wait())
        try:
            await asyncio.wait(
                (gave_up, closing), timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            gave_up.cancel()
            closing.cancel()
        await exchange.connection.close()


class CutShort(Response):
    """A body of which only the first half arrives, though Content-Length tells all of it."""

    def __init__(self, body: bytes, media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(body, media_type=media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the headers and half of the body, then hang up."""
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await exchange_of(scope).connection.close()
