"""How the studio is, as clients see it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

import strawberry

from app.domain.health import model
from app.domain.health.model import CheckStatus, HealthStatus


@strawberry.type(description="What one look found.")
class HealthCheck:
    """No address, no key, no words of an error: those may tell secrets."""

    name: str = strawberry.field(
        description="What was looked at: database, redis, storage; mureka, openai, ollama."
    )
    status: CheckStatus = strawberry.field(description="What was found.")
    latency_ms: float | None = strawberry.field(
        description="How many milliseconds the look took; null when nobody looked."
    )
    version: str | None = strawberry.field(
        description="Which version it is; null where it does not say."
    )

    @classmethod
    def of(cls, check: model.CheckResult) -> Self:
        """The client's view of a look."""
        latency = None if check.latency is None else round(check.latency * 1000, 1)
        return cls(name=check.name, status=check.status, latency_ms=latency, version=check.version)


@strawberry.type(description="A worker that said lately that it lives.")
class WorkerHealth:
    """Workers have no names; an id lasts as long as its process."""

    id: str = strawberry.field(description="Tells workers apart.")
    version: str = strawberry.field(description="The version of the studio that it runs.")
    started_at: datetime = strawberry.field(description="Since when.")
    running_jobs: int = strawberry.field(description="How many jobs it was working on.")
    heartbeat_age: float = strawberry.field(description="Seconds since it said so.")

    @classmethod
    def of(cls, worker: model.WorkerBeat) -> Self:
        """The client's view of a worker."""
        return cls(
            id=worker.id,
            version=worker.version,
            started_at=worker.started_at,
            running_jobs=worker.running,
            heartbeat_age=round(worker.age, 1),
        )


@strawberry.type(description="The jobs of everybody that are not over.")
class QueueHealth:
    """Only counts: nobody learns what others do."""

    due: int = strawberry.field(description="Ready, and nobody works on them.")
    waiting: int = strawberry.field(description="Waiting for a slot of their provider.")
    running: int = strawberry.field(description="Held by a worker at this moment.")
    oldest_due_seconds: float | None = strawberry.field(
        description="For how many seconds the first of the ready ones has been; null without any."
    )

    @classmethod
    def of(cls, queue: model.QueueState) -> Self:
        """The client's view of the queue."""
        oldest = None if queue.oldest_due is None else round(queue.oldest_due, 1)
        return cls(
            due=queue.due,
            waiting=queue.waiting,
            running=queue.running,
            oldest_due_seconds=oldest,
        )


@strawberry.type(description="What was found, at most two seconds ago; providers half a minute.")
class HealthDetails:
    """What could not be found out is null."""

    version: str = strawberry.field(description="The version of the studio that answers.")
    schema_version: str | None = strawberry.field(
        description="The newest migration of the database."
    )
    checks: list[HealthCheck] = strawberry.field(
        description="Database, Redis and the store of files."
    )
    providers: list[HealthCheck] = strawberry.field(
        description="Whether anybody answers where the providers should be."
    )
    workers: list[WorkerHealth] | None = strawberry.field(
        description="The workers, the oldest first; at most 100."
    )
    queue: QueueHealth | None = strawberry.field(description="What there is to do.")

    @classmethod
    def of(cls, health: model.Health) -> Self:
        """The client's view of everything."""
        known = health.workers
        return cls(
            version=health.version,
            schema_version=health.schema_version,
            checks=[HealthCheck.of(check) for check in health.checks],
            providers=[HealthCheck.of(check) for check in health.providers],
            workers=None if known is None else [WorkerHealth.of(worker) for worker in known],
            queue=None if health.queue is None else QueueHealth.of(health.queue),
        )


@strawberry.type(description="How the studio is.")
class Health:
    """Everybody may know whether it works, whoever is signed in how."""

    status: HealthStatus = strawberry.field(
        description="DEGRADED is told to whoever is signed in; others learn OK or DOWN."
    )
    details: HealthDetails | None = strawberry.field(
        description="What was found; null unless somebody is signed in."
    )
