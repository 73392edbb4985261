"""Ends a process whose event loop stands still, so that whoever started it can start another.

A process that no longer answers is not seen to be dead by a supervisor, a container engine or
systemd: all of them wait for its end.
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from loguru import logger

STUCK: Final = 70
"""Exit status of a process that was ended (EX_SOFTWARE)."""


@asynccontextmanager
async def watched(patience: float, *, every: float = 1.0) -> AsyncIterator[None]:
    """Watch this event loop; 0 seconds of patience watch nothing.

    A look is taken `every` so many seconds and counts only where the watching thread ran: a
    process that was frozen, or whose machine slept, is not ended for that.
    """
    if not patience:
        yield
        return
    over = threading.Event()
    ticks = 0
    most = max(1, round(patience / every))

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(every / 2)

    def watch() -> None:
        seen = missed = 0
        while not over.wait(every):
            missed = missed + 1 if ticks == seen else 0
            seen = ticks
            if missed >= most:
                logger.critical("the event loop stands still for {} s: the process ends", patience)
                faulthandler.dump_traceback(sys.stderr)
                os._exit(STUCK)

    ticking = asyncio.create_task(tick(), name="watchdog")
    threading.Thread(target=watch, name="watchdog", daemon=True).start()
    try:
        yield
    finally:
        over.set()
        ticking.cancel()
