"""As much of HTTP/1.1 as a load driver needs: one response at a time on a kept connection."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked", re.IGNORECASE)
_STATUS_LINE: Final = re.compile(rb"HTTP/1\.[01] (\d{3})")


class ProtocolError(Exception):
    """The server sent what this reader does not understand, or more than was asked."""


class Response(NamedTuple):
    """A whole response."""

    status: int
    body: bytes


class ResponseReader:
    """Puts responses together from pieces of any size.

    Bodies have a Content-Length or are chunked; responses to HEAD, 204 and 304 are unknown here.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._status = 0
        self._length: int | None = None
        self._chunks: list[bytes] = []

    def feed(self, data: bytes) -> Response | None:
        """The response that `data` completes, if it does. Raises ProtocolError."""
        self._buffer += data
        if not self._status and not self._read_head():
            return None
        body = self._read_chunked() if self._length is None else self._read_plain(self._length)
        if body is None:
            return None
        if self._buffer:
            raise ProtocolError(f"surplus bytes after a response: {bytes(self._buffer[:80])!r}")
        response = Response(self._status, body)
        self._status, self._length, self._chunks = 0, None, []
        return response

    def _read_head(self) -> bool:
        end = self._buffer.find(_HEAD_END)
        if end < 0:
            return False
        head = bytes(self._buffer[:end])
        del self._buffer[: end + len(_HEAD_END)]
        status, length = _STATUS_LINE.match(head), _LENGTH.search(head)
        if status is None or (length is None and not _CHUNKED.search(head)):
            raise ProtocolError(f"neither Content-Length nor chunked: {head[:200]!r}")
        self._status = int(status[1])
        self._length = int(length[1]) if length else None
        return True

    def _read_plain(self, length: int) -> bytes | None:
        if len(self._buffer) < length:
            return None
        body = bytes(self._buffer[:length])
        del self._buffer[:length]
        return body

    def _read_chunked(self) -> bytes | None:
        while (line_end := self._buffer.find(b"\r\n")) >= 0:
            size = _chunk_size(bytes(self._buffer[:line_end]))
            begin = line_end + 2
            if len(self._buffer) < begin + size + 2:
                return None
            chunk = bytes(self._buffer[begin : begin + size])
            if self._buffer[begin + size : begin + size + 2] != b"\r\n":
                raise ProtocolError("a chunk is longer than it says, or trailers follow the last")
            del self._buffer[: begin + size + 2]
            if size == 0:
                return b"".join(self._chunks)
            self._chunks.append(chunk)
        return None


def _chunk_size(line: bytes) -> int:
    try:
        return int(line.partition(b";")[0], 16)
    except ValueError as error:
        raise ProtocolError(f"not the size of a chunk: {line[:80]!r}") from error
