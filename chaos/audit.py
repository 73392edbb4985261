"""What became of everything that was accepted, by the database and by the provider's own books."""

from __future__ import annotations

import asyncio
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import httpx

from chaos.house import House
from chaos.orders import Order

_ORDER: Final = re.compile(r"of order (\d+)")
_PAUSE: Final = 0.5

_OPEN: Final = """
SELECT count(*) FROM jobs WHERE id = ANY($1)
   AND (status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED') OR next_at IS NOT NULL)
"""
_STATES: Final = """
SELECT id, status, error->>'code' AS code FROM jobs WHERE id = ANY($1)
"""
_GAPS: Final = """
SELECT count(*) FROM jobs j CROSS JOIN LATERAL (
    SELECT count(*) AS n, min(seq) AS low, max(seq) AS high,
           count(*) FILTER (WHERE status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) AS ends
      FROM job_events WHERE job_id = j.id
) e WHERE j.id = ANY($1) AND (n <> j.last_seq OR low <> 1 OR high <> j.last_seq OR ends > 1)
"""
_RECOVERY: Final = """
SELECT extract(epoch FROM min(e.at)) - $2::float8 AS seconds
  FROM jobs j JOIN job_events e ON e.job_id = j.id
 WHERE j.id = ANY($1) AND e.at > to_timestamp($2::float8)
   AND (SELECT stage FROM job_events b
         WHERE b.job_id = j.id AND b.at <= to_timestamp($2::float8)
         ORDER BY seq DESC LIMIT 1) <> 'SLOT_WAIT'
 GROUP BY j.id
"""
"""Whoever waits for a slot moves when it is their turn, however long that takes."""
_UNMADE: Final = """
SELECT count(*) FROM jobs j WHERE j.id = ANY($1) AND j.status = 'SUCCEEDED' AND (
    (j.kind IN ('SONG', 'INSTRUMENTAL')
        AND NOT EXISTS (SELECT FROM song_choices c WHERE c.song_id = j.song_id))
    OR (j.kind IN ('IMAGE', 'OVERLAY') AND j.image_id IS NULL))
"""
_LEFT: Final = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The books, balanced. Times in seconds."""

    accepted: dict[str, int]
    outcomes: dict[str, int]
    lost: int
    bought_twice: list[str]
    unknown: int
    event_gaps: int
    unmade: int
    peak_in_flight: int
    recovery_p50: float
    recovery_max: float
    connections: int


async def settled(house: House, orders: Sequence[Order], patience: float) -> bool:
    """Wait until nothing is left to do; whether it came to that."""
    ids = [each.job_id for each in orders]
    connection = await house.connect()
    try:
        async with asyncio.timeout(patience):
            while True:
                if not await connection.fetchval(_OPEN, ids):
                    return True
                await asyncio.sleep(_PAUSE)
    except TimeoutError:
        return False
    finally:
        await connection.close()


async def audited(house: House, orders: Sequence[Order], mended: float) -> Findings:
    """Compare what was accepted with what is there; `mended` is when the last fault was."""
    ids = [each.job_id for each in orders]
    connection = await house.connect()
    try:
        states = {row["id"]: row for row in await connection.fetch(_STATES, ids)}
        left = await connection.fetchval(_OPEN, ids)
        recoveries = await _recoveries(connection, ids, mended)
        gaps, unmade, connections = [
            await connection.fetchval(query, *given)
            for query, given in ((_GAPS, [ids]), (_UNMADE, [ids]), (_LEFT, []))
        ]
    finally:
        await connection.close()
    async with httpx.AsyncClient(base_url=house.mock, timeout=30) as mock:
        requests = (await mock.get("/_mock/requests")).json()
        summary = (await mock.get("/_mock/summary")).json()
    codes = Counter(row["code"] for row in states.values() if row["code"])
    return Findings(
        accepted=dict(Counter(each.kind for each in orders)),
        outcomes=dict(Counter(row["status"] for row in states.values()) + codes),
        lost=len(set(ids) - set(states)) + left,
        bought_twice=_twice(requests, summary),
        unknown=codes["OUTCOME_UNKNOWN"],
        event_gaps=gaps,
        unmade=unmade,
        peak_in_flight=summary["mureka"]["peakInFlight"],
        recovery_p50=statistics.median(recoveries) if recoveries else 0,
        recovery_max=max(recoveries, default=0),
        connections=connections,
    )


async def _recoveries(connection: asyncpg.Connection, ids: list[Any], mended: float) -> list[float]:
    return [float(row["seconds"]) for row in await connection.fetch(_RECOVERY, ids, mended)]


def _twice(requests: Sequence[dict[str, Any]], summary: dict[str, Any]) -> list[str]:
    """What the provider took on more than once."""
    bought: Counter[str] = Counter()
    for each in requests:
        if each["accepted"] and (found := _ORDER.findall(str(each["body"]))):
            bought[f"{each['path']} of order {found[-1]}"] += 1
    stems = summary["mureka"]["acceptedStemsByUrl"]
    bought.update({f"stems of {url}": count for url, count in stems.items()})
    return sorted(words for words, count in bought.items() if count > 1)
