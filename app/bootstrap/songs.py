"""What makes songs: the provider, its account, and the long work."""

from __future__ import annotations

import time

from app.domain.jobs.paid import PaidCall, PaidCallPolicy
from app.domain.jobs.ports import JobQueue, Wakeups
from app.domain.ports import Clock
from app.domain.songs.delivery import SongDelivery
from app.domain.songs.generation import SongGeneration
from app.domain.songs.media import DeliveryPolicy
from app.domain.songs.model import SongRules
from app.domain.songs.polling import PollPolicy
from app.domain.songs.stem_separation import StemSeparation
from app.domain.storage.ports import Storage
from app.infra.database import durably
from app.infra.providers.fetch import MediaFetcher
from app.infra.providers.mureka import Mureka
from app.infra.repositories.sketches import SketchRepository
from app.infra.repositories.song_choices import ChoiceRepository
from app.infra.repositories.songs import SongRepository
from app.infra.repositories.storage import CatalogRepository
from app.infra.settings import Settings

RETRIES = 3
DELIVERY_TRIES = 8
EXTRA_TRIES = 3
LARGEST_STEMS = 500 * 1024 * 1024


def song_generation(
    settings: Settings,
    *,
    queue: JobQueue,
    songs: SongRepository,
    sketches: SketchRepository,
    catalog: CatalogRepository,
    provider: Mureka,
    storage: Storage,
    wakeups: Wakeups,
    clock: Clock,
) -> SongGeneration:
    """The handler of SONG and INSTRUMENTAL."""
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
        policy=_delivery_policy(settings),
    )
    policy = _paid_policy(settings, settings.mureka_timeout)
    return SongGeneration(
        queue=queue,
        songs=songs,
        provider=provider,
        paid=PaidCall(queue, durably, time.monotonic, policy),
        delivery=delivery,
        wakeups=wakeups,
        durably=durably,
        clock=clock,
        polls=_poll_policy(settings),
    )


def stem_separation(
    settings: Settings,
    *,
    queue: JobQueue,
    choices: ChoiceRepository,
    catalog: CatalogRepository,
    provider: Mureka,
    storage: Storage,
    wakeups: Wakeups,
    clock: Clock,
) -> StemSeparation:
    """The handler of STEM."""
    policy = _paid_policy(settings, settings.mureka_stem_timeout)
    return StemSeparation(
        queue=queue,
        choices=choices,
        provider=provider,
        paid=PaidCall(queue, durably, time.monotonic, policy),
        catalog=catalog,
        media=MediaFetcher(trusted=[settings.mureka_base_url], largest=LARGEST_STEMS),
        storage=storage,
        wakeups=wakeups,
        durably=durably,
        clock=clock,
        policy=_delivery_policy(settings),
    )


def song_rules(settings: Settings) -> SongRules:
    """What this studio's settings allow."""
    return SongRules(
        models=tuple(settings.mureka_models),
        choices=settings.mureka_choices,
        longest_lyrics=settings.mureka_max_lyrics,
    )


def poll_spacing(settings: Settings) -> float:
    """The seconds between two polls that people ask for; none may use up an order's polls."""
    enough = settings.mureka_job_deadline / settings.mureka_max_poll_attempts
    return max(settings.mureka_poll_interval_short, enough)


def _delivery_policy(settings: Settings) -> DeliveryPolicy:
    return DeliveryPolicy(
        tries=DELIVERY_TRIES, extra_tries=EXTRA_TRIES, delay=settings.mureka_retry_delay
    )


def _paid_policy(settings: Settings, timeout: float) -> PaidCallPolicy:
    return PaidCallPolicy(
        deadline=settings.mureka_job_deadline,
        first_poll=settings.mureka_poll_interval_short,
        retry_delay=settings.mureka_retry_delay,
        retries=RETRIES,
        rate_limit_delay=settings.mureka_rate_limit_delay,
        rate_limit_retries=RETRIES,
        grace=timeout + settings.mureka_unknown_grace,
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
