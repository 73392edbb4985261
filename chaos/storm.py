"""What happens to the house while people order: everything that can end or stop does."""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from typing import Final

import psutil

from chaos.house import LEASE, House

_FAULTS: Final = (
    "kill a worker",
    "kill a worker",
    "kill the API",
    "freeze a worker",
    "kill a worker",
    "kill Valkey",
    "stop PostgreSQL",
    "freeze Valkey",
    "freeze PostgreSQL",
    "kill both workers",
)
_CALM: Final = (0.6, 2.0)
"""Seconds between two faults."""
_AWAY: Final = (0.2, 1.5)
"""Seconds for which something is gone."""


class Storm:
    """A sequence of faults, the same for the same seed."""

    def __init__(self, house: House, seed: int) -> None:
        self._house = house
        self._rng = random.Random(seed)  # noqa: S311 - the same storm every time
        self.faults: Counter[str] = Counter()
        self.over = 0.0
        """When the last fault was mended, by the clock of the machine."""

    async def rage(self, seconds: float) -> None:
        """One fault after the other; each is mended before the next."""
        end = time.monotonic() + seconds
        number = 0
        while time.monotonic() < end:
            await asyncio.sleep(self._rng.uniform(*_CALM))
            await self._strike(_FAULTS[number % len(_FAULTS)])
            number += 1
        self.over = time.time()

    async def _strike(self, fault: str) -> None:
        worker = self._rng.choice(("worker-1", "worker-2"))
        self.faults[fault] += 1
        match fault:
            case "kill a worker":
                await self._replace(worker)
            case "kill both workers":
                await self._replace("worker-1", "worker-2")
            case "kill the API":
                await self._replace("api")
            case "freeze a worker":
                # Beyond its lease: it wakes up with work that others have taken over.
                await self._freeze(self._house.processes[worker].pid, LEASE + 1)
            case "kill Valkey":
                await self._restart_valkey()
            case "stop PostgreSQL":
                await self._restart_postgres()
            case "freeze Valkey":
                await self._freeze(self._pid(self._house.valkey.process), self._away())
            case "freeze PostgreSQL":
                await self._freeze(self._pid(self._house.postgres.process), self._away())

    async def _replace(self, *names: str) -> None:
        for name in names:
            self._house.kill(name)
        await asyncio.sleep(self._away())
        for name in names:
            self._house.begin(name)

    async def _freeze(self, pid: int, seconds: float) -> None:
        """A process with its children, as if it were cut off from the network."""
        top = psutil.Process(pid)
        frozen = [top, *top.children(recursive=True)]
        for process in frozen:
            process.suspend()
        await asyncio.sleep(seconds)
        for process in frozen:
            with suppress(psutil.NoSuchProcess):
                process.resume()

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

    @staticmethod
    def _pid(process: subprocess.Popen[bytes] | None) -> int:
        if process is None:
            raise RuntimeError("a server that was started has no process")
        return process.pid
