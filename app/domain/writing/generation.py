"""The long part of a text: a model writes it, and it is kept once it is whole."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.jobs.model import Job, JobError, JobStage, JobStatus
from app.domain.jobs.ports import Claim, JobQueue, JobUpdate, Watch
from app.domain.language.ports import TextDrafts, TextStreams
from app.domain.language.writing import Fate, Written
from app.domain.ports import Durably
from app.domain.templates.answers import cleaned
from app.domain.writing.asking import TextAsking, answer_of, lost
from app.domain.writing.model import TextFacts, TextRequest, title_of
from app.domain.writing.titles import APPLIED, SketchTitles, TitleGoal


@dataclass(frozen=True, slots=True, kw_only=True)
class TextGeneration:
    """The `JobHandler` of LYRIC_AI.

    A model is asked once (docs/decisions/0014). Its cleaned answer is written in the transaction
    that ends the job; of an answer that is not whole nothing is kept.
    """

    queue: JobQueue
    asking: TextAsking
    titles: SketchTitles
    drafts: TextDrafts
    streams: TextStreams
    durably: Durably

    async def step(self, claim: Claim) -> None:
        """See `JobHandler.step`."""
        job = claim.job
        if job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
        elif job.stage is JobStage.ACCEPTED:
            await self._write(claim)
        else:
            await self._break_off(claim, lost(TextRequest.of(job.request).provider))

    async def give_up(self, claim: Claim, error: JobError) -> None:
        """See `JobHandler.give_up`."""
        if claim.job.status is JobStatus.CANCELLED:
            await self.queue.watch(claim, Watch(due_in=None))
        else:
            await self._break_off(claim, error)

    async def cancelled(self, job: Job) -> None:
        """See `JobHandler.cancelled`. Whoever writes sees within a second that it lost its job."""
        await self.drafts.remove(job.id)

    async def _write(self, claim: Claim) -> None:
        job = claim.job
        claim.paying = True
        writing = JobUpdate(
            status=JobStatus.RUNNING, stage=JobStage.WRITING, due_in=0, keep_lease=True
        )
        await self.queue.save(claim, writing)
        writer = self.streams.writer(job.id)
        try:
            written = await self.asking.ask(claim, TextRequest.of(job.request), writer)
            match written.fate:
                case Fate.LOST:
                    return
                case Fate.STOPPED:
                    await self._end(claim, _ended(JobStatus.CANCELLED))
                case _:
                    await self._keep(claim, written)
        finally:
            writer.close()

    async def _keep(self, claim: Claim, written: Written) -> None:
        goal = TitleGoal.of(claim.job.request)
        answer = answer_of(written, title_of if goal else cleaned)
        if isinstance(answer, JobError):
            await self._end(claim, _ended(JobStatus.FAILED, answer))
            return

        async def write() -> None:
            facts = TextFacts.of_ending(written.ending).checkpoint()
            if goal:
                facts[APPLIED] = await self.titles.put(claim.job.user_id, goal, answer)
            done = JobUpdate(
                status=JobStatus.SUCCEEDED,
                stage=JobStage.DONE,
                due_in=None,
                progress=1.0,
                text=answer,
                text_seq=written.pieces,
                checkpoint=facts,
            )
            await self.queue.save(claim, done)
            await self.drafts.remove(claim.job.id)

        await self.durably(write)

    async def _break_off(self, claim: Claim, error: JobError) -> None:
        await self._end(claim, _ended(JobStatus.FAILED, error))
        self.streams.writer(claim.job.id).close()

    async def _end(self, claim: Claim, update: JobUpdate) -> None:
        async def write() -> None:
            await self.queue.save(claim, update)
            await self.drafts.remove(claim.job.id)

        await self.durably(write)


def _ended(status: JobStatus, error: JobError | None = None) -> JobUpdate:
    return JobUpdate(status=status, stage=JobStage.DONE, due_in=None, error=error)
