"""In which order lists come."""

from __future__ import annotations

from enum import Enum

import strawberry

from app.domain.paging import Direction


@strawberry.enum(description="What sketches are sorted by.")
class SketchOrderField(Enum):
    """Sortable columns of sketches."""

    CREATED_AT = strawberry.enum_value("created_at", description="When they were made.")
    UPDATED_AT = strawberry.enum_value(
        "updated_at",
        description="When they were last changed; unchanged ones count as the earliest.",
    )
    TITLE = strawberry.enum_value(
        "title",
        description="Their names without regard to case; nameless ones count as the first.",
    )


@strawberry.enum(description="What songs are sorted by.")
class SongOrderField(Enum):
    """Sortable columns of songs."""

    CREATED_AT = strawberry.enum_value("created_at", description="When they were ordered.")
    UPDATED_AT = strawberry.enum_value(
        "updated_at", description="When they last changed; unchanged ones count as the earliest."
    )
    COMPLETED_AT = strawberry.enum_value(
        "completed_at",
        description="When they came to their end; unfinished ones count as the earliest.",
    )
    TITLE = strawberry.enum_value(
        "title",
        description="Their names without regard to case; nameless ones count as the first.",
    )
    LYRICS = strawberry.enum_value(
        "lyrics", description="Their words (the first 200 characters) without regard to case."
    )
    STATUS = strawberry.enum_value(
        "status", description="Where they stand, by the alphabet: CANCELLED before SUCCESS."
    )


@strawberry.enum(description="What jobs are sorted by.")
class JobOrderField(Enum):
    """Sortable columns of jobs."""

    CREATED_AT = strawberry.enum_value("created_at", description="When they were accepted.")
    FINISHED_AT = strawberry.enum_value(
        "finished_at", description="When they ended; unfinished ones count as the earliest."
    )


@strawberry.input(description="The order of a list of sketches.")
class SketchOrder:
    """Ties are broken by the id."""

    field: SketchOrderField = strawberry.field(description="What is compared.")
    direction: Direction = strawberry.field(description="Which end comes first.")


@strawberry.input(description="The order of a list of songs.")
class SongOrder:
    """Ties are broken by the id."""

    field: SongOrderField = strawberry.field(description="What is compared.")
    direction: Direction = strawberry.field(description="Which end comes first.")


@strawberry.input(description="The order of a list of jobs.")
class JobOrder:
    """Ties are broken by the id."""

    field: JobOrderField = strawberry.field(description="What is compared.")
    direction: Direction = strawberry.field(description="Which end comes first.")
