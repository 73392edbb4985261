"""`python -m app serve`: the API under uvicorn, with a drain that tells its websockets."""

from __future__ import annotations

import uvicorn

from app.asgi import create_app
from app.http.direct.protocol import DirectProtocol
from app.http.draining import ANSWERS, DrainingServer
from app.infra.settings import Settings

LARGEST_FRAME = 1_000_000


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
        timeout_graceful_shutdown=int(ANSWERS),
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
    )
    behind_proxies = bool(settings.trusted_proxies)
    DrainingServer(config, app.state.connections, behind_proxies=behind_proxies).run()
    return 0
