"""What the person at the terminal reads: our own words, and each process's lines with its name."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
from pathlib import Path
from typing import IO, TextIO

_WIDTH = 8
_LARGEST_LOG = 5 * 1024 * 1024
_CHUNK = 64 * 1024


class Console:
    """Lines to a terminal that may go away: the logs are complete without it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._gone = False
        self._is_terminal = stream.isatty()
        self._colour = self._is_terminal and "NO_COLOR" not in os.environ

    def hung_up(self) -> bool:
        """Whether there was a terminal and its window has been closed."""
        if not self._is_terminal:
            return False
        asked = select.poll()
        asked.register(self._stream.fileno(), 0)
        return any(event & select.POLLHUP for _, event in asked.poll(0))

    def say(self, text: str = "") -> None:
        """Print one or more lines of the supervisor's own."""
        if self._gone:
            return
        try:
            self._stream.write(f"{text}\n")
            self._stream.flush()
        except OSError:
            # A closed window or pipe must not keep the tree from being stopped; what the stream
            # still holds would fail once more when Python ends.
            self._gone = True
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), self._stream.fileno())

    def show(self, name: str, line: str) -> None:
        """Print one line of the process `name`."""
        prefix = f"{name:<{_WIDTH}}|"
        self.say(f"\x1b[2m{prefix}\x1b[0m {line}" if self._colour else f"{prefix} {line}")

    async def relay(self, name: str, output: IO[bytes], log: Path) -> None:
        """Copy the lines of a process to the terminal and to its log until it closes `output`."""
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), output
        )
        with contextlib.closing(transport), log.open("ab", buffering=0) as file:
            rest = b""
            while chunk := await reader.read(_CHUNK):
                file.write(chunk)
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self.show(name, line.decode(errors="replace"))
            if rest:
                self.show(name, rest.decode(errors="replace"))


def rotate(log: Path) -> None:
    """Start a new file when the log has grown large; the one before is kept."""
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))
