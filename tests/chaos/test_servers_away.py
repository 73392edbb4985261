"""PostgreSQL and Valkey go away while people order songs and workers work."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from app.asgi import assemble
from app.bootstrap import Studio
from app.domain.jobs.model import JobStage, JobStatus
from app.infra.embedded.ports import free_port
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey
from app.infra.live.hints import HintListener
from app.infra.live.job_feed import LiveJobFeed
from app.infra.migrations import upgrade
from app.infra.settings import Settings
from app.schema.ids import decode_id
from tests.api.songs import finished, generate
from tests.chaos.gate import HELD, Gate
from tests.chaos.orders import Customer, sent, until, was_accepted
from tests.chaos.processes import GENEROUS, api, worker
from tests.studio import PASSWORD, Mock, Person, running_studio, served

REGISTER = """
mutation ($input: RegisterInput!) { register(input: $input) { token userErrors { code } } }
"""
NEVER = 3600


@pytest.fixture
async def studio(victim: Settings, valkey: EmbeddedValkey) -> AsyncIterator[Studio]:
    """A studio whose Valkey may go away."""
    settings = victim.model_copy(update={"redis_url": valkey.url})
    async with running_studio(settings) as studio:
        yield studio


@pytest.fixture
async def http(studio: Studio) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        served(assemble(studio)) as url,
        httpx.AsyncClient(base_url=url, timeout=GENEROUS) as client,
    ):
        yield client


async def test_songs_are_ordered_and_made_without_valkey_and_watched_again_afterwards(
    studio: Studio, ada: Person, valkey: EmbeddedValkey, mock: Mock, tmp_path: Path
) -> None:
    customer = Customer(studio, ada.id)
    feed = LiveJobFeed(studio.queue.events, reread=NEVER)
    listening = asyncio.create_task(HintListener(studio.redis, feed.hint, lambda _: None).run())
    async with worker(studio.settings, tmp_path) as process:
        before = await customer.order("before", seconds=100)
        await customer.comes_to(before, JobStage.POLLING)
        assert valkey.process is not None
        valkey.process.kill()
        valkey.process.wait()

        ordered = await generate(ada, lyrics="without", prompt="folk, 2s", choices=1)
        assert ordered["userErrors"] == []
        without = decode_id("Job", ordered["job"]["id"], "id")
        assert await customer.ended(before, without) == [JobStatus.SUCCEEDED] * 2

        valkey.start()
        after = await customer.order("after", seconds=150)
        async with asyncio.timeout(GENEROUS):
            followed = [event.seq async for event in feed.follow(after, 0)]
        await process.says("hints are sent again")

    listening.cancel()
    assert followed == list(range(1, len(followed) + 1))
    assert await customer.ended(after) == [JobStatus.SUCCEEDED]
    assert await sent(mock) == {"before": 1, "without": 1, "after": 1}


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    # What is committed must survive the server, though not the machine.
    settings = {"fsync": "off"}
    server = EmbeddedPostgres(
        tmp_path / "postgres", settings=settings, log=tmp_path / "postgres.log"
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()


async def test_an_answer_that_comes_while_postgres_is_away_is_kept(
    victim: Settings, postgres: EmbeddedPostgres, gate: Gate, mock: Mock, tmp_path: Path
) -> None:
    await asyncio.to_thread(lambda: asyncio.run(upgrade(postgres.url)))
    port = free_port("127.0.0.1", 0, may_move=False)
    settings = victim.model_copy(update={"database_url": postgres.url, "port": port})
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(api(settings, tmp_path))
        process = await stack.enter_async_context(worker(settings, tmp_path))
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=GENEROUS)
        )
        eve = await registered(client)
        ordered = await generate(eve, lyrics=HELD, prompt="folk, 2s")
        await until(lambda: was_accepted(mock, HELD))
        assert postgres.process is not None
        postgres.process.send_signal(signal.SIGQUIT)
        postgres.process.wait()
        gate.opened.set()
        await process.says("the database is away, trying again")
        postgres.start()
        song = await finished(eve, ordered["song"]["id"], within=GENEROUS)

    assert (song["status"], len(song["choices"])) == ("SUCCESS", 2)
    assert await sent(mock) == {HELD: 1}


async def registered(client: httpx.AsyncClient) -> Person:
    """Somebody new, as soon as the API answers."""
    person = {"email": "eve@example.com", "password": PASSWORD}
    body = {"query": REGISTER, "variables": {"input": person}}
    tokens: list[str] = []

    async def asked() -> bool:
        with suppress(httpx.ConnectError):
            answer = await client.post("/graphql", json=body)
            tokens.append(answer.json()["data"]["register"]["token"])
        return bool(tokens)

    await until(asked)
    return Person(UUID(int=0), person["email"], tokens[0], client)
