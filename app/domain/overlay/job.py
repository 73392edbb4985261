"""The long part of an overlay: it is drawn and stored, and then it counts.

Nothing here costs money, so a step that was lost with its worker is simply done again, into the
same objects: their name was chosen when the order was accepted.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from uuid import UUID

from app.domain.errors import StorageFailure, StudioError
from app.domain.images.gallery import Image
from app.domain.images.generation import LONGEST_STORING
from app.domain.images.model import image_key, image_prefix
from app.domain.images.ports import DoomedFiles, Images
from app.domain.images.thumbnails import Thumbnails, ThumbnailSize
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobQueue, JobUpdate, LeaseLostError, Wakeups, Watch
from app.domain.jobs.retries import Patience
from app.domain.overlay.metadata import metadata, remembered
from app.domain.overlay.model import Overlay
from app.domain.overlay.ports import OverlayRenderer
from app.domain.overlay.sources import Sources
from app.domain.ports import Clock, Durably
from app.domain.storage.catalog import Catalog
from app.domain.storage.media import MediaKind
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import Storage

_KIND: Final = MediaKind.PNG
_PIECE: Final = 1024 * 1024
_ENDED_BADLY: Final = (JobStatus.FAILED, JobStatus.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayTask:
    """What a job is to draw, and the id of the picture that comes of it."""

    source_id: UUID
    image_id: UUID
    overlay: Overlay

    def request(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "source_id": str(self.source_id),
            "image_id": str(self.image_id),
            # What a picture remembers has the title in capitals, which may be longer.
            "title": self.overlay.title,
            "overlay": metadata(self.overlay, self.source_id),
        }

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> Self:
        """What a job's request says."""
        kept = {**request["overlay"], "title": request["title"]}
        return cls(
            source_id=UUID(request["source_id"]),
            image_id=UUID(request["image_id"]),
            overlay=remembered(kept).checked(),
        )

    @property
    def prefix(self) -> str:
        """Where everything that belongs to the new picture is stored."""
        return image_prefix(self.image_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """A drawn picture and its small versions in the store."""

    picture: StoredObject
    width: int
    height: int
    smaller: Mapping[ThumbnailSize, StoredObject]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayWriting:
    """The `JobHandler` of OVERLAY.

    The picture's row, the list of its files and the job's success are written together, once all
    bytes are stored. A job that ends otherwise dooms whatever was stored under its picture's name,
    in the transaction that ends it.
    """

    queue: JobQueue
    sources: Sources
    images: Images
    renderer: OverlayRenderer
    thumbnails: Thumbnails
    storage: Storage
    catalog: Catalog
    doomed: DoomedFiles
    wakeups: Wakeups
    durably: Durably
    clock: Clock
    patience: Patience

    async def step(self, claim: Claim) -> None:
        """See `JobHandler.step`."""
        task = OverlayTask.of(claim.job.request)
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
            await self._discard(task)
            return
        try:
            if claim.job.status is not JobStatus.RUNNING:
                await self._save(claim, _begun())
            await self._finish(claim, task)
        except StudioError as error:
            await self._try_again(claim, task, error)
        except LeaseLostError:
            await self._discard_unwanted(claim.job, task)
            raise

    async def give_up(self, claim: Claim, error: JobError) -> None:
        """See `JobHandler.give_up`."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
        else:
            await self._save(claim, _failed(error))
        await self._discard(OverlayTask.of(claim.job.request))

    async def cancelled(self, job: Job) -> None:
        """See `JobHandler.cancelled`."""
        await self._doom(job)

    async def _finish(self, claim: Claim, task: OverlayTask) -> None:
        stored = await self._stored(claim.job, task)
        done = JobUpdate(
            status=JobStatus.SUCCEEDED,
            stage=JobStage.DONE,
            due_in=None,
            progress=1.0,
            slot_for=None,
            image_id=task.image_id,
        )

        async def write() -> None:
            source = await self.sources.held(task.source_id, user_id=claim.job.user_id)
            await self.images.add(self._image(source, task, stored))
            await self.catalog.add([stored.picture, *stored.smaller.values()])
            await self.queue.save(claim, done)

        await self.durably(write)

    async def _stored(self, job: Job, task: OverlayTask) -> _Stored:
        source = await self.sources.find(task.source_id, user_id=job.user_id)
        content = await self.sources.content(source)
        drawn = await self.renderer.render(content, task.overlay)
        key = image_key(task.image_id, _KIND)
        return _Stored(
            picture=await self.storage.put(key, _pieces(drawn.png), _KIND.content_type),
            width=drawn.width,
            height=drawn.height,
            smaller=await self.thumbnails.of(task.image_id, drawn.png),
        )

    def _image(self, source: Image, task: OverlayTask, stored: _Stored) -> Image:
        """The new picture: its own in what was drawn, else as its source is."""
        picture = stored.picture
        return replace(
            source,
            id=task.image_id,
            title=task.overlay.title,
            tags=None,
            key=picture.key,
            content_type=picture.content_type,
            width=stored.width,
            height=stored.height,
            byte_size=picture.byte_size,
            sha256=picture.sha256,
            small_key=stored.smaller[ThumbnailSize.SMALL].key,
            large_key=stored.smaller[ThumbnailSize.LARGE].key,
            text_overlay=metadata(task.overlay, task.source_id),
            source_image_id=source.id,
            version=1,
            created_at=self.clock.now(),
            updated_at=None,
        )

    async def _try_again(self, claim: Claim, task: OverlayTask, error: StudioError) -> None:
        job = claim.job
        away = isinstance(error, StorageFailure)
        retry = self.patience.again(job.checkpoint, store_is_away=away)
        if retry is None or not error.retryable:
            reason = JobError(code=error.code, key=error.key, params=error.params)
            await self._save(claim, _failed(reason))
            await self._discard(task)
            return
        update = JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.STORING,
            due_in=retry.delay,
            checkpoint=retry.checkpoint,
        )
        await self._save(claim, update)
        await self.wakeups.wake(job.id, retry.delay)

    async def _doom(self, job: Job) -> None:
        """Note inside the transaction of a job that ended without a picture what it has stored."""
        if job.status in _ENDED_BADLY and job.started_at is not None:
            until = self.clock.now() + LONGEST_STORING
            await self.doomed.add(OverlayTask.of(job.request).prefix, until)

    async def _discard_unwanted(self, job: Job, task: OverlayTask) -> None:
        """Remove the files of a job that has ended without a picture meanwhile."""
        current = await self.queue.get(job.id, user_id=job.user_id)
        if current is None or current.status in _ENDED_BADLY:
            await self._discard(task)

    async def _discard(self, task: OverlayTask) -> None:
        # They are doomed: where the store fails, the studio tries again.
        with suppress(StorageFailure):
            await self.storage.delete_prefix(task.prefix)

    async def _save(self, claim: Claim, update: JobUpdate) -> None:
        async def write() -> None:
            await self._doom(await self.queue.save(claim, update))

        await self.durably(write)


def _begun() -> JobUpdate:
    return JobUpdate(
        status=JobStatus.RUNNING, stage=JobStage.STORING, due_in=0, progress=0.0, keep_lease=True
    )


def _failed(error: JobError) -> JobUpdate:
    return JobUpdate(
        status=JobStatus.FAILED, stage=JobStage.DONE, due_in=None, slot_for=None, error=error
    )


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]
