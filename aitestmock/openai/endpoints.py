"""What all endpoints of the OpenAI part have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aitestmock.openai.errors import OpenAIError, invalid_key, rate_limited, server_error
from aitestmock.provider import has_bearer
from aitestmock.responses import HeldOpen
from aitestmock.settings import Outage
from aitestmock.state import MockState

Endpoint = Callable[[Request], Awaitable[Response]]


def route(method: str, path: str, endpoint: Endpoint) -> Route:
    """An endpoint that asks for a bearer token and answers an OpenAIError as the API would."""

    async def guarded(request: Request) -> Response:
        try:
            if not has_bearer(request):
                raise invalid_key()
            return await endpoint(request)
        except OpenAIError as error:
            return error.response()

    return Route(path, guarded, methods=[method])


def out_of_order(outage: Outage, state: MockState) -> HeldOpen | None:
    """What an endpoint with this setting does instead of answering; None when it is in order.

    Raises OpenAIError for a status; 429 means speed.
    """
    match outage:
        case None:
            return None
        case "hang":
            return HeldOpen(state.longest_hold)
        case HTTPStatus.UNAUTHORIZED:
            raise invalid_key()
        case HTTPStatus.TOO_MANY_REQUESTS:
            raise rate_limited(state.settings.time_scale)
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise server_error(status)
        case status:
            raise OpenAIError(status, f"Status {status} was asked for.")
