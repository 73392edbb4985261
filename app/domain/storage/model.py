"""Stored objects: their keys, and what is known about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

_SEGMENT = "[a-z0-9][a-z0-9_-]{0,99}"
_KEY = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{0,7}}(?:\.[a-z0-9]{{1,8}})?")
_PREFIX = re.compile(rf"(?:{_SEGMENT}/){{1,8}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """What was stored. `sha256` is in lower-case hexadecimal; `backend` has the bytes."""

    key: str
    byte_size: int
    sha256: str
    content_type: str
    backend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectInfo:
    """What a backend knows about an object without reading it."""

    key: str
    byte_size: int
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A stored object as a person downloads it; `has_overlay`: a text was written over it."""

    key: str
    backend: str
    content_type: str
    byte_size: int
    sha256: str
    title: str | None
    created_at: datetime
    has_overlay: bool = False


def check_key(key: str) -> str:
    """The key itself.

    Raises ValueError for a key that the studio cannot have made: keys are lower-case segments of
    letters, digits, `_` and `-` joined by `/`, with one extension at most.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("not a storage key")
    return key


def check_prefix(prefix: str) -> str:
    """The prefix itself. Raises ValueError unless it is whole segments, each ended by `/`."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("not a storage prefix")
    return prefix


def song_prefix(song_id: UUID) -> str:
    """Where everything that belongs to a song is stored."""
    return f"songs/{song_id}/"


def song_media_key(song_id: UUID, choice_id: UUID, extension: str) -> str:
    """The key of one recording of a song."""
    return check_key(f"{song_prefix(song_id)}{choice_id}.{extension}")


def stems_key(song_id: UUID, job_id: UUID) -> str:
    """The key of the stems that a job makes of one of a song's recordings."""
    return check_key(f"{song_prefix(song_id)}stems/{job_id}.zip")
