"""What becomes of a connection while a read is on its way, and between two of them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import asyncpg
import pytest
from loguru import logger

from app.asgi import assemble
from app.bootstrap import Studio
from app.infra.database import credentials
from app.readpath.run import ReadPath
from tests.direct.conftest import Ways
from tests.direct.wire import PATIENCE, Wire, lasting, request
from tests.readpath.pools import kill
from tests.studio import Person, port_of, serving_uvicorn

Headers = dict[str, str]

COUNT = {"query": "{ sketches { totalCount } }"}
ME = {"query": "{ me { email } }"}
TOLD = b'{"data":{"sketches":{"totalCount":3}},"extensions":{"cost":{"requested":1,"limit":10000}}}'


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(**credentials(database_url))
    yield connection
    await connection.close()


Lock = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
async def nobody_reads_sketches(database_url: str) -> AsyncIterator[Lock]:
    """Every statement on sketches waits for the end of this."""
    connection = await asyncpg.connect(**credentials(database_url))

    @asynccontextmanager
    async def lock() -> AsyncIterator[None]:
        async with connection.transaction():
            await connection.execute("LOCK TABLE song_sketches IN ACCESS EXCLUSIVE MODE")
            yield

    yield lock
    await connection.close()


@pytest.fixture
async def unexpected() -> AsyncIterator[list[Any]]:
    """What the loop hears of errors in callbacks."""
    found: list[Any] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: found.append(context))
    yield found
    loop.set_exception_handler(None)


@pytest.fixture
def outcomes() -> Iterator[list[str]]:
    """Of all requests."""
    found: list[str] = []
    handler = logger.add(lambda line: found.append(line.record["extra"].get("outcome", "")))
    yield found
    logger.remove(handler)


@pytest.fixture
def charges(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that were charged."""
    charged: list[str] = []
    limiter = studio.rate_limiter
    take, take_now = limiter.take, limiter.take_now

    async def counted(key: str, cost: float = 1) -> float:
        charged.append(key)
        return await take(key, cost)

    def counted_now(key: str, cost: float = 1) -> bool:
        taken = take_now(key, cost)
        if taken and sys._getframe(1).f_code is not take.__code__:
            charged.append(key)
        return taken

    monkeypatch.setattr(limiter, "take", counted)
    monkeypatch.setattr(limiter, "take_now", counted_now)
    return charged


async def until_waiting(database: asyncpg.Connection, many: int = 1) -> list[int]:
    """The backends whose statements wait, as soon as there are so many.

    Those of other databases belong to tests that run beside this one.
    """
    query = (
        "SELECT pid FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(PATIENCE):
        while len(found := await database.fetch(query)) < many:
            await asyncio.sleep(0.01)
    return [row["pid"] for row in found]


async def known(wire: Wire, reads: ReadPath, headers: Headers, body: Any = COUNT) -> None:
    """Ask until the short way is taken."""
    before = reads.counts.direct
    while reads.counts.direct == before:
        await wire.send([request(body, headers)])
        assert b" 200 OK" in await wire.answer()


async def usable(ways: Ways, studio: Studio, headers: Headers) -> None:
    """No lane was lost: as many reads as there may be lanes, and more, are answered at once."""
    async with asyncio.TaskGroup() as group:
        for _ in range(studio.settings.database_pool_max + 2):
            group.create_task(_one(ways.direct, headers))


async def _one(port: int, headers: Headers) -> None:
    async with Wire.to(port) as wire:
        await wire.send([request(COUNT, headers)])
        assert (await wire.answer()).endswith(TOLD)


async def test_what_comes_while_a_read_is_on_its_way_is_answered_after_it(
    ways: Ways,
    database: asyncpg.Connection,
    nobody_reads_sketches: Lock,
    headers: Headers,
    sketches: list[str],
) -> None:
    async with Wire.to(ways.direct) as wire:
        await known(wire, ways.reads, headers)
        await known(wire, ways.reads, headers, ME)
        async with nobody_reads_sketches():
            await wire.send([request(COUNT, headers)])
            await until_waiting(database)
            mutation = {"query": "mutation { logout }"}
            await wire.send(
                [request(ME, headers), request(ME, headers) + request(mutation, headers)]
            )
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(wire.reader.read(1), 0.1)
        answers = [await wire.answer() for _ in range(4)]
    assert answers[0].endswith(TOLD)
    assert b"ada@example.com" in answers[1]
    assert lasting(answers[1]) == lasting(answers[2])
    assert b'"logout"' in answers[3] or b'"errors"' in answers[3]


async def test_a_client_that_goes_away_keeps_no_lane(
    ways: Ways,
    studio: Studio,
    database: asyncpg.Connection,
    nobody_reads_sketches: Lock,
    headers: Headers,
    sketches: list[str],
    unexpected: list[Any],
) -> None:
    async with nobody_reads_sketches():
        for _ in range(3):
            async with Wire.to(ways.direct) as wire:
                await known(wire, ways.reads, headers, ME)
                await wire.send([request(COUNT, headers) * 2])
                await until_waiting(database)
                wire.writer.transport.abort()
    await usable(ways, studio, headers)
    assert unexpected == []


async def test_a_client_that_goes_away_with_half_a_request_is_logged(
    ways: Ways, headers: Headers, sketches: list[str], outcomes: list[str]
) -> None:
    async with Wire.to(ways.direct) as wire:
        await known(wire, ways.reads, headers)
        outcomes.clear()
        await wire.send([request(COUNT, headers)[:-5]])
        await asyncio.sleep(0.05)
    async with asyncio.timeout(PATIENCE):
        while not outcomes:
            await asyncio.sleep(0.01)
    assert outcomes == ["disconnected"]


async def test_a_read_whose_backend_dies_is_asked_again(
    ways: Ways,
    studio: Studio,
    database: asyncpg.Connection,
    nobody_reads_sketches: Lock,
    headers: Headers,
    sketches: list[str],
) -> None:
    async with Wire.to(ways.direct) as wire:
        await known(wire, ways.reads, headers)
        async with nobody_reads_sketches():
            await wire.send([request(COUNT, headers)])
            await kill(database, await until_waiting(database))
            await until_waiting(database)
        assert (await wire.answer()).endswith(TOLD)
    await usable(ways, studio, headers)


async def test_a_read_of_a_changed_table_is_asked_again(
    ways: Ways, database: asyncpg.Connection, headers: Headers, sketches: list[str]
) -> None:
    look = {"query": f'{{ sketch(id: "{sketches[0]}") {{ prompt info }} }}'}
    async with Wire.to(ways.direct) as wire:
        await known(wire, ways.reads, headers, look)
        await database.execute("ALTER TABLE song_sketches ALTER info TYPE varchar(5000)")
        try:
            before = ways.reads.counts.direct
            await wire.send([request(look, headers)])
            assert b'"prompt":"folk"' in await wire.answer()
            assert ways.reads.counts.direct == before + 1
        finally:
            await database.execute("ALTER TABLE song_sketches ALTER info TYPE text")


async def test_a_read_that_fails_is_answered_by_the_resolvers_and_charged_once(
    ways: Ways,
    ada: Person,
    charges: list[str],
    database: asyncpg.Connection,
    headers: Headers,
    sketches: list[str],
) -> None:
    look = {"query": f'{{ sketch(id: "{sketches[0]}") {{ createdAt }} }}'}
    async with Wire.to(ways.direct) as wire:
        await known(wire, ways.reads, headers, look)
    wrong = "UPDATE song_sketches SET created_at = '0044-03-15 12:00:00Z BC' WHERE prompt = 'folk'"
    await database.execute(wrong)
    answers = []
    for port in (ways.direct, ways.ordinary):
        async with Wire.to(port) as wire:
            if port == ways.direct:
                await known(wire, ways.reads, headers)
            charges.clear()
            replayed = ways.reads.counts.replayed.total()
            await wire.send([request(look, headers)])
            answers.append(lasting(await wire.answer()))
            assert charges == [f"user:{ada.id}"]
            assert ways.reads.counts.replayed.total() == replayed + 1
    assert answers[0] == answers[1]
    assert b"INTERNAL" in answers[0]


async def test_a_session_that_ended_reads_nothing(
    ways: Ways, ada: Person, database: asyncpg.Connection, headers: Headers, sketches: list[str]
) -> None:
    async with Wire.to(ways.direct) as wire:
        await known(wire, ways.reads, headers)
        await database.execute("UPDATE sessions SET revoked_at = now()")
        for _ in range(2):
            await wire.send([request(COUNT, headers)])
            answer = await wire.answer()
            assert b" 401 " in answer
            assert b"totalCount" not in answer
    async with Wire.to(ways.ordinary) as wire:
        await wire.send([request(COUNT, headers)])
        assert lasting(await wire.answer()) == lasting(answer)


async def test_a_drain_waits_for_the_read_and_closes_behind_it(
    studio: Studio,
    database: asyncpg.Connection,
    nobody_reads_sketches: Lock,
    headers: Headers,
    sketches: list[str],
) -> None:
    app = assemble(studio)
    async with (
        serving_uvicorn(app, timeout_graceful_shutdown=5) as server,
        Wire.to(port_of(server)) as idle,
        Wire.to(port_of(server)) as wire,
    ):
        await known(wire, app.state.reads, headers)
        await known(idle, app.state.reads, headers)
        async with nobody_reads_sketches():
            await wire.send([request(COUNT, headers)])
            await until_waiting(database)
            server.should_exit = True
            assert await idle.closed()
            assert not await wire.closed(0.1)
        answer = await wire.answer()
        assert answer.endswith(TOLD)
        assert b"\r\nconnection: close\r\n" in answer
        assert await wire.closed()


async def test_a_drain_leaves_half_a_request_to_uvicorn(
    studio: Studio, headers: Headers, sketches: list[str]
) -> None:
    app = assemble(studio)
    async with (
        serving_uvicorn(app, timeout_graceful_shutdown=5) as server,
        Wire.to(port_of(server)) as wire,
    ):
        await known(wire, app.state.reads, headers)
        whole = request(COUNT, headers)
        await wire.send([whole[:-5]])
        await asyncio.sleep(0.05)
        server.should_exit = True
        await asyncio.sleep(0.2)
        await wire.send([whole[-5:]])
        answer = await wire.answer()
        assert answer.endswith(TOLD)
        assert b"\r\nconnection: close\r\n" in answer


async def test_a_drain_gives_up_a_read_that_takes_too_long(
    studio: Studio,
    ways: Ways,
    database: asyncpg.Connection,
    nobody_reads_sketches: Lock,
    headers: Headers,
    sketches: list[str],
) -> None:
    app = assemble(studio)
    async with (
        serving_uvicorn(app, timeout_graceful_shutdown=0.2) as server,
        Wire.to(port_of(server)) as wire,
    ):
        await known(wire, app.state.reads, headers)
        async with nobody_reads_sketches():
            await wire.send([request(COUNT, headers)])
            await until_waiting(database)
            server.should_exit = True
            assert await wire.closed()
    await usable(ways, studio, headers)


async def test_an_idle_connection_is_closed_and_a_busy_one_is_not(
    studio: Studio, headers: Headers, sketches: list[str]
) -> None:
    app = assemble(studio)
    async with (
        serving_uvicorn(app, timeout_keep_alive=1) as server,
        Wire.to(port_of(server)) as wire,
    ):
        await known(wire, app.state.reads, headers)
        for _ in range(8):
            await asyncio.sleep(0.2)
            await wire.send([request(COUNT, headers)])
            assert (await wire.answer()).endswith(TOLD)
        assert not await wire.closed(0.5)
        assert await wire.closed()


async def test_a_read_may_take_longer_than_a_connection_may_rest(
    studio: Studio,
    database: asyncpg.Connection,
    nobody_reads_sketches: Lock,
    headers: Headers,
    sketches: list[str],
) -> None:
    app = assemble(studio)
    async with (
        serving_uvicorn(app, timeout_keep_alive=1) as server,
        Wire.to(port_of(server)) as wire,
    ):
        await known(wire, app.state.reads, headers)
        async with nobody_reads_sketches():
            await wire.send([request(COUNT, headers)])
            assert not await wire.closed(1.5)
        assert (await wire.answer()).endswith(TOLD)


async def test_many_clients_share_few_lanes(
    ways: Ways,
    studio: Studio,
    database: asyncpg.Connection,
    nobody_reads_sketches: Lock,
    headers: Headers,
    sketches: list[str],
) -> None:
    async with nobody_reads_sketches():
        asking = [asyncio.create_task(_one(ways.direct, headers)) for _ in range(40)]
        await until_waiting(database, studio.settings.database_pool_max // 2)
    await asyncio.gather(*asking)
    await usable(ways, studio, headers)


@pytest.mark.parametrize(
    "changes", [{"access_log": True}, {"root_path": "/api"}, {"limit_concurrency": 50}]
)
async def test_where_uvicorn_has_more_to_do_nothing_takes_the_short_way(
    changes: dict[str, Any], studio: Studio, headers: Headers, sketches: list[str]
) -> None:
    app = assemble(studio)
    async with serving_uvicorn(app, **changes) as server, Wire.to(port_of(server)) as wire:
        for _ in range(3):
            await wire.send([request(COUNT, headers)])
            assert (await wire.answer()).endswith(TOLD)
    assert app.state.reads.counts.direct == 0


async def test_who_does_not_read_the_answers_gets_no_more_of_them(
    studio: Studio, ada: Person, headers: Headers, sketches: list[str]
) -> None:
    await ada.get(
        "mutation ($id: ID!, $l: String!) "
        "{ updateSketch(input: {id: $id, lyrics: $l}) { userErrors { code } } }",
        id=sketches[0],
        l="la " * 3_000,
    )
    page = {"query": "{ sketches { nodes { lyrics } } }"}
    app, many = assemble(studio), 800
    async with serving_uvicorn(app) as server, Wire.to(port_of(server)) as wire:
        await known(wire, app.state.reads, headers, page)
        sending = asyncio.create_task(wire.send([request(page, headers) * many]))
        [connection] = server.server_state.connections
        async with asyncio.timeout(PATIENCE):
            while not connection.transport.get_write_buffer_size():
                await asyncio.sleep(0.01)
        for _ in range(20):
            await asyncio.sleep(0.02)
            assert connection.transport.get_write_buffer_size() < 500_000
        answers = {lasting(await wire.answer()) for _ in range(many)}
        await sending
    assert len(answers) == 1
