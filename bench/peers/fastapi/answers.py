"""What is answered: pydantic models that FastAPI fills from rows and writes as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from rows import Choice, Song


class SongChoice(BaseModel):
    """One version of a song."""

    id: UUID
    index: int
    title: str | None
    duration_ms: float | None
    mp3_url: str | None
    flac_url: str | None

    @classmethod
    def of(cls, row: Choice) -> Self:
        """The choice of a row; files have an address once they are stored."""
        return cls(
            id=row.id,
            index=row.choice_index,
            title=row.title,
            duration_ms=row.duration,
            mp3_url=f"/files/songs/{row.id}.mp3" if row.mp3_key else None,
            flac_url=f"/files/songs/{row.id}.flac" if row.flac_key else None,
        )


class SketchTitle(BaseModel):
    """The sketch of a song."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str | None


class SongSummary(BaseModel):
    """A song by itself."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str | None
    status: str
    created_at: datetime


class SongDetails(SongSummary):
    """A song of a page."""

    lyrics: str
    prompt: str
    model: str
    instrumental: bool
    choices: list[SongChoice]
    sketch: SketchTitle | None

    @classmethod
    def of(cls, row: Song) -> Self:
        """The song of a row whose choices and sketch are loaded."""
        return cls(
            id=row.id,
            title=row.title,
            status=row.status,
            created_at=row.created_at,
            lyrics=row.lyrics,
            prompt=row.prompt,
            model=row.model,
            instrumental=row.is_instrumental,
            choices=[SongChoice.of(choice) for choice in row.choices],
            sketch=SketchTitle.model_validate(row.sketch) if row.sketch else None,
        )


class SongPage(BaseModel):
    """One page of the newest songs."""

    total_count: int
    has_next_page: bool
    end_cursor: str | None
    songs: list[SongDetails]


class SaidMessage(BaseModel):
    """Something that was said."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    role: str
    content: str
    status: str
    position: int
    created_at: datetime


class OpenConversation(BaseModel):
    """A conversation with its last messages."""

    id: UUID
    title: str
    model: str
    usage_percent: float
    usage_level: str
    total_count: int
    has_previous_page: bool
    messages: list[SaidMessage]


class SketchVersion(SketchTitle):
    """A sketch after its change."""

    version: int
