"""Bringing a finished song home: its recordings are stored before anybody hears of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from app.domain.errors import ErrorCode, StudioError
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobQueue, JobUpdate, LeaseLostError, Wakeups
from app.domain.ports import Clock, Durably
from app.domain.sketches.ports import Sketches
from app.domain.songs.model import Choice, SongStatus, SongUpdate
from app.domain.songs.polling import ended
from app.domain.songs.ports import Songs
from app.domain.storage.catalog import Catalog
from app.domain.storage.media import MediaKind, verified
from app.domain.storage.model import StoredObject, song_media_key, song_prefix
from app.domain.storage.ports import MediaSource, Storage

FORMATS = (MediaKind.MP3, MediaKind.FLAC)
LONGEST_DELAY = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPolicy:
    """A file that cannot be had is tried `tries` times, after `delay`, twice that ... seconds."""

    tries: int
    delay: float


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
                await self.discard(job)
            raise

    async def discard(self, job: Job) -> None:
        """Remove everything that was stored for a song that will not come."""
        if job.song_id is not None:
            await self.storage.delete_prefix(song_prefix(job.song_id))

    async def _store_missing(self, claim: Claim) -> list[StudioError]:
        failures: list[StudioError] = []
        files = [
            (choice, kind)
            for choice in claim.job.checkpoint["choices"]
            for kind in FORMATS
            if choice[f"{kind.value}_url"] is not None
        ]
        for choice, kind in files:
            key = song_media_key(_song_id(claim.job), UUID(choice["id"]), kind.value)
            stored = claim.job.checkpoint.get("stored", {})
            if key in stored:
                continue
            try:
                kept = await self._store(choice[f"{kind.value}_url"], key, kind)
            except StudioError as error:
                failures.append(error)
                continue
            checkpoint = {
                **claim.job.checkpoint,
                "stored": {**stored, key: asdict(kept)},
            }
            progress = (len(stored) + 1) / len(files)
            claim.job = await self._note(claim, checkpoint, progress)
        return failures

    async def _store(self, url: str, key: str, kind: MediaKind) -> StoredObject:
        async with self.media.fetch(url) as download:
            chunks = verified(download.chunks, kind)
            return await self.storage.put(key, chunks, kind.content_type)

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

    async def _postponed(self, claim: Claim, failures: Sequence[StudioError]) -> bool:
        job = claim.job
        tries = int(job.checkpoint.get("tries", 0)) + 1
        if tries >= self.policy.tries or not any(error.retryable for error in failures):
            return False
        delay = min(self.policy.delay * 2 ** (tries - 1), LONGEST_DELAY)
        update = JobUpdate(
            status=JobStatus.WAITING,
            stage=JobStage.STORING,
            due_in=delay,
            checkpoint={**job.checkpoint, "tries": tries},
        )

        async def write() -> None:
            await self.queue.save(claim, update)

        await self.durably(write)
        await self.wakeups.wake(job.id, delay)
        return True

    async def _complete(self, claim: Claim, failures: Sequence[StudioError]) -> None:
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
        objects = [StoredObject(**kept) for kept in stored.values()]

        async def write() -> None:
            done = await self.queue.save(claim, update)
            await self.catalog.add(objects)
            await self.songs.add_choices(choices)
            await self._tell_song(done)

        await self.durably(write)

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


def _reason(failures: Sequence[StudioError]) -> JobError:
    if not failures:
        return JobError(code=ErrorCode.PROVIDER_ERROR, key="provider.no_choices")
    first = failures[0]
    return JobError(code=first.code, key=first.key, params=first.params)


def _choice(song_id: UUID, raw: Mapping[str, Any], stored: Mapping[str, Any]) -> Choice:
    choice_id = UUID(raw["id"])

    def key(kind: MediaKind) -> str | None:
        name = song_media_key(song_id, choice_id, kind.value)
        return name if name in stored else None

    return Choice(
        id=choice_id,
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
        mp3_key=key(MediaKind.MP3),
        flac_key=key(MediaKind.FLAC),
    )
