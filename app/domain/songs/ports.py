"""What the use-cases of songs need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from app.domain.paging import Page, PageRequest
from app.domain.songs.model import Choice, Song, SongStatus
from app.domain.songs.provider import MusicAccount


class Songs(Protocol):
    """The songs of all people and their choices."""

    async def add(self, song: Song) -> None:
        """Keep a new song."""
        ...

    async def get(self, song_id: UUID, *, user_id: UUID) -> Song | None:
        """A song of this person."""
        ...

    async def many(self, song_ids: Sequence[UUID], *, user_id: UUID) -> Sequence[Song]:
        """Those of the songs that are this person's, in any order."""
        ...

    async def page(
        self,
        user_id: UUID,
        request: PageRequest,
        *,
        status: SongStatus | None,
        sketch_id: UUID | None,
    ) -> Page[Song]:
        """A person's songs in the order of their creation."""
        ...

    async def count(
        self, user_id: UUID, *, status: SongStatus | None, sketch_id: UUID | None
    ) -> int:
        """How many songs the filter leaves."""
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

    async def choice(self, choice_id: UUID, *, user_id: UUID) -> Choice | None:
        """A choice of one of this person's songs."""
        ...

    async def choices_of(self, song_ids: Sequence[UUID]) -> Sequence[Choice]:
        """The choices of these songs, by index."""
        ...


class MusicAccounts(Protocol):
    """The studio's account at the music provider, at most half a minute old."""

    async def account(self) -> MusicAccount:
        """The account. Raises ProviderFailure."""
        ...
