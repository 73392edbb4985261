"""Assembling a studio."""

from __future__ import annotations

import asyncio

from app.bootstrap.conversations import conversation_services, reply_writing
from app.bootstrap.costs import cost_service, openai_costs
from app.bootstrap.equipment import equipment_services
from app.bootstrap.health import health_service, provider_checks
from app.bootstrap.images import (
    image_deletion,
    image_generation,
    image_service,
    image_waiting,
    painter,
)
from app.bootstrap.language import language
from app.bootstrap.lyrics import lyric_services
from app.bootstrap.migration import storage_migration
from app.bootstrap.overlay import AT_ONCE as OVERLAYS_AT_ONCE
from app.bootstrap.overlay import OverlayRenderers, overlay_service, overlay_writing
from app.bootstrap.songs import poll_spacing, song_generation, song_rules, stem_separation
from app.bootstrap.storage import stores
from app.bootstrap.studio import Studio, connect_redis
from app.bootstrap.templates import template_service
from app.bootstrap.texts import live_texts
from app.bootstrap.users import user_services
from app.bootstrap.writing import text_workshop, writing_services
from app.domain.activity.service import ActivityService
from app.domain.drafts.service import DraftService
from app.domain.images.service import SLOT_GROUP as IMAGE_SLOTS
from app.domain.jobs.model import JobKind
from app.domain.jobs.ports import JobHandler
from app.domain.jobs.service import JobService
from app.domain.jobs.waiting import JobWaiting
from app.domain.language.model import Provider
from app.domain.language.service import ModelService
from app.domain.overlay.service import SLOT_GROUP as OVERLAY_SLOTS
from app.domain.sketches.service import SketchService
from app.domain.songs.choices import ChoiceService
from app.domain.songs.deletion import SongDeletion
from app.domain.songs.service import SLOT_GROUP, SongService
from app.domain.songs.stems import StemService
from app.infra.clock import SystemClock
from app.infra.database import pool, transaction
from app.infra.eager_limit import EagerLimiter
from app.infra.jobs.wakeups import ArqWakeups
from app.infra.live.bell import LocalBell
from app.infra.live.hints import HintListener, HintPublisher
from app.infra.live.job_feed import LiveJobFeed
from app.infra.patterns.engine import PatternEngine
from app.infra.providers.account_cache import CachedAccounts
from app.infra.providers.mureka import Mureka
from app.infra.rate_limit import GcraLimiter
from app.infra.repositories.activity import ActivityRepository
from app.infra.repositories.doomed_files import DoomedFilesRepository
from app.infra.repositories.drafts import DraftRepository
from app.infra.repositories.jobs import JobRepository
from app.infra.repositories.sketches import LyricRevisionRepository, SketchRepository
from app.infra.repositories.song_choices import ChoiceRepository
from app.infra.repositories.songs import SongJobRepository, SongRepository
from app.infra.repositories.storage import CatalogRepository
from app.infra.repositories.text_drafts import TextDraftRepository
from app.infra.settings import Settings
from app.readpath.lanes import Lanes
from app.services import Services

STOP_PATIENCE = 2.5
"""Seconds in which a worker stops writing by itself: it looks about once a second."""


def build_studio(settings: Settings) -> Studio:
    """Assemble a studio from settings. Connects to nothing."""
    redis = connect_redis(settings.redis_url)
    clock = SystemClock()
    lanes = Lanes(pool, max(1, settings.database_pool_max // 2))
    storage = stores(settings)
    provider = Mureka(
        base_url=settings.mureka_base_url,
        api_key=settings.mureka_api_key.get_secret_value(),
        timeout=settings.mureka_timeout,
        stem_timeout=settings.mureka_stem_timeout,
    )
    queue = JobRepository(lease=settings.job_lease, publish=HintPublisher(redis).publish)
    feed = LiveJobFeed(queue.events)
    wakeups = ArqWakeups(redis)
    drafts = TextDraftRepository()
    texts = live_texts(redis, drafts)
    songs, sketches, catalog = SongRepository(), SketchRepository(), CatalogRepository()
    slots = {
        SLOT_GROUP: settings.mureka_concurrency,
        IMAGE_SLOTS: settings.openai_concurrency,
        OVERLAY_SLOTS: OVERLAYS_AT_ONCE,
    }
    paints, speaks, draining = painter(settings), language(settings), asyncio.Event()
    templates = template_service(settings, clock)
    workshop = text_workshop(
        settings,
        templates=templates,
        language=speaks,
        queue=queue,
        drafts=drafts,
        streams=texts,
        clock=clock,
    )
    renderers = OverlayRenderers.ready()
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
    choices = ChoiceRepository()
    handlers: dict[JobKind, JobHandler] = {
        JobKind.SONG: generation,
        JobKind.INSTRUMENTAL: generation,
        JobKind.STEM: stem_separation(
            settings,
            queue=queue,
            choices=choices,
            catalog=catalog,
            provider=provider,
            storage=storage,
            wakeups=wakeups,
            clock=clock,
        ),
        JobKind.IMAGE: image_generation(
            settings,
            queue=queue,
            improving=workshop.improving,
            provider=paints,
            catalog=catalog,
            storage=storage,
            wakeups=wakeups,
            clock=clock,
        ),
        JobKind.OVERLAY: overlay_writing(
            renderers,
            queue=queue,
            catalog=catalog,
            storage=storage,
            wakeups=wakeups,
            clock=clock,
        ),
        JobKind.CHAT: reply_writing(
            queue=queue,
            models=speaks.models,
            drafts=drafts,
            streams=texts,
            clock=clock,
        ),
        JobKind.LYRIC_AI: workshop.generation,
        JobKind.STORAGE_MIGRATION: storage_migration(queue=queue, storage=storage),
    }
    jobs = JobService(
        queue=queue,
        wakeups=wakeups,
        feed=feed,
        transaction=transaction,
        handlers=handlers,
        slots=slots,
    )
    patterns = PatternEngine()
    lyrics = lyric_services(patterns, clock)
    people = user_services(settings, redis, lanes, clock, welcome=lyrics.rules.welcome)
    talks = conversation_services(
        jobs=jobs,
        models=speaks.models,
        catalog=speaks.catalog,
        usual={
            Provider.INTERNAL: settings.ollama_default_model,
            Provider.EXTERNAL: settings.openai_chat_models[0],
        },
        most_context=settings.ollama_max_num_ctx,
        context_for=people.settings.context_for,
        drafts=drafts,
        streams=texts,
        stopping=JobWaiting(jobs=jobs, draining=draining, patience=STOP_PATIENCE),
        clock=clock,
    )
    writes = writing_services(
        settings, workshop.requests, jobs=jobs, streams=texts, draining=draining
    )
    accounts, bills = CachedAccounts(provider), openai_costs(settings)
    probes = provider_checks(settings)
    equipment, bell = equipment_services(settings, redis, clock, people.users), LocalBell()
    services = Services(
        users=people.users,
        account=people.account,
        settings=people.settings,
        sketches=SketchService(
            sketches=sketches,
            revisions=LyricRevisionRepository(),
            transaction=transaction,
            clock=clock,
        ),
        drafts=DraftService(drafts=DraftRepository(), transaction=transaction, clock=clock),
        songs=SongService(
            songs=songs,
            sketches=sketches,
            jobs=jobs,
            song_jobs=SongJobRepository(),
            provider=provider,
            accounts=accounts,
            poll_spacing=poll_spacing(settings),
            clock=clock,
            rules=song_rules(settings),
        ),
        song_deletion=SongDeletion(
            songs=songs,
            song_jobs=SongJobRepository(),
            jobs=jobs,
            doomed=DoomedFilesRepository(),
            storage=storage,
            clock=clock,
        ),
        choices=ChoiceService(choices=choices, clock=clock),
        stems=StemService(choices=choices, jobs=jobs, accounts=accounts),
        images=image_service(settings, requests=workshop.requests, jobs=jobs, clock=clock),
        image_deletion=image_deletion(settings, storage=storage, clock=clock),
        image_waiting=image_waiting(settings, jobs=jobs, draining=draining),
        overlays=overlay_service(renderers, storage=storage, jobs=jobs),
        lyric_rules=lyrics.rules,
        lyric_tools=lyrics.tools,
        lyric_architectures=lyrics.architectures,
        conversations=talks.conversations,
        sending=talks.sending,
        reply_reading=talks.reading,
        compression=talks.compression,
        exports=talks.exports,
        templates=templates,
        writing=writes.writing,
        sketch_titles=writes.titles,
        text_reading=writes.reading,
        text_waiting=writes.waiting,
        models=ModelService(speaks.catalog),
        costs=cost_service(settings, bills, clock),
        music_accounts=accounts,
        jobs=jobs,
        equipment=equipment.equipment,
        equipment_import=equipment.importing,
        equipment_export=equipment.exporting,
        spending=equipment.spending,
        activity=ActivityService(log=ActivityRepository(), bell=bell, clock=clock),
        health=health_service(settings, redis, storage, probes),
    )
    return Studio(
        settings=settings,
        services=services,
        lanes=lanes,
        redis=redis,
        queue=queue,
        handlers=handlers,
        slots=slots,
        hints=HintListener(redis, feed.hint, bell.stir),
        texts=texts,
        provider=provider,
        painter=paints,
        language=speaks,
        bills=bills,
        probes=[probe for probe in probes.values() if probe],
        draining=draining,
        visits=people.visits,
        patterns=patterns,
        renderers=renderers,
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
