"""Following a song to its end, however often the connection breaks."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from app.cli.studio_answers import SongEvent
from app.cli.studio_client import StudioClient
from studio_client.errors import Setback
from studio_client.following import Patience, following, pause

__all__ = ["Patience", "SongFollower", "patiently"]

T = TypeVar("T")
Listen = Callable[[int | None], AsyncGenerator[SongEvent, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SongFollower:
    """Tells what happens to a song or a job; `interrupted` hears why nothing comes just now."""

    studio: StudioClient
    happened: Callable[[SongEvent], None]
    interrupted: Callable[[Exception], None]
    patience: Patience

    async def follow(self, song_id: str) -> None:
        """Return when the song has ended. Raises Setback when patience ends or would not help.

        Each entry of the song's log is told once, in order.
        """
        await self._follow(partial(self.studio.events, song_id))

    async def follow_job(self, job_id: str) -> None:
        """The same with a job."""
        await self._follow(partial(self.studio.job_events, job_id))

    async def _follow(self, listen: Listen) -> None:
        events = following(
            listen,
            seq=lambda event: event.seq,
            ended=lambda event: event.ended,
            patience=self.patience,
            interrupted=self.interrupted,
        )
        async with aclosing(events):
            async for event in events:
                self.happened(event)


async def patiently(
    act: Callable[[], Awaitable[T]],
    patience: Patience,
    interrupted: Callable[[Exception], None],
) -> T:
    """What `act` answers, called again while nobody answers or the studio asks for patience.

    Only for what may be repeated.
    """
    delays = patience.delays()
    while True:
        try:
            return await act()
        except Setback as reason:
            await pause(reason, delays, interrupted)
