"""System L: the least that a Python process can do for the same answers.

A bare ASGI application, one prepared statement a request on leased connections, the JSON built
by PostgreSQL and passed through as bytes. It checks nothing, knows nobody and logs nothing.
Environment: PORT, DATABASE_URL, OWNER.
"""

from __future__ import annotations

import asyncio
import os
from base64 import urlsafe_b64decode
from collections import deque
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson
import uvicorn

from bench.limit.statements import STATEMENTS

CONNECTIONS: Final = 16
"""As many as the driver has: no request waits for one."""

# A page's LIMIT is a parameter; PostgreSQL would plan it anew, dearly, for every request.
SESSION: Final = {"timezone": "UTC", "plan_cache_mode": "force_generic_plan"}
Variables = Mapping[str, Any]


class Statement:
    """A prepared statement that answers one value."""

    def __init__(self, connection: Any, prepared: Any) -> None:
        # asyncpg's own way to here spends another 10 us on checks that nobody needs here.
        self._bind_execute = connection._protocol.bind_execute  # noqa: SLF001
        self._state = prepared._state  # noqa: SLF001
        self._kept = (connection, prepared)

    async def value(self, arguments: tuple[object, ...]) -> bytes | None:
        """The value; None without a row."""
        rows = (await self._bind_execute(self._state, arguments, "", 0, True, None))[0]
        return rows[0][0] if rows else None


class Lease:
    """Connections with everything prepared, each used by one request at a time."""

    def __init__(self, connections: list[dict[str, Statement]]) -> None:
        self._free = connections
        self._waiting: deque[asyncio.Future[dict[str, Statement]]] = deque()

    async def fetch(self, name: str, *arguments: object) -> bytes | None:
        """The one value that a statement answers."""
        if self._free:
            statements = self._free.pop()
        else:
            turn: asyncio.Future[dict[str, Statement]] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            statements = await turn
        try:
            return await statements[name].value(arguments)
        finally:
            if self._waiting:
                self._waiting.popleft().set_result(statements)
            else:
                self._free.append(statements)


async def _connect(url: str) -> dict[str, Statement]:
    connection = await asyncpg.connect(url, server_settings=SESSION)
    await connection.set_type_codec(
        "json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary"
    )
    return {
        name: Statement(connection, await connection.prepare(sql))
        for name, sql in STATEMENTS.items()
    }


class Limit:
    """The ASGI application."""

    def __init__(self, url: str, owner: UUID) -> None:
        self._url = url
        self._owner = owner
        self._lease = Lease([])
        self._answers = {
            "Songs": self._songs,
            "Conversation": self._conversation,
            "Song": self._song,
            "Rename": self._rename,
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """See ASGI."""
        if scope["type"] == "lifespan":
            await receive()
            self._lease = Lease([await _connect(self._url) for _ in range(CONNECTIONS)])
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        request = orjson.loads(body)
        answer = await self._answers[request["operationName"]](request["variables"])
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", b"%d" % len(answer)),
                ],
            }
        )
        await send({"type": "http.response.body", "body": answer})

    async def _songs(self, variables: Variables) -> bytes:
        found = await self._lease.fetch("Songs", self._owner, variables["first"])
        return b'{"data":{"songs":%b}}' % (found or b"null")

    async def _conversation(self, variables: Variables) -> bytes:
        key, last = _key(variables["id"]), variables["last"]
        found = await self._lease.fetch("Conversation", self._owner, key, last)
        return b'{"data":{"conversation":%b}}' % (found or b"null")

    async def _song(self, variables: Variables) -> bytes:
        found = await self._lease.fetch("Song", self._owner, _key(variables["id"]))
        return b'{"data":{"song":%b}}' % (found or b"null")

    async def _rename(self, variables: Variables) -> bytes:
        wish = variables["input"]
        key = _key(wish["id"])
        while (found := await self._lease.fetch("Rename", self._owner, key, wish["title"])) is None:
            """Somebody else was faster: look again."""
        return b'{"data":{"updateSketch":{"sketch":%b,"userErrors":[]}}}' % found


def _key(global_id: str) -> str:
    padding = "=" * (-len(global_id) % 4)
    return urlsafe_b64decode(global_id + padding).partition(b":")[2].decode()


def main() -> None:
    """Serve until a signal."""
    app = Limit(os.environ["DATABASE_URL"], UUID(os.environ["OWNER"]))
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        ws="none",
        interface="asgi3",
        lifespan="on",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )


if __name__ == "__main__":
    main()
