"""What may have gone on after a backup was made, settled in the restored database.

A job that had not been ordered when the backup was made may have been ordered, and paid for, by
the time the database was lost: nobody knows, so it ends as every unknown outcome does. What a
provider is known to work on is asked for again. Every change of a job is an event of its log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import asyncpg

from app.domain.errors import ErrorCode
from app.infra.repositories.job_sql import ENDED, LOG

_OPEN: Final = f"status NOT IN {ENDED}"
_NO_LEASE: Final = "lease_token = NULL, lease_until = NULL, failures = 0"
_UNPAID: Final = f"""
{_OPEN} AND provider_ref IS NULL AND stage NOT IN ('STORING', 'OUTCOME_UNKNOWN')
"""
_ERROR: Final = (
    f"""'{{"code": "{ErrorCode.OUTCOME_UNKNOWN}", "key": "job.outcome_unknown", "params": {{}}}}'"""
)

SIGN_OUT: Final = """
WITH ended AS (
    UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL AND expires_at > now()
    RETURNING 1
) SELECT count(*) FROM ended
"""
# A worker takes these up at once and ends them, together with their songs.
DOUBT: Final = f"""
WITH changed AS (
    UPDATE jobs SET status = 'WAITING', stage = 'OUTCOME_UNKNOWN', next_at = now(),
           slot_until = NULL, last_seq = last_seq + 1
     WHERE kind IN ('SONG', 'INSTRUMENTAL', 'STEM') AND {_UNPAID}
    RETURNING *
), logged AS ({LOG}) SELECT count(*) FROM changed
"""
# Their handler would first ask for better words: they end here, and nothing else names them.
DOUBT_PICTURES: Final = f"""
WITH changed AS (
    UPDATE jobs SET status = 'FAILED', stage = 'DONE', next_at = NULL, slot_until = NULL,
           error = {_ERROR}::jsonb, finished_at = now(), last_seq = last_seq + 1
     WHERE kind = 'IMAGE' AND {_UNPAID}
    RETURNING *
), logged AS ({LOG}), forgotten AS (
    DELETE FROM text_drafts WHERE job_id IN (SELECT id FROM changed)
) SELECT count(*) FROM changed
"""
# As if its worker had died in the middle: it ends as interrupted, with the words that are kept.
INTERRUPT: Final = f"""
WITH changed AS (
    UPDATE jobs SET status = 'RUNNING', stage = 'WRITING', next_at = now(),
           last_seq = last_seq + 1
     WHERE kind IN ('CHAT', 'LYRIC_AI') AND stage = 'ACCEPTED' AND {_OPEN}
    RETURNING *
), logged AS ({LOG}) SELECT count(*) FROM changed
"""
POLL_ON: Final = f"""
WITH changed AS (
    UPDATE jobs SET next_at = now(),
           run_deadline = greatest(run_deadline, now() + make_interval(secs => $1)),
           slot_until = greatest(slot_until, now() + make_interval(secs => $1))
     WHERE provider_ref IS NOT NULL AND stage <> 'STORING' AND {_OPEN}
    RETURNING 1
) SELECT count(*) FROM changed
"""
NOBODY_WORKS: Final = f"""
UPDATE jobs SET {_NO_LEASE}, next_at = CASE WHEN next_at IS NOT NULL THEN now() END
 WHERE {_OPEN} OR lease_token IS NOT NULL
"""


async def reconcile(
    connection: asyncpg.Connection, *, deadline: float, untouched: bool
) -> Mapping[str, int]:
    """Settle it, inside the caller's transaction; how much it was, by message key."""
    settled = {"backup.polled_on": await connection.fetchval(POLL_ON, deadline)}
    if not untouched:
        texts = await connection.fetchval(INTERRUPT)
        orders = await connection.fetchval(DOUBT) + await connection.fetchval(DOUBT_PICTURES)
        settled |= {
            "backup.outcome_unknown": orders,
            "backup.interrupted": texts,
            "backup.signed_out": await connection.fetchval(SIGN_OUT),
        }
    await connection.execute(NOBODY_WORKS)
    return settled
