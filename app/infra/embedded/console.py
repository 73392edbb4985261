"""What the person at the terminal reads: our own words, and each process's lines with its name."""

from __future__ import annotations

import asyncio
import contextlib
import os
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
        self._colour = stream.isatty() and "NO_COLOR" not in os.environ

    def say(self, text: str = "") -> None:
        """Print one or more lines of the supervisor's own."""
        if self._gone:
            return
        try:
            self._stream.write(f"{text}\n")
            self._stream.flush()
        except OSError:
            # A closed window or pipe must not keep the tree from being stopped.
            self._gone = True

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
