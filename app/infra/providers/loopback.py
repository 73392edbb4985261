"""Addresses of the very machine that we run on."""

from __future__ import annotations

import httpx

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def is_loopback(url: httpx.URL) -> bool:
    """Whether an address names this machine, which no proxy can reach."""
    return url.host in _LOOPBACK
