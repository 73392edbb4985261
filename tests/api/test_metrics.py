from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from app.asgi import assemble
from app.domain.users.model import SignedIn
from app.http.request_counts import MOST_NAMES, OTHER, RequestCounts
from app.infra.embedded.ports import free_port
from app.infra.settings import Settings
from app.monitoring import worker_port
from tests.api.songs import generate
from tests.api.test_health import changed
from tests.graphql_ws import websocket
from tests.studio import PASSWORD, Mock, Person, running_studio, served, working

TOKEN = "a token of the tests"
DASHBOARDS = Path(__file__).parents[2] / "docker" / "grafana"

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


class Scraped:
    """What `/metrics` answered."""

    def __init__(self, text: str) -> None:
        self.families = list(text_string_to_metric_families(text))
        self.samples = [sample for family in self.families for sample in family.samples]

    def __call__(self, name: str, **labels: str) -> float:
        """The sum of the samples of this name that have these labels."""
        return sum(
            sample.value
            for sample in self.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )


async def scrape(client: httpx.AsyncClient) -> Scraped:
    answer = await client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    answer.raise_for_status()
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return Scraped(answer.text)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
        ({"Authorization": "Bearer another one entirely"}, 404),
        ({"Authorization": TOKEN}, 404),
        ({}, 404),
    ],
)
async def test_only_whoever_has_the_token_sees_metrics(
    settings: Settings, db: str, sent: dict[str, str], status: int
) -> None:
    on: dict[str, Any] = {"metrics": True, "metrics_token": SecretStr(TOKEN)}
    async with changed(settings, **on) as client:
        assert (await client.get("/metrics", headers=sent)).status_code == status


async def test_without_a_token_only_this_machine_sees_metrics(settings: Settings, db: str) -> None:
    async with running_studio(settings.model_copy(update={"metrics": True})) as studio:
        app = assemble(studio)
        for address, status in (("127.0.0.1", 200), ("::1", 200), ("203.0.113.9", 404)):
            transport = httpx.ASGITransport(app, client=(address, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                assert (await client.get("/metrics")).status_code == status


async def test_metrics_are_off_unless_they_are_wanted(http: httpx.AsyncClient) -> None:
    assert (await http.get("/metrics")).status_code == 404


def test_production_shows_metrics_only_with_a_token() -> None:
    wanted = "METRICS needs a METRICS_TOKEN of at least 16 characters"
    for token, refused in (("x" * 15, True), ("x" * 16, False)):
        with pytest.raises(ValueError, match="production settings") as caught:
            Settings(_env_file=None, metrics=True, metrics_token=SecretStr(token))
        assert (wanted in str(caught.value)) is refused


async def test_everything_that_is_counted_is_shown(settings: Settings, db: str, mock: Mock) -> None:
    on = settings.model_copy(update={"metrics": True, "metrics_token": SecretStr(TOKEN)})
    async with running_studio(on) as studio, served(assemble(studio)) as url:
        await studio.redis.flushdb()
        async with httpx.AsyncClient(base_url=url, timeout=10) as client:
            signed: SignedIn = await studio.services.users.register(
                email="ada@example.com", password=PASSWORD
            )
            ada = Person(signed.user.id, "ada@example.com", signed.token, client)
            before = await scrape(client)
            for _ in range(3):
                await ada.get("query Hot { songs(first: 3) { nodes { title } } }")
            await ada.get("query Slow { me { mediaTicket { expiresAt } } }")
            await ada.ask("query Bad { songs(first: 101) { nodes { title } } }")
            await client.get("/files/songs/nothing.mp3")
            started = await generate(ada)
            studio.services.health.forget()
            waiting = await scrape(client)
            async with working(studio), websocket(url, ada.token) as socket:
                watch = "subscription Watch($id: ID!) { jobProgress(jobId: $id) { status } }"
                told = [each async for each in socket.subscribe(watch, id=started["job"]["id"])]
                studio.services.health.forget()
                during = await scrape(client)
            studio.services.health.forget()
            after = await scrape(client)

    def more(name: str, **labels: str) -> float:
        return after(name, **labels) - before(name, **labels)

    assert more("studio_requests_total", operation="Hot", outcome="ok") == 3
    assert more("studio_request_seconds_count", operation="Hot") == 3
    assert more("studio_requests_total", operation="Bad") == 0, "a name that never succeeded"
    assert more("studio_requests_total", operation=OTHER, outcome="VALIDATION") == 1
    assert more("studio_reads_total", outcome="direct") >= 1
    assert more("studio_reads_total", outcome="refused") >= 1
    assert more("studio_reads_total") >= 4
    assert waiting("studio_jobs", kind="SONG", status="QUEUED") == 1
    assert waiting("studio_queue_due") == 1
    assert waiting("studio_workers") == 0
    assert during("studio_workers") == 1
    assert during("studio_worker_heartbeat_age_seconds") >= 0
    assert during("studio_live_connections") == 1
    assert more("studio_jobs_ended_total", kind="SONG", status="SUCCEEDED") == 1
    assert more("studio_job_steps_total", kind="SONG", outcome="done") >= 3
    assert more("studio_provider_calls_total", provider="mureka", code="200") >= 2
    assert more("studio_provider_seconds_count", provider="mureka") >= 2
    assert more("studio_events_published_total") >= 4
    assert more("studio_events_delivered_total") == len(told) > 1
    assert after("studio_database_connections", state="most") == 30
    assert after("studio_known") == 2
    assert after("process_resident_memory_bytes") > 0


async def test_a_worker_shows_its_own_metrics_on_its_own_port(
    settings: Settings, db: str, mock: Mock
) -> None:
    port = free_port("127.0.0.1", 18_000, may_move=True)
    changes = {"metrics": True, "metrics_token": SecretStr(TOKEN), "worker_port": port}
    url = f"http://127.0.0.1:{port}"
    async with running_studio(settings.model_copy(update=changes)) as studio:
        async with worker_port(studio), httpx.AsyncClient(base_url=url) as client:
            assert (await client.get("/health/ready")).status_code == 200
            assert (await client.get("/graphql")).status_code == 404
            assert (await client.get("/metrics")).status_code == 404
            assert (await scrape(client))("studio_build") == 1
        async with httpx.AsyncClient(base_url=url) as client:
            with pytest.raises(httpx.ConnectError):
                await client.get("/health/live")


async def test_without_redis_a_process_still_shows_what_it_knows(
    settings: Settings,
) -> None:
    on = {"metrics": True, "metrics_token": SecretStr(TOKEN), "redis_url": "redis://127.0.0.1:1/0"}
    async with changed(settings, **on) as client:
        shown = await scrape(client)
    assert shown("studio_known", what="workers") == 0
    assert "studio_workers" not in {family.name for family in shown.families}
    assert shown("studio_build") == 1


def test_names_beyond_the_most_and_of_failures_count_as_other() -> None:
    counts = RequestCounts()
    for number in range(MOST_NAMES + 5):
        counts.count(f"Operation{number}", "/graphql", "ok", 0.001)
    counts.count("Unheard", "/graphql", "UNAUTHENTICATED,VALIDATION", 0.001)
    counts.count(None, "/files/x", "ok", 3.0)
    counts.count(None, "/wp-admin", "refused", 3.0)
    requests, seconds = counts.collect()
    names = {sample.labels["operation"] for sample in requests.samples}
    assert len(names) <= MOST_NAMES
    assert "Operation0" in names
    assert f"Operation{MOST_NAMES + 4}" not in names
    assert sum(sample.value for sample in requests.samples) == MOST_NAMES + 8
    other = {
        s.labels["outcome"]: s.value for s in requests.samples if s.labels["operation"] == OTHER
    }
    assert other["UNAUTHENTICATED"] == 1
    assert all("," not in sample.labels["outcome"] for sample in requests.samples)
    assert {s.value for s in seconds.samples if s.name.endswith("_count")} >= {1.0}


def test_seconds_are_counted_in_the_bucket_that_they_fit_into() -> None:
    counts = RequestCounts()
    for seconds in (0.001, 0.0011, 0.2, 60.0):
        counts.count("Read", "/graphql", "ok", seconds)
    counts.count("Read", "/graphql", "ok", None)
    requests, histogram = counts.collect()
    assert next(s.value for s in requests.samples if s.labels["operation"] == "Read") == 5
    buckets = {s.labels["le"]: s.value for s in histogram.samples if "le" in s.labels}
    assert (buckets["0.001"], buckets["0.0025"], buckets["0.25"]) == (1, 2, 3)
    assert (buckets["10.0"], buckets["+Inf"]) == (3, 4)


def _queries(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("expr", "definition") and isinstance(inner, str):
                yield inner
            else:
                yield from _queries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _queries(inner)


async def test_every_query_of_the_dashboards_names_what_there_is(
    settings: Settings, db: str
) -> None:
    on: dict[str, Any] = {"metrics": True, "metrics_token": SecretStr(TOKEN)}
    async with changed(settings, **on) as client:
        shown = await scrape(client)
    names = {sample.name for sample in shown.samples}
    for family in shown.families:  # those without a sample yet
        ends = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}
        names |= {family.name + end for end in ends.get(family.type, [""])}
    asked = 0
    for file in sorted(DASHBOARDS.rglob("*.json")):
        for query in _queries(json.loads(file.read_text())):
            for name in re.findall(r"\b(?:studio|process|python)_\w+", query):
                asked += 1
                assert name in names, f"{file.name} asks for {name}"
    assert asked > 20
