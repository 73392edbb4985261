"""One line per request: who asked for what, how it ended and how long it took.

Variables, tokens and query strings never reach the line.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from os import urandom
from typing import Final
from urllib.parse import quote
from uuid import UUID

from loguru import logger
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.request_counts import request_counts
from app.infra.logging import request_lines

REQUEST_ID_HEADER: Final = "X-Request-Id"
_RAW_HEADER: Final = REQUEST_ID_HEADER.lower().encode()
_ENTRY: Final = "app.access"
_ACCEPTABLE_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_SERVER_ERROR: Final = 500
_CLIENT_ERROR: Final = 400


@dataclass(slots=True)
class AccessEntry:
    """What a request turned out to be; the endpoint fills in what only it knows.

    `lasting`: it was meant to stay open, so that nobody asks how long it took.
    """

    request_id: str
    operation: str | None = None
    outcome: str | None = None
    user_id: UUID | None = None
    status: int = 0
    lasting: bool = False
    started: float = field(default_factory=time.perf_counter)

    def write(self, method: str, path: str) -> None:
        """Write the line, and count the request."""
        outcome = self.outcome or _outcome(self.status)
        seconds = time.perf_counter() - self.started
        milliseconds = round(seconds * 1000, 1)
        request_counts.count(self.operation, path, outcome, None if self.lasting else seconds)
        operation = self.operation or "-"
        request_lines.write(
            __name__,
            f"{method} {_quoted(path)} {operation} {outcome} {self.status} {milliseconds} ms",
            {
                "request_id": self.request_id,
                "method": method,
                "path": path,
                "operation": self.operation,
                "outcome": outcome,
                "status": self.status,
                "ms": milliseconds,
                "user_id": self.user_id,
            },
        )


_quoted = lru_cache(maxsize=256)(quote)


def new_request_id() -> str:
    """A fresh id in the accepted form."""
    return urandom(16).hex()


def accepted_id(wanted: str | None) -> str | None:
    """A caller's own request id, if it is one that we take."""
    return wanted if wanted and _ACCEPTABLE_ID.fullmatch(wanted) else None


def access_entry(scope: Scope) -> AccessEntry:
    """The entry of this request."""
    entry: AccessEntry | None = scope.get(_ENTRY)
    if entry is None:
        entry = scope[_ENTRY] = AccessEntry(new_request_id())
    return entry


class AccessLog:
    """Gives each request its id, answers with it and writes its line (pure ASGI).

    A caller's own `X-Request-ID` is kept when it is 8 to 64 letters, digits, `_` or `-`.
    `headers` are those of every HTTP response that does not set its own; names in lower case.
    """

    def __init__(self, app: ASGIApp, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
        self._app = app
        self._headers = tuple(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        wanted = accepted_id(_header(scope, REQUEST_ID_HEADER))
        entry = AccessEntry(wanted or new_request_id())
        scope[_ENTRY] = entry

        async def send_with_id(message: Message) -> None:
            kind = message["type"]
            if kind == "http.response.start":
                entry.status = message["status"]
                message["headers"] = self._completed(message, entry.request_id)
            elif kind in ("websocket.accept", "websocket.http.response.start"):
                entry.status = message.get("status", 101)
                own_id = (_RAW_HEADER, entry.request_id.encode())
                message["headers"] = [*message.get("headers", ()), own_id]
            elif kind == "websocket.close":
                entry.status = message.get("code", 1000)
            await send(message)

        with logger.contextualize(request_id=entry.request_id):
            try:
                await self._app(scope, receive, send_with_id)
            except Exception:
                entry.status = _SERVER_ERROR
                raise
            finally:
                method = scope["method"] if scope["type"] == "http" else "WEBSOCKET"
                entry.lasting |= method == "WEBSOCKET"
                entry.write(method, scope["path"])

    def _completed(self, message: Message, request_id: str) -> list[tuple[bytes, bytes]]:
        own = list(message.get("headers", ()))
        names = {name.lower() for name, _ in own}
        own += [header for header in self._headers if header[0] not in names]
        own.append((_RAW_HEADER, request_id.encode()))
        return own


def _header(scope: Scope, name: str) -> str:
    raw = name.lower().encode()
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == raw), "")


def _outcome(status: int) -> str:
    if _CLIENT_ERROR <= status < _SERVER_ERROR:
        return "refused"
    return "failed" if _SERVER_ERROR <= status < 2 * _SERVER_ERROR else "ok"
