"""Songs: lists, look-up, order, and live progress."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Annotated

import strawberry

from app.domain.errors import NotFound
from app.resolvers.bulk import delete_each
from app.resolvers.mutations import answers_mistakes
from app.schema.connections import Connection, connection
from app.schema.context import Info, find
from app.schema.ids import decode_id
from app.schema.jobs import Job
from app.schema.node import by_id
from app.schema.ordering import SongOrder
from app.schema.song_edits import (
    DeleteSongsInput,
    DeleteSongsPayload,
    RefreshSongInput,
    RefreshSongPayload,
    UpdateSongInput,
    UpdateSongPayload,
)
from app.schema.songs import (
    GenerateSongInput,
    GenerateSongPayload,
    Song,
    SongEvent,
    SongFilter,
)


@strawberry.type
class SongQuery:
    """Reading songs, of the viewer only."""

    song: Song | None = by_id("Song", description="A song by its id; null when there is none.")
    songs: Connection[Song] = connection(
        filter=SongFilter,
        order=SongOrder,
        description="The viewer's songs, newest first unless asked otherwise.",
    )


@strawberry.type
class SongMutation:
    """Ordering songs, and what is done with them."""

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
        return GenerateSongPayload(
            song=await find(info, Song, song.id), job=await find(info, Job, job.id)
        )

    @strawberry.mutation(description="Change what its owner says about a song.")
    @answers_mistakes(UpdateSongPayload, current="song", of=Song)
    async def update_song(
        self,
        info: Info,
        changes: Annotated[
            UpdateSongInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> UpdateSongPayload:
        """Of the viewer only."""
        song_id = decode_id("Song", changes.id, "id")
        await info.context.services.songs.update(
            info.context.signed_in.user_id,
            song_id,
            changes.changes(),
            expected_version=changes.expected_version,
        )
        return UpdateSongPayload(song=await find(info, Song, song_id))

    @strawberry.mutation(
        description=(
            "Delete songs with their recordings. What is still being made is cancelled first; "
            "what the provider already works on may be charged. Sketches stay."
        )
    )
    @answers_mistakes(DeleteSongsPayload)
    async def delete_songs(
        self,
        info: Info,
        which: Annotated[
            DeleteSongsInput, strawberry.argument(name="input", description="Which songs.")
        ],
    ) -> DeleteSongsPayload:
        """Of the viewer only."""
        owner = info.context.signed_in.user_id
        delete = partial(info.context.services.song_deletion.delete, owner)
        return DeleteSongsPayload(deletions=await delete_each(info, "Song", which.ids, delete))

    @strawberry.mutation(
        description=(
            "Ask the provider how the order of a song stands. One that is being made is asked "
            "about soon; of one that has ended the provider's word and missing line timings are "
            "kept at once, and its status stays. Nothing is ever ordered by this."
        )
    )
    @answers_mistakes(RefreshSongPayload)
    async def refresh_song(
        self,
        info: Info,
        which: Annotated[
            RefreshSongInput, strawberry.argument(name="input", description="Which song.")
        ],
    ) -> RefreshSongPayload:
        """Of the viewer only."""
        song_id = decode_id("Song", which.id, "id")
        owner = info.context.signed_in.user_id
        await info.context.services.songs.refresh(owner, song_id)
        return RefreshSongPayload(song=await find(info, Song, song_id))


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
                yield SongEvent.of(event, info.context.locale)
