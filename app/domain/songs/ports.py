"""What the use-cases of songs need from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from app.domain.songs.model import Choice, Song
from app.domain.songs.provider import MusicAccount


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


class MusicAccounts(Protocol):
    """The studio's account at the music provider, at most half a minute old."""

    async def account(self) -> MusicAccount:
        """The account. Raises ProviderFailure."""
        ...
