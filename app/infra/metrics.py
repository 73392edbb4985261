"""What this process counts for Prometheus, off the way of hot reads.

Hot reads count in plain integers (`app/http/request_counts`, `app/readpath/run`), which are
collected when somebody looks.
"""

from __future__ import annotations

from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

PROVIDER_SECONDS: Final = Histogram(
    "studio_provider_seconds",
    "Seconds until a provider's answer was whole, or there was none.",
    ["provider"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300),
    registry=REGISTRY,
)
PROVIDER_CALLS: Final = Counter(
    "studio_provider_calls",
    "Requests to providers, by the HTTP status of the answer, or by what kept it from coming.",
    ["provider", "code"],
    registry=REGISTRY,
)
JOB_STEPS: Final = Counter(
    "studio_job_steps",
    "Steps of jobs, by how they ended: done, late (the lease was lost), broken, interrupted.",
    ["kind", "outcome"],
    registry=REGISTRY,
)
JOBS_ENDED: Final = Counter(
    "studio_jobs_ended",
    "Jobs that this process brought to their end, by the status that they ended in.",
    ["kind", "status"],
    registry=REGISTRY,
)
EVENTS_PUBLISHED: Final = Counter(
    "studio_events_published", "Events of jobs that this process wrote.", registry=REGISTRY
)
EVENTS_DELIVERED: Final = Counter(
    "studio_events_delivered",
    "Answers of subscriptions that were sent, over websockets and event streams.",
    registry=REGISTRY,
)
