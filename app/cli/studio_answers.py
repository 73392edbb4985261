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
  choices { index title durationMs mp3Url flacUrl }
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

_ENDED: Final = frozenset({"SUCCESS", "FAILURE", "CANCELLED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A finished version of a song; `addresses` by format, where there is a recording."""

    index: int
    title: str | None
    duration_ms: float | None
    addresses: Mapping[str, str]

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """From a `SongChoice`."""
        addresses = {name: answer[f"{name}Url"] for name in FORMATS}
        return cls(
            index=answer["index"],
            title=answer["title"],
            duration_ms=answer["durationMs"],
            addresses={name: address for name, address in addresses.items() if address},
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
    """One entry in the log of a song; `progress` from 0 to 1, None where nobody knows."""

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
        """From a `SongEvent`."""
        return cls(**answer)
