from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest_asyncio

from aitestmock.app import create_mock
from aitestmock.server import serving


class FrozenClock:
    """Stands still until it is told to advance; starts in November 2023."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@dataclass(frozen=True)
class RunningMock:
    """A mock on a real socket and a client with a key."""

    url: str
    client: httpx.AsyncClient
    clock: FrozenClock

    async def song(self, lyrics: str, **fields: object) -> httpx.Response:
        return await self.client.post("/v1/song/generate", json={"lyrics": lyrics, **fields})

    async def instrumental(self, prompt: str, **fields: object) -> httpx.Response:
        return await self.client.post(
            "/v1/instrumental/generate", json={"prompt": prompt, **fields}
        )

    async def query(self, job_id: str, kind: str = "song") -> httpx.Response:
        return await self.client.get(f"/v1/{kind}/query/{job_id}")

    async def steer(self, **settings: object) -> httpx.Response:
        return await self.client.patch("/_mock/settings", json=settings)

    async def received(self, path: str = "") -> list[dict[str, Any]]:
        records = await self.client.get("/_mock/requests", params={"path": path})
        return list(records.json())

    async def summary(self) -> dict[str, Any]:
        return dict((await self.client.get("/_mock/summary")).json())

    async def finished_song(self, lyrics: str, **fields: object) -> dict[str, Any]:
        """The answer about a song once its duration is over."""
        job_id = (await self.song(lyrics, **fields)).json()["id"]
        self.clock.advance(300)
        return dict((await self.query(job_id)).json())

    async def last_job_id(self) -> str:
        """The id of the job accepted last, which its client may never have been told."""
        return str([record for record in await self.received() if record["accepted"]][-1]["jobId"])


@pytest_asyncio.fixture(scope="session")
async def served() -> AsyncIterator[RunningMock]:
    clock = FrozenClock()
    async with (
        serving(create_mock(clock=clock)) as url,
        httpx.AsyncClient(
            base_url=url, headers={"Authorization": "Bearer canary-key"}, timeout=10
        ) as client,
    ):
        yield RunningMock(url, client, clock)


@pytest_asyncio.fixture
async def mock(served: RunningMock) -> RunningMock:
    """The mock of this run, as if just started."""
    await served.client.delete("/_mock/requests")
    return served
