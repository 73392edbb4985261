"""What a process allows itself before it works on what strangers sent.

Windows has none of these limits, macOS none of the address space.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys


def limit_oneself(*, niceness: int, memory: int) -> None:
    """Be nice, leave no core behind, and use no more than so many bytes of address space."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(niceness)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # macOS refuses it.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def wind_up(seconds: float) -> None:
    """Let the kernel end this process after so many seconds of the processor; 0: never.

    It ends by SIGPROF, whatever it is doing then.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
