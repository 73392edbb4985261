"""Following a song to its end, however often the connection breaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from app.cli.studio_answers import SongEvent
from app.cli.studio_client import StudioClient
from app.cli.studio_errors import Setback, Unreachable

T = TypeVar("T")
Listen = Callable[[int | None], AsyncGenerator[SongEvent, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to try again: after `first` seconds, then twice that, at most `longest`.

    `total` bounds the sum of the waits.
    """

    first: float = 0.5
    longest: float = 15
    total: float

    def delays(self) -> Iterator[float]:
        """The waits in seconds, until patience ends."""
        delay, waited = self.first, 0.0
        while waited < self.total:
            yield delay
            waited += delay
            delay = min(2 * delay, self.longest)


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
        last: SongEvent | None = None
        delays = self.patience.delays()
        while True:
            reason: Setback = Unreachable("the connection is lost")
            try:
                after = last.seq if last else None
                async with aclosing(listen(after)) as events:
                    async for event in events:
                        last, delays = event, self.patience.delays()
                        self.happened(event)
            except Setback as error:
                reason = error
            if last is not None and last.ended:
                return
            await _pause(reason, delays, self.interrupted)


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
            await _pause(reason, delays, interrupted)


async def _pause(
    reason: Setback, delays: Iterator[float], interrupted: Callable[[Exception], None]
) -> None:
    """Wait before the next try, or raise the reason when there shall be none."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        # A connection that breaks while it is being closed must not hide the cancellation.
        raise asyncio.CancelledError from reason
    delay = next(delays, None)
    if delay is None or not reason.retryable:
        raise reason
    interrupted(reason)
    await asyncio.sleep(max(delay, reason.retry_after))
