"""`/metrics`, for Prometheus and nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Iterable, Sequence
from hmac import compare_digest

from prometheus_client import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

Collect = Callable[[], Awaitable[Sequence[Metric]]]


def metrics_routes(collect: Collect, token: str) -> list[BaseRoute]:
    """`/metrics` for whoever has the token as a bearer; without one, for this very machine.

    Everybody else is answered as if there were nothing.
    """

    async def metrics(request: Request) -> Response:
        if not _may(request, token):
            return Response(status_code=404)
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        content = encode(_Collected(await collect()))
        return Response(content, headers={"Content-Type": media_type, "Cache-Control": "no-store"})

    return [Route("/metrics", metrics)]


class _Collected(Collector):
    def __init__(self, found: Sequence[Metric]) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        return self._found


def _may(request: Request, token: str) -> bool:
    if token:
        sent = request.headers.get("authorization", "")
        return compare_digest(sent.encode(), f"Bearer {token}".encode())
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
