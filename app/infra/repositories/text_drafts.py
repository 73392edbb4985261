"""Drafts of texts in PostgreSQL. Whoever writes one holds the row of its job meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from loguru import logger

from app.domain.jobs.ports import LeaseLostError
from app.domain.language.ports import DraftState
from app.infra.database import DATABASE_AWAY, connection, in_transaction
from app.infra.repositories.job_sql import ENDED
from app.infra.together import Together

MOST_TOGETHER: Final = 64
"""Texts that one statement carries."""

_Draft = tuple[UUID, UUID, int, str]
"""Job, lease, number of pieces and text."""

# The job is held against whoever ends it, who would not see a draft that is made meanwhile. Many
# drafts never wait for a job: leases are renewed many at once, too, and in another order.
_KEEP: Final = f"""
WITH held AS (
    SELECT jobs.id, kept.lease, kept.seq, kept.text
    FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[]) AS kept (job_id, lease, seq, text)
    JOIN jobs ON jobs.id = kept.job_id AND jobs.lease_token = kept.lease
    WHERE jobs.status NOT IN {ENDED}
    FOR NO KEY UPDATE OF jobs
), written AS (
    INSERT INTO text_drafts (job_id, seq, text, stop_requested, updated_at)
    SELECT id, seq, text, false, clock_timestamp() FROM held
    ON CONFLICT (job_id) DO UPDATE
       SET seq = excluded.seq, text = excluded.text, updated_at = excluded.updated_at
    RETURNING job_id, stop_requested
)
SELECT job_id, lease, stop_requested FROM written JOIN held ON held.id = written.job_id
"""
_KEEP_MANY: Final = _KEEP.replace("UPDATE OF jobs", "UPDATE OF jobs SKIP LOCKED")

# A message keeps the text of its newest job only: what an older one wrote is gone.
_READ: Final = f"""
SELECT id, ended, seq, coalesce(text, '') AS text, stop_requested FROM (
    SELECT jobs.id, jobs.kind, jobs.status IN {ENDED} AS ended,
           coalesce(draft.seq, jobs.text_seq, 0) AS seq,
           coalesce(draft.text, jobs.text, message.content) AS text,
           coalesce(draft.stop_requested, false) AS stop_requested
    FROM jobs
    LEFT JOIN text_drafts AS draft ON draft.job_id = jobs.id
    LEFT JOIN messages AS message
           ON message.id = jobs.message_id AND jobs.status IN {ENDED}
          AND NOT EXISTS (
              SELECT FROM jobs AS newer
              WHERE newer.message_id = jobs.message_id
                AND (newer.created_at, newer.id) > (jobs.created_at, jobs.id))
    WHERE jobs.id = ANY($1::uuid[])
) AS found
WHERE NOT (ended AND kind = 'CHAT' AND text IS NULL)
"""
_REQUEST_STOP: Final = f"""
WITH held AS (
    SELECT id FROM jobs WHERE id = $1 AND status NOT IN {ENDED} FOR NO KEY UPDATE
)
INSERT INTO text_drafts (job_id, seq, text, stop_requested, updated_at)
SELECT id, 0, '', true, clock_timestamp() FROM held
ON CONFLICT (job_id) DO UPDATE SET stop_requested = true
RETURNING job_id
"""
_HOLD: Final = "SELECT id FROM jobs WHERE id = $1 FOR NO KEY UPDATE"
_REMOVE: Final = "DELETE FROM text_drafts WHERE job_id = $1"


class TextDraftRepository:
    """The `TextDrafts` port. Texts that are kept or read at the same time share a statement."""

    def __init__(self) -> None:
        self._keeping = Together(_keep_many, most=MOST_TOGETHER)
        self._reading = Together(_read_many, most=MOST_TOGETHER)

    async def keep(self, job_id: UUID, lease: UUID, seq: int, text: str) -> DraftState | None:
        """See `TextDrafts.keep`."""
        draft = (job_id, lease, seq, text)
        try:
            stop = None if in_transaction() else await self._keeping.ask(draft)
            if stop is None:
                # Its job is held by somebody, who may be about to end it, or not ours any more.
                stop = await _keep_one(draft)
        except DATABASE_AWAY as error:
            logger.warning("a draft was not kept: {}", type(error).__name__)
            return None
        return DraftState(seq=seq, text=text, ended=False, stop_requested=stop)

    async def read(self, job_id: UUID) -> DraftState | None:
        """See `TextDrafts.read`. None, too, where a later job has written its text over this one.

        That is so for a reply which was tried again.
        """
        if in_transaction():
            [state] = await _read_many([job_id])
            return state
        return await self._reading.ask(job_id)

    async def request_stop(self, job_id: UUID) -> bool:
        """See `TextDrafts.request_stop`."""
        return bool(await _query(_REQUEST_STOP, job_id))

    async def remove(self, job_id: UUID) -> None:
        """See `TextDrafts.remove`."""
        await _query(_HOLD, job_id)
        await _query(_REMOVE, job_id)


async def _keep_many(drafts: list[_Draft]) -> Sequence[bool | None]:
    """Whether a stop was requested, or None where a draft was not kept."""
    newest = {(job_id, lease): (seq, text) for job_id, lease, seq, text in drafts}
    rows = await _query(
        _KEEP_MANY,
        [job_id for job_id, _ in newest],
        [lease for _, lease in newest],
        [seq for seq, _ in newest.values()],
        [text for _, text in newest.values()],
    )
    stops = {(row["job_id"], row["lease"]): bool(row["stop_requested"]) for row in rows}
    return [stops.get((job_id, lease)) for job_id, lease, _, _ in drafts]


async def _keep_one(draft: _Draft) -> bool:
    rows = await _query(_KEEP, *([value] for value in draft))
    if not rows:
        raise LeaseLostError
    return bool(rows[0]["stop_requested"])


async def _read_many(job_ids: list[UUID]) -> Sequence[DraftState | None]:
    found = {row["id"]: _state(row) for row in await _query(_READ, list(set(job_ids)))}
    return [found.get(job_id) for job_id in job_ids]


def _state(row: Mapping[str, Any]) -> DraftState:
    return DraftState(
        seq=row["seq"],
        text=row["text"],
        ended=row["ended"],
        stop_requested=row["stop_requested"],
    )


async def _query(statement: str, *values: object) -> list[dict[str, Any]]:
    return await connection().execute_query_dict(statement, list(values))
