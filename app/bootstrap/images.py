"""What makes pictures: the painter, the long work, and what people do with the results."""

from __future__ import annotations

import asyncio
import time

from app.domain.images.deletion import ImageDeletion
from app.domain.images.generation import ImageGeneration
from app.domain.images.improving import ImageImprovements, ImageImproving
from app.domain.images.model import ImageRules
from app.domain.images.provider import LARGEST_PICTURE
from app.domain.images.purchase import ImagePurchase
from app.domain.images.service import ImageService
from app.domain.images.thumbnails import Thumbnails
from app.domain.jobs.paid import PaidCall, PaidCallPolicy
from app.domain.jobs.ports import JobQueue, Wakeups
from app.domain.jobs.retries import Patience
from app.domain.jobs.service import JobService
from app.domain.jobs.waiting import JobWaiting
from app.domain.ports import Clock
from app.domain.storage.ports import Storage
from app.domain.writing.requests import TextRequests
from app.infra.database import DURABLE_FOR, durably, transaction
from app.infra.pictures.scaling import PictureScaler
from app.infra.providers.fetch import MediaFetcher
from app.infra.providers.openai_images import OpenAIImages
from app.infra.providers.pictures import inspect
from app.infra.repositories.doomed_files import DoomedFilesRepository
from app.infra.repositories.images import ImageRepository
from app.infra.repositories.storage import CatalogRepository
from app.infra.settings import Settings

OPENAI = "https://api.openai.com/v1"
RETRIES = 3
DELIVERY_TRIES = 8
LONGEST_DOWNLOAD = 30
STORE_PATIENCE = 30
WAIT_BEYOND_THE_CALL = 10


def painter(settings: Settings) -> OpenAIImages:
    """Whoever paints. Without a key every order is refused, unsent."""
    return OpenAIImages(
        base_url=settings.openai_base_url or OPENAI,
        api_key=settings.openai_api_key.get_secret_value(),
        timeout=settings.openai_timeout,
    )


def image_generation(
    settings: Settings,
    *,
    queue: JobQueue,
    improving: ImageImproving,
    provider: OpenAIImages,
    catalog: CatalogRepository,
    storage: Storage,
    wakeups: Wakeups,
    clock: Clock,
) -> ImageGeneration:
    """The handler of IMAGE."""
    purchase = ImagePurchase(
        provider=provider,
        storage=storage,
        media=MediaFetcher(
            trusted=[settings.openai_base_url or OPENAI],
            largest=LARGEST_PICTURE,
            total=LONGEST_DOWNLOAD,
        ),
        inspect=inspect,
        pause=asyncio.sleep,
        stopwatch=time.monotonic,
        patience=STORE_PATIENCE,
        retry_delay=settings.openai_retry_delay,
    )
    return ImageGeneration(
        queue=queue,
        images=ImageRepository(),
        improving=improving,
        purchase=purchase,
        paid=PaidCall(queue, durably, time.monotonic, _policy(settings)),
        thumbnails=Thumbnails(storage, PictureScaler()),
        catalog=catalog,
        doomed=DoomedFilesRepository(),
        storage=storage,
        wakeups=wakeups,
        durably=durably,
        clock=clock,
        patience=Patience(tries=DELIVERY_TRIES, delay=settings.openai_retry_delay),
    )


def image_service(
    settings: Settings, *, requests: TextRequests, jobs: JobService, clock: Clock
) -> ImageService:
    """What people do with pictures."""
    rules = ImageRules(
        model=settings.openai_image_model, models=tuple(settings.openai_image_models)
    )
    return ImageService(
        images=ImageRepository(),
        improvements=ImageImprovements(requests=requests),
        jobs=jobs,
        clock=clock,
        rules=rules,
    )


def image_deletion(settings: Settings, *, storage: Storage, clock: Clock) -> ImageDeletion:
    """Deleting pictures."""
    return ImageDeletion(
        images=ImageRepository(),
        doomed=DoomedFilesRepository(),
        storage=storage,
        transaction=transaction,
        clock=clock,
        keep_files=not settings.delete_physical_files,
    )


def image_waiting(settings: Settings, *, jobs: JobService, draining: asyncio.Event) -> JobWaiting:
    """How long somebody may wait for a picture within one request."""
    patience = settings.openai_timeout + WAIT_BEYOND_THE_CALL
    return JobWaiting(jobs=jobs, draining=draining, patience=patience)


def _policy(settings: Settings) -> PaidCallPolicy:
    longest = settings.openai_timeout + STORE_PATIENCE
    return PaidCallPolicy(
        deadline=longest + 2 * DURABLE_FOR,
        first_poll=0,
        retry_delay=settings.openai_retry_delay,
        retries=RETRIES,
        rate_limit_delay=settings.openai_rate_limit_delay,
        rate_limit_retries=RETRIES,
        grace=settings.openai_timeout + settings.openai_unknown_grace,
        hold=settings.openai_timeout,
        lease=settings.job_lease,
    )
