"""What surrounds every route: who asks behind a proxy, request ids, log lines, headers, CORS."""

from __future__ import annotations

from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.http.access_log import REQUEST_ID_HEADER, AccessLog
from app.http.headers import SECURITY_HEADERS
from app.http.policy import TransportPolicy
from app.http.traced import Traced
from app.infra.tracing import tracing

PREFLIGHT_HEADERS: Final = (
    "GraphQL-Require-Preflight",
    "Apollo-Require-Preflight",
    "X-Requested-With",
)


class _Cors(CORSMiddleware):
    """Starlette's, out of the way where no other origin is allowed: then there is nothing to add.

    What browsers ask before (OPTIONS) is still answered, by a refusal.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if not self.allow_origins and scope.get("method") != "OPTIONS":
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def http_middleware(policy: TransportPolicy) -> list[Middleware]:
    """For `Starlette(middleware=…)`, outermost first."""
    return [
        *_behind_proxies(policy),
        Middleware(AccessLog, headers=SECURITY_HEADERS),
        *([Middleware(Traced)] if tracing.on else []),
        Middleware(
            _Cors,
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


def _behind_proxies(policy: TransportPolicy) -> list[Middleware]:
    """The address that a trusted proxy tells is the caller's; anybody else's telling is ignored."""
    if not policy.trusted_proxies:
        return []
    trusted = list(policy.trusted_proxies)
    return [Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted)]
