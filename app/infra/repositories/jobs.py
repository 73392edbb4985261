"""The rows that are the jobs. One statement changes a job and logs the event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from loguru import logger

from app.domain.errors import Conflict
from app.domain.jobs.model import Job, JobEvent, JobKind, JobStage, JobStatus, NewJob
from app.domain.jobs.ports import Claim, JobUpdate, LeaseLostError, Watch
from app.infra.database import connection, on_commit, transaction
from app.infra.metrics import EVENTS_PUBLISHED, JOBS_ENDED
from app.infra.repositories.job_sql import (
    ADMIT,
    CANCEL,
    CLAIM,
    CLAIM_DUE,
    COLUMNS,
    EVENTS,
    GENERATING,
    INSERT,
    RELEASE,
    RENEW,
    SLOT_LOCK,
    STUMBLE,
    update_statement,
    watch_statement,
)
from app.infra.tracing import tracing
from app.rows.errors import error_of

Publish = Callable[[UUID, int, UUID], Awaitable[None]]
# During an update an old worker leaves alone what only new workers know.
_ALL: Final = frozenset(JobKind)


class JobRepository:
    """The `JobQueue` of PostgreSQL. `publish` tells live readers of a new event, after the commit.

    `lease` is how many seconds a claim is held without renewal.
    """

    def __init__(self, *, lease: float, publish: Publish) -> None:
        self._lease = lease
        self._publish = publish

    async def accept(self, new: NewJob) -> Job:
        """See `JobQueue.accept`."""
        rows = await _query(
            INSERT,
            new.id,
            new.user_id,
            new.kind.value,
            _json({**new.request, **tracing.carried()}),
            new.idempotency_key,
            new.payload_hash,
            new.slot_group,
            new.song_id,
            new.choice_id,
            new.message_id,
            new.slot_later,
        )
        if not rows:
            raise Conflict("input.key_in_use", "idempotency_key")
        job = job_of(rows[0])
        await on_commit(partial(_log_order, job))
        return await self._told(job)

    async def by_key(self, user_id: UUID, idempotency_key: str) -> Job | None:
        """See `JobQueue.by_key`."""
        return await _one("user_id = $1 AND idempotency_key = $2", user_id, idempotency_key)

    async def get(self, job_id: UUID, *, user_id: UUID) -> Job | None:
        """See `JobQueue.get`."""
        return await _one("id = $1 AND user_id = $2", job_id, user_id)

    async def generating(self, song_ids: Sequence[UUID]) -> Sequence[Job]:
        """See `JobQueue.generating`."""
        rows = await _query(GENERATING, list(song_ids))
        return [job_of(row) for row in rows]

    async def lock(self, job_id: UUID, *, user_id: UUID) -> Job | None:
        """See `JobQueue.lock`."""
        return await _one("id = $1 AND user_id = $2 FOR UPDATE", job_id, user_id)

    async def admit(self, group: str, slots: int) -> Sequence[UUID]:
        """See `JobQueue.admit`."""
        async with transaction():
            await _query(SLOT_LOCK, group)
            rows = await _query(ADMIT, group, slots)
            for row in rows:
                if not row["admitted"]:
                    await self._tell(row["id"], row["last_seq"], row["user_id"])
        return [row["id"] for row in rows if row["admitted"]]

    async def claim(self, job_id: UUID, kinds: Collection[JobKind] = _ALL) -> Claim | None:
        """See `JobQueue.claim`."""
        rows = await _query(CLAIM, job_id, uuid4(), self._lease, _names(kinds))
        return _claim(rows[0]) if rows else None

    async def claim_due(self, limit: int, kinds: Collection[JobKind] = _ALL) -> Sequence[Claim]:
        """See `JobQueue.claim_due`."""
        rows = await _query(CLAIM_DUE, limit, self._lease, _names(kinds))
        return [_claim(row) for row in rows]

    async def renew(self, claims: Sequence[Claim]) -> None:
        """See `JobQueue.renew`."""
        jobs, leases = [claim.job.id for claim in claims], [claim.lease for claim in claims]
        await _query(RENEW, jobs, leases, self._lease)

    async def release(self, claim: Claim) -> None:
        """See `JobQueue.release`."""
        await _query(RELEASE, claim.job.id, claim.lease)

    async def stumble(self, claim: Claim, most: int) -> None:
        """See `JobQueue.stumble`."""
        await _query(STUMBLE, claim.job.id, claim.lease, most)

    async def save(self, claim: Claim, update: JobUpdate) -> Job:
        """See `JobQueue.save`."""
        statement, values = update_statement("lease_token = $2", update)
        return await self._updated(statement, claim.job.id, claim.lease, *values)

    async def answer(self, job_id: UUID, token: UUID, update: JobUpdate) -> Job:
        """See `JobQueue.answer`."""
        waiting = "submit_token = $2 AND stage IN ('SUBMITTING', 'OUTCOME_UNKNOWN')"
        statement, values = update_statement(waiting, update)
        return await self._updated(statement, job_id, token, *values)

    async def watch(self, claim: Claim, watch: Watch) -> None:
        """See `JobQueue.watch`."""
        statement, values = watch_statement("lease_token = $2", watch)
        await _query(statement, claim.job.id, claim.lease, *values)

    async def watch_answer(self, job_id: UUID, token: UUID, watch: Watch) -> bool:
        """See `JobQueue.watch_answer`."""
        statement, values = watch_statement("submit_token = $2 AND provider_ref IS NULL", watch)
        return bool(await _query(statement, job_id, token, *values))

    async def cancel(self, job: Job) -> Job:
        """See `JobQueue.cancel`."""
        return await self._updated(CANCEL, job.id)

    async def events(self, job_id: UUID, after_seq: int) -> Sequence[JobEvent]:
        """See `JobQueue.events`."""
        return [event_of(row) for row in await _query(EVENTS, job_id, after_seq)]

    async def _updated(self, statement: str, *values: object) -> Job:
        rows = await _query(statement, *values)
        if not rows:
            raise LeaseLostError
        return await self._told(job_of(rows[0]))

    async def _told(self, job: Job) -> Job:
        await self._tell(job.id, job.last_seq, job.user_id)
        if job.status.terminal:
            await on_commit(partial(_note_end, job))
        return job

    async def _tell(self, job_id: UUID, seq: int, user_id: UUID) -> None:
        async def publish() -> None:
            EVENTS_PUBLISHED.inc()
            await self._publish(job_id, seq, user_id)

        await on_commit(publish)


async def _log_order(job: Job) -> None:
    """The line that tells which request ordered which job."""
    logger.bind(job=str(job.id), kind=job.kind.value).info("{} was ordered", job.kind.value)


async def _note_end(job: Job) -> None:
    JOBS_ENDED.labels(job.kind.value, job.status.value).inc()
    told = logger.bind(job=str(job.id), kind=job.kind.value, code=job.error and job.error.code)
    told.info("{} has ended: {}", job.kind.value, job.status.value)


async def _query(statement: str, *values: object) -> list[dict[str, Any]]:
    return await connection().execute_query_dict(statement, list(values))


async def _one(condition: str, *values: object) -> Job | None:
    rows = await _query(f"SELECT {COLUMNS} FROM jobs WHERE {condition}", *values)  # noqa: S608 - our own conditions
    return job_of(rows[0]) if rows else None


def _names(kinds: Collection[JobKind]) -> list[str]:
    return [kind.value for kind in kinds]


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value).decode()


def _parsed(value: str | None) -> Any:
    return None if value is None else orjson.loads(value)


def _claim(row: Mapping[str, Any]) -> Claim:
    claimed_at: datetime = row["claimed_at"]
    return Claim(
        job=job_of(row), lease=row["lease_token"], now=claimed_at, failures=row["failures"]
    )


def job_of(row: Mapping[str, Any]) -> Job:
    """The job of a row of `job_sql.COLUMNS`."""
    return Job(
        id=row["id"],
        user_id=row["user_id"],
        kind=JobKind(row["kind"]),
        status=JobStatus(row["status"]),
        stage=JobStage(row["stage"]),
        attempt=row["attempt"],
        progress=row["progress"],
        error=error_of(_parsed(row["error"])),
        request=_parsed(row["request"]),
        checkpoint=_parsed(row["checkpoint"]),
        payload_hash=row["payload_hash"],
        provider_ref=row["provider_ref"],
        submit_token=row["submit_token"],
        slot_group=row["slot_group"],
        run_deadline=row["run_deadline"],
        last_seq=row["last_seq"],
        song_id=row["song_id"],
        choice_id=row["choice_id"],
        image_id=row["image_id"],
        message_id=row["message_id"],
        text=row["text"],
        text_seq=row["text_seq"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )


def event_of(row: Mapping[str, Any]) -> JobEvent:
    """The event of a row of the log."""
    return JobEvent(
        job_id=row["job_id"],
        seq=row["seq"],
        stage=JobStage(row["stage"]),
        status=JobStatus(row["status"]),
        progress=row["progress"],
        attempt=row["attempt"],
        error=error_of(_parsed(row["error"])),
        at=row["at"],
    )
