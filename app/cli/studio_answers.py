"""What the command line asks of the studio's API, and the answers as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

FORMATS: Final = ("mp3", "flac")

_SONG: Final = """
fragment Whole on Song {
  id title status createdAt error { message } job { id }
  choices { id index title durationMs rating mp3Url flacUrl stemsUrl }
}
"""
LOGIN: Final = """
mutation Login($input: LoginInput!) {
  login(input: $input) { token userErrors { code message path } }
}
"""
GENERATE: Final = f"""
mutation Generate($input: GenerateSongInput!) {{
  generateSong(input: $input) {{ song {{ ...Whole }} userErrors {{ code message path }} }}
}}
{_SONG}
"""
CANCEL: Final = """
mutation Cancel($input: CancelJobInput!) {
  cancelJob(input: $input) { job { status } userErrors { code message path } }
}
"""
SONG: Final = f"""
query Song($id: ID!) {{ song(id: $id) {{ ...Whole }} }}
{_SONG}
"""
PROGRESS: Final = """
subscription Progress($songId: ID!, $afterSeq: Int) {
  songProgress(songId: $songId, afterSeq: $afterSeq) { seq stage status progress }
}
"""
STEMS: Final = """
mutation Stems($input: GenerateStemsInput!) {
  generateStems(input: $input) { job { id } userErrors { code message path } }
}
"""
JOB: Final = """
query Job($id: ID!) { job(id: $id) { status error { message } } }
"""
JOB_PROGRESS: Final = """
subscription JobProgress($jobId: ID!, $afterSeq: Int) {
  jobProgress(jobId: $jobId, afterSeq: $afterSeq) { seq stage status progress }
}
"""

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
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """From a `SongChoice`."""
        addresses = {name: answer[f"{name}Url"] for name in FORMATS}
        return cls(
            id=answer["id"],
            index=answer["index"],
            title=answer["title"],
            duration_ms=answer["durationMs"],
            rating=answer["rating"],
            addresses={name: address for name, address in addresses.items() if address},
            stems=answer["stemsUrl"],
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
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """From a `Song`."""
        job, error = answer["job"], answer["error"]
        return cls(
            id=answer["id"],
            job_id=job["id"] if job else None,
            title=answer["title"],
            status=answer["status"],
            created_at=datetime.fromisoformat(answer["createdAt"]),
            error=error["message"] if error else None,
            choices=tuple(Choice.of(choice) for choice in answer["choices"]),
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
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """From a `SongEvent` or `JobEvent`."""
        return cls(**answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as of now; `error` in the reader's language."""

    status: str
    error: str | None

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """From a `Job`."""
        error = answer["error"]
        return cls(status=answer["status"], error=error["message"] if error else None)
