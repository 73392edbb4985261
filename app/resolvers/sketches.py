"""Sketches: lists, look-up, create and change."""

from __future__ import annotations

from typing import Annotated

import strawberry

from app.resolvers.mutations import answers_mistakes
from app.schema.connections import Connection, connection
from app.schema.context import Info, find
from app.schema.ids import decode_id
from app.schema.node import by_id
from app.schema.ordering import SketchOrder
from app.schema.sketches import (
    CreateSketchInput,
    CreateSketchPayload,
    Sketch,
    SketchFilter,
    UpdateSketchInput,
    UpdateSketchPayload,
)


@strawberry.type
class SketchQuery:
    """Reading sketches, of the viewer only."""

    sketch: Sketch | None = by_id(
        "Sketch", description="A sketch by its id; null when there is none."
    )
    sketches: Connection[Sketch] = connection(
        filter=SketchFilter,
        order=SketchOrder,
        description="The viewer's sketches, newest first unless asked otherwise.",
    )


@strawberry.type
class SketchMutation:
    """Writing sketches."""

    @strawberry.mutation(description="Keep a new sketch as a draft.")
    @answers_mistakes(CreateSketchPayload)
    async def create_sketch(
        self,
        info: Info,
        sketch: Annotated[
            CreateSketchInput, strawberry.argument(name="input", description="The new sketch.")
        ],
    ) -> CreateSketchPayload:
        """For the viewer."""
        created = await info.context.services.sketches.create(
            info.context.signed_in.user_id,
            prompt=sketch.prompt,
            title=sketch.title,
            lyrics=sketch.lyrics,
            tags=sketch.tags,
            idempotency_key=sketch.idempotency_key,
        )
        return CreateSketchPayload(sketch=await find(info, Sketch, created.id))

    @strawberry.mutation(description="Change a sketch.")
    @answers_mistakes(UpdateSketchPayload, current="sketch", of=Sketch)
    async def update_sketch(
        self,
        info: Info,
        changes: Annotated[
            UpdateSketchInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> UpdateSketchPayload:
        """Of the viewer only."""
        changed = await info.context.services.sketches.update(
            info.context.signed_in.user_id,
            decode_id("Sketch", changes.id, "id"),
            changes.changes(),
            expected_version=changes.expected_version,
        )
        return UpdateSketchPayload(sketch=await find(info, Sketch, changed.id))
