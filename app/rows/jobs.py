"""Jobs and their event logs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index, PartialIndex
from tortoise.models import Model

from app.domain.identity import new_id
from app.domain.jobs.model import JobKind, JobStage, JobStatus
from app.rows.conversations import MessageRow
from app.rows.images import ImageRow
from app.rows.songs import ChoiceRow, SongRow
from app.rows.users import UserRow


class JobRow(Model):
    """Durable work (docs/decisions/0002).

    `next_at` says when the next step is due (NULL: never, or not before a slot is free).
    `lease_token` and `lease_until` say who works on it, `failures` how many steps broke in a
    row, `slot_until` how long it counts against the limit of its `slot_group`. `submit_token`
    stands for a paid call on its way.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="jobs", on_delete=fields.CASCADE
    )
    user_id: UUID
    kind = fields.CharEnumField(JobKind, max_length=30)
    status = fields.CharEnumField(JobStatus, default=JobStatus.QUEUED, max_length=20)
    stage = fields.CharEnumField(JobStage, default=JobStage.ACCEPTED, max_length=30)
    attempt = fields.IntField(default=0)
    failures = fields.IntField(default=0)
    progress: float | None = fields.FloatField(null=True)
    error: Any = fields.JSONField(null=True)
    request: Any = fields.JSONField()
    checkpoint: Any = fields.JSONField(default=dict)
    idempotency_key = fields.CharField(max_length=255, null=True)
    payload_hash = fields.CharField(max_length=64)
    provider_ref = fields.CharField(max_length=255, null=True)
    submit_token: UUID | None = fields.UUIDField(null=True)
    lease_token: UUID | None = fields.UUIDField(null=True)
    lease_until = fields.DatetimeField(null=True)
    next_at = fields.DatetimeField(null=True)
    slot_group = fields.CharField(max_length=50, null=True)
    slot_until = fields.DatetimeField(null=True)
    run_deadline = fields.DatetimeField(null=True)
    last_seq = fields.IntField(default=0)
    song: fields.ForeignKeyNullableRelation[SongRow] = fields.ForeignKeyField(
        "models.SongRow",
        related_name="jobs",
        on_delete=fields.SET_NULL,
        null=True,
        db_index=True,
    )
    song_id: UUID | None
    choice: fields.ForeignKeyNullableRelation[ChoiceRow] = fields.ForeignKeyField(
        "models.ChoiceRow",
        related_name="jobs",
        on_delete=fields.SET_NULL,
        null=True,
        db_index=True,
    )
    choice_id: UUID | None
    image: fields.ForeignKeyNullableRelation[ImageRow] = fields.ForeignKeyField(
        "models.ImageRow",
        related_name="jobs",
        on_delete=fields.SET_NULL,
        null=True,
        db_index=True,
    )
    image_id: UUID | None
    message: fields.ForeignKeyNullableRelation[MessageRow] = fields.ForeignKeyField(
        "models.MessageRow",
        related_name="jobs",
        on_delete=fields.SET_NULL,
        null=True,
        db_index=True,
    )
    message_id: UUID | None
    text: str | None = fields.TextField(null=True)
    text_seq: int | None = fields.IntField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "jobs"
        unique_together = (("user_id", "idempotency_key"),)
        indexes = (
            Index(fields=("user_id", "created_at", "id"), name="ix_jobs_newest"),
            Index(fields=("user_id", "status", "created_at", "id"), name="ix_jobs_status"),
            Index(fields=("user_id", "finished_at"), name="ix_jobs_finished"),
            Index(fields=("next_at",), name="ix_jobs_due"),
            Index(fields=("slot_group", "slot_until"), name="ix_jobs_slots"),
            PartialIndex(
                fields=("slot_group", "created_at", "id"),
                name="ix_jobs_waiting",
                condition={"status": "QUEUED"},
            ),
        )


class TextDraftRow(Model):
    """A text that a job is writing: its first `seq` pieces, kept about once a second."""

    job: fields.OneToOneRelation[JobRow] = fields.OneToOneField(
        "models.JobRow",
        related_name="draft",
        on_delete=fields.CASCADE,
        primary_key=True,
    )
    job_id: UUID
    seq = fields.IntField(default=0)
    text: str = fields.TextField(default="")
    stop_requested = fields.BooleanField(default=False)
    updated_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "text_drafts"


class JobEventRow(Model):
    """One entry of a job's gapless log. Written by SQL together with the change of the job."""

    id = fields.BigIntField(primary_key=True, generated=True)
    job: fields.ForeignKeyRelation[JobRow] = fields.ForeignKeyField(
        "models.JobRow", related_name="events", on_delete=fields.CASCADE
    )
    job_id: UUID
    seq = fields.IntField()
    stage = fields.CharEnumField(JobStage, max_length=30)
    status = fields.CharEnumField(JobStatus, max_length=20)
    progress: float | None = fields.FloatField(null=True)
    attempt = fields.IntField()
    error: Any = fields.JSONField(null=True)
    at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "job_events"
        unique_together = (("job_id", "seq"),)
