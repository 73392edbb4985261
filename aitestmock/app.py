"""The application: every provider's routes, the media they point to, and the steering."""

from __future__ import annotations

import time
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from aitestmock.control import Control
from aitestmock.media.files import MediaFault, media_route
from aitestmock.mureka.api import Mureka
from aitestmock.ollama.api import Ollama
from aitestmock.openai.api import OpenAI
from aitestmock.provider import Provider
from aitestmock.recording import Recording
from aitestmock.responses import Json
from aitestmock.settings import MockSettings
from aitestmock.state import Clock, MockState


def create_mock(
    *,
    time_scale: float = 1.0,
    concurrency_limit: int | None = None,
    clock: Clock = time.time,
) -> Starlette:
    """A mock of its own, sharing nothing with others; its MockState is `app.state.mock`.

    The faults of connections (hang up, hold, cut short) need uvicorn with a real socket below;
    server.py has one. Raises InvalidChange for numbers out of range.
    """
    settings = MockSettings().changed(
        {"timeScale": time_scale, "concurrencyLimit": concurrency_limit}
    )
    state = MockState(settings, clock)
    providers: tuple[Provider, ...] = (Mureka(state), OpenAI(state), Ollama(state))

    def media_fault(file: str) -> MediaFault | None:
        faults = (provider.media_fault(file) for provider in providers)
        return next((fault for fault in faults if fault is not None), None)

    app = Starlette(
        routes=[
            *(route for provider in providers for route in provider.routes()),
            media_route(media_fault),
            *Control(state, providers).routes(),
        ],
        middleware=[Middleware(Recording, state=state)],
        exception_handlers={HTTPException: _http_error},
    )
    app.state.mock = state
    return app


async def _http_error(_request: Request, error: Exception) -> Response:
    refusal = cast("HTTPException", error)
    return Json(
        {"error": {"message": refusal.detail}},
        status_code=refusal.status_code,
        headers=refusal.headers,
    )
