"""The long part of a song: submit it once, ask until it is ready, bring the recordings home."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.changes import UNSET
from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.outcomes import Accepted, SubmitOutcome
from app.domain.jobs.paid import PaidCall
from app.domain.jobs.ports import Claim, JobQueue, JobUpdate, Wakeups, Watch
from app.domain.ports import Clock, Durably
from app.domain.songs.delivery import SongDelivery
from app.domain.songs.model import SongStatus, SongUpdate
from app.domain.songs.polling import PollPolicy, ended
from app.domain.songs.ports import Songs
from app.domain.songs.provider import (
    CancelledUpstream,
    Failed,
    Finished,
    MusicProvider,
    PollOutcome,
    SongOrder,
    Waiting,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SongGeneration:
    """The `JobHandler` of SONG and INSTRUMENTAL."""

    queue: JobQueue
    songs: Songs
    provider: MusicProvider
    paid: PaidCall
    delivery: SongDelivery
    wakeups: Wakeups
    durably: Durably
    clock: Clock
    polls: PollPolicy

    async def step(self, claim: Claim) -> None:
        """See `JobHandler.step`."""
        job = claim.job
        if job.status is JobStatus.CANCELLED:
            await self._look_after(claim)
        elif job.provider_ref is None:
            await self._submit(claim)
        elif job.stage is JobStage.STORING:
            await self.delivery.step(claim)
        else:
            await self._poll(claim, job.provider_ref)

    async def give_up(self, claim: Claim, error: JobError) -> None:
        """See `JobHandler.give_up`. What was submitted keeps its slot as long as it might run."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
            return
        slot = None if claim.job.submit_token is None else UNSET
        await self._save(claim, replace(ended(JobStatus.FAILED, error), slot_for=slot))

    async def cancelled(self, job: Job) -> None:
        """See `JobHandler.cancelled`."""
        await self._tell_song(job)

    async def _submit(self, claim: Claim) -> None:
        news: list[Accepted] = []

        async def send() -> SubmitOutcome:
            outcome = await self.provider.submit(_order(claim.job))
            if isinstance(outcome, Accepted):
                news.append(outcome)
            return outcome

        async def mirror(job: Job) -> None:
            accepted = news[0] if news else None
            await self._tell_song(
                job,
                model=accepted.model if accepted else None,
                provider_status=accepted.status if accepted else None,
            )

        delay = await self.paid.step(claim, send, mirror)
        if delay is not None:
            await self.wakeups.wake(claim.job.id, delay)

    async def _poll(self, claim: Claim, reference: str) -> None:
        outcome = await self.provider.poll(reference, instrumental=_instrumental(claim.job))
        update = self.polls.after(claim.job, outcome, claim.now)
        await self._save(claim, update, outcome)
        if update.due_in:
            await self.wakeups.wake(claim.job.id, update.due_in)

    async def _look_after(self, claim: Claim) -> None:
        job = claim.job
        if "choices" in job.checkpoint:
            await self.delivery.discard(job)
            await self.queue.watch(claim, Watch(due_in=None))
        elif job.provider_ref is None:
            hold = self.paid.policy.hold
            await self.queue.watch(claim, Watch(due_in=None, slot_for=hold))
        else:
            outcome = await self.provider.poll(job.provider_ref, instrumental=_instrumental(job))
            await self.queue.watch(claim, self.polls.look_after(job, outcome, claim.now))

    async def _save(
        self, claim: Claim, update: JobUpdate, outcome: PollOutcome | None = None
    ) -> None:
        async def write() -> None:
            job = await self.queue.save(claim, update)
            match outcome:
                case Waiting(status=status) | Failed(status=status):
                    await self._tell_song(job, provider_status=status)
                case CancelledUpstream():
                    await self._tell_song(job, provider_status="cancelled")
                case Finished(model=model, raw=raw):
                    await self._tell_song(
                        job, model=model, provider_status="succeeded", provider_answer=raw
                    )
                case _:
                    await self._tell_song(job)

        await self.durably(write)

    async def _tell_song(self, job: Job, **news: object) -> None:
        song = await self.songs.lock(job.song_id) if job.song_id else None
        if song is None:
            return
        update = SongUpdate(status=SongStatus.of(job.status), at=self.clock.now(), error=job.error)
        changed = song.after(replace(update, **news))  # type: ignore[arg-type] # fields by name
        if changed is not song:
            await self.songs.save_progress(changed)


def _instrumental(job: Job) -> bool:
    return bool(job.request["instrumental"])


def _order(job: Job) -> SongOrder:
    request = job.request
    return SongOrder(
        lyrics=None if request["instrumental"] else request["lyrics"],
        prompt=request["prompt"],
        model=request["model"],
        choices=request["choices"],
        instrumental=request["instrumental"],
    )
