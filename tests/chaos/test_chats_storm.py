"""Many chats while workers and APIs are killed at random, or PostgreSQL or Valkey goes away."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from app.infra.embedded.ports import free_port
from app.infra.embedded.servers import EmbeddedPostgres, EmbeddedValkey
from app.infra.migrations import upgrade
from app.infra.settings import Settings
from tests.chaos.chats import Chatter, Reader, answers, asked, sound
from tests.chaos.processes import GENEROUS, Process, api, worker
from tests.chaos.test_servers_away import registered
from tests.studio import Mock, Person

CHATS: Final = 40
KILLS: Final = 5
"""Of which a storm has more, however slow the machine is."""
STORM: Final = 12
"""Seconds."""
WORDS: Final = "Write me 150t about the sea"


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    # What is committed must survive the server, though not the machine.
    settings = {"fsync": "off", "max_connections": "100"}
    server = EmbeddedPostgres(
        tmp_path / "postgres", settings=settings, log=tmp_path / "postgres.log"
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
async def house(
    victim: Settings, postgres: EmbeddedPostgres, valkey: EmbeddedValkey, mock: Mock
) -> AsyncIterator[Settings]:
    """Settings of processes with a PostgreSQL and a Valkey of their own, and a slow model."""
    await asyncio.to_thread(lambda: asyncio.run(upgrade(postgres.url)))
    await mock.steer(tokenDelay=2)
    yield victim.model_copy(
        update={
            "database_url": postgres.url,
            "redis_url": valkey.url,
            "port": free_port("127.0.0.1", 0, may_move=False),
            "ollama_url": mock.url,
            "ollama_timeout": 60,
            "job_lease": 3,
        }
    )
    await mock.steer(tokenDelay=0.02)


@asynccontextmanager
async def inhabited(house: Settings, folder: Path) -> AsyncIterator[Chatter]:
    """An API and somebody who has an account there."""
    async with api(house, folder), eve_of(house) as eve:
        yield eve


@asynccontextmanager
async def eve_of(house: Settings) -> AsyncIterator[Chatter]:
    nobody = Person(UUID(int=0), "", "", None)  # type: ignore[arg-type] # replaced below
    eve = Chatter("", nobody).at(f"http://127.0.0.1:{house.port}")
    async with eve.person.http as client:
        yield Chatter(eve.url, await registered(client))


async def test_without_valkey_a_reply_is_written_and_read_to_its_end(
    house: Settings, valkey: EmbeddedValkey, mock: Mock, tmp_path: Path
) -> None:
    async with inhabited(house, tmp_path) as eve, worker(house, tmp_path):
        replies = [await eve.say(await eve.begin(str(n)), f"{WORDS} {n}") for n in range(3)]
        readings = [eve.listen(reply) for reply in replies]
        await readings[0][0].comes_to(30)
        assert valkey.process is not None
        valkey.process.kill()
        valkey.process.wait()
        await readings[0][0].comes_to(80)
        valkey.start()
        await asyncio.gather(*(task for _, task in readings))
        expected = await answers(mock)
        for n, (reader, _) in enumerate(readings):
            assert reader.message["status"] == "COMPLETE"
            assert reader.text == reader.message["content"] == expected[f"{WORDS} {n}"]
            assert reader.connected == 1
        after = await eve.hear(await eve.say(await eve.begin("after"), "And now? 5t"))
        assert after.message["status"] == "COMPLETE"
    assert set((await asked(mock)).values()) == {1}


@pytest.mark.parametrize("away", [0.5, 5], ids=["within the lease", "beyond the lease"])
async def test_postgres_stops_at_once_and_comes_back_while_replies_are_written(
    house: Settings, postgres: EmbeddedPostgres, mock: Mock, tmp_path: Path, away: float
) -> None:
    async with inhabited(house, tmp_path) as eve, worker(house, tmp_path):
        talks = [await eve.begin(str(n)) for n in range(3)]
        replies = [await eve.say(talk, f"{WORDS} {n}") for n, talk in enumerate(talks)]
        readings = [eve.listen(reply) for reply in replies]
        await readings[0][0].comes_to(60)
        assert postgres.process is not None
        postgres.process.send_signal(signal.SIGQUIT)
        postgres.process.wait()
        await asyncio.sleep(away)
        postgres.start()
        await asyncio.gather(*(task for _, task in readings))
        expected = await answers(mock)
        for n, (reader, _) in enumerate(readings):
            whole = expected[f"{WORDS} {n}"]
            assert reader.text == reader.message["content"] != ""
            if reader.message["status"] == "COMPLETE":
                assert reader.text == whole
            else:
                assert reader.message["error"]["code"] == "INTERRUPTED"
                assert whole.startswith(reader.text)
        for talk in talks:
            sound(await eve.read(talk))
            assert (await eve.hear(await eve.say(talk, f"5t {talk}"))).message["error"] is None
    assert set((await asked(mock)).values()) == {1}


class Storm:
    """Kills a process every now and then and starts another in its place."""

    def __init__(self, house: Settings, folder: Path, seed: int) -> None:
        self._house = house
        self._folder = folder
        self._rng = random.Random(seed)  # noqa: S311 - the same storm every time
        self._started = 0
        self._processes: dict[str, Process] = {}
        self.kills = 0

    def start(self) -> None:
        for name, command in (("api", "serve"), ("one", "work"), ("two", "work")):
            self._start(name, command)

    def _start(self, name: str, command: str) -> None:
        self._started += 1
        folder = self._folder / f"{name}-{self._started}"
        self._processes[name] = Process(command, self._house, folder)

    async def rage(self) -> None:
        while True:
            await asyncio.sleep(self._rng.uniform(0.3, 2))
            name = self._rng.choice(list(self._processes))
            self._processes[name].end()
            self.kills += 1
            await asyncio.sleep(self._rng.uniform(0, 0.5))
            self._start(name, "serve" if name == "api" else "work")

    def end(self) -> None:
        for process in self._processes.values():
            process.end()


async def test_forty_chats_in_a_storm_of_kills(house: Settings, mock: Mock, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        storm = Storm(house, tmp_path, seed=7)
        stack.callback(storm.end)
        storm.start()
        eve = await stack.enter_async_context(eve_of(house))
        talks = await asyncio.gather(*(eve.begin(str(n)) for n in range(CHATS)))
        raging = asyncio.create_task(storm.rage())

        async def chat(number: int, talk: str) -> list[Reader]:
            """Say one thing after the other until the storm has passed."""
            heard: list[Reader] = []
            while not raging.done():
                words = f"{60 + number}t of talk {number}, part {len(heard)}"
                heard.append(await eve.hear(await eve.say(talk, words)))
            return heard

        chatting = asyncio.gather(*(chat(n, talk) for n, talk in enumerate(talks)))
        await asyncio.sleep(STORM)
        async with asyncio.timeout(GENEROUS):
            while storm.kills <= KILLS:
                await asyncio.sleep(0.1)
        raging.cancel()
        with suppress(asyncio.CancelledError):
            await raging
        heard = await chatting

        expected = await answers(mock)
        statuses = set()
        for number, readers in enumerate(heard):
            for part, reader in enumerate(readers):
                statuses.add(reader.message["status"])
                whole = expected.get(f"{60 + number}t of talk {number}, part {part}", "")
                assert reader.text == reader.message["content"]
                if reader.message["status"] == "COMPLETE":
                    assert reader.text == whole
                else:
                    assert reader.message["error"]["code"] == "INTERRUPTED"
                    assert whole.startswith(reader.text)
        assert statuses == {"COMPLETE", "FAILED"}
        for talk in talks:
            sound(await eve.read(talk))
            assert (await eve.hear(await eve.say(talk, f"5t {talk}"))).message["error"] is None
    assert set((await asked(mock)).values()) == {1}
