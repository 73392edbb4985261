"""`python -m app work`: a worker that survives the loss of Redis."""

from __future__ import annotations

import asyncio
import signal

from app.bootstrap import build_studio
from app.infra.logging import configure_logging
from app.infra.loop import run
from app.infra.settings import Settings
from app.infra.watchdog import watched
from app.monitoring import begin_tracing, worker_port


def work() -> int:
    """Work until SIGTERM or SIGINT, then drain."""
    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    begin_tracing(settings, "worker")
    run(_run(settings))
    return 0


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    studio = build_studio(settings)
    async with watched(settings.liveness_patience), studio.connected(), worker_port(studio):
        await studio.worker().run(stop)
