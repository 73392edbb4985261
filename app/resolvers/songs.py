"""Songs: lists, look-up, order, and live progress."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from app.domain.errors import NotFound
from app.resolvers.mutations import answers_mistakes
from app.schema.connections import (
    After,
    Before,
    Connection,
    First,
    Last,
    Offset,
    requested_page,
)
from app.schema.context import Info
from app.schema.ids import decode_id
from app.schema.jobs import Job
from app.schema.ordering import SongOrder
from app.schema.songs import (
    GenerateSongInput,
    GenerateSongPayload,
    Song,
    SongEvent,
    SongFilter,
)


@strawberry.type
class SongQuery:
    """Reading songs."""

    @strawberry.field(description="A song by its id; null when there is none.")
    async def song(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The song's id.")],  # noqa: A002 - the API's name
    ) -> Song | None:
        """Of the viewer only."""
        key = decode_id("Song", id, "id")
        song = await info.context.loaders.songs.load((info.context.signed_in.user_id, key))
        return Song.of(song) if song else None

    @strawberry.field(description="The viewer's songs, newest first unless asked otherwise.")
    async def songs(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        filter: Annotated[  # noqa: A002 - the API's name
            SongFilter | None, strawberry.argument(description="Which songs.")
        ] = None,
        order_by: Annotated[
            SongOrder | None, strawberry.argument(description="In which order.")
        ] = None,
    ) -> Connection[Song]:
        """Of the viewer only."""
        owner = info.context.signed_in.user_id
        songs = info.context.services.songs.songs
        wanted = filter or SongFilter()
        sketch = wanted.sketch_id
        sketch_id = decode_id("Sketch", sketch, "filter", "sketchId") if sketch else None
        request = requested_page(
            first=first, after=after, last=last, before=before, offset=offset, order_by=order_by
        )
        page = await songs.page(owner, request, status=wanted.status, sketch_id=sketch_id)
        return Connection.of(
            page,
            Song.of,
            lambda: songs.count(owner, status=wanted.status, sketch_id=sketch_id),
        )


@strawberry.type
class SongMutation:
    """Ordering songs."""

    @strawberry.mutation(
        description=(
            "Order a song from text or from a sketch. It costs money once the provider takes it; "
            "it is submitted at most once, and an accepted order is never lost."
        )
    )
    @answers_mistakes(GenerateSongPayload)
    async def generate_song(
        self,
        info: Info,
        wish: Annotated[
            GenerateSongInput, strawberry.argument(name="input", description="The wish.")
        ],
    ) -> GenerateSongPayload:
        """For the viewer."""
        owner = info.context.signed_in.user_id
        song, job = await info.context.services.songs.generate(owner, wish.request())
        return GenerateSongPayload(song=Song.of(song), job=Job.of(job))


@strawberry.type
class SongSubscription:
    """Watching songs."""

    @strawberry.subscription(
        description=(
            "How a song comes along: first where it stands (or, with `afterSeq`, all that was "
            "missed), then each change, until it ends."
        )
    )
    async def song_progress(
        self,
        info: Info,
        song_id: Annotated[strawberry.ID, strawberry.argument(description="The song's id.")],
        after_seq: Annotated[
            int | None, strawberry.argument(description="The last entry that was seen.")
        ] = None,
    ) -> AsyncGenerator[SongEvent, None]:
        """Of the viewer only."""
        services = info.context.services
        owner = info.context.signed_in.user_id
        jobs = await services.jobs.queue.generating([decode_id("Song", song_id, "song_id")])
        own = [job for job in jobs if job.user_id == owner]
        if not own:
            raise NotFound("song.not_found", "songId")
        events = await services.jobs.follow(owner, own[0].id, after_seq)
        async with aclosing(events):
            async for event in events:
                yield SongEvent.of(event)
