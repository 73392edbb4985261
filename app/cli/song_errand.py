"""What `python -m app song` does with a studio: order, watch, fetch, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli.song_display import SongDisplay
from app.cli.song_files import Recording, SongFiles, slug
from app.cli.song_progress import Patience, SongFollower, patiently
from app.cli.studio_answers import Song
from app.cli.studio_client import StudioClient
from app.cli.studio_errors import Refused

WHILE_ASKING = Patience(total=20)
WHILE_WATCHING = Patience(total=300)


class SongFailed(Exception):
    """There will be no song; the text says why, in the reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Where recordings go: `name` begins their names and, without `directory`, is its name."""

    formats: tuple[str, ...]
    directory: Path | None
    name: str | None


@dataclass(slots=True, kw_only=True)
class SongErrand:
    """One run.

    `song_id` is known as soon as there is a song that goes on without us; `in_doubt` is true while
    nobody knows whether one was ordered.
    """

    studio: StudioClient
    display: SongDisplay
    song_id: str | None = None
    in_doubt: bool = False

    async def order(self, wish: Mapping[str, Any]) -> None:
        """Order a song; `wish` holds an idempotency key, so that it is ordered once."""
        self.in_doubt = True
        try:
            song = await patiently(
                lambda: self.studio.generate(wish), WHILE_ASKING, self.display.interrupted
            )
        except Refused:
            self.in_doubt = False
            raise
        self.in_doubt = False
        self.song_id = song.id
        self.display.accepted(song.created_at)

    async def find(self, song_id: str) -> Song:
        """A song of one's own. Raises Refused when there is none."""
        song = await patiently(
            lambda: self.studio.song(song_id), WHILE_ASKING, self.display.interrupted
        )
        if song is None:
            raise Refused(f"There is no song {song_id}.", code="NOT_FOUND")
        self.song_id = song.id
        self.display.accepted(song.created_at)
        return song

    async def fetch(self, delivery: Delivery) -> list[Recording]:
        """Wait for the song and download it. Raises SongFailed when it does not come."""
        song = await self._finished()
        name = slug(delivery.name or _title(song)) or "song"
        files = SongFiles(
            studio=self.studio,
            arriving=self.display.arriving,
            interrupted=self.display.interrupted,
            patience=WHILE_ASKING,
        )
        directory = delivery.directory or Path("songs", name)
        recordings = await files.keep(song, directory, name, delivery.formats)
        if not recordings:
            raise SongFailed(f"The song has no recording as {' or '.join(delivery.formats)}.")
        return recordings

    async def cancel(self, song_id: str) -> None:
        """Cancel a song that is being made."""
        song = await self.find(song_id)
        if song.job_id is None:
            raise Refused("Nothing makes this song any more.", code="INVALID_STATE")
        await self.studio.cancel(song.job_id)

    async def _finished(self) -> Song:
        if self.song_id is None:
            raise ValueError("no song was ordered or found")
        follower = SongFollower(
            studio=self.studio,
            happened=self.display.happened,
            interrupted=self.display.interrupted,
            patience=WHILE_WATCHING,
        )
        await follower.follow(self.song_id)
        song = await self.find(self.song_id)
        match song.status:
            case "SUCCESS":
                return song
            case "CANCELLED":
                raise SongFailed("The song was cancelled.")
            case _:
                raise SongFailed(song.error or "The song failed.")


def _title(song: Song) -> str:
    return song.title or next((c.title for c in song.choices if c.title), "")
