"""`python -m app serve`: the API under uvicorn, with a drain that tells its websockets."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

import uvicorn

from app.asgi import create_app
from app.http.direct.protocol import DirectProtocol
from app.http.live_connections import LiveConnections
from app.infra.settings import Settings

LARGEST_FRAME = 1_000_000
DRAIN = 8


class _Server(uvicorn.Server):
    """Closes websockets with 1012 before it waits for requests to end."""

    def __init__(self, config: uvicorn.Config, connections: LiveConnections) -> None:
        super().__init__(config)
        self._connections = connections

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN / 2):
                await self._connections.close_all()
        await super().shutdown(sockets)


def serve() -> int:
    """Serve until a signal; finishes running requests within ten seconds."""
    settings = Settings()
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=DirectProtocol,
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=DRAIN,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
    )
    _Server(config, app.state.connections).run()
    return 0
