"""Looks at what the studio needs. None of them tells an address or a secret."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx
from loguru import logger
from redis.asyncio import Redis

from app.domain.errors import StorageFailure
from app.domain.health.model import KindOfWork, QueueState
from app.infra.database import connection
from app.infra.providers.environment import environment

# Finished jobs are many and have neither a next step nor a place in the queue: both conditions
# have an index, so that this costs what is open, however long the studio has been running.
_QUEUE: Final = """
WITH open AS (
    SELECT kind, status, next_at, lease_until >= now() AS held,
        next_at <= now() AND (lease_until IS NULL OR lease_until < now()) AS due
    FROM jobs WHERE next_at IS NOT NULL OR status = 'QUEUED'
)
SELECT kind, status, count(*) AS jobs,
    count(*) FILTER (WHERE due) AS due,
    count(*) FILTER (WHERE next_at IS NULL) AS waiting,
    count(*) FILTER (WHERE held) AS running,
    extract(epoch FROM now() - min(next_at) FILTER (WHERE due))::float8 AS oldest
FROM open GROUP BY kind, status ORDER BY kind, status
"""
_MIGRATION: Final = "SELECT version FROM aerich ORDER BY id DESC LIMIT 1"
_ANSWERS_AT_ALL: Final = 500


async def postgres() -> str:
    """Its version. Raises whatever keeps it from telling."""
    [row] = await connection().execute_query_dict("SHOW server_version")
    return f"PostgreSQL {row['server_version'].split()[0]}"


class RedisCheck:
    """Whether Redis answers, and which one it is."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def __call__(self) -> str:
        """Its name and version. Raises RedisError and OSError."""
        told: Mapping[str, Any] = await self._redis.info("server")
        valkey = told.get("valkey_version")
        return f"Valkey {valkey}" if valkey else f"Redis {told.get('redis_version', '?')}"


class FolderCheck:
    """Whether files can be kept below a folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    async def __call__(self) -> None:
        """Raises StorageFailure."""
        if not await asyncio.to_thread(self._writable):
            raise StorageFailure("storage.failed")

    def _writable(self) -> bool:
        place = next(each for each in (self._folder, *self._folder.parents) if each.exists())
        return place.is_dir() and os.access(place, os.W_OK | os.X_OK)


class ProviderCheck:
    """Whether anybody answers where a provider should be; to be closed.

    One GET without any credentials, which costs nothing; that it is refused is an answer, too.
    """

    def __init__(self, url: str) -> None:
        self.url = httpx.URL(url)
        self._client: httpx.AsyncClient | None = None

    async def __call__(self) -> None:
        """Raises httpx.HTTPError."""
        if self._client is None:
            self._client = httpx.AsyncClient(**environment(self.url))
        async with self._client.stream("GET", self.url, follow_redirects=False) as answer:
            if answer.status_code >= _ANSWERS_AT_ALL:
                answer.raise_for_status()

    async def aclose(self) -> None:
        """Close its connection."""
        if self._client is not None:
            await self._client.aclose()


class JobsAtLarge:
    """The `WorkQueue` of PostgreSQL."""

    async def state(self) -> QueueState:
        """See `WorkQueue.state`."""
        rows = await connection().execute_query_dict(_QUEUE)
        oldest = [row["oldest"] for row in rows if row["oldest"] is not None]
        return QueueState(
            due=sum(row["due"] for row in rows),
            waiting=sum(row["waiting"] for row in rows),
            running=sum(row["running"] for row in rows),
            oldest_due=max(oldest, default=None),
            work=[
                KindOfWork(kind=row["kind"], status=row["status"], count=row["jobs"])
                for row in rows
            ],
        )

    async def schema_version(self) -> str | None:
        """See `WorkQueue.schema_version`."""
        rows = await connection().execute_query_dict(_MIGRATION)
        return rows[0]["version"].removesuffix(".py") if rows else None


def log_failure(name: str, error: Exception) -> None:
    """A look that failed, by the kind of its failure only: its words may tell an address."""
    logger.warning("the check of {} failed: {}", name, type(error).__name__)
