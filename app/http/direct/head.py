"""Which requests may take the short way, by the bytes of their heads."""

from __future__ import annotations

from typing import Final, NamedTuple

import httptools

from app.http.access_log import REQUEST_ID_HEADER, accepted_id
from app.http.body import RequestReader
from app.http.headers import RawHeaders, headers_of
from app.http.negotiation import MediaType, negotiate
from app.http.policy import TransportPolicy
from app.http.refusals import Refused
from app.http.sessions import bearer_token
from app.http.site import PATH
from app.readpath.bounded import Bounded
from app.schema.messages import Locale, locale_of

REQUEST_LINE: Final = f"POST {PATH} HTTP/1.1\r\n".encode()
LONGEST_HEAD: Final = 8_192
LONGEST_BODY: Final = 16_384
"""Bytes; uvicorn reads on behind them only when somebody asks for more."""

_KEPT: Final = 1_000_000
"""Bytes of heads that are kept with what they say."""

_UNUSUAL: Final = frozenset({"expect", "transfer-encoding", "upgrade"})


class Head(NamedTuple):
    """What the head of an ordinary request with a token says; `length` is that of its body."""

    length: int
    token: str
    media: MediaType
    locale: Locale
    request_id: str | None


class Heads:
    """Understands heads. Clients send the same ones again and again, so they are kept."""

    def __init__(self, policy: TransportPolicy) -> None:
        self._reader = RequestReader(policy)
        self._unusual = _UNUSUAL | ({"origin"} if policy.cors_origins else set())
        self._known: Bounded[bytes, tuple[Head | None]] = Bounded(_KEPT)

    def read(self, raw: bytes) -> Head | None:
        """What a head says, its blank line included; None for any that is unusual or refused."""
        known = self._known.get(raw)
        if known is None:
            known = self._known.put(raw, (self._read(raw),), len(raw))
        return known[0]

    def _read(self, raw: bytes) -> Head | None:
        parsed = _Parsed()
        try:
            httptools.HttpRequestParser(parsed).feed_data(raw)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            return None
        headers = headers_of(parsed.headers)
        if not parsed.whole or not self._unusual.isdisjoint(headers):
            return None
        if headers.get("connection", "keep-alive").lower() != "keep-alive":
            return None
        length = headers.get("content-length", "")
        media = negotiate(headers.get("accept"))
        try:
            self._reader.check("POST", headers)
            token = bearer_token(headers.get("authorization"))
        except Refused:
            return None
        usual = media in (MediaType.GRAPHQL, MediaType.JSON) and self._reader.takes_json(headers)
        if media is None or token is None or not usual or not 0 < int(length or 0) <= LONGEST_BODY:
            return None
        return Head(
            length=int(length),
            token=token,
            media=media,
            locale=locale_of(headers.get("accept-language")),
            request_id=accepted_id(headers.get(REQUEST_ID_HEADER.lower())),
        )


class _Parsed:
    """Hears what the parser finds, which is uvicorn's own; `whole` when that is one head."""

    def __init__(self) -> None:
        self.headers: RawHeaders = []
        self._heads = 0
        self._more = False

    @property
    def whole(self) -> bool:
        """Whether there was one head and nothing behind it."""
        return self._heads == 1 and not self._more

    def on_header(self, name: bytes, value: bytes) -> None:
        """See httptools."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """See httptools."""
        self._heads += 1

    def on_body(self, _body: bytes) -> None:
        """See httptools."""
        self._more = True

    def on_message_complete(self) -> None:
        """See httptools: a request without a body."""
        self._more = True
