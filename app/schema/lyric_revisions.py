"""The lyrics that a sketch had, as clients see them."""

from __future__ import annotations

from datetime import datetime

from app.readpath.declare import Through
from app.readpath.fields import column
from app.rows.sketches import LyricRevisionRow, SketchRow
from app.schema.node import Node, row_type


@row_type(
    LyricRevisionRow,
    owner=Through("sketch_id", SketchRow),
    description="Lyrics that a sketch had until they were changed.",
)
class LyricRevision(Node):
    """A revision of the lyrics of a sketch of the viewer."""

    lyrics: str | None = column(
        description="The words; null where the sketch had none for a while."
    )
    version: int = column(description="The sketch's last version that had them.")
    created_at: datetime = column(description="When they were replaced.")
