"""Saved architectures: list, save and delete."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from app.domain.lyrics.architectures.model import MOST_ARCHITECTURES
from app.readpath.declare import Order, Window, row_type_of
from app.resolvers.mutations import answers_mistakes
from app.schema.context import Info, find
from app.schema.ids import decode_id
from app.schema.lyric_architectures import (
    DeleteLyricArchitectureInput,
    DeleteLyricArchitecturePayload,
    LyricArchitecture,
    SaveLyricArchitectureInput,
    SaveLyricArchitecturePayload,
)

_ALL = Window(order=Order("name", descending=False), size=MOST_ARCHITECTURES)


@strawberry.type
class LyricArchitectureQuery:
    """Reading saved architectures, of the viewer only."""

    @strawberry.field(description="All architectures that the viewer keeps, by their names.")
    async def lyric_architectures(self, info: Info) -> list[LyricArchitecture]:
        """At most 100."""
        target = row_type_of(LyricArchitecture)
        page = await info.context.reads.page(target, _ALL, None, None)
        rows: list[Any] = list(page.rows)
        return rows


@strawberry.type
class LyricArchitectureMutation:
    """Writing saved architectures."""

    @strawberry.mutation(description="Keep an architecture, or change one that is kept.")
    @answers_mistakes(SaveLyricArchitecturePayload, current="architecture", of=LyricArchitecture)
    async def save_lyric_architecture(
        self,
        info: Info,
        wish: Annotated[
            SaveLyricArchitectureInput,
            strawberry.argument(name="input", description="The architecture."),
        ],
    ) -> SaveLyricArchitecturePayload:
        """Of the viewer only."""
        saved = await info.context.services.lyric_architectures.save(
            info.context.signed_in.user_id,
            None if wish.id is None else decode_id("LyricArchitecture", wish.id, "id"),
            wish.changes(),
            from_lyrics=wish.from_lyrics,
            expected_version=wish.expected_version,
        )
        return SaveLyricArchitecturePayload(
            architecture=await find(info, LyricArchitecture, saved.id)
        )

    @strawberry.mutation(description="Delete an architecture that is kept.")
    @answers_mistakes(DeleteLyricArchitecturePayload)
    async def delete_lyric_architecture(
        self,
        info: Info,
        wish: Annotated[
            DeleteLyricArchitectureInput,
            strawberry.argument(name="input", description="Which architecture."),
        ],
    ) -> DeleteLyricArchitecturePayload:
        """Of the viewer only."""
        await info.context.services.lyric_architectures.delete(
            info.context.signed_in.user_id, decode_id("LyricArchitecture", wish.id, "id")
        )
        return DeleteLyricArchitecturePayload(deleted_id=wish.id)
