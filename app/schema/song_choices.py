"""The recordings of a song, as clients see them."""

from __future__ import annotations

from app.readpath.declare import Through
from app.readpath.fields import column, template
from app.rows.songs import ChoiceRow, SongRow
from app.schema.node import Node, row_type


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
    duration_ms: float | None = column("duration", description="Its length in milliseconds.")
    mp3_url: str | None = template(
        "/files/songs/{id}.mp3",
        unless_null="mp3_key",
        description="Where the MP3 is, on this server; it needs a bearer token or a media ticket.",
    )
    flac_url: str | None = template(
        "/files/songs/{id}.flac",
        unless_null="flac_key",
        description="Where the FLAC is, on this server; it needs a bearer token or a media ticket.",
    )
