"""The bytes in front of the body of an answer, the same that uvicorn would write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from app.http.access_log import REQUEST_ID_HEADER
from app.http.headers import SECURITY_HEADERS, answer_headers
from app.http.negotiation import MediaType

_OK: Final = 200


class Openings:
    """Status line and headers of answers that have data; what does not change is kept."""

    def __init__(self) -> None:
        self._defaults: object = None
        self._start = b""
        self._fixed = {media: _fixed(media) for media in MediaType}

    def opening(
        self,
        defaults: Iterable[tuple[bytes, bytes]],
        *,
        length: int,
        media: MediaType,
        request_id: str,
        close: bool,
    ) -> bytes:
        """`defaults` are the server's headers: another object as soon as they change."""
        if defaults is not self._defaults:
            self._defaults = defaults
            self._start = STATUS_LINE[_OK] + _lines(defaults)
        return b"%bcontent-length: %d\r\n%b%b\r\n%b\r\n" % (
            self._start,
            length,
            self._fixed[media],
            request_id.encode(),
            b"connection: close\r\n" if close else b"",
        )


def _fixed(media: MediaType) -> bytes:
    headers = _lines([*answer_headers(media), *SECURITY_HEADERS])
    return headers + f"{REQUEST_ID_HEADER.lower()}: ".encode()


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join([b"%b: %b\r\n" % each for each in headers])
