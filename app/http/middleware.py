"""What surrounds every route: request ids and log lines, security headers, CORS."""

from __future__ import annotations

from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.access_log import REQUEST_ID_HEADER, AccessLog
from app.http.policy import TransportPolicy

PREFLIGHT_HEADERS: Final = (
    "GraphQL-Require-Preflight",
    "Apollo-Require-Preflight",
    "X-Requested-With",
)

_SECURITY_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
)


class SecurityHeaders:
    """Adds the headers a response does not set itself (pure ASGI)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                names = {name.lower() for name, _ in own}
                own += [header for header in _SECURITY_HEADERS if header[0] not in names]
                message["headers"] = own
            await send(message)

        await self._app(scope, receive, send_secured)


def http_middleware(policy: TransportPolicy) -> list[Middleware]:
    """For `Starlette(middleware=…)`, outermost first."""
    return [
        Middleware(AccessLog),
        Middleware(SecurityHeaders),
        Middleware(
            CORSMiddleware,
            allow_origins=policy.cors_origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "Accept-Language",
                "If-None-Match",
                "If-Range",
                "Range",
                "X-Request-ID",
                "apollographql-client-name",
                "apollographql-client-version",
                *PREFLIGHT_HEADERS,
            ],
            expose_headers=[
                REQUEST_ID_HEADER,
                "Retry-After",
                "Accept-Ranges",
                "Content-Disposition",
                "Content-Range",
                "ETag",
            ],
            max_age=600,
        ),
    ]
