"""Following a subscription to its end, however often the connection breaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar, cast

from studio_client.errors import Setback, Unreachable

T = TypeVar("T")


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


async def following(
    listen: Callable[[int | None], AsyncIterator[T]],
    *,
    seq: Callable[[T], int | None],
    ended: Callable[[T], bool],
    patience: Patience,
    interrupted: Callable[[Exception], None],
) -> AsyncGenerator[T, None]:
    """Each event once and in order, over as many connections as it takes, until one has `ended`.

    `listen` subscribes after the event with this number, None for a first time; `seq` is an
    event's number, None where it has none. `interrupted` hears why nothing comes just now.
    Patience begins anew with every event. Raises Setback when it ends or would not help.
    """
    last: int | None = None
    delays = patience.delays()
    while True:
        reason: Setback = Unreachable("the connection is lost")
        over = False
        try:
            async with aclosing(cast("AsyncGenerator[T, None]", listen(last))) as events:
                async for event in events:
                    number, over = seq(event), over or ended(event)
                    last, delays = last if number is None else number, patience.delays()
                    yield event
        except Setback as error:
            reason = error
        if over:
            return
        await pause(reason, delays, interrupted)


async def pause(
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
