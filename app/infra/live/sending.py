"""Commands to Redis that may be lost, because nobody may wait for them."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable

from loguru import logger
from redis.exceptions import RedisError

PATIENCE = 0.2
PAUSE_AFTER_FAILURE = 1.0


class Sender:
    """Sends `what` (its name in the log) within 200 ms, or drops it.

    While Redis is away one command a second finds out whether it is back; all others are dropped
    at once.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._away = False
        self._try_again_at = -math.inf

    async def send(self, command: Callable[[], Awaitable[object]]) -> None:
        """Run one command. Never raises."""
        now = time.monotonic()
        if now < self._try_again_at:
            return
        if self._away:
            self._try_again_at = now + PAUSE_AFTER_FAILURE
        try:
            async with asyncio.timeout(PATIENCE):
                await command()
        except (RedisError, OSError) as error:
            if not self._away:
                logger.warning("{} are dropped for now: {}", self._what, type(error).__name__)
            self._away, self._try_again_at = True, time.monotonic() + PAUSE_AFTER_FAILURE
            return
        if self._away:
            logger.info("{} are sent again", self._what)
            self._away, self._try_again_at = False, -math.inf
