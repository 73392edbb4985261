"""Bringing a finished song home: its recordings are stored before anybody hears of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from app.domain.errors import ErrorCode, StorageFailure, StudioError
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobQueue, JobUpdate, LeaseLostError, Wakeups
from app.domain.ports import Clock, Durably
from app.domain.sketches.ports import Sketches
from app.domain.songs.media import MEDIA, DeliveryPolicy, Medium
from app.domain.songs.model import Choice, SongStatus, SongUpdate
from app.domain.songs.polling import ended
from app.domain.songs.ports import Songs
from app.domain.storage.catalog import Catalog
from app.domain.storage.media import verified
from app.domain.storage.model import StoredObject, song_media_key, song_prefix
from app.domain.storage.ports import MediaSource, Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """A file that could not be had."""

    medium: Medium
    error: StudioError


@dataclass(frozen=True, slots=True, kw_only=True)
class SongDelivery:
    """Stores the recordings of a finished song and completes it.

    The job's checkpoint holds the provider's choices and what is stored already, so a
    restarted worker goes on where the last one stopped.
    """

    queue: JobQueue
    songs: Songs
    sketches: Sketches
    catalog: Catalog
    media: MediaSource
    storage: Storage
    wakeups: Wakeups
    durably: Durably
    clock: Clock
    policy: DeliveryPolicy

    async def step(self, claim: Claim) -> None:
        """Store what is missing, then complete the song or try again later."""
        try:
            failures = await self._store_missing(claim)
            if failures and await self._postponed(claim, failures):
                return
            await self._complete(claim, failures)
        except LeaseLostError:
            job = await self.queue.get(claim.job.id, user_id=claim.job.user_id)
            if job is not None and job.status is JobStatus.CANCELLED:
                # The job as it was claimed: a deleted song is gone from the job of today.
                await self.discard(claim.job)
            raise

    async def discard(self, job: Job) -> None:
        """Remove everything that was stored for a song that will not come."""
        if job.song_id is not None:
            await self.storage.delete_prefix(song_prefix(job.song_id))

    async def _store_missing(self, claim: Claim) -> list[_Failure]:
        failures: list[_Failure] = []
        song_id = _song_id(claim.job)
        files = [
            (choice, medium)
            for choice in claim.job.checkpoint["choices"]
            for medium in MEDIA
            if choice[f"{medium.name}_url"] is not None
        ]
        for choice, medium in files:
            stored = claim.job.checkpoint.get("stored", {})
            if _key(song_id, choice, medium, stored):
                continue
            try:
                kept = await self._store(song_id, choice, medium)
            except StudioError as error:
                failures.append(_Failure(medium=medium, error=error))
                continue
            checkpoint = {
                **claim.job.checkpoint,
                "stored": {**stored, kept.key: asdict(kept)},
            }
            progress = (len(stored) + 1) / len(files)
            claim.job = await self._note(claim, checkpoint, progress)
        return failures

    async def _store(
        self, song_id: UUID, choice: Mapping[str, Any], medium: Medium
    ) -> StoredObject:
        async with self.media.fetch(choice[f"{medium.name}_url"]) as download:
            file = await verified(download.chunks, *medium.kinds)
            key = song_media_key(song_id, UUID(choice["id"]), file.kind.value)
            return await self.storage.put(key, file.chunks, file.kind.content_type)

    async def _note(self, claim: Claim, checkpoint: Mapping[str, Any], progress: float) -> Job:
        update = JobUpdate(
            status=JobStatus.RUNNING,
            stage=JobStage.STORING,
            due_in=0,
            progress=progress,
            checkpoint=checkpoint,
            keep_lease=True,
        )

        async def write() -> Job:
            return await self.queue.save(claim, update)

        return await self.durably(write)

    async def _postponed(self, claim: Claim, failures: Sequence[_Failure]) -> bool:
        job = claim.job
        passing = [failure for failure in failures if failure.error.retryable]
        needed = [failure for failure in passing if failure.medium.recording]
        retry = self.policy.again(
            job.checkpoint,
            most=self.policy.tries if needed else self.policy.extra_tries,
            store_is_away=any(isinstance(each.error, StorageFailure) for each in needed),
        )
        if not passing or retry is None:
            return False
        update = JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.STORING,
            due_in=retry.delay,
            checkpoint=retry.checkpoint,
        )

        async def write() -> None:
            await self.queue.save(claim, update)

        await self.durably(write)
        await self.wakeups.wake(job.id, retry.delay)
        return True

    async def _complete(self, claim: Claim, failures: Sequence[_Failure]) -> None:
        job = claim.job
        stored = job.checkpoint.get("stored", {})
        choices = [
            choice
            for raw in job.checkpoint["choices"]
            if (choice := _choice(_song_id(job), raw, stored)).mp3_key or choice.flac_key
        ]
        if choices:
            update = JobUpdate(
                status=JobStatus.SUCCEEDED, stage=JobStage.DONE, due_in=None, progress=1.0
            )
        else:
            update = ended(JobStatus.FAILED, _reason(failures))
        wanted = {getattr(choice, f"{medium.name}_key") for choice in choices for medium in MEDIA}
        objects = [StoredObject(**kept) for key, kept in stored.items() if key in wanted]

        async def write() -> None:
            done = await self.queue.save(claim, update)
            await self.catalog.add(objects)
            await self.songs.add_choices(choices)
            await self._tell_song(done)

        await self.durably(write)
        for key in stored.keys() - wanted:
            await self.storage.delete(key)

    async def _tell_song(self, job: Job) -> None:
        song = await self.songs.lock(_song_id(job))
        if song is None:
            return
        now = self.clock.now()
        status = SongStatus.of(job.status)
        await self.songs.save_progress(
            song.after(SongUpdate(status=status, at=now, error=job.error))
        )
        if status is not SongStatus.SUCCESS or song.sketch_id is None:
            return
        sketch = await self.sketches.lock(song.sketch_id, user_id=song.user_id)
        if sketch is not None and (used := sketch.used(now)) is not sketch:
            await self.sketches.save(used, previous_version=sketch.version)


def _song_id(job: Job) -> UUID:
    if job.song_id is None:
        raise ValueError("a song's job has a song")
    return job.song_id


def _reason(failures: Sequence[_Failure]) -> JobError:
    reasons = [failure.error for failure in failures if failure.medium.recording]
    if not reasons:
        return JobError(code=ErrorCode.PROVIDER_ERROR, key="provider.no_choices")
    first = reasons[0]
    return JobError(code=first.code, key=first.key, params=first.params)


def _key(
    song_id: UUID, raw: Mapping[str, Any], medium: Medium, stored: Mapping[str, Any]
) -> str | None:
    """Under which key a file of a choice is stored, if it is."""
    keys = (song_media_key(song_id, UUID(raw["id"]), kind.value) for kind in medium.kinds)
    return next((key for key in keys if key in stored), None)


def _choice(song_id: UUID, raw: Mapping[str, Any], stored: Mapping[str, Any]) -> Choice:
    return Choice(
        id=UUID(raw["id"]),
        song_id=song_id,
        provider_choice_id=raw["mureka_choice_id"],
        index=raw["index"],
        title=raw["title"],
        tags=raw["tags"],
        duration_ms=raw["duration_ms"],
        mp3_url=raw["mp3_url"],
        flac_url=raw["flac_url"],
        video_url=raw["video_url"],
        image_url=raw["image_url"],
        lyrics_sections=raw["lyrics_sections"],
        **{f"{medium.name}_key": _key(song_id, raw, medium, stored) for medium in MEDIA},
    )
