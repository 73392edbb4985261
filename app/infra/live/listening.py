"""Listening to channels of Redis, on a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from loguru import logger
from redis.asyncio import Redis
from redis.exceptions import RedisError

PAUSE_AFTER_FAILURE: Final = 1.0


class ChannelListener:
    """Hears what is published on channels, each by its own `hear`, and reconnects for ever.

    `what` is their name in the log. Whatever a `hear` raises ends no listening.
    """

    def __init__(
        self, redis: Redis, channels: Mapping[str, Callable[[str], None]], what: str
    ) -> None:
        self._redis = redis
        self._channels = {name.encode(): hear for name, hear in channels.items()}
        self._what = what

    async def run(self) -> None:
        """Listen for ever."""
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as error:
                logger.warning("no {} for now: {}", self._what, type(error).__name__)
            except Exception as error:  # noqa: BLE001 - whoever publishes must not end the listening
                logger.opt(exception=error).error("listening for {} broke", self._what)
            await asyncio.sleep(PAUSE_AFTER_FAILURE)

    async def _listen(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(*self._channels)
            async for message in pubsub.listen():
                self._channels[message["channel"]](message["data"].decode())
