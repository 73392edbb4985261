"""One process at a time asks a provider what it charged."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import asyncpg

from app.domain.costs.model import CostProvider
from app.domain.errors import ProviderTimeout
from app.infra.database import credentials

LOCKS: Final = 0x5B1C05
_CLOSING: Final = 2.0
_NUMBERS: Final = {CostProvider.OPENAI: 1, CostProvider.MUREKA: 2}


class ProviderTurns:
    """The `Turns` port: an advisory lock of PostgreSQL, so Redis may be away.

    It is held on a connection of its own: it ends with the process, and keeps nobody else from the
    database. Of one process only one waits for it, the others for that one. `patience` in seconds.
    """

    def __init__(self, database_url: str, *, patience: float) -> None:
        self._database_url = database_url
        self._patience = patience
        self._here: defaultdict[CostProvider, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def __call__(self, provider: CostProvider) -> AsyncIterator[None]:
        """See `Turns`."""
        async with self._here[provider]:
            connection = await asyncpg.connect(**credentials(self._database_url))
            try:
                await self._lock(connection, provider)
                yield
            finally:
                await _close(connection)

    async def _lock(self, connection: asyncpg.Connection, provider: CostProvider) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await connection.execute(
                    "SELECT pg_advisory_lock($1, $2)", LOCKS, _NUMBERS[provider]
                )
        except TimeoutError as error:
            raise ProviderTimeout("costs.timeout") from error


async def _close(connection: asyncpg.Connection) -> None:
    try:
        await connection.close(timeout=_CLOSING)
    finally:
        with suppress(asyncpg.InterfaceError):
            connection.terminate()
