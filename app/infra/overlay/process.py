"""The studio's side of the process in which overlays are drawn."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import Final, Self

from app.domain.errors import InvalidInput, Problem
from app.domain.overlay.ports import Rendered, RenderingInterrupted
from app.infra.overlay.wire import ANSWERS, LENGTH_BYTES, QUESTIONS, Question, Refused, framed

START_SECONDS: Final = 30.0

_PROGRAM: Final = "app.infra.overlay.child"
_ROOT: Final = Path(__file__).resolve().parents[3]
_KEPT: Final = frozenset({"PATH", "LD_LIBRARY_PATH", "SYSTEMROOT"})


class OverlayProcess:
    """One process, asked one question at a time. Whoever stops waiting for an answer kills it."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without pipes")
        self._process = process
        self._input = process.stdin
        self._output = process.stdout

    @classmethod
    async def start(cls) -> Self:
        """A process that is ready. Raises RenderingInterrupted when it does not become so."""
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
            raise RenderingInterrupted("overlay.interrupted") from error
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

    async def ask(self, question: Question, source: bytes, *, patience: float) -> Rendered:
        """The answer, awaited for so many seconds.

        Raises InvalidInput as the renderer does, after which it can be asked again, and
        RenderingInterrupted, after which it is dead or has to be killed.
        """
        try:
            async with asyncio.timeout(patience):
                return await self._asked(question, source)
        except TimeoutError as error:
            raise RenderingInterrupted("overlay.timeout") from error
        except (EOFError, ConnectionError) as error:
            raise RenderingInterrupted("overlay.interrupted") from error

    def kill(self) -> None:
        """End it now."""
        if self.alive:
            self._process.kill()
        self._input.close()

    async def ended(self) -> None:
        """Wait until a killed process is gone."""
        await self._process.wait()

    async def _asked(self, question: Question, source: bytes) -> Rendered:
        self._input.write(framed(QUESTIONS.dump_json(question)))
        self._input.write(framed(source))
        await self._input.drain()
        found = ANSWERS.validate_json(await self._frame())
        if isinstance(found, Refused):
            raise InvalidInput.of(
                tuple(Problem(each.key, each.path, each.params) for each in found.problems)
            )
        return Rendered(
            png=await self._frame(), width=found.width, height=found.height, layout=found.layout
        )

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
