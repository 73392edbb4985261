"""Song sketches."""

from __future__ import annotations

from dataclasses import fields as columns
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.domain.identity import new_id
from app.domain.sketches.model import LyricRevision, Sketch, SketchWorkflow
from app.rows.users import UserRow


class SketchRow(Model):
    """An idea for a song; `version` grows by one with every change.

    PostgreSQL keeps one column more, `search`, which is made of others and only searched.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="sketches", on_delete=fields.CASCADE
    )
    user_id: UUID
    title = fields.CharField(max_length=500, null=True)
    lyrics: str | None = fields.TextField(null=True)
    prompt: str = fields.TextField()
    tags = fields.CharField(max_length=1000, null=True)
    info: str | None = fields.TextField(null=True)
    description_long: str | None = fields.TextField(null=True)
    description_short = fields.CharField(max_length=150, null=True)
    description_tags = fields.CharField(max_length=1000, null=True)
    workflow = fields.CharEnumField(SketchWorkflow, default=SketchWorkflow.DRAFT, max_length=50)
    idempotency_key = fields.CharField(max_length=255, null=True)
    payload_hash = fields.CharField(max_length=64, null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "song_sketches"
        unique_together = (("user_id", "idempotency_key"),)
        indexes = (
            Index(fields=("user_id", "created_at", "id"), name="ix_sketches_newest"),
            Index(fields=("user_id", "workflow", "created_at", "id"), name="ix_sketches_workflow"),
        )

    def to_domain(self) -> Sketch:
        """The sketch as its row stands."""
        return Sketch(**{each.name: getattr(self, each.name) for each in columns(Sketch)})


class LyricRevisionRow(Model):
    """The lyrics that a sketch had before a change; `version` is the sketch's version then."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    sketch: fields.ForeignKeyRelation[SketchRow] = fields.ForeignKeyField(
        "models.SketchRow", related_name="revisions", on_delete=fields.CASCADE
    )
    sketch_id: UUID
    lyrics: str | None = fields.TextField(null=True)
    version = fields.IntField()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "lyric_revisions"
        unique_together = (("sketch_id", "version"),)

    def to_domain(self) -> LyricRevision:
        """The revision as its row stands."""
        return LyricRevision(
            id=self.id,
            sketch_id=self.sketch_id,
            lyrics=self.lyrics,
            version=self.version,
            created_at=self.created_at,
        )
