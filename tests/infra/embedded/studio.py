"""A whole studio under test: the real supervisor and servers, stand-ins for the rest."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[3]
STAND_INS = Path(__file__).with_name("stand_ins.py")
READY = "The studio is ready"
START_TIMEOUT = 30.0


class Studio:
    """Started by `start()`; `processes` are the supervisor and everything below it."""

    def __init__(
        self,
        data_dir: Path,
        *,
        variables: Mapping[str, str] | None = None,
        python: Sequence[str] = (sys.executable,),
        user: pwd.struct_passwd | None = None,
        terminal: str = "terminal",
    ) -> None:
        self.data_dir = data_dir
        self.processes: list[psutil.Process] = []
        self._argv = [*python, str(STAND_INS), "dev"]
        kept = ("PATH", "TMPDIR", "HOME")
        self._env = {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DATA_DIR": str(data_dir),
            **(variables or {}),
        }
        self._user = user
        # Not a pipe: nobody reads while a test waits for the end.
        self._terminal = data_dir.with_name(terminal)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        """What the terminal shows so far."""
        return self._terminal.read_text()

    def begin(self) -> subprocess.Popen[bytes]:
        """Start without waiting for anything; an earlier run's output is forgotten."""
        # Whoever runs the tests may have been started by nohup.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        with self._terminal.open("wb") as terminal:
            self._process = subprocess.Popen(
                self._argv,
                env=self._env,
                cwd=self.data_dir.parent,
                stdin=subprocess.DEVNULL,
                stdout=terminal,
                stderr=subprocess.STDOUT,
                **_as(self._user),
            )
        return self._process

    def start(self) -> None:
        """Start and wait until it says that it is ready."""
        process = self.begin()
        self.wait_for(READY)
        supervisor = psutil.Process(process.pid)
        self.processes = [supervisor, *supervisor.children(recursive=True)]

    def wait_for(self, text: str, timeout: float = START_TIMEOUT) -> None:
        """Wait until the terminal shows `text`."""
        deadline = time.monotonic() + timeout
        while text not in self.output:
            assert self.running.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.02)

    @property
    def running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def signal(self, number: signal.Signals) -> None:
        """Signal the supervisor alone."""
        self.running.send_signal(number)

    def status(self, timeout: float = 20) -> int:
        """The exit status of the supervisor, waited for."""
        return self.running.wait(timeout)

    def survivors(self, timeout: float = 10) -> list[psutil.Process]:
        """Who is still alive after a while: of those seen, and of those at home in DATA_DIR."""
        deadline = time.monotonic() + timeout
        while (alive := self._alive()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return alive

    def named(self, name: str) -> psutil.Process:
        """The process of the tree whose command line ends in, or begins with, `name`."""
        supervisor = psutil.Process(self.running.pid)
        return next(
            child
            for child in supervisor.children()
            if child.cmdline()[-1] == name or Path(child.cmdline()[0]).name == name
        )

    def close(self) -> None:
        """End everything, whatever the test left."""
        if self._process is not None and self._process.poll() is None:
            self.processes += psutil.Process(self._process.pid).children(recursive=True)
            self._process.kill()
            self._process.wait()
        for process in self.processes:
            if _lives(process):
                process.kill()
        psutil.wait_procs(self.processes, 5)

    def _alive(self) -> list[psutil.Process]:
        return [process for process in self.processes if _lives(process)] + self._at_home()

    def _at_home(self) -> list[psutil.Process]:
        home = str(self.data_dir.resolve())
        return [
            process
            for process in psutil.process_iter(["cwd", "cmdline"])
            if (process.info["cwd"] or "").startswith(home)
            or home in " ".join(process.info["cmdline"] or ())
        ]


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
