"""A server that ends behind a proxy: nothing that was sent to it is lost."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
import uvicorn

from app.asgi import assemble
from app.bootstrap import Studio
from app.http.draining import DrainingServer
from app.http.live_connections import LiveConnections
from tests.direct.wire import Wire, request
from tests.studio import port_of, serving_uvicorn

ME = {"query": "{ me { email } }"}
READ = {"query": "{ sketches { totalCount } }"}
WRITE = {"query": 'mutation { createSketch(input: {prompt: "folk"}) { sketch { id } } }'}
CLOSE = b"\r\nconnection: close\r\n"
Headers = dict[str, str]


@pytest.fixture
async def server(studio: Studio) -> AsyncIterator[uvicorn.Server]:
    def draining(config: uvicorn.Config) -> uvicorn.Server:
        return DrainingServer(config, LiveConnections(), behind_proxies=True)

    async with serving_uvicorn(assemble(studio), draining, timeout_keep_alive=30) as server:
        yield server


@pytest.mark.parametrize("body", [ME, READ, WRITE])
async def test_an_idle_connection_is_answered_once_more_and_told_so(
    server: uvicorn.Server, headers: Headers, body: dict[str, str]
) -> None:
    async with Wire.to(port_of(server)) as wire, Wire.to(port_of(server)) as other:
        for each in (wire, other):
            for _ in range(3):  # what is asked often takes the short way
                await each.send([request(READ, headers)])
                assert CLOSE not in await each.answer()
        server.should_exit = True
        await asyncio.sleep(1)
        await wire.send([request(body, headers)])
        answer = await wire.answer()
        assert b'{"data":' in answer
        assert CLOSE in answer
        assert await wire.closed()
        assert await other.closed(5)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can hold back what begins")
async def test_who_connects_during_the_drain_has_sent_nothing_that_is_lost(
    server: uvicorn.Server, headers: Headers
) -> None:
    """Many connect and ask without a pause while it ends: each is answered, or never let in."""
    port = port_of(server)
    answered = refused = 0
    ended = asyncio.Event()

    async def ask_again_and_again() -> None:
        nonlocal answered, refused
        while not ended.is_set():
            try:
                async with asyncio.timeout(3), Wire.to(port) as wire:
                    await wire.send([request(READ, headers)])
                    assert b'{"data":' in await wire.answer()
                    answered += 1
            except ConnectionRefusedError:
                refused += 1
                return

    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(ask_again_and_again())
        await asyncio.sleep(0.3)
        server.should_exit = True
    assert answered > 20
    assert refused == 20


async def test_without_a_proxy_idle_connections_are_closed_at_once(
    studio: Studio, headers: Headers
) -> None:
    def alone(config: uvicorn.Config) -> uvicorn.Server:
        return DrainingServer(config, LiveConnections(), behind_proxies=False)

    async with (
        serving_uvicorn(assemble(studio), alone) as server,
        Wire.to(port_of(server)) as wire,
    ):
        await wire.send([request(READ, headers)])
        assert CLOSE not in await wire.answer()
        server.should_exit = True
        assert await wire.closed(1)
