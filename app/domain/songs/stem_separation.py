"""The long part of stems: one paid call, then its ZIP is brought home."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.changes import UNSET
from app.domain.errors import StorageFailure, StudioError
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.outcomes import SubmitOutcome
from app.domain.jobs.paid import PaidCall
from app.domain.jobs.ports import (
    Claim,
    JobQueue,
    JobUpdate,
    LeaseLostError,
    Wakeups,
    Watch,
)
from app.domain.ports import Clock, Durably
from app.domain.songs.media import DeliveryPolicy
from app.domain.songs.polling import ended
from app.domain.songs.provider import StemProvider
from app.domain.songs.stems import StemChoices
from app.domain.storage.catalog import Catalog
from app.domain.storage.media import MediaKind, verified
from app.domain.storage.model import StoredObject, stems_key
from app.domain.storage.ports import MediaSource, Storage


class _ChoiceGoneError(Exception):
    """The choice was deleted before its stems could be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StemSeparation:
    """The `JobHandler` of STEM.

    What the provider answered is kept in the job's checkpoint, so that a restarted worker
    fetches it again and nobody pays again.
    """

    queue: JobQueue
    choices: StemChoices
    provider: StemProvider
    paid: PaidCall
    catalog: Catalog
    media: MediaSource
    storage: Storage
    wakeups: Wakeups
    durably: Durably
    clock: Clock
    policy: DeliveryPolicy

    async def step(self, claim: Claim) -> None:
        """See `JobHandler.step`."""
        job = claim.job
        if job.status is JobStatus.CANCELLED:
            await self._look_after(claim)
        elif job.stage is JobStage.STORING:
            await self._deliver(claim)
        elif job.choice_id is None and job.submit_token is None:
            await self._save(claim, ended(JobStatus.CANCELLED))
        else:
            await self._submit(claim)

    async def give_up(self, claim: Claim, error: JobError) -> None:
        """See `JobHandler.give_up`. What was submitted keeps its slot as long as it might run."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
            return
        slot = None if claim.job.submit_token is None else UNSET
        await self._save(claim, replace(ended(JobStatus.FAILED, error), slot_for=slot))
        await self._discard(claim.job)

    async def cancelled(self, job: Job) -> None:
        """See `JobHandler.cancelled`. Nothing else shows how the job stands."""

    async def _submit(self, claim: Claim) -> None:
        async def send() -> SubmitOutcome:
            return await self.provider.separate(claim.job.request["url"])

        delay = await self.paid.step(claim, send, self.cancelled)
        if delay:
            await self.wakeups.wake(claim.job.id, delay)

    async def _deliver(self, claim: Claim) -> None:
        song_id, choice_id = claim.job.song_id, claim.job.choice_id
        try:
            if song_id is None or choice_id is None:
                await self._save(claim, ended(JobStatus.CANCELLED))
            else:
                await self._bring_home(claim, song_id, choice_id)
        except _ChoiceGoneError:
            await self._save(claim, ended(JobStatus.CANCELLED))
            await self._discard(claim.job)
        except LeaseLostError:
            job = await self.queue.get(claim.job.id, user_id=claim.job.user_id)
            if job is None or job.status is JobStatus.CANCELLED:
                # The job as it was claimed: a deleted song is gone from the job of today.
                await self._discard(claim.job)
            raise

    async def _bring_home(self, claim: Claim, song_id: UUID, choice_id: UUID) -> None:
        try:
            kept = await self._store(claim.job, song_id)
        except StudioError as error:
            await self._try_again(claim, error)
            return
        done = JobUpdate(status=JobStatus.SUCCEEDED, stage=JobStage.DONE, due_in=None, progress=1.0)

        async def write() -> None:
            await self.queue.save(claim, done)
            if not await self.choices.keep_stems(choice_id, kept.key, self.clock.now()):
                raise _ChoiceGoneError
            await self.catalog.add([kept])

        await self.durably(write)

    async def _store(self, job: Job, song_id: UUID) -> StoredObject:
        async with self.media.fetch(job.checkpoint["zip_url"]) as download:
            file = await verified(download.chunks, MediaKind.ZIP)
            key = stems_key(song_id, job.id)
            return await self.storage.put(key, file.chunks, file.kind.content_type)

    async def _try_again(self, claim: Claim, error: StudioError) -> None:
        job = claim.job
        retry = self.policy.again(
            job.checkpoint,
            most=self.policy.tries,
            store_is_away=isinstance(error, StorageFailure),
        )
        if retry is None or not error.retryable:
            reason = JobError(code=error.code, key=error.key, params=error.params)
            await self._save(claim, ended(JobStatus.FAILED, reason))
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
        if "zip_url" in claim.job.checkpoint:
            await self._discard(claim.job)
            await self.queue.watch(claim, Watch(due_in=None))
        else:
            await self.queue.watch(claim, Watch(due_in=None, slot_for=self.paid.policy.hold))

    async def _discard(self, job: Job) -> None:
        if job.song_id is not None:
            await self.storage.delete(stems_key(job.song_id, job.id))

    async def _save(self, claim: Claim, update: JobUpdate) -> None:
        async def write() -> None:
            await self.queue.save(claim, update)

        await self.durably(write)
