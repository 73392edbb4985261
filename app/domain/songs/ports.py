"""What the use-cases of songs need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.songs.model import Choice, Song, SongChanges
from app.domain.songs.provider import MusicAccount, ProviderChoice


class Songs(Protocol):
    """The songs of all people and their choices."""

    async def add(self, song: Song) -> None:
        """Keep a new song."""
        ...

    async def get(self, song_id: UUID, *, user_id: UUID) -> Song | None:
        """A song of this person."""
        ...

    async def lock(self, song_id: UUID) -> Song | None:
        """A song whoever owns it, kept from changing until the transaction ends."""
        ...

    async def save_progress(self, song: Song) -> None:
        """Write what the generation changes; what the person edits stays untouched."""
        ...

    async def add_choices(self, choices: Sequence[Choice]) -> None:
        """Keep the finished choices of a song."""
        ...

    async def change(self, song: Song, changes: SongChanges, at: datetime) -> bool:
        """Write what a person changes, if the song still has this version."""
        ...

    async def fill_timings(self, song_id: UUID, answered: Sequence[ProviderChoice]) -> None:
        """Keep the timed lines of those choices of a song that have none.

        A choice is known by the provider's id, by its index where it has none.
        """
        ...

    async def remove(self, song_id: UUID) -> None:
        """Delete a song with its choices and what is known of its files; its jobs stay."""
        ...


class SongJobs(Protocol):
    """The jobs that work on a song, found by the song."""

    async def unfinished(self, user_id: UUID, song_id: UUID) -> Sequence[UUID]:
        """The jobs of this person's song that have not ended, by id."""
        ...

    async def lock_unfinished(self, user_id: UUID, song_id: UUID) -> Sequence[UUID]:
        """The same, kept from changing until the transaction ends."""
        ...

    async def poll_soon(self, job_id: UUID, spacing: float) -> float | None:
        """Make the next poll of a job due now, or `spacing` seconds after the last one.

        Answers in how many seconds that is; None when it waits for no poll, or for one that is
        due by then anyway.
        """
        ...


class DoomedFiles(Protocol):
    """Stored files that nobody wants any more, by the beginning of their keys."""

    async def add(self, prefix: str, remove_until: datetime) -> None:
        """Note files that are removed now and again until then; of two ends the last one counts."""
        ...

    async def doom_overdue(self, at: datetime, remove_until: datetime) -> None:
        """Doom what was expected to be kept before `at` and was not; nobody can keep it then."""
        ...

    async def all(self) -> Sequence[tuple[str, datetime]]:
        """Every prefix with its end, the oldest first, without what may still be kept."""
        ...

    async def forget(self, prefix: str) -> None:
        """Nothing more can come under this prefix."""
        ...


class MusicAccounts(Protocol):
    """The studio's account at the music provider, at most half a minute old."""

    async def account(self) -> MusicAccount:
        """The account. Raises ProviderFailure."""
        ...
