"""Sketches, as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from app.domain.sketches.model import SketchWorkflow
from app.domain.sketches.service import MOST_REVISIONS
from app.readpath.declare import Condition
from app.readpath.fields import column
from app.readpath.resolve import to_many
from app.rows.sketches import SketchRow
from app.schema.connections import Connection, connection
from app.schema.filters import one_of, search, where
from app.schema.lyric_revisions import LyricRevision
from app.schema.node import Node, row_type

if TYPE_CHECKING:
    from app.schema.songs import Song

# Not `<>`: where nothing was archived yet, PostgreSQL expects nothing else and sorts everything.
_NOT_ARCHIVED = tuple(
    workflow.value for workflow in SketchWorkflow if workflow is not SketchWorkflow.ARCHIVED
)


@row_type(
    SketchRow, owner="user_id", description="An idea for a song: a prompt, perhaps with lyrics."
)
class Sketch(Node):
    """A sketch of the viewer."""

    title: str | None = column(description="Its name.")
    lyrics: str | None = column(description="Its words.")
    prompt: str = column(description="How it shall sound.")
    tags: str | None = column(description="Comma-separated keywords.")
    info: str | None = column(description="Notes on key, tempo, bars and length.")
    description_long: str | None = column(description="A description for a release.")
    description_short: str | None = column(description="The same in a sentence.")
    description_tags: str | None = column(description="Keywords for a release.")
    workflow: SketchWorkflow = column(description="How far it has come.")
    version: int = column(description="Grows by one with every change.")
    created_at: datetime = column(description="When it was made.")
    updated_at: datetime | None = column(
        description="When it was last changed; null until the first change."
    )
    songs: Connection[Annotated[Song, strawberry.lazy("app.schema.songs")]] = connection(
        by="sketch_id", description="The songs that were made from it, newest first."
    )
    lyric_revisions: list[LyricRevision] = to_many(
        "sketch_id",
        order_by="version",
        descending=True,
        most=MOST_REVISIONS,
        description="The lyrics that it had before, newest first; up to 50 are kept.",
    )


@strawberry.input(description="Which sketches a list shows.")
class SketchFilter:
    """Every given field must match."""

    workflow: SketchWorkflow | None = where(
        "workflow",
        unset=Condition("workflow", "in", _NOT_ARCHIVED),
        unless="workflow_in",
        description="Only sketches that have come this far; unset: all but the archived ones.",
    )
    workflow_in: list[SketchWorkflow] | None = one_of(
        "workflow",
        most=len(SketchWorkflow),
        description=(
            "Only sketches that have come as far as one of these, 1 to 3; instead of `workflow`."
        ),
    )
    search: str | None = search(
        "search",
        description=(
            "Only sketches with this in their title, lyrics, prompt or tags, in upper or lower "
            "case: up to 100 characters; blank: all."
        ),
    )


@strawberry.type(description="How many sketches of the viewer have come how far.")
class SketchCounts:
    """All three workflows, and their sum."""

    draft: int = strawberry.field(description="How many are drafts.")
    used: int = strawberry.field(description="From how many a song was made.")
    archived: int = strawberry.field(description="How many were put away.")
    total: int = strawberry.field(description="How many there are.")
