"""The line of the storm does what it says: it hangs, drips, and is cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.infra.embedded.ports import free_port
from chaos.line import Line, Weather

HOST = "127.0.0.1"
ANSWER = b"an answer of some length"
SOON = 0.5
LATE = 30


@pytest.fixture
async def line() -> AsyncIterator[tuple[Line, int]]:
    """A line to somebody who gives the same answer to every byte, and its port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1):
            writer.write(ANSWER)
        writer.close()

    provider = await asyncio.start_server(answer, HOST, 0)
    port = free_port(HOST, 0, may_move=False)
    async with provider, Line(port, provider.sockets[0].getsockname()[1]) as line:
        yield line, port


async def connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(LATE):
        return await asyncio.open_connection(HOST, port)


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(b"?")
    return await reader.readexactly(len(ANSWER))


async def test_a_fair_line_passes_on(line: tuple[Line, int]) -> None:
    reader, writer = await connect(line[1])
    assert await ask(reader, writer) == ANSWER
    writer.close()


async def test_a_line_that_hangs_keeps_what_is_on_its_way_and_lets_nobody_connect(
    line: tuple[Line, int],
) -> None:
    relay, port = line
    reader, writer = await connect(port)
    assert await ask(reader, writer) == ANSWER
    relay.become(Weather.HUNG)

    held = asyncio.create_task(ask(reader, writer))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(SOON):
            await asyncio.open_connection(HOST, port)
    assert not held.done()

    relay.become(Weather.FAIR)
    async with asyncio.timeout(LATE):
        assert await held == ANSWER
        later, close = await connect(port)
        assert await ask(later, close) == ANSWER
    writer.close()
    close.close()


async def test_a_line_that_drips_gives_byte_after_byte(line: tuple[Line, int]) -> None:
    relay, port = line
    reader, writer = await connect(port)
    relay.become(Weather.DRIPPING)
    writer.write(b"?")
    first = await reader.read(len(ANSWER))
    assert first == ANSWER[:1]

    second = await reader.read(len(ANSWER))
    assert second == ANSWER[1:2]

    relay.become(Weather.FAIR)
    async with asyncio.timeout(LATE):
        assert await reader.readexactly(len(ANSWER) - 2) == ANSWER[2:]
    writer.close()


async def test_a_line_that_is_cut_breaks_both_sides(line: tuple[Line, int]) -> None:
    relay, port = line
    reader, writer = await connect(port)
    assert await ask(reader, writer) == ANSWER
    relay.cut()
    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        async with asyncio.timeout(LATE):
            await ask(reader, writer)
    writer.close()
