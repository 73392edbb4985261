"""Use-cases of songs; the long part of `generate` goes on in `generation.py`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from app.domain.errors import InsufficientBalance, InvalidState, NotFound
from app.domain.idempotency import check_idempotency_key
from app.domain.identity import new_id
from app.domain.jobs.model import Job, NewJob
from app.domain.jobs.service import JobService
from app.domain.ports import Clock
from app.domain.sketches.model import Sketch, SketchWorkflow
from app.domain.sketches.ports import Sketches
from app.domain.songs.model import (
    Song,
    SongForm,
    SongRequest,
    SongRules,
    SongStatus,
)
from app.domain.songs.ports import MusicAccounts, Songs

SLOT_GROUP = "mureka"


@dataclass(frozen=True, slots=True, kw_only=True)
class SongService:
    """Ordering songs."""

    songs: Songs
    sketches: Sketches
    jobs: JobService
    accounts: MusicAccounts
    clock: Clock
    rules: SongRules

    async def generate(self, user_id: UUID, request: SongRequest) -> tuple[Song, Job]:
        """Accept a wish for a song: the song, its job and the first event are kept together.

        The same idempotency key with the same wish answers what it started. Raises
        InvalidInput, NotFound, InvalidState (archived sketch), Conflict (key used for another
        wish), InsufficientBalance and ProviderFailure; then nothing was kept.
        """
        check_idempotency_key(request.idempotency_key)
        if started := await self.jobs.repeated(
            user_id, request.idempotency_key, request.payload_hash
        ):
            return await self._song_of(started), started
        sketch = await self._sketch(user_id, request.sketch_id)
        form = SongForm.of(request, sketch, self.rules)
        if (await self.accounts.account()).balance <= 0:
            raise InsufficientBalance("provider.balance")
        song = _new_song(user_id, request, form, self.clock.now())
        job = NewJob(
            id=new_id(),
            user_id=user_id,
            kind=request.kind,
            request=asdict(form),
            idempotency_key=request.idempotency_key,
            payload_hash=request.payload_hash,
            slot_group=SLOT_GROUP,
            song_id=song.id,
        )

        async def keep_song() -> None:
            await self.songs.add(song)

        accepted = await self.jobs.accept(job, keep_song)
        return (song if accepted.id == job.id else await self._song_of(accepted)), accepted

    async def _sketch(self, user_id: UUID, sketch_id: UUID | None) -> Sketch | None:
        if sketch_id is None:
            return None
        sketch = await self.sketches.get(sketch_id, user_id=user_id)
        if sketch is None:
            raise NotFound("sketch.not_found", "sketch_id")
        if sketch.workflow is SketchWorkflow.ARCHIVED:
            raise InvalidState("sketch.archived", "sketch_id")
        return sketch

    async def _song_of(self, job: Job) -> Song:
        song = await self.songs.get(job.song_id, user_id=job.user_id) if job.song_id else None
        if song is None:
            raise NotFound("song.not_found")
        return song


def _new_song(user_id: UUID, request: SongRequest, form: SongForm, now: datetime) -> Song:
    return Song(
        id=new_id(),
        user_id=user_id,
        sketch_id=request.sketch_id,
        title=form.title,
        lyrics=form.lyrics,
        prompt=form.prompt,
        model=form.model,
        is_instrumental=form.instrumental,
        status=SongStatus.PENDING,
        error=None,
        provider_status=None,
        provider_answer=None,
        version=1,
        created_at=now,
        updated_at=None,
        completed_at=None,
    )
