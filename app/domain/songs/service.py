"""Use-cases of songs; the long part of `generate` goes on in `generation.py`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from app.domain.changes import demand_version
from app.domain.errors import (
    ErrorCode,
    InsufficientBalance,
    InvalidState,
    NotFound,
    ProviderError,
    ProviderFailure,
    ProviderRefused,
    ProviderTimeout,
    ProviderUnavailable,
    QuotaExceeded,
)
from app.domain.idempotency import check_idempotency_key
from app.domain.identity import new_id
from app.domain.jobs.model import Job, JobKind, NewJob
from app.domain.jobs.service import JobService
from app.domain.ports import Clock
from app.domain.sketches.model import Sketch, SketchWorkflow
from app.domain.sketches.ports import Sketches
from app.domain.songs.model import (
    Song,
    SongChanges,
    SongForm,
    SongRequest,
    SongRules,
    SongStatus,
)
from app.domain.songs.ports import MusicAccounts, SongJobs, Songs
from app.domain.songs.provider import (
    Busy,
    CancelledUpstream,
    Failed,
    Finished,
    MusicProvider,
    PollOutcome,
    Unreachable,
    Waiting,
)

SLOT_GROUP = "mureka"


@dataclass(frozen=True, slots=True, kw_only=True)
class SongService:
    """Ordering songs, changing them, and asking after them.

    `poll_spacing`: how many seconds lie between two polls, however often people ask.
    """

    songs: Songs
    sketches: Sketches
    jobs: JobService
    song_jobs: SongJobs
    provider: MusicProvider
    accounts: MusicAccounts
    poll_spacing: float
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
            if request.sketch_id is not None:
                # It may have been deleted or archived meanwhile.
                _usable(await self.sketches.lock(request.sketch_id, user_id=user_id))
            await self.songs.add(song)

        accepted = await self.jobs.accept(job, keep_song)
        return (song if accepted.id == job.id else await self._song_of(accepted)), accepted

    async def _sketch(self, user_id: UUID, sketch_id: UUID | None) -> Sketch | None:
        if sketch_id is None:
            return None
        return _usable(await self.sketches.get(sketch_id, user_id=user_id))

    async def _song_of(self, job: Job) -> Song:
        song = await self.songs.get(job.song_id, user_id=job.user_id) if job.song_id else None
        if song is None:
            raise NotFound("song.deleted", "idempotency_key")
        return song

    async def update(
        self, user_id: UUID, song_id: UUID, changes: SongChanges, *, expected_version: int | None
    ) -> None:
        """Change a song that nobody changed meanwhile, wherever its generation stands.

        Without `expected_version` the newest state is changed. Raises InvalidInput, NotFound,
        and Conflict with the current song when the version is stale.
        """
        checked = changes.checked()
        while True:
            current = await self._song(user_id, song_id)
            demand_version(current, expected_version)
            if await self.songs.change(current, checked, self.clock.now()):
                return

    async def refresh(self, user_id: UUID, song_id: UUID) -> None:
        """Ask the provider once more how the order of a song stands; never orders anything.

        While the song is being made its next poll comes sooner. Afterwards the provider's word
        and answer are kept, with line timings that were missing; the status stays. Raises
        NotFound, InvalidState when the provider never took the order, and ProviderFailure; then
        nothing was changed.
        """
        await self._song(user_id, song_id)
        job = next(iter(await self.jobs.queue.generating([song_id])), None)
        if job is None:  # the song was deleted just now
            raise NotFound("song.not_found", "id")
        if job.provider_ref is None:
            raise InvalidState("song.never_ordered", "id")
        if not job.status.terminal:
            delay = await self.song_jobs.poll_soon(job.id, self.poll_spacing)
            if delay is not None:
                await self.jobs.wakeups.wake(job.id, delay)
            return
        instrumental = job.kind is JobKind.INSTRUMENTAL
        outcome = await self.provider.poll(job.provider_ref, instrumental=instrumental)
        await self._note(song_id, outcome)

    async def _song(self, user_id: UUID, song_id: UUID) -> Song:
        song = await self.songs.get(song_id, user_id=user_id)
        if song is None:
            raise NotFound("song.not_found", "id")
        return song

    async def _note(self, song_id: UUID, outcome: PollOutcome) -> None:
        status, finished = _said(outcome)
        async with self.jobs.transaction():
            song = await self.songs.lock(song_id)
            if song is None:
                raise NotFound("song.not_found", "id")
            answer = finished.raw if finished else None
            refreshed = song.refreshed(status, answer, self.clock.now())
            if refreshed is not song:
                await self.songs.save_progress(refreshed)
            if finished:
                await self.songs.fill_timings(song_id, finished.choices)


def _usable(sketch: Sketch | None) -> Sketch:
    if sketch is None:
        raise NotFound("sketch.not_found", "sketch_id")
    if sketch.workflow is SketchWorkflow.ARCHIVED:
        raise InvalidState("sketch.archived", "sketch_id")
    return sketch


def _said(outcome: PollOutcome) -> tuple[str, Finished | None]:
    """The provider's word on an order, and the order where it is ready."""
    match outcome:
        case Waiting(status=status):
            return status, None
        case Finished():
            return "succeeded", outcome
        case CancelledUpstream():
            return "cancelled", None
        case Failed(status=str(status)):
            return status, None
        case Busy():
            raise ProviderUnavailable("provider.busy")
        case Unreachable():
            raise ProviderUnavailable("provider.unavailable")
        case Failed(code=code, reason=reason):
            raise _failure(code, reason)


def _failure(code: ErrorCode, reason: str) -> ProviderFailure:
    match code:
        case ErrorCode.PROVIDER_AUTH:
            return ProviderRefused("provider.auth")
        case ErrorCode.INSUFFICIENT_BALANCE:
            return InsufficientBalance("provider.balance")
        case ErrorCode.QUOTA_EXCEEDED:
            return QuotaExceeded("provider.quota")
        case ErrorCode.PROVIDER_TIMEOUT:
            return ProviderTimeout("provider.failed", reason=reason)
    return ProviderError("provider.failed", reason=reason)


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
