"""What a client of a provider takes from its surroundings: certificates and proxies."""

from __future__ import annotations

import ssl
from functools import cache
from typing import TypedDict

import httpx

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Environment(TypedDict):
    """Arguments of `httpx.AsyncClient`."""

    verify: ssl.SSLContext
    trust_env: bool


def environment(url: httpx.URL) -> Environment:
    """For a client of this address: no proxy can reach this machine's own loopback."""
    trusted = url.host not in _LOOPBACK
    return Environment(verify=authorities(trust_env=trusted), trust_env=trusted)


@cache
def authorities(*, trust_env: bool = True) -> ssl.SSLContext:
    """Whose certificates httpx believes, read once: it takes 40 ms.

    With `trust_env` SSL_CERT_FILE and SSL_CERT_DIR count.
    """
    return httpx.create_ssl_context(trust_env=trust_env)
