"""Memory and connections while it storms, and whether they grow."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import psutil

from app.infra.embedded.postgres import DATABASE
from bench.slopes import a_minute
from chaos.house import House

_EVERY: Final = 0.5
_YOUNG: Final = 8.0
"""Seconds in which the house still fills its pools."""
_LONG: Final = 20.0
"""Seconds without which nobody can tell whether something grows."""
_MEGABYTE: Final = 1_000_000
_KINDS: Final = ("api", "worker")

Life = list[tuple[float, float]]
"""Of one process: seconds since it was started, and megabytes."""


@dataclass(slots=True)
class Samples:
    """What was seen; a process that was killed and started again has another life."""

    lives: dict[str, dict[int, Life]] = field(default_factory=lambda: defaultdict(dict))
    connections: Life = field(default_factory=list)

    async def collect(self, house: House) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            self._look(house)

    @property
    def memory(self) -> dict[str, float]:
        """Megabytes that each process had when it was looked at last."""
        return {name: round([*lives.values()][-1][-1][1], 1) for name, lives in self.lives.items()}

    @property
    def memory_a_minute(self) -> dict[str, float | None]:
        """Megabytes that each kind adds in a minute, in the second half of the lives of its own."""
        grows: dict[str, float | None] = {}
        for kind in _KINDS:
            lives = [
                [(age, size) for age, size in life if age >= life[-1][0] / 2]
                for name, found in self.lives.items()
                if name.startswith(kind)
                for life in found.values()
                if life[-1][0] >= _LONG
            ]
            grows[kind] = _rounded(a_minute(lives))
        return grows

    @property
    def most_connections(self) -> int:
        """To PostgreSQL, of everybody."""
        return int(max((count for _, count in self.connections), default=0))

    @property
    def connections_a_minute(self) -> float | None:
        """By how many they grow in a minute of storm."""
        grown = self.connections[int(_YOUNG / _EVERY) :]
        enough = grown and grown[-1][0] - grown[0][0] >= _LONG
        return _rounded(a_minute([grown])) if enough else None

    def _look(self, house: House) -> None:
        now = time.time()
        for name in (name for name in house.processes if name.startswith(_KINDS)):
            pid = house.processes[name].pid
            with suppress(psutil.Error):
                process = psutil.Process(pid)
                age, memory = now - process.create_time(), process.memory_info().rss
                if memory:  # a zombie has none
                    life = self.lives[name].setdefault(pid, [])
                    life.append((age, memory / _MEGABYTE))
        if (postgres := house.postgres.process) is not None:
            with suppress(psutil.Error):
                titles = [each.cmdline() for each in psutil.Process(postgres.pid).children()]
                clients = [each for each in titles if f" {DATABASE} " in " ".join(each)]
                self.connections.append((now, len(clients)))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
