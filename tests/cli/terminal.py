"""A command in a pseudo-terminal."""

from __future__ import annotations

import asyncio
import os
import pty
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.cli.process import environment, with_ctrl_c


class Terminal:
    """A pseudo-terminal with a command in it."""

    def __init__(self, *options: str, **variables: str) -> None:
        self._ours, theirs = pty.openpty()
        os.set_blocking(self._ours, False)
        self.shown = ""
        self._process = subprocess.Popen(
            (sys.executable, "-m", "app", *options),
            env=environment(COLUMNS="100", **variables),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=with_ctrl_c,
        )
        os.close(theirs)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    async def until(self, over: Callable[[], bool], within: float = 20) -> None:
        async with asyncio.timeout(within):
            while not over():
                try:
                    self.shown += os.read(self._ours, 65536).decode(errors="replace")
                except BlockingIOError:
                    await asyncio.sleep(0.01)
                except OSError:  # what Linux answers when the last writer is gone
                    return

    async def ended(self) -> int:
        await self.until(lambda: False)
        return self._process.wait(5)

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def close(self) -> None:
        os.close(self._ours)
        self._process.kill()
        self._process.wait()


@asynccontextmanager
async def terminal(*options: str, **variables: str) -> AsyncIterator[Terminal]:
    opened = Terminal(*options, **variables)
    try:
        yield opened
    finally:
        opened.close()
