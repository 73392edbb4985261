from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr

from app import __version__
from app.asgi import assemble
from app.bootstrap import Studio
from app.bootstrap.health import provider_checks
from app.infra.jobs.heartbeat import Heartbeat, RedisRoll
from app.infra.settings import Settings
from tests.api.songs import generate
from tests.studio import Person, running_studio, served

DETAILS = """{ health { status details { version schemaVersion
    checks { name status latencyMs version } providers { name status }
    workers { id version startedAt runningJobs heartbeatAge }
    queue { due waiting running oldestDueSeconds } } } }"""
NOWHERE = "redis://:hunter2@127.0.0.1:1/0"


@asynccontextmanager
async def changed(settings: Settings, **changes: object) -> AsyncIterator[httpx.AsyncClient]:
    """A client of another studio with these settings on the same database."""
    other = settings.model_copy(update=changes)
    async with (
        running_studio(other) as studio,
        served(assemble(studio)) as url,
        httpx.AsyncClient(base_url=url, timeout=10) as client,
    ):
        yield client


async def test_whoever_answers_lives_and_is_ready_with_database_and_redis(
    http: httpx.AsyncClient,
) -> None:
    live, ready = await http.get("/health/live"), await http.get("/health/ready")
    assert (live.status_code, live.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.headers["cache-control"]) == (200, "no-store")
    assert ready.json() == {"status": "ok", "checks": {"database": "ok", "redis": "ok"}}


async def test_without_redis_a_process_lives_and_says_what_it_misses(
    settings: Settings, db: str
) -> None:
    async with changed(settings, redis_url=NOWHERE) as client:
        live, ready = await client.get("/health/live"), await client.get("/health/ready")
        told = await client.post("/graphql", json={"query": "{ health { status } }"})
    assert live.status_code == 200
    assert ready.status_code == 503
    assert ready.json() == {"status": "down", "checks": {"database": "ok", "redis": "down"}}
    assert told.json()["data"]["health"]["status"] == "DOWN"
    assert "hunter2" not in ready.text + told.text


async def test_everybody_learns_whether_all_is_well_and_nothing_else(
    http: httpx.AsyncClient,
) -> None:
    answer = await http.post("/graphql", json={"query": DETAILS})
    assert answer.json()["data"]["health"] == {"status": "OK", "details": None}


async def test_whoever_is_signed_in_learns_the_details(
    ada: Person, worker: None, studio: Studio, settings: Settings
) -> None:
    while not await RedisRoll(studio.redis).workers():
        await asyncio.sleep(0.01)
    studio.services.health.forget()
    health = (await ada.get(DETAILS))["health"]
    details = health["details"]
    assert health["status"] == "OK"
    assert details["version"] == __version__
    assert details["schemaVersion"][0].isdigit()
    checks = {check["name"]: check for check in details["checks"]}
    assert {check["status"] for check in checks.values()} == {"OK"}
    assert checks["database"]["version"].startswith("PostgreSQL 1")
    assert checks["redis"]["version"].startswith(("Valkey ", "Redis "))
    assert all(check["latencyMs"] >= 0 for check in checks.values())
    assert set(checks) == {"database", "redis", "storage"}
    assert details["providers"] == [
        {"name": name, "status": "OK"} for name in ("mureka", "openai", "ollama")
    ]
    [worker_] = details["workers"]
    assert worker_["version"] == __version__
    assert 0 <= worker_["heartbeatAge"] < 35
    assert details["queue"] == {"due": 0, "waiting": 0, "running": 0, "oldestDueSeconds": None}
    for secret in (settings.mureka_base_url, "127.0.0.1", "test-key", str(settings.data_dir)):
        assert secret not in json.dumps(health)


async def test_without_a_worker_work_piles_up_and_the_studio_is_degraded(
    ada: Person, studio: Studio
) -> None:
    await generate(ada)
    await generate(ada)
    studio.services.health.forget()
    health = (await ada.get(DETAILS))["health"]
    assert health["status"] == "DEGRADED"
    assert health["details"]["workers"] == []
    queue = health["details"]["queue"]
    assert (queue["due"], queue["waiting"], queue["running"]) == (1, 1, 0)
    assert queue["oldestDueSeconds"] >= 0


async def test_providers_are_down_or_not_configured(
    settings: Settings, ada: Person, http: httpx.AsyncClient
) -> None:
    headers = {"Authorization": f"Bearer {ada.token}"}
    away = {"mureka_base_url": "http://127.0.0.1:1", "openai_api_key": SecretStr("")}
    async with changed(settings, **away) as client:
        answer = await client.post("/graphql", json={"query": DETAILS}, headers=headers)
    providers = answer.json()["data"]["health"]["details"]["providers"]
    assert [each["status"] for each in providers] == ["DOWN", "UNCONFIGURED", "OK"]


def test_ollama_is_looked_for_where_it_is_asked_when_no_setting_says_where(
    settings: Settings,
) -> None:
    probe = provider_checks(settings.model_copy(update={"ollama_url": ""}))["ollama"]
    assert probe is not None
    assert probe.url == "http://localhost:11434"


async def test_a_worker_is_known_while_it_beats(studio: Studio) -> None:
    roll = RedisRoll(studio.redis)
    beating = asyncio.create_task(
        Heartbeat(studio.redis, version="9", running=lambda: 4, interval=0.02).run()
    )
    while not (found := await roll.workers()):
        await asyncio.sleep(0.01)
    assert [(beat.version, beat.running) for beat in found] == [("9", 4)]
    first = found[0].id
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)
    assert await roll.workers() == []
    await studio.redis.zadd("workers:beats", {first: 1})  # died long ago, without a word
    assert await roll.workers() == []


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_health_is_only_read(http: httpx.AsyncClient, method: str) -> None:
    assert (await http.request(method, "/health/ready")).status_code == 405
