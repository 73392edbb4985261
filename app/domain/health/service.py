"""Finding out how the studio is, without ever waiting long for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, NamedTuple, TypeVar

from app.domain.health.model import (
    CheckResult,
    CheckStatus,
    Health,
    HealthStatus,
    QueueState,
    WorkerBeat,
)
from app.domain.health.ports import Check, WorkerRoll, WorkQueue
from app.domain.ports import Stopwatch

LIMIT: Final = 2.0
"""Seconds that each look has; what takes longer is down."""
FRESH: Final = 2.0
PROVIDERS_FRESH: Final = 30.0
"""Seconds for which what was found counts, so that asking often costs no more."""

T = TypeVar("T")
Told = Callable[[str, Exception], None]


class _Kept(Generic[T]):
    """The last answer for as long as it is fresh; whoever asks meanwhile shares one look."""

    def __init__(
        self, look: Callable[[], Awaitable[T]], stopwatch: Stopwatch, fresh: float = FRESH
    ) -> None:
        self._look = look
        self._stopwatch = stopwatch
        self._fresh = fresh
        self._kept: tuple[float, T] | None = None
        self._looking = asyncio.Lock()

    async def get(self) -> T:
        async with self._looking:
            if self._kept is None or self._stopwatch() - self._kept[0] >= self._fresh:
                found = await self._look()
                self._kept = self._stopwatch(), found
            return self._kept[1]


class Work(NamedTuple):
    """The open jobs, and who works on them; None where it cannot be found out."""

    queue: QueueState | None
    workers: Sequence[WorkerBeat] | None


@dataclass(slots=True, kw_only=True)
class HealthService:
    """Looks at everything at once.

    `required`: without one of these the studio cannot do its work. `providers` without a check are
    not configured. `failed` is told of every look that failed.
    """

    version: str
    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    providers: Mapping[str, Check | None]
    queue: WorkQueue
    roll: WorkerRoll
    stopwatch: Stopwatch
    failed: Told
    limit: float = LIMIT
    _report: _Kept[Health] = field(init=False)
    _ready: _Kept[Sequence[CheckResult]] = field(init=False)
    _asked: _Kept[Sequence[CheckResult]] = field(init=False)
    _work: _Kept[Work] = field(init=False)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Look anew whatever is asked next."""
        self._report = _Kept(self._look, self.stopwatch)
        self._ready = _Kept(lambda: self._all(self.required), self.stopwatch)
        self._asked = _Kept(lambda: self._all(self.providers), self.stopwatch, PROVIDERS_FRESH)
        self._work = _Kept(self._look_at_work, self.stopwatch)

    async def ready(self) -> Sequence[CheckResult]:
        """What is required, and how it is. Never raises; at most `FRESH` seconds old."""
        return await self._ready.get()

    async def status(self) -> HealthStatus:
        """For everybody: whether what is required is there."""
        down = any(check.down for check in await self.ready())
        return HealthStatus.DOWN if down else HealthStatus.OK

    async def report(self) -> Health:
        """Everything. Never raises; at most `FRESH` seconds old, providers `PROVIDERS_FRESH`."""
        return await self._report.get()

    async def work(self) -> Work:
        """The queue and the workers. Never raises; at most `FRESH` seconds old."""
        return await self._work.get()

    async def _look_at_work(self) -> Work:
        queue, workers = await asyncio.gather(
            self._perhaps("queue", self.queue.state), self._perhaps("workers", self.roll.workers)
        )
        return Work(queue, workers)

    async def _look(self) -> Health:
        required, optional, providers, schema, work = await asyncio.gather(
            self._ready.get(),
            self._all(self.optional),
            self._asked.get(),
            self._perhaps("schema", self.queue.schema_version),
            self._work.get(),
        )
        return Health(
            version=self.version,
            schema_version=schema,
            checks=[*required, *optional],
            providers=providers,
            workers=work.workers,
            queue=work.queue,
            required=frozenset(self.required),
        )

    async def _all(self, checks: Mapping[str, Check | None]) -> Sequence[CheckResult]:
        return await asyncio.gather(*(self._check(name, check) for name, check in checks.items()))

    async def _check(self, name: str, check: Check | None) -> CheckResult:
        if check is None:
            return CheckResult(name=name, status=CheckStatus.UNCONFIGURED)
        began = self.stopwatch()
        try:
            async with asyncio.timeout(self.limit):
                version = await check()
        except Exception as error:  # noqa: BLE001 - any failure is the answer DOWN
            self.failed(name, error)
            return CheckResult(name=name, status=CheckStatus.DOWN, latency=self.stopwatch() - began)
        return CheckResult(
            name=name,
            status=CheckStatus.OK,
            latency=self.stopwatch() - began,
            version=version,
        )

    async def _perhaps(self, name: str, ask: Callable[[], Awaitable[T]]) -> T | None:
        try:
            async with asyncio.timeout(self.limit):
                return await ask()
        except Exception as error:  # noqa: BLE001 - what cannot be found out is not known
            self.failed(name, error)
            return None
