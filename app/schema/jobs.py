"""Jobs and their events, as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from app.domain.jobs import model
from app.domain.jobs.model import JobKind, JobStage, JobStatus
from app.schema.context import Info
from app.schema.errors import UserError, stored_error
from app.schema.ids import encode_id
from app.schema.node import Node

if TYPE_CHECKING:
    from app.schema.songs import Song

MISTAKES = "What went wrong and can be mended; empty on success."


@strawberry.type(description="Long work that survives whatever happens to the server.")
class Job(Node):
    """A job of the viewer."""

    kind: JobKind = strawberry.field(description="What it does.")
    status: JobStatus = strawberry.field(description="Where it stands.")
    stage: JobStage = strawberry.field(description="The step it is at.")
    progress: float | None = strawberry.field(
        description="How much is done, 0 to 1; null where nobody knows."
    )
    attempt: int = strawberry.field(description="How often the provider was asked so far.")
    created_at: datetime = strawberry.field(description="When it was accepted.")
    started_at: datetime | None = strawberry.field(description="When work on it began.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")
    job: strawberry.Private[model.Job]

    @strawberry.field(description="Why it failed.")
    def error(self, info: Info) -> UserError | None:
        """In the reader's language."""
        return stored_error(self.job.error, info.context.locale)

    @strawberry.field(description="The song that it makes.")
    async def song(self, info: Info) -> Annotated[Song, strawberry.lazy("app.schema.songs")] | None:
        """Of the same owner."""
        from app.schema.songs import Song as SongType

        if self.job.song_id is None:
            return None
        song = await info.context.loaders.songs.load((self.job.user_id, self.job.song_id))
        return SongType.of(song) if song else None

    @classmethod
    def of(cls, job: model.Job) -> Self:
        """The client's view of a job."""
        return cls(
            id=strawberry.ID(encode_id("Job", job.id)),
            kind=job.kind,
            status=job.status,
            stage=job.stage,
            progress=job.progress,
            attempt=job.attempt,
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
            job=job,
        )


@strawberry.input(description="Which jobs a list shows.")
class JobFilter:
    """Every given field must match."""

    kind: JobKind | None = strawberry.field(default=None, description="Only jobs of this kind.")
    status: JobStatus | None = strawberry.field(
        default=None, description="Only jobs that stand here."
    )


@strawberry.type(
    description=(
        "One entry of a job's log. Its own fields are the state at `seq`, `job` is as of now."
    )
)
class JobEvent:
    """Entries are numbered from 1 without gaps."""

    seq: int = strawberry.field(description="The entry's number; numbers rise without gaps.")
    at: datetime = strawberry.field(description="When it happened.")
    stage: JobStage = strawberry.field(description="The step the job was at.")
    status: JobStatus = strawberry.field(description="Where the job stood.")
    progress: float | None = strawberry.field(
        description="How much was done, 0 to 1; null where nobody knows."
    )
    attempt: int = strawberry.field(description="How often the provider had been asked.")
    event: strawberry.Private[model.JobEvent]

    @strawberry.field(description="Why it failed.")
    def error(self, info: Info) -> UserError | None:
        """In the reader's language."""
        return stored_error(self.event.error, info.context.locale)

    @strawberry.field(name="job", description="The job as of now.")
    async def current_job(self, info: Info) -> Job | None:
        """Null if it was deleted meanwhile."""
        owner = info.context.signed_in.user_id
        job = await info.context.services.jobs.queue.get(self.event.job_id, user_id=owner)
        return Job.of(job) if job else None

    @classmethod
    def of(cls, event: model.JobEvent) -> Self:
        """The client's view of an event."""
        return cls(
            seq=event.seq,
            at=event.at,
            stage=event.stage,
            status=event.status,
            progress=event.progress,
            attempt=event.attempt,
            event=event,
        )


@strawberry.input(description="Which job ends.")
class CancelJobInput:
    """A job of the viewer that has not ended."""

    id: strawberry.ID = strawberry.field(description="The job.")


@strawberry.type(description="What became of a cancellation.")
class CancelJobPayload:
    """The cancelled job, or why it goes on."""

    job: Job | None = strawberry.field(default=None, description="The cancelled job.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
