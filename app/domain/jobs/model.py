"""Durable work: what a job is, and which states it may pass through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.errors import ErrorCode, Params


class JobKind(StrEnum):
    """What is to be done."""

    SONG = "SONG"
    INSTRUMENTAL = "INSTRUMENTAL"
    STEM = "STEM"
    IMAGE = "IMAGE"
    OVERLAY = "OVERLAY"
    CHAT = "CHAT"
    LYRIC_AI = "LYRIC_AI"
    STORAGE_MIGRATION = "STORAGE_MIGRATION"


class JobStatus(StrEnum):
    """Where a job stands.

    QUEUED -> RUNNING <-> WAITING -> SUCCEEDED | FAILED | CANCELLED; the last three never change.
    """

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    WAITING = "WAITING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def terminal(self) -> bool:
        """Whether the job has ended for good."""
        return self in (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)


class JobStage(StrEnum):
    """The step a job is at, finer than its status."""

    ACCEPTED = "ACCEPTED"
    SLOT_WAIT = "SLOT_WAIT"
    SUBMITTING = "SUBMITTING"
    RETRY_WAIT = "RETRY_WAIT"
    GENERATION_STARTED = "GENERATION_STARTED"
    POLLING = "POLLING"
    WRITING = "WRITING"
    OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
    STORING = "STORING"
    DONE = "DONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobError:
    """Why a job failed: a code for programs, a message key and its public parameters."""

    code: ErrorCode
    key: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A request for durable work, about to be accepted.

    `request` is everything its handler needs; `payload_hash` tells whether a repeated
    `idempotency_key` means the same request. A job with a `slot_group` waits until one of
    that group's slots is free; with `slot_later` its first steps need none, until it queues
    for one by itself.
    """

    id: UUID
    user_id: UUID
    kind: JobKind
    request: Mapping[str, Any]
    idempotency_key: str | None
    payload_hash: str
    slot_group: str | None
    slot_later: bool = False
    song_id: UUID | None = None
    choice_id: UUID | None = None
    message_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as its row stands. `attempt` counts the polls of the provider so far.

    `image_id` is the picture that it has made, `text` what it has written in `text_seq` pieces;
    None until then. `message_id` is the reply that it writes.
    """

    id: UUID
    user_id: UUID
    kind: JobKind
    status: JobStatus
    stage: JobStage
    attempt: int
    progress: float | None
    error: JobError | None
    request: Mapping[str, Any]
    checkpoint: Mapping[str, Any]
    payload_hash: str
    provider_ref: str | None
    submit_token: UUID | None
    slot_group: str | None
    run_deadline: datetime | None
    last_seq: int
    song_id: UUID | None
    choice_id: UUID | None
    image_id: UUID | None = None
    message_id: UUID | None = None
    text: str | None = None
    text_seq: int | None = None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    """One entry of a job's gapless log: the job's state at `seq`."""

    job_id: UUID
    seq: int
    stage: JobStage
    status: JobStatus
    progress: float | None
    attempt: int
    error: JobError | None
    at: datetime
