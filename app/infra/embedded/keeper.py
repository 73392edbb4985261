"""One process of the tree: started, shown, started again when it dies, stopped."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .children import StartFailed, kill_group, tail
from .console import Console
from .guard import Watchdog

_TICK = 0.05
_HURRIED_PATIENCE = 1.0
_LAST_LINES_PATIENCE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarts:
    """How often and how soon who died is started again; times in seconds.

    The delay doubles with each death within the `window`; the last of `most` ends everything.
    """

    most: int = 5
    window: float = 60.0
    first_delay: float = 0.5
    longest_delay: float = 10.0

    def delay(self, deaths: int) -> float:
        """The time before the next start after so many deaths."""
        return min(self.first_delay * 2.0 ** (deaths - 1), self.longest_delay)


class GaveUp(Exception):
    """A process kept dying, or a step failed; the text tells which and shows the end of its log."""


class Supervised(Protocol):
    """What the supervisor needs to know of a process. `EmbeddedPostgres` is one of them."""

    @property
    def name(self) -> str:
        """A short name for the terminal."""

    @property
    def log(self) -> Path:
        """Where its output is kept."""

    @property
    def stop_signals(self) -> Sequence[signal.Signals]:
        """The signals that stop it, the politest first."""

    @property
    def patience(self) -> float:
        """How many seconds each of them may take."""

    @property
    def start_timeout(self) -> float:
        """Within how many seconds it must answer."""

    def prepare(self) -> None:
        """Make ready to start; may block, runs in a thread. StartFailed or OSError."""

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start; must not block. Its output is shown when it is a pipe."""

    def answers(self) -> bool:
        """Whether it does its work now; may block, runs in a thread."""

    def release(self) -> None:
        """Clean up after its last end."""


class Keeper:
    """Keeps one process alive from `begin()` until `end()`; `hurry` shortens all patience."""

    def __init__(
        self,
        process: Supervised,
        *,
        console: Console,
        watchdog: Watchdog,
        restarts: Restarts,
        hurry: asyncio.Event,
    ) -> None:
        self.ready = asyncio.Event()
        self._process = process
        self._console = console
        self._watchdog = watchdog
        self._restarts = restarts
        self._hurry = hurry
        self._task: asyncio.Task[None] | None = None
        self._preparing: asyncio.Future[None] | None = None
        self._running: subprocess.Popen[bytes] | None = None
        self._relay: asyncio.Task[None] | None = None

    def begin(self, *, on_failure: Callable[[BaseException], None]) -> None:
        """Start in the background and keep alive; `on_failure` hears why that was given up."""

        def report(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (failure := task.exception()) is not None:
                on_failure(failure)

        self._task = asyncio.create_task(self._keep())
        self._task.add_done_callback(report)

    async def live(self) -> int:
        """One life: start, become ready, end. Returns the exit status."""
        self._preparing = asyncio.ensure_future(asyncio.to_thread(self._process.prepare))
        await asyncio.shield(self._preparing)
        running = self._running = self._process.spawn()
        self._watchdog.watch(running, self._process.stop_signals[0])
        if running.stdout is not None:
            self._relay = asyncio.create_task(
                self._console.relay(self._process.name, running.stdout, self._process.log)
            )
        try:
            await self._become_ready(running)
        except StartFailed:
            await self._stop(running)
            raise
        await _gone(running)
        await self._bury(running)
        return running.returncode

    async def end(self) -> None:
        """Stop the process, politely first, and everything it started; returns when all is gone."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        if self._preparing is not None:
            # Half a preparation cannot be cleaned up after; it ends by itself.
            await asyncio.wait({self._preparing})
        if self._running is not None:
            await self._stop(self._running)
        self._process.release()

    async def _keep(self) -> None:
        deaths: deque[float] = deque(maxlen=self._restarts.most)
        while True:
            try:
                outcome = _in_words(await self.live())
            except (StartFailed, OSError) as failure:
                outcome = f"did not start: {failure}"
                if not self.ready.is_set():
                    raise GaveUp(self._with_log(outcome)) from failure
            now = time.monotonic()
            deaths.append(now)
            recent = sum(death > now - self._restarts.window for death in deaths)
            if recent == self._restarts.most:
                raise GaveUp(
                    self._with_log(f"{outcome}, {recent} times in {self._restarts.window:.0f} s")
                )
            delay = self._restarts.delay(recent)
            self._console.say(f"{self._process.name} {outcome}; starting it again in {delay:g} s")
            await asyncio.sleep(delay)

    async def _become_ready(self, running: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + self._process.start_timeout
        while running.poll() is None:
            if await asyncio.to_thread(self._process.answers):
                self.ready.set()
                return
            if time.monotonic() > deadline:
                raise StartFailed(f"no answer within {self._process.start_timeout:.0f} s")
            await asyncio.sleep(_TICK)

    async def _stop(self, running: subprocess.Popen[bytes]) -> None:
        for number in self._process.stop_signals:
            if running.poll() is None:
                running.send_signal(number)
                await self._patiently(running)
        await self._bury(running)

    async def _patiently(self, running: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + self._process.patience
        while running.poll() is None and time.monotonic() < deadline:
            if self._hurry.is_set():
                deadline = min(deadline, time.monotonic() + _HURRIED_PATIENCE)
            await asyncio.sleep(_TICK)

    async def _bury(self, running: subprocess.Popen[bytes]) -> None:
        """Leave nothing: neither the group of the process nor a reader of its last lines."""
        kill_group(running)
        await _gone(running)
        self._watchdog.forget(running)
        self._running = None
        if self._relay is not None:
            await asyncio.wait({self._relay}, timeout=_LAST_LINES_PATIENCE)
            self._relay.cancel()
            self._relay = None

    def _with_log(self, reason: str) -> str:
        return f"{self._process.name} {reason}\n{tail(self._process.log)}".rstrip()


async def _gone(running: subprocess.Popen[bytes]) -> None:
    while running.poll() is None:  # noqa: ASYNC110 - a Popen has no event
        await asyncio.sleep(_TICK)


def _in_words(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
