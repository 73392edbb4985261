"""Processor time of processes and all they started, as the kernel counts it."""

from __future__ import annotations

from contextlib import suppress

import psutil


def cpu_seconds(pid: int) -> float:
    """User and system time so far of a process, its living descendants and its dead ones.

    It never shrinks: a child that ends hands its time to the parent that waits for it. The
    kernel counts in ticks of 10 ms, so a difference is good to about that.
    """
    root = psutil.Process(pid)
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total
