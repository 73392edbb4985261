"""A whole studio on real servers: the API on a real socket, a mock provider, workers on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp

from aitestmock.app import create_mock
from aitestmock.server import serving
from app.asgi import assemble
from app.bootstrap import Studio, build_studio
from app.domain.users.model import SignedIn
from app.domain.users.ports import PasswordHasher, Verdict
from app.http.direct.protocol import DirectProtocol
from app.infra.passwords import PasslibHasher
from app.infra.settings import Settings
from app.readpath.run import ReadPath

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Mock:
    """The mock provider, an hour passing in half a minute."""

    url: str
    client: httpx.AsyncClient

    async def reset(self) -> None:
        await self.client.delete("/_mock/requests")

    async def steer(self, **settings: object) -> None:
        (await self.client.patch("/_mock/settings", json=settings)).raise_for_status()

    async def requests(self, path: str = "") -> list[dict[str, Any]]:
        return list((await self.client.get("/_mock/requests", params={"path": path})).json())

    async def submits(self) -> list[dict[str, Any]]:
        """The submits that the provider accepted, and so charged."""
        return [each for each in await self.requests() if each["accepted"]]


@dataclass
class Person:
    """Somebody signed in, with a client that asks as this person."""

    id: UUID
    email: str
    token: str
    http: httpx.AsyncClient
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The whole answer, errors included."""
        answer = await self.http.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={
                "Authorization": f"Bearer {self.token}",
                "Accept": "application/graphql-response+json",
                **self.headers,
            },
        )
        return dict(answer.json())

    async def get(self, query: str, **variables: object) -> Any:
        """The data of an answer that must have no errors."""
        answer = await self.ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@pytest.fixture(scope="session")
async def running_mock() -> AsyncIterator[Mock]:
    async with (
        serving(create_mock(time_scale=0.01)) as url,
        httpx.AsyncClient(base_url=url, timeout=10) as client,
    ):
        yield Mock(url, client)


@pytest.fixture
async def mock(running_mock: Mock) -> Mock:
    await running_mock.reset()
    return running_mock


@pytest.fixture(scope="session")
def settings(
    database_url: str,
    redis_url: str,
    running_mock: Mock,
    tmp_path_factory: pytest.TempPathFactory,
) -> Settings:
    """Production's settings with short times."""
    return Settings(
        _env_file=None,
        app_env="dev",
        data_dir=tmp_path_factory.mktemp("data"),
        database_url=database_url,
        redis_url=redis_url,
        jwt_secret_key="a secret of the tests that is long enough",
        encryption_secret_keys=["dGhlIGtleSBvZiBhbGwgdGhlIHRlc3RzLCAzMiBieXQ="],
        mureka_base_url=running_mock.url,
        mureka_api_key="test-key",
        mureka_timeout=2,
        mureka_stem_timeout=2,
        mureka_poll_interval_short=0.05,
        mureka_poll_interval_medium=0.1,
        mureka_poll_interval_long=0.2,
        mureka_retry_delay=0.02,
        mureka_rate_limit_delay=0.2,
        mureka_unknown_grace=0.1,
        mureka_unknown_hold=1,
        mureka_job_deadline=20,
        openai_base_url=f"{running_mock.url}/v1",
        openai_api_key="test-key",
        openai_timeout=2,
        openai_admin_api_key="test-admin-key",
        openai_admin_timeout=2,
        openai_retry_delay=0.02,
        openai_rate_limit_delay=0.2,
        openai_unknown_grace=0.1,
        openai_chat_timeout=2,
        ollama_url=running_mock.url,
        ollama_timeout=2,
        job_lease=2,
        job_sweep_interval=0.2,
        rate_limit=1000,
        rate_limit_burst=10_000,
    )


@asynccontextmanager
async def running_studio(settings: Settings) -> AsyncIterator[Studio]:
    """A studio whose database the tests have opened already."""
    studio = build_studio(settings)
    try:
        async with studio.listening():
            yield studio
    finally:
        await studio.provider.aclose()
        await studio.painter.aclose()
        await studio.language.aclose()
        await studio.bills.aclose()
        for probe in studio.probes:
            await probe.aclose()
        await studio.patterns.aclose()
        await studio.renderers.aclose()
        await studio.storage.aclose()
        await studio.redis.aclose()
        await studio.lanes.aclose()


@pytest.fixture(scope="session")
async def running(settings: Settings) -> AsyncIterator[tuple[Studio, str, ReadPath]]:
    """The studio that the tests share, and its address: building one takes half a second."""
    async with running_studio(settings) as studio:
        app = assemble(studio)
        async with served(app) as url:
            yield studio, url, app.state.reads


@pytest.fixture
async def studio(running: tuple[Studio, str, ReadPath], db: str, mock: Mock) -> Studio:
    """The studio with nobody and nothing in it."""
    studio = running[0]
    await studio.redis.flushdb()
    return studio


@pytest.fixture
def studio_url(running: tuple[Studio, str, ReadPath], studio: Studio) -> str:
    """The address of the API."""
    return running[1]


@pytest.fixture
def reads(running: tuple[Studio, str, ReadPath], studio: Studio) -> ReadPath:
    """What compiles the reads of that studio."""
    return running[2]


@asynccontextmanager
async def served(app: ASGIApp, **changes: Any) -> AsyncIterator[str]:
    """A real uvicorn in this loop on a free port, with the short way of reads."""
    async with serving_uvicorn(app, **changes) as server:
        yield f"http://127.0.0.1:{port_of(server)}"


def port_of(server: uvicorn.Server) -> int:
    """Where a running server listens."""
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


@asynccontextmanager
async def serving_uvicorn(
    app: ASGIApp,
    kind: Callable[[uvicorn.Config], uvicorn.Server] = uvicorn.Server,
    **changes: Any,
) -> AsyncIterator[uvicorn.Server]:
    """The server itself; `changes` are those of its settings."""
    settings = {
        "port": 0,
        "http": DirectProtocol,
        "lifespan": "off",
        "log_config": None,
        "access_log": False,
        "ws": "websockets-sansio",
        "ws_max_size": 1_000_000,
        "ws_per_message_deflate": False,
        "timeout_graceful_shutdown": 1,
        "proxy_headers": False,
    }
    config = uvicorn.Config(app, **{**settings, **changes})
    server = kind(config)
    server.capture_signals = nullcontext  # type: ignore[assignment] # signals are pytest's
    serving_task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.002)
    try:
        yield server
    finally:
        server.should_exit = True
        await serving_task


@pytest.fixture
async def http(studio_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=studio_url, timeout=60) as client:
        yield client


class HashedOnce:
    """Hashes each password for real, but only once: to hash costs more than to register."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._hashes: dict[str, str] = {}

    async def hash(self, password: str) -> str:
        if password not in self._hashes:
            self._hashes[password] = await self._hasher.hash(password)
        return self._hashes[password]

    async def verify(self, password: str, password_hash: str | None) -> Verdict:
        return await self._hasher.verify(password, password_hash)


@pytest.fixture(scope="session")
def hashed_once() -> Iterator[HashedOnce]:
    """What registers everybody who is only somebody; logins and changes hash as ever."""
    hasher = PasslibHasher()
    yield HashedOnce(hasher)
    hasher.close()


Register = Callable[[str], Awaitable[Person]]


@pytest.fixture
def person(studio: Studio, http: httpx.AsyncClient, hashed_once: HashedOnce) -> Register:
    """Registers somebody: `await person("ada")`."""
    users = replace(studio.services.users, hasher=hashed_once)

    async def register(name: str) -> Person:
        email = f"{name}@example.com"
        signed: SignedIn = await users.register(email=email, password=PASSWORD)
        return Person(signed.user.id, email, signed.token, http)

    return register


@pytest.fixture
async def ada(person: Register) -> Person:
    return await person("ada")


@pytest.fixture
async def bob(person: Register) -> Person:
    return await person("bob")


@asynccontextmanager
async def working(studio: Studio) -> AsyncIterator[None]:
    """A worker of this studio, in this loop."""
    stop = asyncio.Event()
    task = asyncio.create_task(studio.worker().run(stop))
    try:
        yield
    finally:
        stop.set()
        await task


@pytest.fixture
async def worker(studio: Studio) -> AsyncIterator[None]:
    async with working(studio):
        yield


__all__ = ["Mock", "Person", "running_studio", "served", "working"]
