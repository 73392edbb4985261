"""Child processes that cannot outlive the process that started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from .identity import Identity

_PR_SET_PDEATHSIG = 1
_KILL_PATIENCE = 5.0


class StartFailed(Exception):
    """A process ended, or did not answer, while it was being started; the text tells why."""


def spawn(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    death_signal: signal.Signals,
    output: IO[bytes] | int,
    identity: Identity | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `argv` in a session of its own, standard error joined to `output`.

    On Linux the kernel sends `death_signal` when the calling *thread* ends, hence only the main
    thread, which lives as long as the process, may call this. RuntimeError from any other.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("processes are started from the main thread only")
    return subprocess.Popen(  # noqa: S603 - the command lines are our own
        list(argv),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(env),
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_dies_with(os.getpid(), death_signal),  # noqa: PLW1509 - two system calls
        **(identity.as_popen_arguments() if identity else {}),
    )


def _dies_with(parent: int, death_signal: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    number = int(death_signal)

    def ask_the_kernel() -> None:
        # Popen has changed the user by now, which would have cleared the request.
        prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def stop(
    process: subprocess.Popen[bytes], *, signals: Sequence[signal.Signals], patience: float
) -> None:
    """Send each signal in turn, waiting `patience` seconds after each, then kill the group.

    Returns when the process and its process group are gone.
    """
    for number in signals:
        if process.poll() is not None:
            break
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    kill_group(process)
    process.wait(_KILL_PATIENCE)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the group that `process` leads; grandchildren stay in it."""
    # macOS answers EPERM for a group that holds only zombies.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], *, name: str, timeout: float
) -> None:
    """Block until `ready()`; StartFailed when the process ends first or `timeout` s pass."""
    deadline = time.monotonic() + timeout
    while not ready():
        if process.poll() is not None:
            raise StartFailed(f"{name} ended with status {process.returncode}")
        if time.monotonic() > deadline:
            raise StartFailed(f"{name} did not answer within {timeout:.0f} s")
        time.sleep(0.02)


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log file, empty when there is none."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 64 * 1024))
        return b"\n".join(file.read().splitlines()[-lines:]).decode(errors="replace")
