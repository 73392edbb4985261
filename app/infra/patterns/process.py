"""The studio's side of the process in which people's patterns run."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import orjson

from app.domain.lyrics.ports import SkipReason
from app.infra.patterns.child import LENGTH_BYTES, framed

START_SECONDS: Final = 30.0
PATIENCE: Final = 2.0
"""Seconds on the wall for one question: its time of the processor, and waiting for one."""

_PROGRAM: Final = "app.infra.patterns.child"
_ROOT: Final = Path(__file__).resolve().parents[3]
_KEPT: Final = frozenset({"PATH", "LD_LIBRARY_PATH", "SYSTEMROOT"})


@dataclass(frozen=True, slots=True)
class Answers:
    """What a process said of each rule; `ended` is why it said nothing of the last ones."""

    of_rules: list[dict[str, Any]]
    ended: SkipReason | None = None


class PatternProcess:
    """One process, asked one question at a time. Whoever stops waiting for an answer kills it."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without pipes")
        self._process = process
        self._input = process.stdin
        self._output = process.stdout

    @classmethod
    async def start(cls) -> Self:
        """A process that is ready. Raises RuntimeError when it does not become so."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            _PROGRAM,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        started = cls(process)
        try:
            async with asyncio.timeout(START_SECONDS):
                await started._frame()
        except (TimeoutError, EOFError) as error:
            started.kill()
            raise RuntimeError("the process for patterns did not start") from error
        except BaseException:
            started.kill()
            raise
        return started

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.returncode is None

    async def ask(self, question: object, rules: int) -> Answers:
        """The answers of as many rules; after fewer of them the process is dead or dying."""
        found: list[dict[str, Any]] = []
        try:
            async with asyncio.timeout(PATIENCE):
                self._input.write(framed(orjson.dumps(question)))
                await self._input.drain()
                while len(found) < rules:
                    found.append(orjson.loads(await self._frame()))
        except TimeoutError:
            return Answers(found, SkipReason.TIMEOUT)
        except (EOFError, ConnectionError):
            code = await self._process.wait()
            timer = sys.platform != "win32" and code == -signal.SIGPROF
            return Answers(found, SkipReason.TIMEOUT if timer else SkipReason.TOO_MUCH)
        return Answers(found)

    def kill(self) -> None:
        """End it now."""
        if self.alive:
            self._process.kill()
        self._input.close()

    async def ended(self) -> None:
        """Wait until a killed process is gone."""
        await self._process.wait()

    async def _frame(self) -> bytes:
        length = await self._output.readexactly(LENGTH_BYTES)
        return await self._output.readexactly(int.from_bytes(length, "big"))


def _environment() -> dict[str, str]:
    """What a Python needs to find this code, and none of the studio's secrets."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith("PYTHON")
    }
    paths = (str(_ROOT), kept.get("PYTHONPATH", ""))
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
