"""Whether this process lives, and whether it can do its work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from loguru import logger
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

LIMIT = 2.0

Check = Callable[[], Awaitable[object]]


def health_routes(required: Mapping[str, Check], optional: Mapping[str, Check]) -> list[BaseRoute]:
    """`/health/live` and `/health/ready`.

    Ready means that every required check passes within two seconds; what is optional is
    reported only: without Redis the studio goes on, a little slower.
    """

    async def live(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> JSONResponse:
        checks = {**required, **optional}
        answers = await asyncio.gather(*(_passes(name, checks[name]) for name in checks))
        passed = dict(zip(checks, answers, strict=True))
        healthy = all(passed[name] for name in required)
        report = {name: "ok" if passed[name] else "down" for name in checks}
        status = {"status": "ok" if healthy else "down", "checks": report}
        return JSONResponse(status, 200 if healthy else 503)

    return [Route("/health/live", live), Route("/health/ready", ready)]


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(LIMIT):
            await check()
    except Exception as error:  # noqa: BLE001 - any failure is the answer "down"
        logger.warning("the check of {} failed: {}", name, type(error).__name__)
        return False
    return True
