"""The studio's side of a process that answers questions in frames."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import Final, Self

from app.infra.subprocesses.frames import LENGTH_BYTES, framed

START_SECONDS: Final = 30.0

_ROOT: Final = Path(__file__).resolve().parents[3]
_KEPT: Final = frozenset({"PATH", "LD_LIBRARY_PATH", "SYSTEMROOT"})


class AnsweringProcess:
    """One process, asked one question at a time. Whoever stops waiting for an answer kills it.

    It is in a session of its own and knows none of the studio's secrets. Its program sends an
    empty frame when it is ready, and ends with its input.
    """

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without pipes")
        self._process = process
        self._input = process.stdin
        self._output = process.stdout

    @classmethod
    async def ready(cls, program: str) -> Self:
        """A process that runs a module and is ready.

        Raises TimeoutError or EOFError when it does not become so; it is killed then.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            program,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        started = cls(process)
        try:
            async with asyncio.timeout(START_SECONDS):
                await started._heard()
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

    def kill(self) -> None:
        """End it now."""
        if self.alive:
            self._process.kill()
        self._input.close()

    async def ended(self) -> int:
        """Wait until it is gone; its exit status, or the signal that ended it as a negative."""
        return await self._process.wait()

    async def _say(self, *payloads: bytes) -> None:
        """Send these payloads, each in a frame of its own. Raises ConnectionError."""
        for payload in payloads:
            self._input.write(framed(payload))
        await self._input.drain()

    async def _heard(self) -> bytes:
        """The next payload. Raises EOFError and ConnectionError."""
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
