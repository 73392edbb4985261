"""What every use-case may ask of the outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Clock(Protocol):
    """The time, aware and in UTC."""

    def now(self) -> datetime:
        """The current time."""
        ...


class Transaction(Protocol):
    """Everything written inside `async with transaction():` is kept together or not at all.

    Background work is started after the block, never inside it.
    """

    def __call__(self) -> AbstractAsyncContextManager[object]:
        """Begin a transaction; a nested call joins the outer one."""
        ...


class Durably(Protocol):
    """A transaction for news that must not be lost, such as the answer to a paid call."""

    async def __call__(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Run `work` in a transaction, again for up to half a minute while the database is away.

        `work` may run more than once, so it does nothing but read and write rows.
        """
        ...


class Stopwatch(Protocol):
    """Seconds on a clock that never jumps; only differences mean anything."""

    def __call__(self) -> float:
        """The reading."""
        ...
