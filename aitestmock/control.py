"""`/_mock/…`: what a test asks the mock, and how it steers it."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from aitestmock.provider import Provider
from aitestmock.responses import Json
from aitestmock.settings import InvalidChange
from aitestmock.state import MockState


class Control:
    """Requests received, what was accepted, the settings, and the way back to the start."""

    def __init__(self, state: MockState, providers: Sequence[Provider]) -> None:
        self._state = state
        self._providers = providers

    def routes(self) -> Sequence[BaseRoute]:
        """The steering endpoints; none asks for credentials, none is recorded."""
        return [
            Route("/_mock/requests", self._requests, methods=["GET"]),
            Route("/_mock/requests", self._reset, methods=["DELETE"]),
            Route("/_mock/summary", self._summary, methods=["GET"]),
            Route("/_mock/settings", self._settings, methods=["GET"]),
            Route("/_mock/settings", self._change, methods=["PATCH"]),
        ]

    async def _requests(self, request: Request) -> Response:
        prefix = request.query_params.get("path", "")
        return Json([record.as_json() for record in self._state.journal.records(prefix)])

    async def _reset(self, _request: Request) -> Response:
        self._state.reset()
        for provider in self._providers:
            provider.reset()
        return Response(status_code=204)

    async def _summary(self, _request: Request) -> Response:
        parts = {provider.name: provider.summary() for provider in self._providers}
        return Json({**self._state.journal.summary(), **parts})

    async def _settings(self, _request: Request) -> Response:
        return Json(self._state.settings.as_json())

    async def _change(self, request: Request) -> Response:
        try:
            changes = orjson.loads(await request.body())
        except orjson.JSONDecodeError:
            changes = None
        if not isinstance(changes, dict):
            return _refused("the body must be a JSON object")
        try:
            self._state.settings = self._state.settings.changed(changes)
        except InvalidChange as error:
            return _refused(str(error))
        return Json(self._state.settings.as_json())


def _refused(message: str) -> Response:
    return Json({"error": {"message": message}}, status_code=400)
