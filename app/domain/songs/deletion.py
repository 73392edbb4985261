"""Deleting songs: their work ends, their rows go, and no file of theirs stays behind."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from app.domain.errors import NotFound, StorageFailure
from app.domain.jobs.service import JobService
from app.domain.ports import Clock
from app.domain.songs.ports import DoomedFiles, SongJobs, Songs
from app.domain.storage.model import song_prefix
from app.domain.storage.ports import Storage

LONGEST_STORING: Final = timedelta(hours=1)
"""A worker that was storing a recording when its song was deleted has ended by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SongDeletion:
    """Deletes songs, and later what a worker was still storing for them."""

    songs: Songs
    song_jobs: SongJobs
    jobs: JobService
    doomed: DoomedFiles
    storage: Storage
    clock: Clock

    async def delete(self, user_id: UUID, song_id: UUID) -> None:
        """Delete a song, wherever it stands; its sketch is not touched. Raises NotFound.

        Its unfinished jobs are cancelled and stay, without a song: what was submitted is looked
        after until the provider is done, so that its slot is not given away too early.
        """
        groups = None
        while groups is None:
            async with self.jobs.transaction():
                groups = await self._removed(user_id, song_id)
        for group in groups:
            await self.jobs.admit(group)
        # The song is gone whatever the store does; `remove_files` tries again.
        with suppress(StorageFailure):
            await self.storage.delete_prefix(song_prefix(song_id))

    async def _removed(self, user_id: UUID, song_id: UUID) -> set[str] | None:
        """The slot groups of its jobs; None, and nothing written, when a job came meanwhile."""
        # First the jobs, then the song: the order in which every step of a job locks them.
        job_ids = await self.song_jobs.lock_unfinished(user_id, song_id)
        song = await self.songs.lock(song_id)
        if song is None or song.user_id != user_id:
            raise NotFound("song.not_found", "ids")
        # From here on no job can be accepted for it, but one may have been just before.
        if not set(await self.song_jobs.unfinished(user_id, song_id)) <= set(job_ids):
            return None
        ended = [await self.jobs.end(user_id, job_id) for job_id in job_ids]
        await self.doomed.add(song_prefix(song_id), self.clock.now() + LONGEST_STORING)
        await self.songs.remove(song_id)
        return {job.slot_group for job in ended if job.slot_group is not None}

    async def remove_files(self) -> None:
        """Remove the files of what was deleted that are still there, or have come since.

        Also those that somebody stored and, within the time for it, did not keep. One prefix that
        fails never keeps the others; StorageFailure is raised after the last.
        """
        failure: StorageFailure | None = None
        now = self.clock.now()
        await self.doomed.doom_overdue(now, now + LONGEST_STORING)
        for prefix, remove_until in await self.doomed.all():
            over = self.clock.now() >= remove_until
            try:
                await self.storage.delete_prefix(prefix)
            except StorageFailure as error:
                failure = error
                continue
            if over:
                await self.doomed.forget(prefix)
        if failure is not None:
            raise failure
