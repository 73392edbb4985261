"""Processes, with their words in a file. They cannot outlive the one that starts them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.infra.embedded.children import spawn
from app.infra.embedded.ports import free_port
from bench.paths import ROOT

HOST: Final = "127.0.0.1"
_KEPT: Final = ("PATH", "HOME", "TMPDIR", "LANG")


def started(
    argv: Sequence[str], environment: Mapping[str, str], log: Path, *, home: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a program at `home`, which is where its log is unless told otherwise.

    `environment` is all that it gets but PATH and the like.
    """
    with log.open("ab") as output:
        return spawn(
            argv,
            env={**_kept_environment(), **environment},
            death_signal=signal.SIGKILL,
            output=output,
            cwd=home or log.parent,
        )


def python(
    argv: Sequence[str], environment: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    """Start a module of this checkout: `argv` are Python's arguments."""
    return started([sys.executable, *argv], {**environment, "PYTHONPATH": str(ROOT)}, log)


def some_port() -> int:
    """A port where nobody listens."""
    return free_port(HOST, 0, may_move=False)


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def _kept_environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _KEPT if name in os.environ}
