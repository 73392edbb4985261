"""Which TCP port a server of ours may take."""

from __future__ import annotations

import errno
import socket

_TRIES = 100
_LAST = 65535


class PortTaken(Exception):
    """Somebody else listens on the port."""


def free_port(host: str, wanted: int, *, may_move: bool) -> int:
    """`wanted` when it is free, else the next free one; 0 means any.

    PortTaken when it is not free and may not move; OSError when `host` is not an address of ours.
    """
    last = min(wanted + _TRIES, _LAST) if may_move else wanted
    for port in range(wanted, last + 1):
        if found := _bound(host, port):
            return found
    raise PortTaken(f"port {wanted} is taken")


def loopback(host: str) -> str:
    """The address under which this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def origin(host: str, port: int) -> str:
    """The start of a URL for a server that listens on `host` and `port`."""
    address = loopback(host)
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"


def _bound(host: str, port: int) -> int | None:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind, protocol) as listener:
        # A port whose old connections linger is free to listen on.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as failure:
            if failure.errno == errno.EADDRINUSE:
                return None
            raise
        bound: int = listener.getsockname()[1]
        return bound
