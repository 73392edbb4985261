"""Any object by its global id."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated
from uuid import UUID

import strawberry

from app.domain.errors import InvalidInput
from app.domain.paging import LARGEST_PAGE
from app.schema.context import Context, Info
from app.schema.ids import decode_any_id
from app.schema.jobs import Job
from app.schema.node import Node
from app.schema.sketches import Sketch
from app.schema.songs import Song, SongChoice
from app.schema.users import User

Find = Callable[[Context, UUID], Awaitable[Node | None]]


async def _user(context: Context, key: UUID) -> Node | None:
    viewer = context.signed_in
    user = await context.services.users.user(key) if key == viewer.user_id else None
    return User.of(user, viewer) if user else None


async def _sketch(context: Context, key: UUID) -> Node | None:
    sketch = await context.loaders.sketches.load((context.signed_in.user_id, key))
    return Sketch.of(sketch) if sketch else None


async def _song(context: Context, key: UUID) -> Node | None:
    song = await context.loaders.songs.load((context.signed_in.user_id, key))
    return Song.of(song) if song else None


async def _choice(context: Context, key: UUID) -> Node | None:
    owner = context.signed_in.user_id
    choice = await context.services.songs.songs.choice(key, user_id=owner)
    return SongChoice.of(choice) if choice else None


async def _job(context: Context, key: UUID) -> Node | None:
    job = await context.services.jobs.queue.get(key, user_id=context.signed_in.user_id)
    return Job.of(job) if job else None


FIND: Mapping[str, Find] = {
    "User": _user,
    "Sketch": _sketch,
    "Song": _song,
    "SongChoice": _choice,
    "Job": _job,
}


async def find_node(context: Context, value: str, *path: str) -> Node | None:
    """The viewer's object of a global id; None for an unknown or foreign one.

    Raises InvalidInput for a malformed id.
    """
    type_name, key = decode_any_id(value, *path)
    find = FIND.get(type_name)
    return await find(context, key) if find else None


@strawberry.type
class NodeQuery:
    """Relay's global object identification."""

    @strawberry.field(description="Any object of the viewer by its id; null when there is none.")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The object's id.")],  # noqa: A002 - the API's name
    ) -> Node | None:
        """Of the viewer only."""
        return await find_node(info.context, id, "id")

    @strawberry.field(description="Objects of the viewer, in the order of the ids; at most 100.")
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Their ids.")],
    ) -> list[Node | None]:
        """Null where there is none."""
        if len(ids) > LARGEST_PAGE:
            raise InvalidInput("list.too_long", "ids", max=LARGEST_PAGE, length=len(ids))
        return await asyncio.gather(*(find_node(info.context, each, "ids") for each in ids))
