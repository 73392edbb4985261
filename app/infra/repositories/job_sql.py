"""The SQL of durable work. `$1` is always the job's id where one job is meant.

Times come from the database's clock, so that the clocks of workers need not agree.
"""

from __future__ import annotations

from typing import Any

import orjson

from app.domain.changes import Unset
from app.domain.jobs.ports import HELD, JobUpdate, Watch
from app.rows.errors import error_json

COLUMNS = (
    "id, user_id, kind, status, stage, attempt, progress, error, request, checkpoint, "
    "payload_hash, provider_ref, submit_token, slot_group, run_deadline, last_seq, song_id, "
    "choice_id, image_id, message_id, text, text_seq, created_at, started_at, finished_at"
)
ENDED = "('SUCCEEDED', 'FAILED', 'CANCELLED')"
LOG = (
    "INSERT INTO job_events (job_id, seq, stage, status, progress, attempt, error, at) "
    "SELECT id, last_seq, stage, status, progress, attempt, error, clock_timestamp() FROM changed"
)
FREE = (
    "next_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until < clock_timestamp()) "
    "AND kind = ANY({kinds}::text[])"
)
# A lease that was not given back was lost with its worker, perhaps because of this very job.
TAKE = "failures = failures + CASE WHEN lease_token IS NULL THEN 0 ELSE 1 END"

INSERT = f"""
WITH changed AS (
    INSERT INTO jobs (id, user_id, kind, status, stage, request, checkpoint, idempotency_key,
                      payload_hash, slot_group, song_id, choice_id, message_id, next_at, last_seq,
                      attempt, failures, created_at)
    VALUES ($1, $2, $3, 'QUEUED', 'ACCEPTED', $4::jsonb, '{{}}'::jsonb, $5, $6, $7::text, $8, $9,
            $10, CASE WHEN $7::text IS NULL OR $11::bool THEN clock_timestamp() END, 1, 0, 0,
            clock_timestamp())
    ON CONFLICT (user_id, idempotency_key) DO NOTHING
    RETURNING *
), logged AS ({LOG})
SELECT {COLUMNS} FROM changed
"""

SLOT_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('slots:' || $1, 0))"

# Who gives slots away may hold a song or a sketch, and never waits for a job: whoever has one in
# hand is cancelling it, and may wait for that song.
WAITS = "slot_group = $1 AND status = 'QUEUED' AND slot_until IS NULL AND next_at IS NULL"

# A slot given before the submit lasts until the submit sets its real end: the job always
# comes to that, however long the workers are away.
ADMIT = f"""
WITH winners AS (
    SELECT id FROM jobs WHERE {WAITS} ORDER BY created_at, id
    LIMIT greatest(
        $2 - (SELECT count(*) FROM jobs WHERE slot_group = $1 AND slot_until > now()), 0)
    FOR NO KEY UPDATE SKIP LOCKED
), losers AS (
    SELECT id FROM jobs
    WHERE {WAITS} AND stage = 'ACCEPTED' AND id NOT IN (SELECT id FROM winners)
    FOR NO KEY UPDATE SKIP LOCKED
), waiting AS (
    SELECT id, true AS wins FROM winners UNION ALL SELECT id, false FROM losers
), changed AS (
    UPDATE jobs SET
        slot_until = CASE WHEN wins THEN now() + make_interval(secs => {HELD}) END,
        next_at = CASE WHEN wins THEN clock_timestamp() END,
        stage = CASE WHEN wins THEN jobs.stage ELSE 'SLOT_WAIT' END,
        last_seq = CASE WHEN wins THEN last_seq ELSE last_seq + 1 END
    FROM waiting
    WHERE jobs.id = waiting.id
    RETURNING jobs.*, wins
), logged AS ({LOG} WHERE NOT wins)
SELECT id, user_id, last_seq, wins AS admitted FROM changed ORDER BY created_at, id
"""

CLAIM = f"""
UPDATE jobs SET {TAKE}, lease_token = $2,
    lease_until = clock_timestamp() + make_interval(secs => $3)
WHERE id = $1 AND {FREE.format(kinds="$4")}
RETURNING {COLUMNS}, lease_token, failures, clock_timestamp() AS claimed_at
"""

CLAIM_DUE = f"""
WITH due AS (
    SELECT id FROM jobs WHERE {FREE.format(kinds="$3")}
    ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED
)
UPDATE jobs SET {TAKE}, lease_token = gen_random_uuid(),
    lease_until = clock_timestamp() + make_interval(secs => $2)
WHERE id IN (SELECT id FROM due)
RETURNING {COLUMNS}, lease_token, failures, clock_timestamp() AS claimed_at
"""

RENEW = """
UPDATE jobs SET lease_until = clock_timestamp() + make_interval(secs => $3)
FROM unnest($1::uuid[], $2::uuid[]) AS held (job_id, lease)
WHERE id = job_id AND lease_token = lease
"""

RELEASE = """
UPDATE jobs SET lease_token = NULL, lease_until = NULL WHERE id = $1 AND lease_token = $2
"""

STUMBLE = """
UPDATE jobs SET lease_token = NULL, lease_until = NULL, failures = failures + 1,
    next_at = clock_timestamp() + make_interval(
        secs => CASE WHEN failures + 1 = $3 THEN 0 ELSE least(2 ^ least(failures, 6), 60) END)
WHERE id = $1 AND lease_token = $2
"""

# Never submitted: nothing is left to do. Being submitted or polled: it stays due, so that the
# provider's end is seen and frees the slot. Being stored: it stays due, so that half-stored
# files are removed. Outcome unknown: the slot runs out by itself.
CANCEL = f"""
WITH changed AS (
    UPDATE jobs SET
        status = 'CANCELLED', stage = 'DONE', last_seq = last_seq + 1, finished_at = now(),
        error = NULL,
        next_at = CASE WHEN stage IN ('SUBMITTING', 'GENERATION_STARTED', 'POLLING', 'STORING')
                  THEN next_at END,
        slot_until = CASE WHEN submit_token IS NOT NULL THEN slot_until END,
        lease_token = CASE WHEN stage = 'SUBMITTING' THEN lease_token END,
        lease_until = CASE WHEN stage = 'SUBMITTING' THEN lease_until END
    WHERE id = $1 AND status NOT IN {ENDED}
    RETURNING *
), logged AS ({LOG})
SELECT {COLUMNS} FROM changed
"""

GENERATING = f"""
SELECT {COLUMNS} FROM jobs
WHERE song_id = ANY($1::uuid[]) AND kind IN ('SONG', 'INSTRUMENTAL') ORDER BY created_at, id
"""

UNFINISHED = f"""
SELECT id FROM jobs WHERE user_id = $1 AND song_id = $2 AND status NOT IN {ENDED} ORDER BY id
"""
LOCK_UNFINISHED = f"{UNFINISHED} FOR UPDATE"

# Never sooner than after a while, else impatience would use up the polls that an order has.
POLL_SOON = """
UPDATE jobs SET next_at = soon FROM (
    SELECT greatest(clock_timestamp(), at + make_interval(secs => $2)) AS soon
    FROM job_events WHERE job_id = $1 ORDER BY seq DESC LIMIT 1
) AS last
WHERE id = $1 AND status = 'WAITING' AND stage IN ('GENERATION_STARTED', 'POLLING')
    AND next_at > soon
RETURNING greatest(extract(epoch FROM next_at - clock_timestamp()), 0)::float8 AS seconds
"""

EVENTS = """
SELECT job_id, seq, stage, status, progress, attempt, error, at
FROM job_events WHERE job_id = $1 AND seq > $2 ORDER BY seq
"""


class _Assignments:
    """The SET list of an update and its values, numbered from `$3`."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []

    def set(self, column: str, value: Any, cast: str) -> None:
        self.values.append(value)
        self.parts.append(f"{column} = ${len(self.values) + 2}::{cast}")

    def set_later(self, column: str, seconds: float | None) -> None:
        if seconds is None:
            self.parts.append(f"{column} = NULL")
            return
        self.values.append(seconds)
        later = f"clock_timestamp() + make_interval(secs => ${len(self.values) + 2})"
        self.parts.append(f"{column} = {later}")


def update_statement(holder: str, update: JobUpdate) -> tuple[str, list[Any]]:
    """The statement of a step's change, guarded by `holder` (which may use `$2`)."""
    to = _Assignments()
    to.set("status", update.status.value, "text")
    to.set("stage", update.stage.value, "text")
    to.set("error", _json(error_json(update.error)), "jsonb")
    to.set_later("next_at", update.due_in)
    to.parts.append("last_seq = last_seq + 1")
    to.parts.append("failures = 0")
    to.parts.append("started_at = coalesce(started_at, now())")
    if update.status.terminal:
        to.parts.append("finished_at = now()")
    if not update.keep_lease:
        to.parts.append("lease_token = NULL, lease_until = NULL")
    plain = (
        ("attempt", update.attempt, "int"),
        ("progress", update.progress, "float8"),
        ("provider_ref", update.provider_ref, "text"),
        ("submit_token", update.submit_token, "uuid"),
        ("image_id", update.image_id, "uuid"),
        ("text", update.text, "text"),
        ("text_seq", update.text_seq, "int"),
    )
    for column, value, cast in plain:
        if not isinstance(value, Unset):
            to.set(column, value, cast)
    if not isinstance(update.checkpoint, Unset):
        to.set("checkpoint", _json(dict(update.checkpoint)), "jsonb")
    for column, seconds in (("run_deadline", update.deadline_in), ("slot_until", update.slot_for)):
        if not isinstance(seconds, Unset):
            to.set_later(column, seconds)
    statement = f"""
        WITH changed AS (
            UPDATE jobs SET {", ".join(to.parts)}
            WHERE id = $1 AND {holder} AND status NOT IN {ENDED}
            RETURNING *
        ), logged AS ({LOG})
        SELECT {COLUMNS} FROM changed
    """
    return statement, to.values


def watch_statement(holder: str, watch: Watch) -> tuple[str, list[Any]]:
    """The statement of a silent look after a cancelled job, guarded by `holder`."""
    to = _Assignments()
    to.set_later("next_at", watch.due_in)
    to.parts.append("lease_token = NULL, lease_until = NULL, failures = 0")
    if not isinstance(watch.provider_ref, Unset):
        to.set("provider_ref", watch.provider_ref, "text")
    if not isinstance(watch.slot_for, Unset):
        to.set_later("slot_until", watch.slot_for)
    statement = f"""
        UPDATE jobs SET {", ".join(to.parts)}
        WHERE id = $1 AND {holder} AND status = 'CANCELLED'
        RETURNING id
    """
    return statement, to.values


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
