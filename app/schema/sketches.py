"""Sketches, as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from app.domain.changes import UNSET, Maybe
from app.domain.sketches import model
from app.domain.sketches.model import SketchWorkflow
from app.readpath.declare import Condition
from app.readpath.fields import column
from app.rows.sketches import SketchRow
from app.schema.connections import Connection, connection
from app.schema.errors import UserError
from app.schema.filters import search, where
from app.schema.node import Node, row_type

if TYPE_CHECKING:
    from app.schema.songs import Song

MISTAKES = "What went wrong and can be mended; empty on success."
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
    workflow: SketchWorkflow = column(description="How far it has come.")
    version: int = column(description="Grows by one with every change.")
    created_at: datetime = column(description="When it was made.")
    updated_at: datetime | None = column(
        description="When it was last changed; null until the first change."
    )
    songs: Connection[Annotated[Song, strawberry.lazy("app.schema.songs")]] = connection(
        by="sketch_id", description="The songs that were made from it, newest first."
    )


@strawberry.input(description="Which sketches a list shows.")
class SketchFilter:
    """Every given field must match."""

    workflow: SketchWorkflow | None = where(
        "workflow",
        unset=Condition("workflow", "in", _NOT_ARCHIVED),
        description="Only sketches that have come this far; unset: all but the archived ones.",
    )
    search: str | None = search(
        "search",
        description=(
            "Only sketches with this in their title, lyrics, prompt or tags, in upper or lower "
            "case: up to 100 characters; blank: all."
        ),
    )


@strawberry.input(description="A new sketch. Texts are trimmed, blank optional ones count as none.")
class CreateSketchInput:
    """It begins as a draft."""

    prompt: str = strawberry.field(description="How it shall sound: 1 to 1,024 characters.")
    title: str | None = strawberry.field(
        default=None, description="Its name: up to 500 characters."
    )
    lyrics: str | None = strawberry.field(
        default=None, description="Its words: up to 10,000 characters."
    )
    tags: str | None = strawberry.field(
        default=None, description="Comma-separated keywords: up to 1,000 characters."
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=(
            "Makes a repetition safe: the same key and words answer the sketch that the first "
            "one made. 1 to 255 characters."
        ),
    )


@strawberry.input(
    description="Changes of a sketch. A field that is not sent stays as it is, null clears it."
)
class UpdateSketchInput:
    """At least one field besides the id and the version."""

    id: strawberry.ID = strawberry.field(description="Which sketch.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that the change is based on; a newer one is a CONFLICT.",
    )
    prompt: str | None = strawberry.field(
        default=strawberry.UNSET, description="How it shall sound: 1 to 1,024 characters."
    )
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its name: up to 500 characters."
    )
    lyrics: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its words: up to 10,000 characters."
    )
    tags: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Comma-separated keywords: up to 1,000 characters.",
    )
    workflow: SketchWorkflow | None = strawberry.field(
        default=strawberry.UNSET, description="How far it has come; any change is possible."
    )

    def changes(self) -> model.SketchChanges:
        """The changes in the words of the domain."""
        return model.SketchChanges(
            prompt=_maybe(self.prompt),
            title=_maybe(self.title),
            lyrics=_maybe(self.lyrics),
            tags=_maybe(self.tags),
            workflow=UNSET if self.workflow is strawberry.UNSET else self.workflow,
        )


def _maybe(value: str | None) -> Maybe[str | None]:
    return UNSET if value is strawberry.UNSET else value


@strawberry.type(description="What became of a new sketch.")
class CreateSketchPayload:
    """The sketch, or why there is none."""

    sketch: Sketch | None = strawberry.field(default=None, description="The new sketch.")
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.type(description="What became of a sketch's changes.")
class UpdateSketchPayload:
    """The changed sketch; after a conflict the one that is there."""

    sketch: Sketch | None = strawberry.field(
        default=None, description="The changed sketch; after a CONFLICT the current one."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
