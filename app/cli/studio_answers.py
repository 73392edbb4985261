"""The answers of the studio's API as values of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from studio_client.generated.fragments import Recording, WholeSong
from studio_client.generated.job import JobJob
from studio_client.generated.job_progress import JobProgressJobProgress
from studio_client.generated.song_progress import SongProgressSongProgress

_ENDED: Final = frozenset({"SUCCESS", "FAILURE", "CANCELLED", "SUCCEEDED", "FAILED"})
_LIKED: Final = {"UP": 0, None: 1, "DOWN": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A finished version of a song; `addresses` by format, where there is a recording."""

    id: str
    index: int
    title: str | None
    duration_ms: float | None
    rating: str | None
    addresses: Mapping[str, str]
    stems: str | None

    @classmethod
    def of(cls, answer: Recording) -> Self:
        """From a `SongChoice`."""
        addresses = {"mp3": answer.mp_3_url, "flac": answer.flac_url}
        return cls(
            id=answer.id,
            index=answer.index,
            title=answer.title,
            duration_ms=answer.duration_ms,
            rating=answer.rating.value if answer.rating else None,
            addresses={name: address for name, address in addresses.items() if address},
            stems=answer.stems_url,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """A song as of now; `error` in the reader's language."""

    id: str
    job_id: str | None
    title: str | None
    status: str
    created_at: datetime
    error: str | None
    choices: tuple[Choice, ...]

    @property
    def best(self) -> Choice | None:
        """The first of the choices with an MP3 that are liked best."""
        heard = [choice for choice in self.choices if "mp3" in choice.addresses]
        return min(heard, key=lambda each: (_LIKED[each.rating], each.index), default=None)

    @classmethod
    def of(cls, answer: WholeSong) -> Self:
        """From a `Song`."""
        return cls(
            id=answer.id,
            job_id=answer.job.id if answer.job else None,
            title=answer.title,
            status=answer.status.value,
            created_at=answer.created_at,
            error=answer.error.message if answer.error else None,
            choices=tuple(Choice.of(choice) for choice in answer.choices),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SongEvent:
    """One entry in the log of a song or a job; `progress` from 0 to 1, None: nobody knows."""

    seq: int
    stage: str
    status: str
    progress: float | None

    @property
    def ended(self) -> bool:
        """Whether nothing comes after it."""
        return self.status in _ENDED

    @classmethod
    def of(cls, answer: SongProgressSongProgress | JobProgressJobProgress) -> Self:
        """From a `SongEvent` or `JobEvent`."""
        return cls(
            seq=answer.seq,
            stage=answer.stage.value,
            status=answer.status.value,
            progress=answer.progress,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as of now; `error` in the reader's language."""

    status: str
    error: str | None

    @classmethod
    def of(cls, answer: JobJob) -> Self:
        """From a `Job`."""
        return cls(status=answer.status.value, error=answer.error.message if answer.error else None)
