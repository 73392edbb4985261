"""Whether this process lives, and whether it can do its work."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from app.domain.health.service import HealthService


def health_routes(health: HealthService) -> list[BaseRoute]:
    """`/health/live` and `/health/ready`, for everybody.

    Live means that the process answers; nothing else is asked. Ready means that everything that is
    required was found within two seconds: 200, else 503, and which check failed.
    """

    async def live(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> JSONResponse:
        checks = await health.ready()
        healthy = not any(check.down for check in checks)
        report = {check.name: "down" if check.down else "ok" for check in checks}
        status = {"status": "ok" if healthy else "down", "checks": report}
        return JSONResponse(status, 200 if healthy else 503, {"Cache-Control": "no-store"})

    return [Route("/health/live", live), Route("/health/ready", ready)]
