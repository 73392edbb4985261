"""The limit of a fan-out: a plain websocket server that sends everybody the same frame.

It knows nobody, checks nothing and makes no frame itself: whatever is published on a channel of
Redis goes out as it is. Environment: PORT, REDIS_URL.
"""

from __future__ import annotations

import json
import os
from typing import Final

import uvloop
from redis.asyncio import Redis
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.typing import Subprotocol

CHANNEL: Final = "fan-out"
FIRST: Final = '{"id":"1","type":"next","payload":{"data":{"jobProgress":{"seq":0}}}}'


async def _attend(connection: ServerConnection, readers: set[ServerConnection]) -> None:
    async for message in connection:
        if json.loads(message)["type"] == "connection_init":
            await connection.send('{"type":"connection_ack"}')
        else:
            await connection.send(FIRST)
            readers.add(connection)
    readers.discard(connection)


async def _serve(port: int, redis_url: str) -> None:
    readers: set[ServerConnection] = set()
    async with (
        serve(
            lambda connection: _attend(connection, readers),
            "127.0.0.1",
            port,
            subprotocols=[Subprotocol("graphql-transport-ws")],
            compression=None,
        ),
        Redis.from_url(redis_url).pubsub(ignore_subscribe_messages=True) as channel,
    ):
        await channel.subscribe(CHANNEL)
        async for message in channel.listen():
            broadcast(readers, message["data"].decode())


if __name__ == "__main__":
    uvloop.run(_serve(int(os.environ["PORT"]), os.environ["REDIS_URL"]))
