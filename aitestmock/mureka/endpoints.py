"""What all Mureka endpoints have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aitestmock.mureka.errors import ApiError, invalid_key, rate_limited
from aitestmock.provider import has_bearer
from aitestmock.state import MockState

Endpoint = Callable[[Request], Awaitable[Response]]


def route(method: str, path: str, endpoint: Endpoint) -> Route:
    """An endpoint that asks for a bearer token and answers an ApiError as the API would."""

    async def guarded(request: Request) -> Response:
        try:
            if not has_bearer(request):
                raise invalid_key()
            return await endpoint(request)
        except ApiError as error:
            return error.response()

    return Route(path, guarded, methods=[method])


def media_url(request: Request) -> str:
    """Where this mock serves media, under the address the client used; ends with a slash."""
    return f"{request.base_url}media/"


def too_quickly(state: MockState) -> ApiError:
    """429 because of speed, its waiting time scaled."""
    return rate_limited(state.settings.time_scale, state.clock())


def out_of_order(status: int, state: MockState) -> ApiError:
    """The error of an endpoint that was told to answer this status; 429 means speed."""
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return invalid_key()
        case HTTPStatus.TOO_MANY_REQUESTS:
            return too_quickly(state)
        case _:
            return ApiError(status, f"Status {status} was asked for.")
