"""What operators are shown of a process, the web's or a worker's: health and metrics."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from app import __version__
from app.bootstrap import Studio
from app.domain.health.service import Work
from app.http.health import health_routes
from app.http.live_connections import LiveConnections
from app.http.metrics import metrics_routes
from app.http.middleware import http_middleware
from app.http.policy import TransportPolicy
from app.http.request_counts import request_counts
from app.infra.database import pool_usage
from app.infra.metrics import REGISTRY
from app.infra.settings import Settings
from app.infra.tracing import otlp_exporter, tracing
from app.readpath.run import Counts


def operator_routes(
    studio: Studio,
    *,
    reads: Counts | None = None,
    connections: LiveConnections | None = None,
) -> list[BaseRoute]:
    """`/health/…` and, unless they are switched off, `/metrics`."""
    health, settings = studio.services.health, studio.settings
    routes = health_routes(health)
    if settings.metrics:

        async def collect() -> Sequence[Metric]:
            work = await health.work()
            return [
                *REGISTRY.collect(),
                *request_counts.collect(),
                *_of_process(reads, connections),
                *_of_work(work),
            ]

        routes += metrics_routes(collect, settings.metrics_token.get_secret_value())
    return routes


def begin_tracing(settings: Settings, process: str) -> None:
    """Make spans, where the settings say to whom they are sent; `process` is `api` or `worker`."""
    if not settings.otel_exporter_otlp_endpoint:
        return
    try:
        exporter = otlp_exporter(
            settings.otel_exporter_otlp_endpoint,
            settings.otel_exporter_otlp_headers.get_secret_value(),
        )
    except ImportError as missing:
        words = "OTEL_EXPORTER_OTLP_ENDPOINT needs the packages of the extra `tracing`"
        raise SystemExit(words) from missing
    service = settings.otel_service_name
    tracing.start(service=service, version=__version__, process=process, exporter=exporter)


@asynccontextmanager
async def worker_port(studio: Studio) -> AsyncIterator[None]:
    """A worker's health and metrics on a port of its own, where settings name one.

    Raises OSError when the port is taken.
    """
    settings = studio.settings
    if not settings.worker_port:
        yield
        return
    config = uvicorn.Config(
        Starlette(routes=operator_routes(studio), middleware=http_middleware(TransportPolicy())),
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    with socket.create_server((settings.host, settings.worker_port)) as listening:
        serving = asyncio.create_task(server.serve([listening]), name="worker port")
        try:
            yield
        finally:
            server.should_exit = True
            await serving


class _Server(uvicorn.Server):
    """Leaves signals to the worker, which drains before it ends."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """See uvicorn."""
        yield


def _of_process(reads: Counts | None, connections: LiveConnections | None) -> Iterator[Metric]:
    build = GaugeMetricFamily("studio_build", "1; the version is its label.", labels=["version"])
    build.add_metric([__version__], 1)
    yield build
    if reads is not None:
        yield _reads(reads)
    if connections is not None:
        yield GaugeMetricFamily(
            "studio_live_connections", "Open websockets and event streams.", connections.count
        )
    if usage := pool_usage():
        gauge = GaugeMetricFamily(
            "studio_database_connections",
            "Connections to PostgreSQL: in use (leased to hot reads, too), idle, and the most.",
            labels=["state"],
        )
        for state, count in usage.items():
            gauge.add_metric([state], count)
        yield gauge


def _reads(counts: Counts) -> Metric:
    metric = CounterMetricFamily(
        "studio_reads",
        "Queries: answered by a plan, by a plan the short way, refused, or begun in vain.",
        labels=["outcome"],
    )
    metric.add_metric(["compiled"], counts.compiled - counts.direct)
    metric.add_metric(["direct"], counts.direct)
    metric.add_metric(["refused"], counts.refused.total())
    metric.add_metric(["replayed"], counts.replayed.total())
    return metric


def _of_work(work: Work) -> Iterator[Metric]:
    """What is the same in every process; what could not be found out is left out."""
    known = GaugeMetricFamily(
        "studio_known", "Whether queue and workers could be asked.", labels=["what"]
    )
    known.add_metric(["queue"], work.queue is not None)
    known.add_metric(["workers"], work.workers is not None)
    yield known
    if work.queue is not None:
        jobs = GaugeMetricFamily(
            "studio_jobs", "Jobs that are not over.", labels=["kind", "status"]
        )
        for each in work.queue.work:
            jobs.add_metric([each.kind, each.status], each.count)
        yield jobs
        yield GaugeMetricFamily(
            "studio_queue_due", "Jobs that are ready and that nobody works on.", work.queue.due
        )
        yield GaugeMetricFamily(
            "studio_queue_waiting", "Jobs that wait for a slot.", work.queue.waiting
        )
        yield GaugeMetricFamily(
            "studio_queue_running", "Jobs that a worker holds.", work.queue.running
        )
        yield GaugeMetricFamily(
            "studio_queue_oldest_due_seconds",
            "For how long the first of the ready ones has been ready.",
            work.queue.oldest_due or 0,
        )
    if work.workers is not None:
        yield GaugeMetricFamily(
            "studio_workers", "Workers that said lately that they live.", len(work.workers)
        )
        ages = GaugeMetricFamily(
            "studio_worker_heartbeat_age_seconds",
            "Seconds since a worker said so.",
            labels=["worker"],
        )
        for worker in work.workers:
            ages.add_metric([worker.id], worker.age)
        yield ages
