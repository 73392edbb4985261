"""The supervisor's side of the watchdog."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

_PROGRAM = Path(__file__).with_name("watchdog.py")
_ITS_OWN_END = 5.0


class Watchdog:
    """Ends the watched process groups when this process ends, however it ends.

    They have `patience` seconds between their signal and the one that kills.
    """

    def __init__(self, patience: float = 5.0) -> None:
        self._patience = patience
        self._watched: dict[int, signal.Signals] = {}
        self._process = self._start()

    def watch(self, process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        """`process` leads its group, which gets `number` first and is killed later."""
        self._watched[process.pid] = number
        self._tell(f"watch {process.pid} {int(number)}")

    def forget(self, process: subprocess.Popen[bytes]) -> None:
        """`process` has ended: its pid may soon be somebody else's."""
        self._watched.pop(process.pid, None)
        self._tell(f"forget {process.pid}")

    def close(self) -> None:
        """Let the watchdog end what is still watched, and go."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(self._patience + _ITS_OWN_END)

    def _tell(self, line: str) -> None:
        try:
            self._write(line)
        except BrokenPipeError:
            # Somebody killed the watchdog; the next one has to learn everything.
            self._process.wait(self._patience + _ITS_OWN_END)
            self._process = self._start()
            for pid, number in self._watched.items():
                self._write(f"watch {pid} {int(number)}")

    def _write(self, line: str) -> None:
        os.write(self._input, f"{line}\n".encode())

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-S", str(_PROGRAM), str(self._patience)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={},
        )
        if process.stdin is None:
            raise RuntimeError("a watchdog without a pipe")
        self._input = process.stdin.fileno()
        return process
