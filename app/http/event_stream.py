"""GraphQL over server-sent events, in distinct connections mode (graphql-sse)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from app.http.json import encode_json
from app.http.live_connections import LiveConnections
from app.http.negotiation import MediaType
from app.http.pipeline import Answer

_HEADERS: Final = Headers(
    {
        "Content-Type": f"{MediaType.EVENTS}; charset=utf-8",
        "Cache-Control": "no-cache, no-transform",
        "Vary": "Accept",
        "X-Accel-Buffering": "no",
    }
)
_HEARTBEAT: Final = ":\n\n"
_COMPLETE: Final = "event: complete\ndata: \n\n"

SessionEnd = Callable[[], Coroutine[Any, Any, None]]


class EventStream:
    """An ASGI response: `next` for each answer, then `complete`; a comment when idle.

    The stream breaks off without `complete` when `session_end` returns or the process drains,
    so that the client connects again. It holds one answer at a time.
    """

    def __init__(
        self,
        answers: AsyncGenerator[Answer, None],
        *,
        session_end: SessionEnd | None,
        connections: LiveConnections,
        heartbeat: float,
        failure: Callable[[Exception], Answer],
    ) -> None:
        self._answers = answers
        self._session_end = session_end
        self._connections = connections
        self._heartbeat = heartbeat
        self._failure = failure

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream until it ends or the client leaves."""
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS.raw})
        with self._connections.opened() as closing:
            ends: set[asyncio.Future[Any]] = {closing, asyncio.ensure_future(_left(receive))}
            if self._session_end is not None:
                ends.add(asyncio.ensure_future(self._session_end()))
            try:
                await self._send_events(send, ends)
            finally:
                await _cancelled(ends)
        await send({"type": "http.response.body", "body": b""})

    async def _send_events(self, send: Send, ends: set[asyncio.Future[Any]]) -> None:
        following = asyncio.ensure_future(anext(self._answers, None))
        try:
            while True:
                done, _ = await asyncio.wait(
                    {following, *ends},
                    timeout=self._heartbeat,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if done & ends:
                    return
                if not done:
                    await _send_text(send, _HEARTBEAT)
                    continue
                text, last = self._spoken(following)
                await _send_text(send, text)
                if last:
                    return
                following = asyncio.ensure_future(anext(self._answers, None))
        finally:
            await _cancelled({following})
            await self._answers.aclose()

    def _spoken(self, following: asyncio.Future[Answer | None]) -> tuple[str, bool]:
        try:
            answer = following.result()
            return (_next(answer), False) if answer is not None else (_COMPLETE, True)
        except Exception as error:  # noqa: BLE001 - the response has begun; only an event can tell
            return _next(self._failure(error)) + _COMPLETE, True


def _next(answer: Answer) -> str:
    return f"event: next\ndata: {encode_json(answer.body)}\n\n"


async def _send_text(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _cancelled(futures: set[asyncio.Future[Any]]) -> None:
    for future in futures:
        future.cancel()
    await asyncio.gather(*futures, return_exceptions=True)
