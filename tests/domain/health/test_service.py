from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.health.model import (
    CheckResult,
    CheckStatus,
    Health,
    HealthStatus,
    QueueState,
    WorkerBeat,
)
from app.domain.health.ports import Check
from app.domain.health.service import FRESH, PROVIDERS_FRESH, HealthService

BEAT = WorkerBeat(id="w", version="1", started_at=datetime.now(UTC), running=0, age=1.0)


class Place:
    """Something to look at, and how often anybody did."""

    def __init__(self, version: str | None = None, fails: Exception | None = None) -> None:
        self.version, self.fails, self.looks = version, fails, 0

    async def __call__(self) -> str | None:
        self.looks += 1
        if self.fails:
            raise self.fails
        return self.version


class Queue:
    fails: Exception | None = None

    async def state(self) -> QueueState:
        if self.fails:
            raise self.fails
        return QueueState(due=2)

    async def schema_version(self) -> str | None:
        if self.fails:
            raise self.fails
        return "7_people"


class Roll:
    found: Sequence[WorkerBeat] = (BEAT,)

    async def workers(self) -> Sequence[WorkerBeat]:
        return self.found


class Watch:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Scene:
    def __init__(self, **optional: Check) -> None:
        self.database, self.mureka, self.watch = Place("PostgreSQL 18"), Place(), Watch()
        self.queue, self.roll, self.failures = Queue(), Roll(), list[tuple[str, str]]()
        self.service = HealthService(
            version="1.2",
            required={"database": self.database},
            optional=optional,
            providers={"mureka": self.mureka, "openai": None},
            queue=self.queue,
            roll=self.roll,
            stopwatch=self.watch,
            failed=lambda name, error: self.failures.append((name, type(error).__name__)),
            limit=0.05,
        )


async def test_everything_is_told_of() -> None:
    scene = Scene(storage=Place())
    found = await scene.service.report()
    assert found.status is HealthStatus.OK
    assert (found.version, found.schema_version) == ("1.2", "7_people")
    assert [(check.name, check.version) for check in found.checks] == [
        ("database", "PostgreSQL 18"),
        ("storage", None),
    ]
    assert [check.status for check in found.providers] == [
        CheckStatus.OK,
        CheckStatus.UNCONFIGURED,
    ]
    assert found.workers == (BEAT,)
    assert found.queue == QueueState(due=2)
    assert scene.failures == []


async def test_looks_are_taken_at_the_same_time_and_none_lasts_longer_than_its_limit() -> None:
    met = asyncio.Barrier(2)

    async def meets() -> None:
        await met.wait()

    async def hangs() -> None:
        await asyncio.Event().wait()

    scene = Scene(one=meets, other=meets, stuck=hangs)
    found = await scene.service.report()
    status = {check.name: check.status for check in found.checks}
    assert status["one"] is status["other"] is CheckStatus.OK
    assert status["stuck"] is CheckStatus.DOWN
    assert scene.failures == [("stuck", "TimeoutError")]
    assert found.status is HealthStatus.DEGRADED


async def test_a_failed_look_is_reported_and_the_others_go_on() -> None:
    scene = Scene(storage=Place(fails=OSError("secret-host:5432")))
    scene.queue.fails = ConnectionError("secret-host:5432")
    found = await scene.service.report()
    assert found.queue is None
    assert found.schema_version is None
    assert found.status is HealthStatus.DEGRADED
    assert "secret-host" not in str(found)
    assert ("storage", "OSError") in scene.failures
    assert await scene.service.status() is HealthStatus.OK


async def test_without_what_is_required_the_studio_is_down() -> None:
    scene = Scene()
    scene.database.fails = ConnectionError()
    assert await scene.service.status() is HealthStatus.DOWN
    assert [check.name for check in await scene.service.ready() if check.down] == ["database"]
    assert (await scene.service.report()).status is HealthStatus.DOWN


async def test_what_was_found_is_shared_until_it_is_no_longer_fresh() -> None:
    scene = Scene()
    await asyncio.gather(*(scene.service.report() for _ in range(20)))
    assert (scene.database.looks, scene.mureka.looks) == (1, 1)
    scene.watch.now += FRESH - 0.1
    await scene.service.report()
    assert scene.database.looks == 1
    scene.watch.now += 0.1
    await scene.service.report()
    assert (scene.database.looks, scene.mureka.looks) == (2, 1)
    scene.watch.now += PROVIDERS_FRESH
    await scene.service.report()
    assert scene.mureka.looks == 2


@pytest.mark.parametrize("workers", [None, ()])
def test_without_workers_the_studio_is_degraded(workers: Sequence[WorkerBeat] | None) -> None:
    well = CheckResult(name="database", status=CheckStatus.OK)
    health = Health(
        version="1",
        schema_version=None,
        checks=[well],
        providers=[CheckResult(name="openai", status=CheckStatus.UNCONFIGURED)],
        workers=workers,
        queue=None,
        required=frozenset({"database"}),
    )
    assert health.status is HealthStatus.DEGRADED
    assert replace(health, workers=(BEAT,)).status is HealthStatus.OK
