"""Texts over pictures: orders, previews and fonts."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import strawberry

from app.domain.overlay.model import FontStyle
from app.resolvers.mutations import answers_mistakes
from app.resolvers.waiting import PICTURE_CANCELLED, why_nothing_came
from app.schema.context import Info, find
from app.schema.images import Image
from app.schema.jobs import Job
from app.schema.overlay import (
    AddTextOverlayInput,
    AddTextOverlayPayload,
    OverlayFont,
    TextOverlayInput,
    TextOverlayPreview,
)

_PREVIEW_EDGE = 512


@strawberry.type
class OverlayQuery:
    """Looking at texts over pictures before they are there."""

    @strawberry.field(
        description=(
            "What a picture of the viewer's would look like with a text over it; nothing is "
            "stored. When many people look at once, some are turned away (RATE_LIMITED)."
        )
    )
    async def preview_text_overlay(
        self,
        info: Info,
        wish: Annotated[
            TextOverlayInput, strawberry.argument(name="input", description="What is written.")
        ],
        max_edge: Annotated[
            int,
            strawberry.argument(
                description="The longer edge of the preview has so many pixels at most: 64 to 2048."
            ),
        ] = _PREVIEW_EDGE,
    ) -> TextOverlayPreview:
        """Of the viewer only."""
        owner = info.context.signed_in.user_id
        drawn = await info.context.services.overlays.preview(owner, wish.order(), max_edge)
        return TextOverlayPreview.of(drawn)

    @strawberry.field(description="The fonts that texts over pictures are drawn with.")
    def overlay_fonts(self) -> list[OverlayFont]:
        """One for each style."""
        return [OverlayFont.of(style) for style in FontStyle]


@strawberry.type
class OverlayMutation:
    """Writing over pictures."""

    @strawberry.mutation(
        description=(
            "Write a title, and perhaps an artist, over a picture of the viewer's. What comes of "
            "it is a new picture; the source stays as it is."
        )
    )
    @answers_mistakes(AddTextOverlayPayload)
    async def add_text_overlay(
        self,
        info: Info,
        wish: Annotated[
            AddTextOverlayInput, strawberry.argument(name="input", description="What is written.")
        ],
    ) -> AddTextOverlayPayload:
        """Of the viewer only."""
        services, owner = info.context.services, info.context.signed_in.user_id
        order = replace(wish.order(), idempotency_key=wish.idempotency_key)
        job = await services.overlays.add(owner, order)
        if wish.wait:
            job = await services.image_waiting.ended(job)
        return AddTextOverlayPayload(
            image=await find(info, Image, job.image_id) if job.image_id else None,
            job=await find(info, Job, job.id),
            user_errors=why_nothing_came(info, job, job.error, cancelled=PICTURE_CANCELLED),
        )
