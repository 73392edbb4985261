"""Songs and their choices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from app.domain.identity import new_id
from app.domain.songs.model import Rating, Song, SongStatus, SongWorkflow
from app.rows.errors import error_of
from app.rows.sketches import SketchRow
from app.rows.users import UserRow


class SongRow(Model):
    """A song. `status` follows its generating job, and only through `Song.after`.

    PostgreSQL keeps one column more, `search`, which is made of others and only searched.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    user: fields.ForeignKeyRelation[UserRow] = fields.ForeignKeyField(
        "models.UserRow", related_name="songs", on_delete=fields.CASCADE
    )
    user_id: UUID
    sketch: fields.ForeignKeyNullableRelation[SketchRow] = fields.ForeignKeyField(
        "models.SketchRow",
        related_name="songs",
        on_delete=fields.SET_NULL,
        null=True,
    )
    sketch_id: UUID | None
    title = fields.CharField(max_length=500, null=True)
    lyrics: str = fields.TextField()
    prompt: str = fields.TextField()
    tags = fields.CharField(max_length=1000, null=True)
    workflow = fields.CharEnumField(SongWorkflow, max_length=50, null=True)
    model = fields.CharField(max_length=100)
    is_instrumental = fields.BooleanField(default=False)
    status = fields.CharEnumField(SongStatus, default=SongStatus.PENDING, max_length=50)
    error: Any = fields.JSONField(null=True)
    provider_status = fields.CharField(max_length=100, null=True)
    provider_answer: Any = fields.JSONField(null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)
    completed_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "songs"
        indexes = (
            Index(fields=("user_id", "created_at", "id"), name="ix_songs_newest"),
            Index(fields=("user_id", "status", "created_at", "id"), name="ix_songs_status"),
            Index(fields=("user_id", "workflow", "created_at", "id"), name="ix_songs_workflow"),
            Index(fields=("sketch_id", "user_id", "created_at", "id"), name="ix_songs_sketch"),
        )

    def to_domain(self) -> Song:
        """The song as its row stands."""
        return Song(
            id=self.id,
            user_id=self.user_id,
            sketch_id=self.sketch_id,
            title=self.title,
            lyrics=self.lyrics,
            prompt=self.prompt,
            model=self.model,
            is_instrumental=self.is_instrumental,
            status=self.status,
            error=error_of(self.error),
            provider_status=self.provider_status,
            provider_answer=self.provider_answer,
            version=self.version,
            created_at=self.created_at,
            updated_at=self.updated_at,
            completed_at=self.completed_at,
        )


class ChoiceRow(Model):
    """One version of a song. The URLs are the provider's and expire; the keys are ours."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    song: fields.ForeignKeyRelation[SongRow] = fields.ForeignKeyField(
        "models.SongRow", related_name="choices", on_delete=fields.CASCADE
    )
    song_id: UUID
    provider_choice_id = fields.CharField(max_length=255, null=True)
    choice_index = fields.IntField()
    title = fields.CharField(max_length=500, null=True)
    tags = fields.CharField(max_length=1000, null=True)
    duration: float | None = fields.FloatField(null=True)
    mp3_url = fields.CharField(max_length=1000, null=True)
    flac_url = fields.CharField(max_length=1000, null=True)
    video_url = fields.CharField(max_length=1000, null=True)
    image_url = fields.CharField(max_length=1000, null=True)
    lyrics_sections: Any = fields.JSONField(null=True)
    mp3_key = fields.CharField(max_length=500, null=True)
    flac_key = fields.CharField(max_length=500, null=True)
    image_key = fields.CharField(max_length=500, null=True)
    video_key = fields.CharField(max_length=500, null=True)
    stem_key = fields.CharField(max_length=500, null=True)
    stem_generated_at = fields.DatetimeField(null=True)
    rating = fields.IntEnumField(Rating, null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "song_choices"
        unique_together = (("song_id", "choice_index"), ("song_id", "provider_choice_id"))


class StoredObjectRow(Model):
    """Bytes that were stored: where they are and what they are, by key."""

    key = fields.CharField(max_length=500, primary_key=True)
    backend = fields.CharField(max_length=20)
    content_type = fields.CharField(max_length=100)
    byte_size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "stored_objects"


class DoomedFilesRow(Model):
    """Stored files that nobody wants any more, by the beginning of their keys.

    They are removed at once, and again at `remove_until`, since a worker may still have been
    storing one of them. With `remove_from` somebody is storing them and may keep them: they are
    not removed before, and afterwards as all others.
    """

    prefix = fields.CharField(max_length=500, primary_key=True)
    remove_from = fields.DatetimeField(null=True)
    remove_until = fields.DatetimeField(db_index=True)

    class Meta(Model.Meta):
        table = "doomed_files"
