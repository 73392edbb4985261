"""Assembling a studio."""

from __future__ import annotations

from app.bootstrap.songs import song_generation, song_rules
from app.bootstrap.studio import Studio, connect_redis
from app.bootstrap.users import user_service
from app.domain.jobs.model import JobKind
from app.domain.jobs.ports import JobHandler
from app.domain.jobs.service import JobService
from app.domain.sketches.service import SketchService
from app.domain.songs.service import SLOT_GROUP, SongService
from app.infra.clock import SystemClock
from app.infra.database import pool, transaction
from app.infra.eager_limit import EagerLimiter
from app.infra.jobs.wakeups import ArqWakeups
from app.infra.live.hints import HintListener, HintPublisher
from app.infra.live.job_feed import LiveJobFeed
from app.infra.providers.account_cache import CachedAccounts
from app.infra.providers.mureka import Mureka
from app.infra.rate_limit import GcraLimiter
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.sketches import SketchRepository
from app.infra.repositories.songs import SongRepository
from app.infra.repositories.storage import CatalogRepository
from app.infra.settings import Settings
from app.infra.storage.filesystem import FilesystemStorage
from app.readpath.lanes import Lanes
from app.services import Services


def build_studio(settings: Settings) -> Studio:
    """Assemble a studio from settings. Connects to nothing."""
    redis = connect_redis(settings.redis_url)
    clock = SystemClock()
    lanes = Lanes(pool, max(1, settings.database_pool_max // 2))
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
    generation = song_generation(
        settings,
        queue=queue,
        songs=songs,
        sketches=sketches,
        catalog=catalog,
        provider=provider,
        storage=storage,
        wakeups=wakeups,
        clock=clock,
    )
    handlers: dict[JobKind, JobHandler] = {
        JobKind.SONG: generation,
        JobKind.INSTRUMENTAL: generation,
    }
    jobs = JobService(
        queue=queue,
        wakeups=wakeups,
        feed=feed,
        transaction=transaction,
        handlers=handlers,
        slots=slots,
    )
    services = Services(
        users=user_service(settings, redis, lanes, clock),
        sketches=SketchService(sketches, clock),
        songs=SongService(
            songs=songs,
            sketches=sketches,
            jobs=jobs,
            accounts=CachedAccounts(provider),
            clock=clock,
            rules=song_rules(settings),
        ),
        jobs=jobs,
    )
    return Studio(
        settings=settings,
        services=services,
        lanes=lanes,
        redis=redis,
        queue=queue,
        handlers=handlers,
        slots=slots,
        hints=HintListener(redis, feed.hint),
        provider=provider,
        storage=storage,
        files=catalog,
        rate_limiter=EagerLimiter(
            GcraLimiter(
                redis,
                name="http",
                burst=settings.rate_limit_burst,
                per_second=settings.rate_limit,
            )
        ),
    )
