"""What is tidied up now and then; none of it matters for a single request."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from loguru import logger

Chore = Callable[[], Awaitable[object]]


class Housekeeping:
    """Does every chore once at the start and then every `interval` seconds."""

    def __init__(self, chores: Mapping[str, Chore], *, interval: float = 3600) -> None:
        self._chores = chores
        self._interval = interval

    async def run(self) -> None:
        """Tidy up for ever; a chore that breaks is logged and tried the next time."""
        while True:
            for name, chore in self._chores.items():
                try:
                    await chore()
                except Exception as error:  # noqa: BLE001 - the next round may fare better
                    logger.opt(exception=error).error("the chore {} broke", name)
            await asyncio.sleep(self._interval)
