"""People who watch jobs, and come back to where they were whenever the connection ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from chaos.orders import PAUSE

_PROGRESS: Final = """subscription ($id: ID!, $after: Int) {
  jobProgress(jobId: $id, afterSeq: $after) { seq status } }"""
_ENDED: Final = {"SUCCEEDED", "FAILED", "CANCELLED"}


@dataclass(slots=True)
class Follower:
    """What somebody saw of a job."""

    job: str
    seen: list[int] = field(default_factory=list)
    ended: bool = False
    connections: int = 0

    @property
    def gaps(self) -> int:
        """Events that were skipped, doubled or out of order."""
        return sum(seq != place for place, seq in enumerate(self.seen, 1))

    async def follow(self, url: str, token: str) -> None:
        """Watch to the end."""
        while not self.ended:
            with suppress(OSError, TimeoutError, WebSocketException):
                await self._watch(url, token)
            if not self.ended:
                await asyncio.sleep(PAUSE)

    async def _watch(self, url: str, token: str) -> None:
        address = f"{url.replace('http', 'ws', 1)}/graphql"
        protocol = Subprotocol("graphql-transport-ws")
        async with connect(address, subprotocols=[protocol]) as connection:
            self.connections += 1
            async for event in _events(connection, token, self.job, len(self.seen)):
                self.seen.append(event["seq"])
                self.ended = event["status"] in _ENDED


async def _events(
    connection: ClientConnection, token: str, job: str, after: int
) -> AsyncIterator[dict[str, Any]]:
    async def send(message: dict[str, Any]) -> None:
        await connection.send(json.dumps(message))

    await send({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})
    async for text in connection:
        message = json.loads(text)
        if message["type"] == "connection_ack":
            variables = {"id": job, "after": after}
            payload = {"query": _PROGRESS, "variables": variables}
            await send({"id": "1", "type": "subscribe", "payload": payload})
        elif message["type"] == "next" and message["payload"].get("data"):
            yield message["payload"]["data"]["jobProgress"]
        elif message["type"] != "ping":
            return
