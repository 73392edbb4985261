"""The long part of a picture: its words, one paid call, then its bytes are brought home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from app.domain.changes import UNSET
from app.domain.errors import StorageFailure, StudioError
from app.domain.images.gallery import Image
from app.domain.images.improving import ImageImproving
from app.domain.images.ports import DoomedFiles, Images
from app.domain.images.purchase import Bought, ImagePurchase, KeptPicture
from app.domain.images.thumbnails import Thumbnails, ThumbnailSize
from app.domain.images.wish import Improved, Wish
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.outcomes import Delivered, SubmitOutcome
from app.domain.jobs.paid import PaidCall
from app.domain.jobs.ports import (
    Claim,
    JobQueue,
    JobUpdate,
    LeaseLostError,
    Wakeups,
    Watch,
)
from app.domain.jobs.retries import Patience
from app.domain.ports import Clock, Durably
from app.domain.storage.catalog import Catalog
from app.domain.storage.model import StoredObject
from app.domain.storage.ports import Storage

LONGEST_STORING: Final = timedelta(hours=1)
"""A worker that was storing a picture when its job ended has ended by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageGeneration:
    """The `JobHandler` of IMAGE.

    The picture's row, the list of its files and the job's success are written together, once all
    bytes are stored. A job that ends otherwise dooms whatever was stored under its picture's name,
    in the transaction that ends it.
    """

    queue: JobQueue
    images: Images
    improving: ImageImproving
    purchase: ImagePurchase
    paid: PaidCall
    thumbnails: Thumbnails
    catalog: Catalog
    doomed: DoomedFiles
    storage: Storage
    wakeups: Wakeups
    durably: Durably
    clock: Clock
    patience: Patience

    async def step(self, claim: Claim) -> None:
        """See `JobHandler.step`."""
        job = claim.job
        if job.status is JobStatus.CANCELLED:
            await self._look_after(claim)
        elif job.stage is JobStage.STORING:
            await self._deliver(claim)
        elif (wish := Wish.of(job.request)).improvement.wanted and not Improved.of(job.checkpoint):
            await self.improving.step(claim, wish)
        else:
            await self._submit(claim)

    async def give_up(self, claim: Claim, error: JobError) -> None:
        """See `JobHandler.give_up`. What was submitted keeps its slot as long as it might run."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
            return
        slot = None if claim.job.submit_token is None else UNSET
        await self._fail(claim, replace(_failed(error), slot_for=slot))

    async def cancelled(self, job: Job) -> None:
        """See `JobHandler.cancelled`."""
        await self._doom(job)
        await self.improving.forget(job.id)

    async def _doom(self, job: Job) -> None:
        """Note inside the transaction of a job that ended without a picture what it has stored."""
        ended_badly = job.status in (JobStatus.FAILED, JobStatus.CANCELLED)
        if ended_badly and job.submit_token is not None:
            until = self.clock.now() + LONGEST_STORING
            await self.doomed.add(Wish.of(job.request).prefix, until)

    async def _submit(self, claim: Claim) -> None:
        job = claim.job
        wish, improved = Wish.of_job(job), Improved.of(job.checkpoint)

        async def send() -> SubmitOutcome:
            outcome = await self.purchase.buy(wish.order, wish.image_id)
            if improved and isinstance(outcome, Delivered):
                return Delivered(brought={**outcome.brought, **improved.checkpoint()})
            return outcome

        delay = await self.paid.step(claim, send, self._doom)
        if delay:
            await self.wakeups.wake(job.id, delay)
        await self._discard_unwanted(job)

    async def _deliver(self, claim: Claim) -> None:
        try:
            await self._bring_home(claim)
        except LeaseLostError:
            await self._discard_unwanted(claim.job)
            raise

    async def _bring_home(self, claim: Claim) -> None:
        wish, bought = Wish.of(claim.job.request), Bought.of(claim.job.checkpoint)
        try:
            kept = bought.kept or await self.purchase.fetch(str(bought.url), wish.image_id)
            smaller = await self.thumbnails.of_stored(wish.image_id, kept.stored)
        except StudioError as error:
            await self._try_again(claim, error)
            return
        image = self._image(claim.job, bought, kept, smaller)
        done = JobUpdate(
            status=JobStatus.SUCCEEDED,
            stage=JobStage.DONE,
            due_in=None,
            progress=1.0,
            image_id=image.id,
        )

        async def write() -> None:
            await self.images.add(image)
            await self.catalog.add([kept.stored, *smaller.values()])
            await self.queue.save(claim, done)

        await self.durably(write)

    def _image(
        self,
        job: Job,
        bought: Bought,
        kept: KeptPicture,
        smaller: Mapping[ThumbnailSize, StoredObject],
    ) -> Image:
        wish = Wish.of_job(job)
        form, stored = wish.form, kept.stored
        return Image(
            id=wish.image_id,
            user_id=job.user_id,
            user_prompt=form.user_prompt,
            prompt=form.prompt,
            enhanced_prompt=form.enhanced_prompt,
            revised_prompt=bought.revised_prompt,
            title=form.title,
            tags=form.tags,
            model=form.model,
            size=form.size,
            styles=form.styles,
            key=stored.key,
            content_type=stored.content_type,
            width=kept.width,
            height=kept.height,
            byte_size=stored.byte_size,
            sha256=stored.sha256,
            small_key=smaller[ThumbnailSize.SMALL].key,
            large_key=smaller[ThumbnailSize.LARGE].key,
            created_at=self.clock.now(),
        )

    async def _try_again(self, claim: Claim, error: StudioError) -> None:
        job = claim.job
        away = isinstance(error, StorageFailure)
        retry = self.patience.again(job.checkpoint, store_is_away=away)
        if retry is None or not error.retryable:
            reason = JobError(code=error.code, key=error.key, params=error.params)
            await self._fail(claim, _failed(reason))
            return
        update = JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.STORING,
            due_in=retry.delay,
            checkpoint=retry.checkpoint,
        )
        await self._save(claim, update)
        await self.wakeups.wake(job.id, retry.delay)

    async def _look_after(self, claim: Claim) -> None:
        """Only what was under way when the job was cancelled comes here."""
        slot = UNSET if _was_answered(claim.job) else self.paid.policy.hold
        await self.queue.watch(claim, Watch(due_in=None, slot_for=slot))
        await self._discard(claim.job)

    async def _discard_unwanted(self, job: Job) -> None:
        """Remove the files of a job that has ended without a picture meanwhile."""
        current = await self.queue.get(job.id, user_id=job.user_id)
        if current is None or current.status in (JobStatus.FAILED, JobStatus.CANCELLED):
            await self._discard(job)

    async def _discard(self, job: Job) -> None:
        try:
            await self.storage.delete_prefix(Wish.of(job.request).prefix)
        except StorageFailure:
            return  # They are doomed: the studio tries again.

    async def _fail(self, claim: Claim, update: JobUpdate) -> None:
        await self._save(claim, update)
        await self._discard(claim.job)

    async def _save(self, claim: Claim, update: JobUpdate) -> None:
        async def write() -> None:
            job = await self.queue.save(claim, update)
            await self._doom(job)
            if job.status.terminal:
                await self.improving.forget(job.id)

        await self.durably(write)


def _failed(error: JobError) -> JobUpdate:
    return JobUpdate(
        status=JobStatus.FAILED, stage=JobStage.DONE, due_in=None, slot_for=None, error=error
    )


def _was_answered(job: Job) -> bool:
    return bool(job.checkpoint.get("kept") or job.checkpoint.get("url"))
