"""The tables that are asked, as SQLAlchemy sees them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Row(DeclarativeBase):
    """The base of all rows."""

    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - declared so by SQLAlchemy


class Sketch(Row):
    """An idea for a song."""

    __tablename__ = "song_sketches"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    title: Mapped[str | None]
    version: Mapped[int]
    updated_at: Mapped[datetime | None]


class Conversation(Row):
    """A conversation with a model."""

    __tablename__ = "conversations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    title: Mapped[str]
    model: Mapped[str]
    usage_percent: Mapped[float]
    usage_level: Mapped[str]


class Message(Row):
    """Something that was said in it."""

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID]
    user_id: Mapped[UUID]
    role: Mapped[str]
    content: Mapped[str]
    status: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool]
    created_at: Mapped[datetime]


class Choice(Row):
    """One version of a song."""

    __tablename__ = "song_choices"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    song_id: Mapped[UUID] = mapped_column(ForeignKey("songs.id"))
    choice_index: Mapped[int]
    title: Mapped[str | None]
    duration: Mapped[float | None]
    mp3_key: Mapped[str | None]
    flac_key: Mapped[str | None]


class Song(Row):
    """A song with its choices and the sketch it was made from."""

    __tablename__ = "songs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    sketch_id: Mapped[UUID | None] = mapped_column(ForeignKey("song_sketches.id"))
    title: Mapped[str | None]
    lyrics: Mapped[str]
    prompt: Mapped[str]
    model: Mapped[str]
    is_instrumental: Mapped[bool]
    status: Mapped[str]
    created_at: Mapped[datetime]

    choices: Mapped[list[Choice]] = relationship(order_by=Choice.choice_index, lazy="raise")
    sketch: Mapped[Sketch | None] = relationship(lazy="raise")
