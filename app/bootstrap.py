"""The only place where adapters meet ports: settings in, an assembled studio out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from arq.connections import ArqRedis

from app.domain.jobs.model import JobKind
from app.domain.jobs.paid import PaidCall, PaidCallPolicy
from app.domain.jobs.ports import JobHandler
from app.domain.jobs.service import JobService
from app.domain.sketches.service import SketchService
from app.domain.songs.delivery import DeliveryPolicy, SongDelivery
from app.domain.songs.generation import SongGeneration
from app.domain.songs.model import SongRules
from app.domain.songs.polling import PollPolicy
from app.domain.songs.service import SLOT_GROUP, SongService
from app.domain.users.service import UserService
from app.domain.users.throttle import (
    FAILURE_WINDOW,
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_ADDRESS,
    LoginThrottle,
)
from app.infra.clock import SystemClock
from app.infra.database import close_database, durably, open_database, transaction
from app.infra.jobs.housekeeping import Housekeeping
from app.infra.jobs.runner import Runner
from app.infra.jobs.sweeper import Sweeper
from app.infra.jobs.wakeups import ArqWakeups
from app.infra.jobs.worker import WorkerProcess
from app.infra.live.hints import HintListener, HintPublisher
from app.infra.live.job_feed import LiveJobFeed
from app.infra.passwords import PasslibHasher
from app.infra.providers.account_cache import CachedAccounts
from app.infra.providers.fetch import MediaFetcher
from app.infra.providers.mureka import Mureka
from app.infra.rate_limit import GcraLimiter
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.sketches import SketchRepository
from app.infra.repositories.songs import SongRepository
from app.infra.repositories.storage import CatalogRepository
from app.infra.repositories.users import TortoiseSessions, TortoiseUsers
from app.infra.settings import Settings
from app.infra.storage.filesystem import FilesystemStorage
from app.infra.tokens import JwtSigner
from app.services import Services

WORKER_CAPACITY = 100
RETRIES = 3
DELIVERY_TRIES = 8
SESSIONS_REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Everything one process needs, assembled but not yet connected."""

    settings: Settings
    services: Services
    redis: ArqRedis
    queue: JobRepository
    handlers: dict[JobKind, JobHandler]
    slots: dict[str, int]
    hints: HintListener
    provider: Mureka
    storage: FilesystemStorage
    files: CatalogRepository
    rate_limiter: GcraLimiter

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
            await self.redis.aclose()
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

    def worker(self) -> WorkerProcess:
        """The worker of this process."""
        settings = self.settings
        runner = Runner(
            queue=self.queue,
            handlers=self.handlers,
            freed=self.services.jobs.admit,
            lease=settings.job_lease,
            capacity=WORKER_CAPACITY,
        )
        sweeper = Sweeper(
            queue=self.queue,
            runner=runner,
            slots=self.slots,
            interval=settings.job_sweep_interval,
        )
        return WorkerProcess(
            runner=runner,
            sweeper=sweeper,
            housekeeping=Housekeeping(
                {"half-written files": self.storage.sweep, "expired sessions": _forget_sessions}
            ),
            connect=lambda: connect_redis(settings.redis_url),
            patience=settings.mureka_timeout + 10,
        )


def connect_redis(url: str) -> ArqRedis:
    """A client that connects when it is first used; `redis://` and `unix://` addresses."""
    client: ArqRedis = ArqRedis.from_url(url, socket_connect_timeout=1)
    return client


def build_studio(settings: Settings) -> Studio:
    """Assemble a studio from settings. Connects to nothing."""
    redis = connect_redis(settings.redis_url)
    clock = SystemClock()
    storage = FilesystemStorage(settings.data_dir.resolve() / "files")
    provider = Mureka(
        base_url=settings.mureka_base_url,
        api_key=settings.mureka_api_key.get_secret_value(),
        timeout=settings.mureka_timeout,
    )
    queue = JobRepository(lease=settings.job_lease, publish=HintPublisher(redis).publish)
    feed = LiveJobFeed(queue.events)
    wakeups = ArqWakeups(redis)
    songs, sketches, catalog = SongRepository(), SketchRepository(), CatalogRepository()
    slots = {SLOT_GROUP: settings.mureka_concurrency}
    delivery = SongDelivery(
        queue=queue,
        songs=songs,
        sketches=sketches,
        catalog=catalog,
        media=MediaFetcher(trusted=[settings.mureka_base_url]),
        storage=storage,
        wakeups=wakeups,
        durably=durably,
        clock=clock,
        policy=DeliveryPolicy(tries=DELIVERY_TRIES, delay=settings.mureka_retry_delay),
    )
    generation = SongGeneration(
        queue=queue,
        songs=songs,
        provider=provider,
        paid=PaidCall(queue, durably, time.monotonic, _paid_policy(settings)),
        delivery=delivery,
        wakeups=wakeups,
        durably=durably,
        clock=clock,
        polls=_poll_policy(settings),
    )
    handlers: dict[JobKind, JobHandler] = {
        JobKind.SONG: generation,
        JobKind.INSTRUMENTAL: generation,
    }
    jobs = JobService(
        queue=queue,
        lists=queue,
        wakeups=wakeups,
        feed=feed,
        transaction=transaction,
        handlers=handlers,
        slots=slots,
    )
    services = Services(
        users=_users(settings, redis, clock),
        sketches=SketchService(sketches, clock),
        songs=SongService(
            songs=songs,
            sketches=sketches,
            jobs=jobs,
            accounts=CachedAccounts(provider),
            transaction=transaction,
            clock=clock,
            rules=SongRules(
                models=tuple(settings.mureka_models),
                choices=settings.mureka_choices,
                longest_lyrics=settings.mureka_max_lyrics,
            ),
        ),
        jobs=jobs,
    )
    return Studio(
        settings=settings,
        services=services,
        redis=redis,
        queue=queue,
        handlers=handlers,
        slots=slots,
        hints=HintListener(redis, feed.hint),
        provider=provider,
        storage=storage,
        files=catalog,
        rate_limiter=GcraLimiter(
            redis,
            name="http",
            burst=settings.rate_limit_burst,
            per_second=settings.rate_limit,
        ),
    )


async def _forget_sessions() -> None:
    await TortoiseSessions().forget_expired(SystemClock().now() - SESSIONS_REMEMBERED)


def _users(settings: Settings, redis: ArqRedis, clock: SystemClock) -> UserService:
    def failures(name: str, most: int) -> GcraLimiter:
        return GcraLimiter(redis, name=name, burst=most, per_second=most / FAILURE_WINDOW)

    return UserService(
        users=TortoiseUsers(),
        sessions=TortoiseSessions(),
        hasher=PasslibHasher(),
        signer=JwtSigner(settings.jwt_secret_key.get_secret_value()),
        throttle=LoginThrottle(
            accounts=failures("login-account", FAILURES_PER_ACCOUNT),
            addresses=failures("login-address", FAILURES_PER_ADDRESS),
        ),
        transaction=transaction,
        clock=clock,
        session_lifetime=timedelta(hours=settings.jwt_expiration_hours),
        allow_registration=settings.allow_registration,
    )


def _paid_policy(settings: Settings) -> PaidCallPolicy:
    return PaidCallPolicy(
        deadline=settings.mureka_job_deadline,
        first_poll=settings.mureka_poll_interval_short,
        retry_delay=settings.mureka_retry_delay,
        retries=RETRIES,
        rate_limit_delay=settings.mureka_rate_limit_delay,
        rate_limit_retries=RETRIES,
        grace=settings.mureka_timeout + settings.mureka_unknown_grace,
        hold=settings.mureka_unknown_hold,
        lease=settings.job_lease,
    )


def _poll_policy(settings: Settings) -> PollPolicy:
    return PollPolicy(
        intervals=(
            settings.mureka_poll_interval_short,
            settings.mureka_poll_interval_medium,
            settings.mureka_poll_interval_long,
        ),
        most_attempts=settings.mureka_max_poll_attempts,
        deadline=settings.mureka_job_deadline,
        network_delay=settings.mureka_retry_delay,
    )
