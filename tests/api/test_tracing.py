from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.asgi import assemble
from app.infra.settings import Settings
from app.infra.tracing import tracing
from app.monitoring import begin_tracing
from tests.api.songs import finished, generate
from tests.graphql_ws import websocket
from tests.studio import PASSWORD, Mock, Person, running_studio, served, working

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@dataclass
class Seen:
    """A span as a collector gets it."""

    name: str
    id: bytes
    parent: bytes
    trace: str
    kind: int
    attributes: dict[str, Any]
    resource: dict[str, Any]


@dataclass
class Collector:
    """A collector on this machine, with its address."""

    spans: list[Seen] = field(default_factory=list)
    keys: set[str | None] = field(default_factory=set)
    heard: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    async def take(self, request: Request) -> Response:
        self.keys.add(request.headers.get("x-key"))
        sent = ExportTraceServiceRequest.FromString(await request.body())
        for resource in sent.resource_spans:
            told = {each.key: each.value.string_value for each in resource.resource.attributes}
            for scope in resource.scope_spans:
                self.spans += [_seen(span, told) for span in scope.spans]
        return Response()

    async def hear(self, request: Request) -> Response:
        """What a stranger is sent."""
        self.heard.append(dict(request.headers))
        return Response()

    def named(self, name: str) -> list[Seen]:
        return [span for span in self.spans if span.name == name]


def _seen(span: Any, resource: dict[str, Any]) -> Seen:
    told = {each.key: each.value.string_value for each in span.attributes}
    return Seen(
        name=span.name,
        id=span.span_id,
        parent=span.parent_span_id,
        trace=span.trace_id.hex(),
        kind=span.kind,
        attributes=told,
        resource=resource,
    )


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    collector = Collector()
    routes = [Route("/v1/traces", collector.take, methods=["POST"]), Route("/", collector.hear)]
    async with served(Starlette(routes=routes), http="auto") as url:
        collector.url = url
        yield collector


@pytest.fixture
async def traced(settings: Settings, collector: Collector, db: str) -> AsyncIterator[Settings]:
    """Settings of a process that makes spans."""
    assert db
    changes = {
        "otel_exporter_otlp_endpoint": f"{collector.url}/",
        "otel_exporter_otlp_headers": SecretStr("x-key=a%20key"),
        "otel_service_name": "my-studio",
    }
    begin_tracing(changed := settings.model_copy(update=changes), "api")
    try:
        yield changed
    finally:
        await asyncio.to_thread(tracing.stop)


async def test_a_trace_goes_from_the_request_through_the_job_to_the_provider(
    traced: Settings, collector: Collector, mock: Mock
) -> None:
    async with running_studio(traced) as studio, served(assemble(studio)) as url:
        signed = await studio.services.users.register(email="ada@example.com", password=PASSWORD)
        async with httpx.AsyncClient(base_url=url, timeout=10) as client:
            headers = {"traceparent": PARENT, "X-Request-Id": "the-order-1"}
            ada = Person(signed.user.id, "ada@example.com", signed.token, client, headers)
            started = await generate(ada)
            ada.headers.clear()
            async with working(studio):
                await finished(ada, started["song"]["id"])
            await ada.get("query Hot { songs(first: 3) { nodes { title } } }")
            async with websocket(url, ada.token) as socket:
                asked = [each async for each in socket.subscribe("query Live { me { id } }")]
                assert "errors" not in asked[0]
    await asyncio.to_thread(tracing.stop)

    by_id = {span.id: span for span in collector.spans}
    trace = [span for span in collector.spans if span.trace == PARENT[3:35]]
    [order] = [each for each in trace if each.attributes.get("studio.request_id") == "the-order-1"]
    assert order.parent.hex() == PARENT[36:52]
    assert order.attributes["studio.outcome"] == "ok"
    steps = [span for span in trace if span.name == "job SONG"]
    assert {span.parent for span in steps} == {order.id}
    assert {span.attributes["studio.outcome"] for span in steps} == {"done"}
    assert len({span.attributes["studio.job"] for span in steps}) == 1
    assert steps[0].attributes["studio.stage"] == "ACCEPTED"
    calls = [span for span in trace if span.kind == 3 and by_id[span.parent].name == "job SONG"]
    addresses = [call.attributes["http.url"] for call in calls]
    assert f"{traced.mureka_base_url}/v1/song/generate" in addresses
    assert collector.named("POST /graphql Hot"), "the short way is not taken"
    assert collector.named("SUBSCRIBE Live")
    assert {span.resource["service.name"] for span in collector.spans} == {"my-studio"}
    assert collector.keys == {"a key"}


async def test_no_span_tells_what_follows_the_question_mark(
    traced: Settings, collector: Collector
) -> None:
    async with (
        running_studio(traced) as studio,
        served(assemble(studio)) as url,
        httpx.AsyncClient(base_url=url) as client,
    ):
        await client.get("/files/songs/x.mp3?ticket=hunter2", headers={"traceparent": "evil"})
    await asyncio.to_thread(tracing.stop)
    assert collector.named("GET /files")
    assert "hunter2" not in str(collector.spans)


async def test_providers_hear_nothing_of_traces(traced: Settings, collector: Collector) -> None:
    with tracing.span("order", "SERVER", PARENT):
        assert tracing.carried()["traceparent"][:35] == PARENT[:35]
        async with httpx.AsyncClient() as client:
            await client.get(collector.url, headers={"x-mine": "yes"})
    await asyncio.to_thread(tracing.stop)
    [heard] = collector.heard
    assert heard["x-mine"] == "yes"
    assert "traceparent" not in heard
    assert collector.named("GET"), "the call has its span"


async def test_without_a_collector_no_span_is_made(ada: Person, worker: None) -> None:
    assert not tracing.on
    with tracing.span("anything", "SERVER", PARENT) as span:
        assert tracing.carried() == {}
        span.tell(name="else", outcome="ok")
        span.failed()


def test_without_a_collector_nothing_of_it_is_imported() -> None:
    program = (
        "import sys, app.asgi, app.cli.work\n"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_the_packages_a_process_says_what_it_needs() -> None:
    program = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from app.infra.settings import Settings\n"
        "from app.monitoring import begin_tracing\n"
        "begin_tracing(Settings(_env_file=None, app_env='dev',"
        " otel_exporter_otlp_endpoint='http://127.0.0.1:4318'), 'api')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert "needs the packages of the extra `tracing`" in ended.stderr
