"""Pictures, as clients see them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from app.domain.images.styles import (
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    Lighting,
)
from app.domain.paging import Direction
from app.readpath.declare import Order
from app.readpath.fields import column, template, worded
from app.readpath.resolve import to_one
from app.rows.images import ImageRow
from app.schema.filters import search, since, tagged, until, where
from app.schema.node import Node, row_type

_TICKET = "on this server; it needs a bearer token or a media ticket."
MOST_TAGS = 10
COVERS_FIRST = Order(
    "created_at", descending=True, lifted=("composition", Composition.ALBUM_COVER.value)
)


def _as_it_is(value: Any, _context: Any) -> JSON:
    return JSON(value)


@row_type(ImageRow, owner="user_id", description="A picture whose bytes are stored.")
class Image(Node):
    """A picture of the viewer."""

    user_prompt: str | None = column(description="What was typed.")
    prompt: str = column(description="What was typed, in better words where they were asked for.")
    enhanced_prompt: str | None = column(
        description="The prompt with the words of its styles; null where there were none."
    )
    revised_prompt: str | None = column(
        description="What the provider made of it; null where it did not say."
    )
    final_prompt: str = column(
        description="What the provider was sent: `enhancedPrompt`, or else `prompt`."
    )
    prompt_hash: str = column(
        description="Equal for pictures of the same `finalPrompt`: 10 hexadecimal digits."
    )
    title: str | None = column(description="Its name.")
    tags: str | None = column(description="Its owner's comma-separated keywords.")
    model: str | None = column(description="The provider's model; null where nobody knows.")
    size: str = column(
        description="What was ordered, such as `1024x1536`; `auto` left it to the provider."
    )
    artistic_style: ArtisticStyle | None = column(description="How it is made.")
    composition: Composition | None = column(description="How it is laid out.")
    lighting: Lighting | None = column(description="Where its light comes from.")
    color_palette: ColorPalette | None = column(description="Which colours prevail.")
    detail_level: DetailLevel | None = column(description="How much there is to see.")
    width: int = column(description="Its width in pixels.")
    height: int = column(description="Its height in pixels.")
    byte_size: int = column(description="How many bytes the file has.")
    content_type: str = column(
        description="What the file is: `image/png`, `image/jpeg` or `image/webp`."
    )
    sha256: str = column(description="The SHA-256 of the file, in hexadecimal digits.")
    has_overlay: bool = column(description="Whether a title was written over it.")
    text_overlay: JSON | None = worded(
        "text_overlay",
        _as_it_is,
        description="What was written over it, and where; null where nothing was.",
    )
    source_image: Annotated[Image, strawberry.lazy("app.schema.images")] | None = to_one(
        "source_image_id",
        description="The picture that was written over; null for an original, or once it is gone.",
    )
    url: str | None = template(
        "/files/images/{id}", unless_null="key", description=f"Where the file is, {_TICKET}"
    )
    thumbnail_url: str | None = template(
        "/files/images/{id}/small",
        unless_null="small_key",
        description=f"Where it is as WebP with a longer edge of up to 256 pixels, {_TICKET}",
    )
    large_thumbnail_url: str | None = template(
        "/files/images/{id}/large",
        unless_null="large_key",
        description=f"Where it is as WebP with a longer edge of up to 1,024 pixels, {_TICKET}",
    )
    version: int = column(description="Grows by one with every change by its owner.")
    created_at: datetime = column(description="When it was made.")
    updated_at: datetime | None = column(
        description="When it was last changed; null until the first change."
    )


@strawberry.input(description="Which pictures a list shows.")
class ImageFilter:
    """Every given field must match."""

    composition: Composition | None = where(
        "composition", description="Only pictures that are laid out like this."
    )
    artistic_style: ArtisticStyle | None = where(
        "artistic_style", description="Only pictures that are made like this."
    )
    model: str | None = where("model", description="Only pictures of this model of the provider.")
    has_overlay: bool | None = where(
        "has_overlay", description="Only pictures with a title written over them, or without."
    )
    tags: list[str] | None = tagged(
        "tags",
        most=MOST_TAGS,
        description=(
            "Only pictures with every one of these keywords, in upper or lower case: 1 to 10, "
            "none of them with a comma."
        ),
    )
    created_from: datetime | None = since(
        "created_at", description="Only pictures made at this moment or later."
    )
    created_to: datetime | None = until(
        "created_at", description="Only pictures made at this moment or earlier."
    )
    search: str | None = search(
        "search",
        description=(
            "Only pictures with this in their title or in one of the prompts `userPrompt` and "
            "`prompt`, in upper or lower case: up to 100 characters; blank: all."
        ),
    )


@strawberry.enum(description="What pictures are sorted by.")
class ImageOrderField(Enum):
    """Sortable columns of pictures."""

    CREATED_AT = strawberry.enum_value("created_at", description="When they were made.")
    TITLE = strawberry.enum_value(
        "title",
        description="Their names without regard to case; nameless ones count as the first.",
    )
    PROMPT = strawberry.enum_value(
        "prompt",
        description="Their prompts (the first 200 characters) without regard to case.",
    )


@strawberry.input(description="The order of a list of pictures.")
class ImageOrder:
    """Ties are broken by the id."""

    field: ImageOrderField = strawberry.field(description="What is compared.")
    direction: Direction = strawberry.field(description="Which end comes first.")
