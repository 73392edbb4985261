"""Jobs and their events, as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from app.domain.jobs import model
from app.domain.jobs.model import JobKind, JobStage, JobStatus
from app.readpath.fields import column, worded
from app.readpath.resolve import to_one
from app.rows.jobs import JobRow
from app.schema.context import Info, find_among
from app.schema.errors import UserError, failure, stored_error
from app.schema.filters import where
from app.schema.messages import Locale
from app.schema.node import Node, row_type

if TYPE_CHECKING:
    from app.schema.conversations import Message
    from app.schema.images import Image
    from app.schema.song_choices import SongChoice
    from app.schema.songs import Song

MISTAKES = "What went wrong and can be mended; empty on success."


@row_type(
    JobRow,
    owner="user_id",
    description="Long work that survives whatever happens to the server.",
)
class Job(Node):
    """A job of the viewer."""

    kind: JobKind = column(description="What it does.")
    status: JobStatus = column(description="Where it stands.")
    stage: JobStage = column(description="The step it is at.")
    progress: float | None = column(
        description="How much is done, 0 to 1; null where nobody knows."
    )
    attempt: int = column(description="How often the provider was asked so far.")
    created_at: datetime = column(description="When it was accepted.")
    started_at: datetime | None = column(description="When work on it began.")
    finished_at: datetime | None = column(description="When it ended.")
    error: UserError | None = worded("error", failure, description="Why it failed.")
    song: Annotated[Song, strawberry.lazy("app.schema.songs")] | None = to_one(
        "song_id", description="The song that it makes, or whose recording it works on."
    )
    choice: Annotated[SongChoice, strawberry.lazy("app.schema.song_choices")] | None = to_one(
        "choice_id", description="The recording that it takes apart."
    )
    image: Annotated[Image, strawberry.lazy("app.schema.images")] | None = to_one(
        "image_id", description="The picture that it has made; null until it is stored."
    )
    message: Annotated[Message, strawberry.lazy("app.schema.conversations")] | None = to_one(
        "message_id", description="The reply that it writes."
    )
    text: str | None = column(
        description=(
            "The text that a job of kind LYRIC_AI has written; null until it is whole, and for "
            "every other kind."
        )
    )


@strawberry.input(description="Which jobs a list shows.")
class JobFilter:
    """Every given field must match."""

    kind: JobKind | None = where("kind", description="Only jobs of this kind.")
    status: JobStatus | None = where("status", description="Only jobs that stand here.")


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
    error: UserError | None = strawberry.field(description="Why it failed.")
    event: strawberry.Private[model.JobEvent]

    @strawberry.field(name="job", description="The job as of now.")
    async def current_job(self, info: Info) -> Job | None:
        """Null if it was deleted meanwhile."""
        job: Job | None = await find_among(info, Job, self.event.job_id)
        return job

    @classmethod
    def of(cls, event: model.JobEvent, locale: Locale) -> Self:
        """The client's view of an event, in the reader's language."""
        return cls(
            seq=event.seq,
            at=event.at,
            stage=event.stage,
            status=event.status,
            progress=event.progress,
            attempt=event.attempt,
            error=stored_error(event.error, locale),
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
