"""HTTP headers: those of a request by name, and those of every answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.http.negotiation import MediaType

RawHeaders = list[tuple[bytes, bytes]]

SECURITY_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
)

_GRAPHQL: Final = f"{MediaType.GRAPHQL}; charset=utf-8".encode()
_JSON: Final = f"{MediaType.JSON}; charset=utf-8".encode()


def headers_of(raw: RawHeaders) -> dict[str, str]:
    """The headers by their names in lower case; the first of several equal ones counts."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(raw)}


def answer_headers(media: MediaType | None, more: Iterable[tuple[str, str]] = ()) -> RawHeaders:
    """The headers of a GraphQL answer but for its length."""
    return [
        (b"content-type", _GRAPHQL if media is MediaType.GRAPHQL else _JSON),
        (b"cache-control", b"no-store"),
        (b"vary", b"Accept"),
        *((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in more),
    ]
