"""GraphQL over server-sent events, in distinct connections mode (graphql-sse)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any, Final, NamedTuple

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


class _Event(NamedTuple):
    text: str
    last: bool = False


class EventStream:
    """An ASGI response: `next` for each answer, then `complete`; a comment when idle.

    The stream breaks off without `complete` when `session_end` returns or the process drains,
    so that the client connects again. It runs no further ahead of the client than one answer.
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
            queue: asyncio.Queue[_Event] = asyncio.Queue(maxsize=1)
            pump = asyncio.ensure_future(self._pump(queue))
            try:
                await self._send_events(send, queue, ends)
            finally:
                await _cancelled({pump, *ends})
        await send({"type": "http.response.body", "body": b""})

    async def _pump(self, queue: asyncio.Queue[_Event]) -> None:
        """Runs the operation in one task, as its resolvers may expect."""
        try:
            async with aclosing(self._answers):
                async for answer in self._answers:
                    await queue.put(_Event(_next(answer)))
            await queue.put(_Event(_COMPLETE, last=True))
        except Exception as error:  # noqa: BLE001 - the response has begun; only an event can tell
            await queue.put(_Event(_next(self._failure(error)) + _COMPLETE, last=True))

    async def _send_events(
        self, send: Send, queue: asyncio.Queue[_Event], ends: set[asyncio.Future[Any]]
    ) -> None:
        following = asyncio.ensure_future(queue.get())
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
                event = following.result()
                await _send_text(send, event.text)
                if event.last:
                    return
                following = asyncio.ensure_future(queue.get())
        finally:
            await _cancelled({following})


def _next(answer: Answer) -> str:
    return f"event: next\ndata: {encode_json(answer.body).decode()}\n\n"


async def _send_text(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _cancelled(futures: set[asyncio.Future[Any]]) -> None:
    for future in futures:
        future.cancel()
    await asyncio.gather(*futures, return_exceptions=True)
