"""Two API processes behind nginx, restarted one after the other while people work."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from app.infra.embedded.ports import free_port
from app.infra.settings import Settings
from tests.chaos.processes import Process
from tests.deploy.proxy import HOST, Nginx, ask, registered, running_nginx
from tests.studio import Mock

PEOPLE = 30
READ = "{ sketches(first: 5) { totalCount nodes { id title } } }"
WRITE = """mutation ($p: String!) { createSketch(input: {prompt: $p}) {
    sketch { id } userErrors { code } } }"""


@dataclass
class Load:
    """People who read and write without a pause, each from an address of its own."""

    nginx: Nginx
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    written: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def person(self, number: int) -> None:
        async with self.nginx.client(f"127.0.1.{number + 1}") as client:
            token = await registered(client, f"person{number}@example.com")
            turn = 0
            while not self.over.is_set():
                turn += 1
                if turn % 3:
                    await self._one(client, READ, token)
                else:
                    self.written += await self._one(client, WRITE, token, p=f"{number} {turn}")
                await asyncio.sleep(0.21)  # 5 a second are let through

    async def writes(self, more: int) -> None:
        """Wait until so many more things were written."""
        enough = self.written + more
        async with asyncio.timeout(60):
            while self.written < enough:
                await asyncio.sleep(0.05)

    async def _one(self, client: httpx.AsyncClient, query: str, token: str, **more: str) -> bool:
        try:
            answer = await ask(client, query, token, **more)
        except httpx.HTTPError as error:
            self.failures.append(repr(error))
            return False
        self.statuses[answer.status_code] += 1
        good = answer.status_code == 200 and "errors" not in answer.json()
        if not good:
            self.failures.append(f"{answer.status_code} {answer.text}")
        return good


@dataclass
class House:
    """Both processes, at ports that stay the same."""

    settings: Settings
    folder: Path
    ports: list[int]
    processes: list[Process]

    @property
    def urls(self) -> list[str]:
        return [f"http://{HOST}:{port}" for port in self.ports]

    async def start(self, which: int) -> None:
        settings = self.settings.model_copy(update={"port": self.ports[which]})
        self.processes[which:] = [
            Process("serve", settings, self.folder / f"{which}"),
            *self.processes[which + 1 :],
        ]
        async with asyncio.timeout(60), httpx.AsyncClient() as client:
            while True:
                assert self.processes[which].alive, self.processes[which].log
                try:
                    if (await client.get(f"{self.urls[which]}/health/ready")).status_code == 200:
                        return
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)


@pytest.fixture
async def house(settings: Settings, db: str, mock: Mock, tmp_path: Path) -> AsyncIterator[House]:
    ports = [free_port(HOST, first, may_move=True) for first in (28_101, 28_201)]
    behind = settings.model_copy(update={"trusted_proxies": [HOST]})
    house = House(behind, tmp_path, ports, [])
    try:
        await asyncio.gather(*(house.start(which) for which in range(2)))
        yield house
    finally:
        for process in house.processes:
            process.end()


@asynccontextmanager
async def at_work(load: Load) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        for number in range(PEOPLE):
            group.create_task(load.person(number))
        try:
            yield
        finally:
            load.over.set()


async def test_nobody_notices_that_each_of_two_processes_is_restarted(
    house: House, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        nginx = await stack.enter_async_context(
            running_nginx(tmp_path, house.urls, s3=house.urls[0])
        )
        load = Load(nginx)
        async with at_work(load):
            await load.writes(PEOPLE)
            for which in (0, 1):
                house.processes[which].signal(signal.SIGTERM)
                async with asyncio.timeout(30):  # ten seconds, and a busy machine
                    assert await house.processes[which].status() == -signal.SIGTERM
                await load.writes(PEOPLE)  # by the other one alone
                await house.start(which)
                await asyncio.sleep(2)  # the proxy looks again after a second
        log = nginx.access_log.read_text()
    assert load.failures == []
    assert load.statuses.keys() == {200}
    assert load.written > PEOPLE
    for port in house.ports:
        assert f'"upstream":"{HOST}:{port}"' in log
