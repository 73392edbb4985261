"""Songs, their choices and their progress, as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

import strawberry

from app.domain.jobs import model as jobs
from app.domain.jobs.model import JobStage
from app.domain.songs import model as domain
from app.domain.songs.model import SongStatus
from app.schema.context import Info
from app.schema.errors import UserError, stored_error
from app.schema.ids import decode_id, encode_id
from app.schema.jobs import MISTAKES, Job
from app.schema.node import Node
from app.schema.sketches import Sketch


@strawberry.type(description="One of the versions that the provider made of a song.")
class SongChoice(Node):
    """A finished recording."""

    index: int = strawberry.field(description="Its place among the choices, from 0.")
    title: str | None = strawberry.field(description="The provider's name for it.")
    tags: str | None = strawberry.field(description="The provider's comma-separated keywords.")
    duration_ms: float | None = strawberry.field(description="Its length in milliseconds.")
    mp3_url: str | None = strawberry.field(
        description="Where the MP3 is, on this server; it needs a bearer token or a media ticket."
    )
    flac_url: str | None = strawberry.field(
        description="Where the FLAC is, on this server; it needs a bearer token or a media ticket."
    )

    @classmethod
    def of(cls, choice: domain.Choice) -> Self:
        """The client's view of a choice."""
        return cls(
            id=strawberry.ID(encode_id("SongChoice", choice.id)),
            index=choice.index,
            title=choice.title,
            tags=choice.tags,
            duration_ms=choice.duration_ms,
            mp3_url=f"/files/songs/{choice.id}.mp3" if choice.mp3_key else None,
            flac_url=f"/files/songs/{choice.id}.flac" if choice.flac_key else None,
        )


@strawberry.type(description="A song, from its order to the finished choices.")
class Song(Node):
    """A song of the viewer."""

    title: str | None = strawberry.field(description="Its name.")
    lyrics: str = strawberry.field(description="Its words; empty for an instrumental.")
    prompt: str = strawberry.field(description="How it shall sound.")
    model: str = strawberry.field(
        description="The provider's model; on success the one that really made it."
    )
    instrumental: bool = strawberry.field(description="Whether it has no vocals.")
    status: SongStatus = strawberry.field(description="Where it stands.")
    provider_status: str | None = strawberry.field(
        description="The provider's own last word on it."
    )
    version: int = strawberry.field(description="Grows by one with every change by its owner.")
    created_at: datetime = strawberry.field(description="When it was ordered.")
    updated_at: datetime | None = strawberry.field(description="When it last changed.")
    completed_at: datetime | None = strawberry.field(description="When it came to its end.")
    song: strawberry.Private[domain.Song]

    @strawberry.field(description="Why it failed.")
    def error(self, info: Info) -> UserError | None:
        """In the reader's language."""
        return stored_error(self.song.error, info.context.locale)

    @strawberry.field(description="The sketch it was made from.")
    async def sketch(self, info: Info) -> Sketch | None:
        """Null without one, and after the sketch was deleted."""
        if self.song.sketch_id is None:
            return None
        key = (self.song.user_id, self.song.sketch_id)
        sketch = await info.context.loaders.sketches.load(key)
        return Sketch.of(sketch) if sketch else None

    @strawberry.field(description="What the provider made, by index; empty until success.")
    async def choices(self, info: Info) -> list[SongChoice]:
        """At most three."""
        found = await info.context.loaders.choices.load(self.song.id)
        return [SongChoice.of(choice) for choice in found]

    @strawberry.field(description="The job that makes it.")
    async def job(self, info: Info) -> Job | None:
        """Its generating job."""
        job = await info.context.loaders.song_jobs.load(self.song.id)
        return Job.of(job) if job else None

    @classmethod
    def of(cls, song: domain.Song) -> Self:
        """The client's view of a song."""
        return cls(
            id=strawberry.ID(encode_id("Song", song.id)),
            title=song.title,
            lyrics=song.lyrics,
            prompt=song.prompt,
            model=song.model,
            instrumental=song.is_instrumental,
            status=song.status,
            provider_status=song.provider_status,
            version=song.version,
            created_at=song.created_at,
            updated_at=song.updated_at,
            completed_at=song.completed_at,
            song=song,
        )


@strawberry.input(description="Which songs a list shows.")
class SongFilter:
    """Every given field must match."""

    status: SongStatus | None = strawberry.field(
        default=None, description="Only songs that stand here."
    )
    sketch_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only songs made from this sketch."
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
        default=None, description="Its name: up to 50 characters; an instrumental needs one."
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
    event: strawberry.Private[jobs.JobEvent]

    @strawberry.field(description="Why it failed.")
    def error(self, info: Info) -> UserError | None:
        """In the reader's language."""
        return stored_error(self.event.error, info.context.locale)

    @strawberry.field(description="The song as of now.")
    async def song(self, info: Info) -> Song | None:
        """Null if it was deleted meanwhile."""
        job = await info.context.services.jobs.queue.get(
            self.event.job_id, user_id=info.context.signed_in.user_id
        )
        if job is None or job.song_id is None:
            return None
        song = await info.context.loaders.songs.load((job.user_id, job.song_id))
        return Song.of(song) if song else None

    @classmethod
    def of(cls, event: jobs.JobEvent) -> Self:
        """The client's view of an event."""
        return cls(
            seq=event.seq,
            at=event.at,
            stage=event.stage,
            status=SongStatus.of(event.status),
            progress=event.progress,
            attempt=event.attempt,
            event=event,
        )
