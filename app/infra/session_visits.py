"""When sessions were last used, written down once a minute for all of them together."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from loguru import logger

from app.infra.database import DATABASE_AWAY, pool

PAUSE: Final = 60.0
"""Seconds between two times of writing down."""
MOST_NOTED: Final = 100_000

# A row that somebody else is changing is left alone: nobody is waited for, nothing deadlocks.
_SEEN: Final = """
    WITH free AS (
        SELECT id FROM sessions WHERE id = ANY($1::uuid[]) AND revoked_at IS NULL
           FOR UPDATE SKIP LOCKED
    )
    UPDATE sessions SET last_seen_at = noted.at
      FROM free JOIN unnest($1::uuid[], $2::timestamptz[]) AS noted (id, at) USING (id)
     WHERE sessions.id = free.id
       AND (sessions.last_seen_at IS NULL OR sessions.last_seen_at < noted.at)
"""


class SessionVisits:
    """The `Visits` port. What a process has noted in its last minute is lost when it ends."""

    def __init__(self) -> None:
        self._noted: dict[UUID, datetime] = {}
        self._write_at = time.monotonic() + PAUSE
        self._writing: asyncio.Task[None] | None = None

    def note(self, session_id: UUID, at: datetime) -> None:
        """See `Visits.note`."""
        if len(self._noted) < MOST_NOTED:
            self._noted[session_id] = at
        now = time.monotonic()
        if now >= self._write_at:
            self._write_at = now + PAUSE
            self._writing = asyncio.create_task(self._write_quietly())

    async def settle(self) -> None:
        """See `Visits.settle`."""
        noted, self._noted = self._noted, {}
        if noted:
            async with (await pool()).acquire() as connection:
                await connection.execute(_SEEN, list(noted), list(noted.values()))

    async def aclose(self) -> None:
        """Write down what was noted last, as far as the database allows it."""
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)
        await self._write_quietly()

    async def _write_quietly(self) -> None:
        try:
            await self.settle()
        except (*DATABASE_AWAY, asyncpg.PostgresError) as error:
            logger.debug("who was here lately is not written down: {}", type(error).__name__)
