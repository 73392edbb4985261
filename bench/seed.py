"""Fills a migrated database with the dataset by COPY: one table of columns per kind of row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from app.domain.conversations.model import MessageStatus, UsageLevel, usage_percent
from app.domain.jobs.model import JobKind, JobStage, JobStatus
from app.domain.language.model import Provider, Role
from app.domain.sketches.model import SketchWorkflow
from app.domain.songs.model import SongStatus
from app.domain.storage.model import song_media_key
from app.domain.users.ports import Claims, Purpose
from app.infra.database import credentials
from app.infra.tokens import JwtSigner
from bench.dataset import CONTEXT_WINDOW, Choice, Conversation, Owner, Song

SESSION_ENDS = datetime(2100, 1, 1, tzinfo=UTC)
_MADE_IN = timedelta(seconds=95)

Row = Mapping[str, Any]


async def seed(url: str, owners: Sequence[Owner]) -> None:
    """Write everything, gather the planner's statistics and leave no dead row behind."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        async with connection.transaction():
            for table, rows in _tables(owners):
                columns = list(rows[0])
                await connection.copy_records_to_table(
                    table, columns=columns, records=[tuple(row.values()) for row in rows]
                )
        await connection.execute("VACUUM (ANALYZE, FREEZE)")
    finally:
        await connection.close()


def token(owner: Owner, secret: str) -> str:
    """A bearer token of the owner's seeded session."""
    return JwtSigner(secret).sign(
        Claims(user_id=owner.id, session_id=owner.session_id),
        Purpose.API,
        issued_at=datetime.now(UTC),
        expires_at=SESSION_ENDS,
    )


def _tables(owners: Sequence[Owner]) -> Iterator[tuple[str, list[Row]]]:
    """Each table with its rows, those that others refer to first."""
    songs = [(owner, song) for owner in owners for song in owner.songs]
    yield "users", [_user(owner) for owner in owners]
    yield "sessions", [_session(owner) for owner in owners]
    yield "song_sketches", list(_sketches(owners))
    yield "songs", [_song(owner, song) for owner, song in songs]
    yield "song_choices", [_choice(song, choice) for _, song in songs for choice in song.choices]
    talks = [(owner, talk) for owner in owners for talk in owner.conversations]
    yield "conversations", [_conversation(owner, talk) for owner, talk in talks]
    yield "messages", list(_messages(talks))
    yield "jobs", [_job(owner, song) for owner, song in songs]
    yield "job_events", [_event(song) for _, song in songs]


def _user(owner: Owner) -> Row:
    return {
        "id": owner.id,
        "email": owner.email,
        "is_active": True,
        "is_verified": True,
        "created_at": owner.sketches[0].created_at,
    }


def _session(owner: Owner) -> Row:
    return {
        "id": owner.session_id,
        "user_id": owner.id,
        "created_at": owner.sketches[0].created_at,
        "expires_at": SESSION_ENDS,
    }


def _sketches(owners: Sequence[Owner]) -> Iterator[Row]:
    for owner in owners:
        for sketch in owner.sketches:
            yield {
                "id": sketch.id,
                "user_id": owner.id,
                "title": sketch.title,
                "lyrics": sketch.lyrics,
                "prompt": sketch.prompt,
                "workflow": SketchWorkflow.USED.value,
                "version": 1,
                "created_at": sketch.created_at,
            }


def _song(owner: Owner, song: Song) -> Row:
    return {
        "id": song.id,
        "user_id": owner.id,
        "sketch_id": song.sketch.id,
        "title": song.title,
        "lyrics": song.lyrics,
        "prompt": song.prompt,
        "model": song.model,
        "is_instrumental": False,
        "status": SongStatus.SUCCESS.value,
        "provider_status": "succeeded",
        "version": 1,
        "created_at": song.created_at,
        "updated_at": song.created_at + _MADE_IN,
        "completed_at": song.created_at + _MADE_IN,
    }


def _choice(song: Song, choice: Choice) -> Row:
    return {
        "id": choice.id,
        "song_id": song.id,
        "provider_choice_id": f"{song.id.hex[:12]}-{choice.index}",
        "choice_index": choice.index,
        "title": choice.title,
        "duration": choice.duration_ms,
        "mp3_url": f"https://provider.example.org/{choice.id}.mp3",
        "flac_url": f"https://provider.example.org/{choice.id}.flac",
        "mp3_key": song_media_key(song.id, choice.id, "mp3"),
        "flac_key": song_media_key(song.id, choice.id, "flac"),
        "created_at": song.created_at + _MADE_IN,
    }


def _job(owner: Owner, song: Song) -> Row:
    return {
        "id": song.job_id,
        "user_id": owner.id,
        "song_id": song.id,
        "kind": JobKind.SONG.value,
        "status": JobStatus.SUCCEEDED.value,
        "stage": JobStage.DONE.value,
        "attempt": 7,
        "failures": 0,
        "progress": 1.0,
        "request": "{}",
        "checkpoint": "{}",
        "payload_hash": hashlib.sha256(song.id.bytes).hexdigest(),
        "last_seq": 1,
        "created_at": song.created_at,
        "started_at": song.created_at,
        "finished_at": song.created_at + _MADE_IN,
    }


def _conversation(owner: Owner, talk: Conversation) -> Row:
    percent = usage_percent(talk.token_count, CONTEXT_WINDOW)
    return {
        "id": talk.id,
        "user_id": owner.id,
        "title": talk.title,
        "model": talk.model,
        "provider": Provider.INTERNAL.value,
        "context_window": CONTEXT_WINDOW,
        "token_count": talk.token_count,
        "usage_percent": percent,
        "usage_level": UsageLevel.of(percent).value,
        "message_count": len(talk.messages),
        "archived_count": 0,
        "last_position": len(talk.messages),
        "archived": False,
        "version": 1,
        "created_at": talk.created_at,
        "updated_at": talk.messages[-1].created_at,
    }


def _messages(talks: Sequence[tuple[Owner, Conversation]]) -> Iterator[Row]:
    for owner, talk in talks:
        for said in talk.messages:
            tokens = len(said.content.split())
            yield {
                "id": said.id,
                "user_id": owner.id,
                "conversation_id": talk.id,
                "role": (Role.ASSISTANT if said.is_reply else Role.USER).value,
                "content": said.content,
                "status": MessageStatus.COMPLETE.value,
                "position": said.position,
                "token_count": tokens,
                "completion_tokens": tokens if said.is_reply else None,
                "is_summary": False,
                "reply_to_id": talk.messages[said.position - 2].id if said.is_reply else None,
                "model": talk.model if said.is_reply else None,
                "created_at": said.created_at,
                "finished_at": said.created_at if said.is_reply else None,
            }


def _event(song: Song) -> Row:
    return {
        "job_id": song.job_id,
        "seq": 1,
        "stage": JobStage.DONE.value,
        "status": JobStatus.SUCCEEDED.value,
        "progress": 1.0,
        "attempt": 7,
        "at": song.created_at + _MADE_IN,
    }
