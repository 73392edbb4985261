"""One tree of processes: started in order, kept alive, stopped in reverse."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable
from types import TracebackType
from typing import Any, Self, TypeVar

from .children import tail
from .console import Console, rotate
from .guard import Watchdog
from .keeper import GaveUp, Keeper, Restarts, Supervised

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOOK_AT_TERMINAL = 1.0
_T = TypeVar("_T")


class Interrupted(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or a closed terminal."""


class Supervisor:
    """Use as `async with`; leaving the block stops everything, in reverse, whatever happened.

    A first signal interrupts whatever the block waits for, a second one shortens the patience
    with those that are slow to stop. When the supervisor itself is killed, the kernel (on Linux)
    and the watchdog end the tree.
    """

    def __init__(self, console: Console, restarts: Restarts | None = None) -> None:
        self._console = console
        self._restarts = restarts or Restarts()
        self._stages: list[list[Keeper]] = []
        self._hurry = asyncio.Event()
        self._end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watchdog = Watchdog()
        # `nohup` ignores SIGHUP for us: then the studio shall outlive its terminal.
        outlives = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        self._signals = _SIGNALS if outlives else (*_SIGNALS, signal.SIGHUP)
        self._terminal: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        for number in self._signals:
            asyncio.get_running_loop().add_signal_handler(number, self._on_signal)
        if signal.SIGHUP in self._signals:
            self._terminal = asyncio.create_task(self._until_hung_up())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._fail(Interrupted())
        if self._terminal is not None:
            self._terminal.cancel()
        try:
            for stage in reversed(self._stages):
                await asyncio.gather(*(keeper.end() for keeper in stage))
        finally:
            self._watchdog.close()
            for number in self._signals:
                asyncio.get_running_loop().remove_signal_handler(number)

    async def start(self, *processes: Supervised) -> None:
        """Start one stage, in order, and return when all of it answers.

        Whoever dies later is started again. Raises Interrupted or GaveUp as soon as there is a
        reason to end, and so do `run` and `wait`.
        """
        stage = [self._keeper(process) for process in processes]
        self._stages.append(stage)
        for keeper in stage:
            keeper.begin(on_failure=self._fail)
        await self.unless_ended(asyncio.gather(*(keeper.ready.wait() for keeper in stage)))

    async def run(self, command: Supervised) -> None:
        """Run a process to its end; GaveUp unless it ends with status 0."""
        keeper = self._keeper(command)
        self._stages.append([keeper])
        status = await self.unless_ended(keeper.live())
        if status != 0:
            raise GaveUp(f"{command.name} ended with status {status}\n{tail(command.log)}")

    async def wait(self) -> None:
        """Wait for a reason to end, and raise it."""
        await self._end

    async def unless_ended(self, work: Awaitable[_T]) -> _T:
        """The result of `work`, which is cancelled as soon as there is a reason to end."""
        task = asyncio.ensure_future(work)
        waiting: set[asyncio.Future[Any]] = {task, self._end}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if self._end.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self._end.result()
        return task.result()

    def _keeper(self, process: Supervised) -> Keeper:
        rotate(process.log)
        return Keeper(
            process,
            console=self._console,
            watchdog=self._watchdog,
            restarts=self._restarts,
            hurry=self._hurry,
        )

    def _fail(self, reason: BaseException) -> None:
        if not self._end.done():
            self._end.set_exception(reason)
            # Not every end is waited for: the block may have left on its own.
            self._end.exception()

    async def _until_hung_up(self) -> None:
        """A closed window signals only the first process in it, and `make` keeps that to itself."""
        while not self._console.hung_up():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(_LOOK_AT_TERMINAL)
        self._on_signal()

    def _on_signal(self) -> None:
        if self._end.done():
            self._hurry.set()
        else:
            self._console.say("\nStopping; Ctrl-C again hastens it.")
            self._fail(Interrupted())
