"""What happens to the house while people order: everything that can end or stop does."""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import psutil

from chaos.house import HOLD, LEASE, LONGEST_PATIENCE, House
from chaos.line import Line, Weather

_CALM: Final = (0.6, 2.0)
"""Seconds between two faults."""
_AWAY: Final = (0.2, 1.5)
"""Seconds for which something is gone."""

Fault = Callable[[], Awaitable[None]]
"""Breaks something and mends it."""


class Storm:
    """A sequence of faults, the same for the same seed."""

    def __init__(self, house: House, line: Line, seed: int) -> None:
        self._house = house
        self._line = line
        self._rng = random.Random(seed)  # noqa: S311 - the same storm every time
        self.faults: Counter[str] = Counter()
        self.over = 0.0
        """When the last fault was mended, by the clock of the machine."""
        self._order: tuple[tuple[str, Fault], ...] = (
            ("kill a worker", self._kill_a_worker),
            ("cut the line", self._cut_the_line),
            ("kill a worker", self._kill_a_worker),
            ("freeze a worker", self._freeze_a_worker),
            ("kill the API", lambda: self._replace("api")),
            ("hang the line", lambda: self._weather(Weather.HUNG)),
            ("kill Valkey", self._restart_valkey),
            ("stop PostgreSQL", self._restart_postgres),
            ("kill a worker", self._kill_a_worker),
            ("freeze the provider", self._freeze_the_provider),
            ("freeze Valkey", lambda: self._freeze(self._house.valkey.process, self._away())),
            (
                "freeze PostgreSQL",
                lambda: self._freeze(self._house.postgres.process, self._away()),
            ),
            ("drip the line", lambda: self._weather(Weather.DRIPPING)),
            ("kill both workers", lambda: self._replace("worker-1", "worker-2")),
        )

    async def rage(self, seconds: float) -> None:
        """One fault after the other; each is mended before the next."""
        end = time.monotonic() + seconds
        number = 0
        while time.monotonic() < end:
            await asyncio.sleep(self._rng.uniform(*_CALM))
            name, strike = self._order[number % len(self._order)]
            self.faults[name] += 1
            await strike()
            number += 1
        self.over = time.time()

    async def _kill_a_worker(self) -> None:
        await self._replace(self._a_worker())

    async def _freeze_a_worker(self) -> None:
        """Beyond its lease: it wakes up with work that others have taken over."""
        await self._freeze(self._house.processes[self._a_worker()], LEASE + 1)

    async def _freeze_the_provider(self) -> None:
        """Beyond the patience with it: it takes orders that were given up, within their hold."""
        await self._freeze(self._house.processes["mock"], HOLD)

    async def _cut_the_line(self) -> None:
        self._line.cut()

    async def _weather(self, bad: Weather) -> None:
        """Beyond the longest patience with a provider."""
        self._line.become(bad)
        await asyncio.sleep(LONGEST_PATIENCE + 1)
        self._line.become(Weather.FAIR)

    async def _replace(self, *names: str) -> None:
        for name in names:
            self._house.kill(name)
        await asyncio.sleep(self._away())
        for name in names:
            self._house.begin(name)

    async def _freeze(self, process: subprocess.Popen[bytes] | None, seconds: float) -> None:
        """A process with its children, as if it were cut off from the network."""
        if process is None:
            raise RuntimeError("a server that was started has no process")
        top = psutil.Process(process.pid)
        frozen = [top, *top.children(recursive=True)]
        for each in frozen:
            each.suspend()
        await asyncio.sleep(seconds)
        for each in frozen:
            with suppress(psutil.NoSuchProcess):
                each.resume()

    async def _restart_valkey(self) -> None:
        if (process := self._house.valkey.process) is not None:
            process.kill()
            process.wait()
        await asyncio.sleep(self._away())
        self._house.valkey.start()

    async def _restart_postgres(self) -> None:
        if (process := self._house.postgres.process) is not None:
            process.send_signal(signal.SIGQUIT)
            process.wait()
        await asyncio.sleep(self._away())
        self._house.postgres.start()

    def _away(self) -> float:
        return self._rng.uniform(*_AWAY)

    def _a_worker(self) -> str:
        return self._rng.choice(("worker-1", "worker-2"))
