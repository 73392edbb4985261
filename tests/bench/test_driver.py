from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle

import pytest

from bench.driver import Client, Phase, Request, WrongAnswer, drive

ASK = b"GET /%b HTTP/1.1\r\n\r\n"


def plain(status: bytes, body: bytes) -> list[bytes]:
    return [b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)]


def chunked(body: bytes) -> list[bytes]:
    """One packet ends inside the head, one inside a chunk."""
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    raw += b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    return [raw[:20], raw[20:-9], raw[-9:]]


class Server:
    """Answers `/name` with what it knows under that name, and counts the questions."""

    def __init__(self, answers: dict[bytes, list[bytes]]) -> None:
        self._answers = answers
        self.asked: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                name = head.split()[1][1:]
                self.asked.append(name)
                for packet in self._answers[name]:
                    writer.write(packet)
                    await writer.drain()
                    await asyncio.sleep(0)
                if not self._answers[name]:
                    break
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def clients_of(server: Server, count: int) -> AsyncIterator[list[Client]]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    clients = [(await loop.create_connection(Client, "127.0.0.1", port))[1] for _ in range(count)]
    try:
        yield clients
    finally:
        for client in clients:
            client.close()
        listening.close()
        await listening.wait_closed()


async def phase(server: Server, *requests: Request, seconds: float = 0.05) -> Phase:
    async with clients_of(server, 3) as clients:
        return await drive(clients, cycle(requests), seconds)


async def test_every_question_is_answered_and_counted_once() -> None:
    server = Server({b"a": plain(b"200 OK", b"a marked body"), b"b": chunked(b"a marked body")})

    done = await phase(server, Request(ASK % b"a", b"marked"), Request(ASK % b"b", b"marked"))
    result = done.result()

    assert result["requests"] == len(server.asked) >= 3
    assert result["bytes"] == len(b"a marked body")
    assert 0 < result["p50_ms"] <= result["p99_ms"]
    assert abs(server.asked.count(b"a") - server.asked.count(b"b")) <= 1


async def test_a_phase_of_no_time_asks_once_on_each_connection() -> None:
    server = Server({b"a": plain(b"200 OK", b"marked")})

    done = await phase(server, Request(ASK % b"a", b"marked"), seconds=0)

    assert done.result()["requests"] == len(server.asked) == 3


@pytest.mark.parametrize(
    "answer",
    [
        plain(b"500 Internal Server Error", b"marked"),
        plain(b"200 OK", b'{"data": "marked", "errors": []}'),
        plain(b"200 OK", b"somebody else's"),
    ],
    ids=["status", "errors", "marker"],
)
async def test_a_wrong_answer_ends_the_phase(answer: list[bytes]) -> None:
    with pytest.raises(WrongAnswer):
        await phase(Server({b"a": answer}), Request(ASK % b"a", b"marked"), seconds=30)


async def test_a_server_that_hangs_up_ends_the_phase() -> None:
    with pytest.raises(ConnectionError):
        await phase(Server({b"a": []}), Request(ASK % b"a", b"marked"), seconds=30)
