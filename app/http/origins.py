"""Which pages may open a websocket: browsers do not ask first, as they do for CORS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from starlette.websockets import WebSocket

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class _Origin(NamedTuple):
    scheme: str
    host: str
    port: int | None


def origin_allowed(websocket: WebSocket, allowed: Sequence[str]) -> bool:
    """Whether the page behind the handshake may connect.

    It may when it comes from the same host and port (not necessarily the same scheme: a proxy
    may end TLS) or from an allowed origin; programs send no Origin and always may.
    """
    sent = websocket.headers.get("origin")
    if sent is None or "*" in allowed:
        return True
    page = _parsed(sent)
    if page is None:
        return False
    own = _parsed(f"{page.scheme}://{websocket.headers.get('host', '')}")
    return page == own or any(page == _parsed(origin) for origin in allowed)


def _parsed(origin: str) -> _Origin | None:
    try:
        parts = urlsplit(origin.strip().lower())
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return _Origin(parts.scheme, parts.hostname, port or _DEFAULT_PORTS.get(parts.scheme))
