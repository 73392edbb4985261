"""What a person's jobs and equipment say, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from loguru import logger

from app.domain.activity.ports import Ending, JobMark, JobMarks
from app.domain.equipment.model import EquipmentStatus
from app.domain.jobs.model import JobEvent
from app.infra.database import DATABASE_AWAY, connection
from app.infra.repositories.jobs import event_of

# `finished_at` is when a transaction began, which may have been some seconds before it was seen.
_JOBS: Final = """
WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at)
SELECT moment.at, marks.id, marks.last_seq, marks.ended FROM moment LEFT JOIN (
    SELECT id, last_seq, finished_at IS NOT NULL AS ended FROM jobs
     WHERE user_id = $1 AND (
        finished_at IS NULL
        OR finished_at > coalesce($2, clock_timestamp()) - interval '1 minute')
) marks ON true ORDER BY marks.id
"""
_EVENTS: Final = """
SELECT e.job_id, e.seq, e.stage, e.status, e.progress, e.attempt, e.error, e.at
  FROM unnest($1::uuid[], $2::int[]) AS told (job_id, seq)
  JOIN job_events e ON e.job_id = told.job_id AND e.seq > told.seq
 ORDER BY e.job_id, e.seq
"""
_ENDING: Final = """
SELECT id, expires_on, status FROM equipment
 WHERE user_id = $1 AND expires_on BETWEEN $2 AND $3 ORDER BY expires_on, id
"""


class ActivityRepository:
    """The `ActivityLog` port."""

    async def jobs(self, user_id: UUID, since: datetime | None) -> JobMarks | None:
        """See `ActivityLog.jobs`."""
        rows = await _rows(_JOBS, user_id, since)
        if rows is None:
            return None
        marks = [
            JobMark(job_id=row["id"], last_seq=row["last_seq"], ended=row["ended"])
            for row in rows
            if row["id"] is not None
        ]
        return JobMarks(at=rows[0]["at"], marks=marks)

    async def events(self, told: Mapping[UUID, int]) -> Sequence[JobEvent] | None:
        """See `ActivityLog.events`."""
        rows = await _rows(_EVENTS, [*told], [*told.values()])
        return None if rows is None else [event_of(row) for row in rows]

    async def ending(self, user_id: UUID, first: date, last: date) -> Sequence[Ending] | None:
        """See `ActivityLog.ending`."""
        rows = await _rows(_ENDING, user_id, first, last)
        if rows is None:
            return None
        return [
            Ending(
                equipment_id=row["id"],
                expires_on=row["expires_on"],
                status=EquipmentStatus(row["status"]),
            )
            for row in rows
        ]


async def _rows(statement: str, *values: object) -> list[dict[str, Any]] | None:
    try:
        return await connection().execute_query_dict(statement, list(values))
    except DATABASE_AWAY as error:
        logger.warning("no activity for now: {}", type(error).__name__)
    return None
