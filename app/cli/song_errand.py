"""What `python -m app song` does with a studio: order, watch, fetch, take apart, cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.cli.song_display import SongDisplay
from app.cli.song_files import Recording, SongFiles, slug
from app.cli.song_progress import Patience, SongFollower, patiently
from app.cli.studio_answers import Song, SongEvent
from app.cli.studio_client import StudioClient
from studio_client.errors import Refused

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

    def place(self, song: Song) -> tuple[Path, str]:
        """The directory of a song's files, and how their names begin."""
        name = slug(self.name or _title(song)) or "song"
        return self.directory or Path("songs", name), name


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
        directory, name = delivery.place(song)
        recordings = await self._files().keep(song, directory, name, delivery.formats)
        if not recordings:
            raise SongFailed(f"The song has no recording as {' or '.join(delivery.formats)}.")
        return recordings

    async def fetch_stems(self, delivery: Delivery) -> Recording:
        """Have the best rated choice taken apart, once, and download its stems.

        Raises SongFailed when they do not come.
        """
        song = await self._ordered()
        if song.best is None:
            raise SongFailed("The song has no MP3 that could be taken apart.")
        if song.best.stems is None:
            await self._separate(song.best.id)
            song = await self._ordered()
        directory, name = delivery.place(song)
        if song.best is None or song.best.stems is None:
            raise SongFailed("The stems are gone.")
        return await self._files().keep_stems(song.best, directory, name)

    async def _separate(self, choice_id: str) -> None:
        key = str(uuid4())
        job_id = await patiently(
            lambda: self.studio.separate(choice_id, key), WHILE_ASKING, self.display.interrupted
        )
        await self._follower(self.display.separating).follow_job(job_id)
        job = await patiently(
            lambda: self.studio.job(job_id), WHILE_ASKING, self.display.interrupted
        )
        if job is None or job.status != "SUCCEEDED":
            raise SongFailed((job and job.error) or "The stems were cancelled.")

    async def cancel(self, song_id: str) -> None:
        """Cancel a song that is being made."""
        song = await self.find(song_id)
        if song.job_id is None:
            raise Refused("Nothing makes this song any more.", code="INVALID_STATE")
        await self.studio.cancel(song.job_id)

    async def _finished(self) -> Song:
        if self.song_id is None:
            raise ValueError("no song was ordered or found")
        await self._follower(self.display.happened).follow(self.song_id)
        song = await self._ordered()
        match song.status:
            case "SUCCESS":
                return song
            case "CANCELLED":
                raise SongFailed("The song was cancelled.")
            case _:
                raise SongFailed(song.error or "The song failed.")

    async def _ordered(self) -> Song:
        if self.song_id is None:
            raise ValueError("no song was ordered or found")
        return await self.find(self.song_id)

    def _follower(self, happened: Callable[[SongEvent], None]) -> SongFollower:
        return SongFollower(
            studio=self.studio,
            happened=happened,
            interrupted=self.display.interrupted,
            patience=WHILE_WATCHING,
        )

    def _files(self) -> SongFiles:
        return SongFiles(
            studio=self.studio,
            arriving=self.display.arriving,
            interrupted=self.display.interrupted,
            patience=WHILE_ASKING,
        )


def _title(song: Song) -> str:
    return song.title or next((c.title for c in song.choices if c.title), "")
