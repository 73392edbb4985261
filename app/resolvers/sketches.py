"""Sketches: lists, look-up, create and change."""

from __future__ import annotations

from typing import Annotated

import strawberry

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
    """Reading sketches."""

    @strawberry.field(description="A sketch by its id; null when there is none.")
    async def sketch(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The sketch's id.")],  # noqa: A002 - the API's name
    ) -> Sketch | None:
        """Of the viewer only."""
        owner = info.context.signed_in.user_id
        key = decode_id("Sketch", id, "id")
        sketch = await info.context.services.sketches.sketches.get(key, user_id=owner)
        return Sketch.of(sketch) if sketch else None

    @strawberry.field(description="The viewer's sketches, newest first unless asked otherwise.")
    async def sketches(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        filter: Annotated[  # noqa: A002 - the API's name
            SketchFilter | None, strawberry.argument(description="Which sketches.")
        ] = None,
        order_by: Annotated[
            SketchOrder | None, strawberry.argument(description="In which order.")
        ] = None,
    ) -> Connection[Sketch]:
        """Of the viewer only."""
        owner = info.context.signed_in.user_id
        sketches = info.context.services.sketches.sketches
        workflow = filter.workflow if filter else None
        request = requested_page(
            first=first, after=after, last=last, before=before, offset=offset, order_by=order_by
        )
        page = await sketches.page(owner, request, workflow=workflow)
        return Connection.of(page, Sketch.of, lambda: sketches.count(owner, workflow=workflow))


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
        return CreateSketchPayload(sketch=Sketch.of(created))

    @strawberry.mutation(description="Change a sketch.")
    @answers_mistakes(UpdateSketchPayload, current="sketch", of=Sketch.of)
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
        return UpdateSketchPayload(sketch=Sketch.of(changed))
