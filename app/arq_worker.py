"""What `arq worker.WorkerSettings` runs: the same worker inside arq's own loop."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from arq.connections import RedisSettings

from app.bootstrap import build_studio
from app.infra.jobs.wakeups import wake_function
from app.infra.jobs.worker import POLL_DELAY, WAKE_UPS_AT_ONCE
from app.infra.logging import configure_logging
from app.infra.settings import Settings
from app.infra.watchdog import watched
from app.monitoring import begin_tracing, worker_port

settings = Settings()


async def start(ctx: dict[str, Any]) -> None:
    """Connect the studio and begin to work."""
    configure_logging(settings.log_level, settings.log_format)
    begin_tracing(settings, "worker")
    studio = build_studio(settings)
    stack = AsyncExitStack()
    await stack.enter_async_context(watched(settings.liveness_patience))
    await stack.enter_async_context(studio.connected())
    await stack.enter_async_context(worker_port(studio))
    worker = studio.worker()
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(stop, inside_arq=True))
    ctx.update(runner=worker.runner, stop=stop, working=working, stack=stack)


async def end(ctx: dict[str, Any]) -> None:
    """Drain and disconnect."""
    ctx["stop"].set()
    await ctx["working"]
    await ctx["stack"].aclose()


class WorkerSettings:
    """Read by arq."""

    functions = (wake_function(),)
    on_startup = start
    on_shutdown = end
    redis_settings = RedisSettings.from_dsn(settings.redis_url)
    poll_delay = POLL_DELAY
    max_jobs = WAKE_UPS_AT_ONCE
    keep_result = 0
    max_tries = 1
