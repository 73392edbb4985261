"""Ends the processes of a supervisor that was killed before it could do so itself.

Run as a program, with the supervisor's end of a pipe as standard input: `watch PID SIGNAL` and
`forget PID` lines, each PID leading its own process group. When the pipe ends, because the
supervisor did, whatever is still watched gets its signal. Its whole group is killed when the
seconds given as the argument have passed.

On Linux the kernel has already signalled the children by then (`children.spawn`); there this
catches their own children. Elsewhere it is the only thing that ends a killed supervisor's tree.
The tests run it on Linux, with processes the kernel was not asked to signal; macOS is written for,
but has not been run.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable


def watched_until_the_end(lines: Iterable[str]) -> dict[int, int]:
    """The pids and signals that were watched, and not forgotten, when the lines ended."""
    watched: dict[int, int] = {}
    for line in lines:
        verb, pid, *number = line.split()
        if verb == "watch":
            watched[int(pid)] = int(number[0])
        else:
            watched.pop(int(pid), None)
    return watched


def signal_group(pid: int, number: int) -> bool:
    """Signal a process group; whether there was one."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def main(patience: float) -> None:
    """Wait for the end of standard input, then end what is watched."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    watched = watched_until_the_end(sys.stdin)
    for pid, number in watched.items():
        signal_group(pid, number)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(signal_group(pid, 0) for pid in watched):
        time.sleep(0.05)
    for pid in watched:
        signal_group(pid, signal.SIGKILL)


if __name__ == "__main__":
    main(float(sys.argv[1]))
