"""Any object by its global id."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated

import strawberry

from app.domain.errors import InvalidInput
from app.domain.paging import LARGEST_PAGE
from app.schema.context import Info, find_among
from app.schema.conversations import Conversation, Message
from app.schema.equipment import Equipment, SecretReveal
from app.schema.ids import decode_any_id
from app.schema.images import Image
from app.schema.jobs import Job
from app.schema.lyric_architectures import LyricArchitecture
from app.schema.lyric_revisions import LyricRevision
from app.schema.lyric_rules import LyricRule
from app.schema.node import Node
from app.schema.prompt_templates import PromptTemplate
from app.schema.sketches import Sketch
from app.schema.song_choices import SongChoice
from app.schema.songs import Song
from app.schema.users import User

TYPES: Mapping[str, type[Node]] = {
    kind.__name__: kind
    for kind in (
        User,
        Sketch,
        LyricRevision,
        Song,
        SongChoice,
        Image,
        LyricArchitecture,
        LyricRule,
        Conversation,
        Message,
        PromptTemplate,
        Equipment,
        SecretReveal,
        Job,
    )
}


async def find_node(info: Info, value: str, *path: str) -> Node | None:
    """The viewer's object of a global id; None for an unknown or foreign one.

    Raises InvalidInput for a malformed id.
    """
    type_name, key = decode_any_id(value, *path)
    kind = TYPES.get(type_name)
    found: Node | None = await find_among(info, kind, key) if kind else None
    return found


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
        return await find_node(info, id, "id")

    @strawberry.field(description="Objects of the viewer, in the order of the ids; at most 100.")
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Their ids.")],
    ) -> list[Node | None]:
        """Null where there is none."""
        if len(ids) > LARGEST_PAGE:
            raise InvalidInput("list.too_long", "ids", max=LARGEST_PAGE, length=len(ids))
        return await asyncio.gather(*(find_node(info, each, "ids") for each in ids))
