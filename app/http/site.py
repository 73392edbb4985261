"""All that is served, with a short way to `/graphql`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/graphql"


class Site(Starlette):
    """A Starlette application whose GraphQL endpoint is reached past the router.

    The same middleware surrounds it. Starlette's handlers of exceptions do not: the endpoint
    answers all of its own.
    """

    def __init__(
        self,
        endpoint: ASGIApp,
        *,
        routes: Sequence[BaseRoute],
        middleware: Sequence[Middleware],
        direct: Any = None,
        **more: Any,
    ) -> None:
        # What is not exactly the path (behind a root path, say) comes through the router.
        own = [Route(PATH, endpoint), WebSocketRoute(PATH, endpoint)]
        super().__init__(routes=[*own, *routes], middleware=middleware, **more)
        self.direct = direct
        """What answers hot reads before they become ASGI (`app/http/direct`)."""
        surrounded = endpoint
        for each in reversed(middleware):
            surrounded = each.cls(surrounded, *each.args, **each.kwargs)
        self._endpoint = surrounded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, a websocket or the lifespan."""
        if scope["type"] in ("http", "websocket") and scope["path"] == PATH:
            await self._endpoint(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
