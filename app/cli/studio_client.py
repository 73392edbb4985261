"""What the command line does with a running studio, in its own words."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self

import httpx

from app.cli.studio_answers import Job, Song, SongEvent
from studio_client import Studio, given
from studio_client.generated.input_types import (
    CancelJobInput,
    GenerateSongInput,
    GenerateStemsInput,
)


class StudioClient:
    """Talks to the studio at `url`, which may have a path; `language` as in Accept-Language.

    Everything raises Unreachable and Refused. After `sign_in` all else is asked as that person,
    who is signed in again when the session ends.
    """

    def __init__(self, url: str, language: str) -> None:
        self.api = Studio(url, language)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.api.__aexit__(kind, error, trace)

    async def sign_in(self, email: str, password: str) -> None:
        """Open a session."""
        await self.api.sign_in(email, password, stay=True)

    async def generate(self, wish: Mapping[str, Any]) -> Song:
        """Order a song; `wish` is a `GenerateSongInput`."""
        payload = (await self.api.generate_song(GenerateSongInput(**wish))).generate_song
        return Song.of(given(payload.song))

    async def song(self, song_id: str) -> Song | None:
        """A song of one's own."""
        found = (await self.api.song(song_id)).song
        return Song.of(found) if found else None

    async def cancel(self, job_id: str) -> None:
        """End a job."""
        await self.api.cancel_job(CancelJobInput(id=job_id))

    async def separate(self, choice_id: str, key: str) -> str:
        """Have a choice taken apart; the job that does it. `key` makes a repetition safe."""
        wish = GenerateStemsInput(choice_id=choice_id, idempotency_key=key)
        return given((await self.api.generate_stems(wish)).generate_stems.job).id

    async def job(self, job_id: str) -> Job | None:
        """A job of one's own."""
        found = (await self.api.job(job_id)).job
        return Job.of(found) if found else None

    async def events(self, song_id: str, after_seq: int | None) -> AsyncGenerator[SongEvent, None]:
        """What happens to a song, over one websocket; see `songProgress` in the schema."""
        async for event in self.api.song_progress(song_id, after_seq):
            yield SongEvent.of(event.song_progress)

    async def job_events(
        self, job_id: str, after_seq: int | None
    ) -> AsyncGenerator[SongEvent, None]:
        """The same of a job; see `jobProgress` in the schema."""
        async for event in self.api.job_progress(job_id, after_seq):
            yield SongEvent.of(event.job_progress)

    def download(self, address: str) -> AbstractAsyncContextManager[httpx.Response]:
        """A file of the studio, to be read with `aiter_raw`."""
        return self.api.download(address)
