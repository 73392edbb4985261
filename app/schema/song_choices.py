"""The recordings of a song, as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import strawberry

from app.domain.changes import UNSET, Maybe
from app.domain.songs import timings
from app.domain.songs.model import Rating
from app.readpath.declare import RowType, Through
from app.readpath.fields import column, computed, template
from app.rows.songs import ChoiceRow, SongRow
from app.schema.context import Info
from app.schema.errors import UserError
from app.schema.ids import decode_id
from app.schema.jobs import MISTAKES, Job
from app.schema.node import Node, row_type

_SONG = RowType("Song", SongRow, "user_id")
_TICKET = "on this server; it needs a bearer token or a media ticket."


def _mirrored(what: str, key: str) -> Any:
    """The address of a file whose key ends like its address."""
    return computed(
        key,
        "'/files/songs/' || split_part({}, '/', 3)",
        lambda stored: None if stored is None else f"/files/songs/{stored.split('/')[2]}",
        description=f"Where the {what} is, {_TICKET}",
    )


@strawberry.type(description="A sung line of a recording and when it is heard.")
class LyricLine:
    """Times in milliseconds from the start."""

    start_ms: int = strawberry.field(description="When it begins, in milliseconds.")
    end_ms: int = strawberry.field(description="When it ends, in milliseconds.")
    text: str = strawberry.field(description="Its words.")
    section: str | None = strawberry.field(
        description="The provider's word for the section it belongs to, such as `verse`."
    )

    @classmethod
    def of(cls, line: timings.TimedLine) -> Self:
        """The client's view of a line."""
        return cls(start_ms=line.start_ms, end_ms=line.end_ms, text=line.text, section=line.section)


def _lines(root: Any) -> list[LyricLine] | None:
    found = timings.timed_lines(root.lyrics_sections)
    return None if found is None else [LyricLine.of(each) for each in found]


async def _lrc(root: Any, info: Info) -> str | None:
    found = timings.timed_lines(root.lyrics_sections)
    if found is None:
        return None
    song = None if root.title else await info.context.reads.find(_SONG, root.song_id)
    return timings.lrc(found, root.title or (song and song.title), root.duration)


@row_type(
    ChoiceRow,
    owner=Through("song_id", SongRow),
    description="One of the versions that the provider made of a song.",
)
class SongChoice(Node):
    """A finished recording."""

    index: int = column("choice_index", description="Its place among the choices, from 0.")
    title: str | None = column(description="The provider's name for it.")
    tags: str | None = column(description="The provider's comma-separated keywords.")
    rating: Rating | None = column(
        description="What its owner thinks of it; null where they have not said."
    )
    duration_ms: float | None = column("duration", description="Its length in milliseconds.")
    duration_text: str | None = computed(
        "duration",
        "CASE WHEN {0} > 0 AND {0} < 1e12 THEN "
        "to_char(trunc({0} / 1000)::bigint / 60, 'FM99999999900') || ':' || "
        "to_char(trunc({0} / 1000)::bigint % 60, 'FM00') END",
        timings.duration_text,
        description=(
            "Its length as `MM:SS`, whole seconds cut off, minutes not wrapped at 60; null where "
            "the provider gave none."
        ),
    )
    mp3_url: str | None = template(
        "/files/songs/{id}.mp3",
        unless_null="mp3_key",
        description=f"Where the MP3 is, {_TICKET}",
    )
    flac_url: str | None = template(
        "/files/songs/{id}.flac",
        unless_null="flac_key",
        description=f"Where the FLAC is, {_TICKET}",
    )
    image_url: str | None = _mirrored("provider's picture (PNG, JPEG or WebP)", "image_key")
    video_url: str | None = _mirrored("provider's video (MP4)", "video_key")
    stems_url: str | None = template(
        "/files/stems/{id}.zip",
        unless_null="stem_key",
        description=f"Where the ZIP of its stems is, {_TICKET}",
    )
    stems_generated_at: datetime | None = column(
        "stem_generated_at", description="When its stems were stored; null while there are none."
    )
    created_at: datetime = column(description="When it was stored.")

    lines: list[LyricLine] | None = strawberry.field(
        resolver=_lines,
        description="Its sung lines in the order in which they begin; null without timings.",
    )
    lrc: str | None = strawberry.field(
        resolver=_lrc,
        description=(
            "Its lines as an LRC file, as karaoke players read it, under its own title or else "
            "its song's; null without timings."
        ),
    )


@strawberry.input(description="What a person thinks of a choice.")
class RateSongChoiceInput:
    """A choice of the viewer's own."""

    choice_id: strawberry.ID = strawberry.field(description="Which choice.")
    rating: Rating | None = strawberry.field(
        default=strawberry.UNSET,
        description="The rating; null takes it back. It must be sent.",
    )

    def said(self) -> Maybe[Rating | None]:
        """The rating in the words of the domain."""
        return UNSET if self.rating is strawberry.UNSET else self.rating

    def key(self) -> UUID:
        """The choice's key. Raises InvalidInput for a malformed id."""
        return decode_id("SongChoice", self.choice_id, "choice_id")


@strawberry.type(description="What became of a rating.")
class RateSongChoicePayload:
    """The rated choice, or why it is not."""

    choice: SongChoice | None = strawberry.field(default=None, description="The rated choice.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.input(description="Which recording is taken apart.")
class GenerateStemsInput:
    """A choice of the viewer's own with an MP3 and without stems."""

    choice_id: strawberry.ID = strawberry.field(description="Which choice.")
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=(
            "Makes a repetition safe: the same key and choice answer the job that the first one "
            "started. 1 to 255 characters."
        ),
    )

    def key(self) -> UUID:
        """The choice's key. Raises InvalidInput for a malformed id."""
        return decode_id("SongChoice", self.choice_id, "choice_id")


@strawberry.type(description="What became of a wish for stems.")
class GenerateStemsPayload:
    """The job, or why nothing was ordered."""

    job: Job | None = strawberry.field(
        default=None, description="The job that makes them, or that is at it already."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
