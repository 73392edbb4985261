from __future__ import annotations

import pytest

from bench.http1 import ProtocolError, Response, ResponseReader

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length:5\r\n\r\nhello"
CHUNKED = (
    b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3\r\nhel\r\nA;why=because\r\nlo, \r\nyou \r\n0\r\n\r\n"
)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize(
    ("raw", "response"),
    [(PLAIN, Response(200, b"hello")), (CHUNKED, Response(404, b"hello, \r\nyou "))],
)
def test_a_response_may_come_in_pieces_of_any_size(
    raw: bytes, response: Response, size: int
) -> None:
    reader = ResponseReader()
    pieces = [raw[start : start + size] for start in range(0, len(raw), size)]

    assert [reader.feed(piece) for piece in pieces] == [None] * (len(pieces) - 1) + [response]


def test_a_connection_is_kept_for_many_responses() -> None:
    reader = ResponseReader()

    assert [reader.feed(raw) for raw in (PLAIN, CHUNKED, PLAIN)] == [
        Response(200, b"hello"),
        Response(404, b"hello, \r\nyou "),
        Response(200, b"hello"),
    ]


def test_an_empty_body_is_a_whole_response() -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    assert ResponseReader().feed(raw) == Response(200, b"")


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN + b"H",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end",
        b"SPDY/3 200\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnothing\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
    ],
    ids=["surplus", "until the end", "another protocol", "no size", "a chunk too long"],
)
def test_what_is_not_understood_is_refused(raw: bytes) -> None:
    with pytest.raises(ProtocolError):
        ResponseReader().feed(raw)
