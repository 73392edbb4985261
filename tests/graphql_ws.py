"""A small graphql-transport-ws client that shows every message as it comes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol


@dataclass
class Socket:
    """An acknowledged connection."""

    connection: ClientConnection

    async def send(self, message: dict[str, Any]) -> None:
        await self.connection.send(json.dumps(message))

    async def receive(self) -> dict[str, Any]:
        return dict(json.loads(await self.connection.recv()))

    async def subscribe(
        self, query: str, operation_id: str = "1", **variables: object
    ) -> AsyncIterator[dict[str, Any]]:
        """The payloads of one subscription until it completes or fails."""
        payload = {"query": query, "variables": variables}
        await self.send({"id": operation_id, "type": "subscribe", "payload": payload})
        while True:
            message = await self.receive()
            if message["type"] == "next":
                yield message["payload"]
            elif message["type"] == "error":
                yield {"errors": message["payload"]}
                return
            elif message["type"] == "complete":
                return

    async def closed_by(self, query: str) -> int | None:
        """The code with which the server closes the connection at one more operation."""
        await self.send({"id": "last", "type": "subscribe", "payload": {"query": query}})
        try:
            while True:
                await self.receive()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


@asynccontextmanager
async def websocket(url: str, token: str | None) -> AsyncIterator[Socket]:
    """Connect, initialise and wait for the acknowledgement."""
    address = url.replace("http", "ws", 1) + "/graphql"
    async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as connection:
        socket = Socket(connection)
        payload = {"authorization": f"Bearer {token}"} if token else {}
        await socket.send({"type": "connection_init", "payload": payload})
        assert (await socket.receive())["type"] == "connection_ack"
        yield socket
