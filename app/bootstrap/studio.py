"""One process's studio: what it holds, how it connects, and its worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from arq.connections import ArqRedis

from app import __version__
from app.bootstrap.backups import schedule
from app.bootstrap.language import Language
from app.bootstrap.overlay import OverlayRenderers
from app.domain.jobs.model import JobKind
from app.domain.jobs.ports import JobHandler
from app.infra.clock import SystemClock
from app.infra.database import close_database, open_database
from app.infra.eager_limit import EagerLimiter
from app.infra.health import ProviderCheck
from app.infra.jobs.heartbeat import Heartbeat
from app.infra.jobs.housekeeping import Housekeeping
from app.infra.jobs.runner import Runner
from app.infra.jobs.sweeper import Sweeper
from app.infra.jobs.worker import WorkerProcess
from app.infra.live.hints import HintListener
from app.infra.live.texts import LiveTexts
from app.infra.patterns.engine import PatternEngine
from app.infra.providers.mureka import Mureka
from app.infra.providers.openai_costs import OpenAICosts
from app.infra.providers.openai_images import OpenAIImages
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.storage import CatalogRepository
from app.infra.repositories.users import forget_expired_sessions
from app.infra.session_visits import SessionVisits
from app.infra.settings import Settings
from app.infra.storage.stores import StoreSet
from app.readpath.lanes import Lanes
from app.services import Services

CAPACITY = dict.fromkeys(JobKind, 100) | {JobKind.CHAT: 256, JobKind.LYRIC_AI: 256}
"""How many jobs of a kind one worker runs at once; texts mostly wait for their model."""
SESSIONS_REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Everything one process needs, assembled but not yet connected.

    `draining` is set once the process is about to end: who waits for something answers then.
    """

    settings: Settings
    services: Services
    lanes: Lanes
    redis: ArqRedis
    queue: JobRepository
    handlers: dict[JobKind, JobHandler]
    slots: dict[str, int]
    hints: HintListener
    texts: LiveTexts
    provider: Mureka
    painter: OpenAIImages
    language: Language
    bills: OpenAICosts
    probes: Sequence[ProviderCheck]
    draining: asyncio.Event
    visits: SessionVisits
    patterns: PatternEngine
    renderers: OverlayRenderers
    storage: StoreSet
    files: CatalogRepository
    rate_limiter: EagerLimiter

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """The studio with its database open; everything is closed at the end."""
        await open_database(
            self.settings.database_url,
            minsize=self.settings.database_pool_min,
            maxsize=self.settings.database_pool_max,
        )
        try:
            yield
        finally:
            await self.provider.aclose()
            await self.painter.aclose()
            await self.language.aclose()
            await self.bills.aclose()
            for probe in self.probes:
                await probe.aclose()
            await self.patterns.aclose()
            await self.renderers.aclose()
            await self.storage.aclose()
            await self.texts.aclose()
            await self.redis.aclose()
            await self.visits.aclose()
            await self.lanes.aclose()
            await close_database()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """The studio hearing of new events from other processes."""
        task = asyncio.create_task(self.hints.run(), name="hints")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.texts.aclose()

    def worker(self) -> WorkerProcess:
        """The worker of this process."""
        settings = self.settings
        runner = Runner(
            queue=self.queue,
            handlers=self.handlers,
            freed=self.services.jobs.admit,
            lease=settings.job_lease,
            capacity=CAPACITY,
        )
        sweeper = Sweeper(
            queue=self.queue,
            runner=runner,
            slots=self.slots,
            interval=settings.job_sweep_interval,
        )
        heartbeat = Heartbeat(self.redis, version=__version__, running=lambda: runner.running)
        backups = schedule(settings, self.storage)
        return WorkerProcess(
            runner=runner,
            sweeper=sweeper,
            housekeeping=Housekeeping(
                {
                    "half-written files": self.storage.sweep,
                    "expired sessions": _forget_sessions,
                    "files of what was deleted": self.services.song_deletion.remove_files,
                }
            ),
            beside={"hints to stop": self.texts.hear_stops, "heartbeat": heartbeat.run},
            taking=({"backups": backups.run} if backups else {}),
            connect=lambda: connect_redis(settings.redis_url),
            patience=settings.longest_drain,
        )


async def _forget_sessions() -> None:
    await forget_expired_sessions(SystemClock().now() - SESSIONS_REMEMBERED)


def connect_redis(url: str) -> ArqRedis:
    """A client that connects when it is first used; `redis://` and `unix://` addresses."""
    # A unix socket knows no keep-alive; on TCP it finds a peer that vanished without a word.
    keep_alive = {} if url.startswith("unix:") else {"socket_keepalive": True}
    client: ArqRedis = ArqRedis.from_url(url, socket_connect_timeout=1, **keep_alive)
    return client
