"""Sketches: lists, look-up, create, change, copy, undo and delete."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import strawberry

from app.resolvers.bulk import delete_each
from app.resolvers.mutations import answers_mistakes
from app.schema.connections import Connection, connection
from app.schema.context import Info, find
from app.schema.ids import decode_id
from app.schema.messages import say
from app.schema.node import by_id
from app.schema.ordering import SketchOrder
from app.schema.sketch_edits import (
    CreateSketchInput,
    CreateSketchPayload,
    DeleteSketchesInput,
    DeleteSketchesPayload,
    DuplicateSketchInput,
    DuplicateSketchPayload,
    UndoLyricsInput,
    UndoLyricsPayload,
    UpdateSketchInput,
    UpdateSketchPayload,
)
from app.schema.sketches import Sketch, SketchCounts, SketchFilter


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

    @strawberry.field(description="How many sketches the viewer has.")
    async def sketch_counts(self, info: Info) -> SketchCounts:
        """Of the viewer only."""
        counts = await info.context.services.sketches.counts(info.context.signed_in.user_id)
        return SketchCounts(
            draft=counts.draft, used=counts.used, archived=counts.archived, total=counts.total
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
            info.context.signed_in.user_id, sketch.texts(), idempotency_key=sketch.idempotency_key
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

    @strawberry.mutation(description="Make a new draft with the texts of a sketch.")
    @answers_mistakes(DuplicateSketchPayload)
    async def duplicate_sketch(
        self,
        info: Info,
        wish: Annotated[
            DuplicateSketchInput, strawberry.argument(name="input", description="The copy.")
        ],
    ) -> DuplicateSketchPayload:
        """Of the viewer only."""
        copy = await info.context.services.sketches.duplicate(
            info.context.signed_in.user_id,
            decode_id("Sketch", wish.id, "id"),
            title=wish.title,
            mark=say("sketch.copy_mark", info.context.locale, {}),
            idempotency_key=wish.idempotency_key,
        )
        return DuplicateSketchPayload(sketch=await find(info, Sketch, copy.id))

    @strawberry.mutation(
        description="Delete sketches with their revisions. The songs made from them stay."
    )
    @answers_mistakes(DeleteSketchesPayload)
    async def delete_sketches(
        self,
        info: Info,
        which: Annotated[
            DeleteSketchesInput, strawberry.argument(name="input", description="Which sketches.")
        ],
    ) -> DeleteSketchesPayload:
        """Of the viewer only."""
        delete = partial(info.context.services.sketches.delete, info.context.signed_in.user_id)
        return DeleteSketchesPayload(deletions=await delete_each(info, "Sketch", which.ids, delete))

    @strawberry.mutation(description="Bring former lyrics of a sketch back.")
    @answers_mistakes(UndoLyricsPayload, current="sketch", of=Sketch)
    async def undo_lyrics(
        self,
        info: Info,
        wish: Annotated[
            UndoLyricsInput, strawberry.argument(name="input", description="Which lyrics.")
        ],
    ) -> UndoLyricsPayload:
        """Of the viewer only."""
        sketch_id = decode_id("Sketch", wish.id, "id")
        undone = await info.context.services.sketches.undo_lyrics(
            info.context.signed_in.user_id,
            sketch_id,
            revision_id=wish.revision(),
            expected_version=wish.expected_version,
        )
        return UndoLyricsPayload(sketch=await find(info, Sketch, sketch_id), undone=undone)
