"""Songs and their progress, as clients see them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Self

import strawberry

from app.domain.jobs import model as jobs
from app.domain.jobs.model import JobKind, JobStage
from app.domain.songs import model as domain
from app.domain.songs.model import MOST_CHOICES, SongStatus, SongWorkflow
from app.readpath.declare import Condition
from app.readpath.fields import column, worded
from app.readpath.resolve import newest, to_many, to_one
from app.rows.songs import SongRow
from app.schema.context import Info, find_among
from app.schema.errors import UserError, failure, stored_error
from app.schema.filters import preset, search, where
from app.schema.ids import decode_id
from app.schema.jobs import MISTAKES, Job
from app.schema.messages import Locale
from app.schema.node import Node, row_type
from app.schema.sketches import Sketch
from app.schema.song_choices import SongChoice


@row_type(SongRow, owner="user_id", description="A song, from its order to the finished choices.")
class Song(Node):
    """A song of the viewer."""

    title: str | None = column(description="Its name.")
    lyrics: str = column(description="Its words; empty for an instrumental.")
    prompt: str = column(description="How it shall sound.")
    tags: str | None = column(description="Its owner's comma-separated keywords.")
    workflow: SongWorkflow | None = column(
        description="What its owner made of it; null where they have not said."
    )
    model: str = column(description="The provider's model; on success the one that really made it.")
    instrumental: bool = column("is_instrumental", description="Whether it has no vocals.")
    status: SongStatus = column(description="Where it stands.")
    provider_status: str | None = column(description="The provider's own last word on it.")
    version: int = column(description="Grows by one with every change by its owner.")
    created_at: datetime = column(description="When it was ordered.")
    updated_at: datetime | None = column(description="When it last changed.")
    completed_at: datetime | None = column(description="When it came to its end.")
    error: UserError | None = worded("error", failure, description="Why it failed.")
    sketch: Sketch | None = to_one("sketch_id", description="The sketch it was made from.")
    choices: list[SongChoice] = to_many(
        "song_id",
        order_by="choice_index",
        most=MOST_CHOICES,
        description="What the provider made, by index; empty until success.",
    )
    job: Job | None = newest(
        "song_id",
        column="kind",
        among=(JobKind.SONG.value, JobKind.INSTRUMENTAL.value),
        description="The job that makes it.",
    )


@strawberry.enum(description="Which songs a list shows by what their owner made of them.")
class SongWorkflowFilter(Enum):
    """One of the values of a song, or all that are worth a look."""

    ON_WORK = strawberry.enum_value(
        Condition("workflow", "=", SongWorkflow.ON_WORK.value),
        description="Still being worked on.",
    )
    IN_USE = strawberry.enum_value(
        Condition("workflow", "=", SongWorkflow.IN_USE.value), description="In use."
    )
    NOT_USED = strawberry.enum_value(
        Condition("workflow", "=", SongWorkflow.NOT_USED.value), description="Put aside."
    )
    FAIL = strawberry.enum_value(
        Condition("workflow", "=", SongWorkflow.FAIL.value), description="Turned out badly."
    )
    ALL = strawberry.enum_value(
        Condition("workflow", "outside", (SongWorkflow.NOT_USED.value, SongWorkflow.FAIL.value)),
        description="All but those put aside and those that turned out badly.",
    )


@strawberry.input(description="Which songs a list shows.")
class SongFilter:
    """Every given field must match."""

    status: SongStatus | None = where("status", description="Only songs that stand here.")
    workflow: SongWorkflowFilter | None = preset(
        description="Only songs of which their owner said so; unset: every one.",
    )
    instrumental: bool | None = where(
        "is_instrumental", description="Only songs without vocals, or only those with."
    )
    sketch_id: strawberry.ID | None = where(
        "sketch_id", id_of="Sketch", description="Only songs made from this sketch."
    )
    search: str | None = search(
        "search",
        description=(
            "Only songs with this in their title, lyrics or tags, in upper or lower case: "
            "up to 100 characters; blank: all."
        ),
    )


@strawberry.input(
    description=(
        "A wish for a song. With `sketchId`, what is not sent is taken from the sketch. "
        "Texts are trimmed."
    )
)
class GenerateSongInput:
    """Costs money once: it is submitted to the provider at most once."""

    prompt: str | None = strawberry.field(
        default=None, description="How it shall sound: 1 to 1,024 characters."
    )
    lyrics: str | None = strawberry.field(
        default=None,
        description="Its words: up to 10,000 characters, fewer where the provider takes fewer.",
    )
    title: str | None = strawberry.field(
        default=None,
        description=(
            "Its name: up to 50 characters, or the whole title of the sketch; an instrumental "
            "needs one."
        ),
    )
    model: str | None = strawberry.field(
        default=None, description="The provider's model; the server's first one if unset."
    )
    choices: int | None = strawberry.field(
        default=None, description="How many versions, 1 to 3; the server's number if unset."
    )
    instrumental: bool = strawberry.field(default=False, description="Without vocals.")
    sketch_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The sketch it is made from; a draft becomes USED when the song succeeds.",
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=(
            "Makes a repetition safe: the same key and wish answer the song that the first one "
            "started. 1 to 255 characters."
        ),
    )

    def request(self) -> domain.SongRequest:
        """The wish in the words of the domain. Raises InvalidInput for a malformed id."""
        sketch = self.sketch_id
        return domain.SongRequest(
            prompt=self.prompt,
            lyrics=self.lyrics,
            title=self.title,
            model=self.model,
            choices=self.choices,
            instrumental=self.instrumental,
            sketch_id=decode_id("Sketch", sketch, "sketch_id") if sketch is not None else None,
            idempotency_key=self.idempotency_key,
        )


@strawberry.type(description="What became of a wish for a song.")
class GenerateSongPayload:
    """The accepted song with its job, or why nothing was ordered."""

    song: Song | None = strawberry.field(default=None, description="The accepted song.")
    job: Job | None = strawberry.field(default=None, description="The job that makes it.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(
    description=(
        "One entry in the log of a song's generation. Its own fields are the state at `seq`, "
        "`song` is as of now."
    )
)
class SongEvent:
    """Entries are numbered from 1 without gaps."""

    seq: int = strawberry.field(description="The entry's number; numbers rise without gaps.")
    at: datetime = strawberry.field(description="When it happened.")
    stage: JobStage = strawberry.field(description="The step the song's job was at.")
    status: SongStatus = strawberry.field(description="Where the song stood.")
    progress: float | None = strawberry.field(
        description="How much was done, 0 to 1; null where nobody knows."
    )
    attempt: int = strawberry.field(description="How often the provider had been asked.")
    error: UserError | None = strawberry.field(description="Why it failed.")
    event: strawberry.Private[jobs.JobEvent]

    @strawberry.field(description="The song as of now.")
    async def song(self, info: Info) -> Song | None:
        """Null if it was deleted meanwhile."""
        job = await find_among(info, Job, self.event.job_id)
        song_id = job.song_id if job else None
        return await find_among(info, Song, song_id) if song_id else None

    @classmethod
    def of(cls, event: jobs.JobEvent, locale: Locale) -> Self:
        """The client's view of an event, in the reader's language."""
        return cls(
            seq=event.seq,
            at=event.at,
            stage=event.stage,
            status=SongStatus.of(event.status),
            progress=event.progress,
            attempt=event.attempt,
            error=stored_error(event.error, locale),
            event=event,
        )
