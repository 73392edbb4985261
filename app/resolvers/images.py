"""Pictures: gallery, look-up, order, change and delete."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Annotated
from uuid import UUID

import strawberry

from app.readpath.declare import Condition
from app.resolvers.bulk import delete_each
from app.resolvers.mutations import answers_mistakes
from app.resolvers.waiting import PICTURE_CANCELLED, why_nothing_came
from app.schema.connections import Connection, connection
from app.schema.context import Info, find, find_among
from app.schema.ids import decode_id
from app.schema.image_edits import (
    DeleteImagesInput,
    DeleteImagesPayload,
    GenerateImageInput,
    GenerateImagePayload,
    UpdateImageInput,
    UpdateImagePayload,
)
from app.schema.images import COVERS_FIRST, Image, ImageFilter, ImageOrder
from app.schema.jobs import Job
from app.schema.node import by_id


@strawberry.type
class ImageQuery:
    """Reading pictures, of the viewer only."""

    image: Image | None = by_id("Image", description="A picture by its id; null without one.")
    images: Connection[Image] = connection(
        filter=ImageFilter,
        order=ImageOrder,
        description="The viewer's pictures, newest first unless asked otherwise.",
    )
    overlay_sources: Connection[Image] = connection(
        unordered=COVERS_FIRST,
        always=(Condition("has_overlay", "=", False), Condition("title", "<>", "")),
        description=(
            "The viewer's pictures that have a name and no title written over them, album covers "
            "before all others, newest first."
        ),
    )


@strawberry.type
class ImageMutation:
    """Ordering pictures, and what is done with them."""

    @strawberry.mutation(
        description=(
            "Order a picture. It costs money once the provider takes it; it is submitted at most "
            "once, and an accepted order is never lost."
        )
    )
    @answers_mistakes(GenerateImagePayload)
    async def generate_image(
        self,
        info: Info,
        wish: Annotated[
            GenerateImageInput, strawberry.argument(name="input", description="The wish.")
        ],
    ) -> GenerateImagePayload:
        """For the viewer."""
        services = info.context.services
        owner = info.context.signed_in.user_id
        job = await services.images.generate(owner, wish.request())
        if wish.wait:
            job = await services.image_waiting.ended(job)
        similar = await services.images.similar(job)
        return GenerateImagePayload(
            image=await find(info, Image, job.image_id) if job.image_id else None,
            job=await find(info, Job, job.id),
            similar=await _all(info, similar),
            user_errors=why_nothing_came(info, job, job.error, cancelled=PICTURE_CANCELLED),
        )

    @strawberry.mutation(description="Change what its owner says about a picture.")
    @answers_mistakes(UpdateImagePayload, current="image", of=Image)
    async def update_image(
        self,
        info: Info,
        changes: Annotated[
            UpdateImageInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> UpdateImagePayload:
        """Of the viewer only."""
        image_id = decode_id("Image", changes.id, "id")
        await info.context.services.images.update(
            info.context.signed_in.user_id,
            image_id,
            changes.changes(),
            expected_version=changes.expected_version,
        )
        return UpdateImagePayload(image=await find(info, Image, image_id))

    @strawberry.mutation(
        description=(
            "Delete pictures with their files. What was written over an original stays when it "
            "goes, and the other way round."
        )
    )
    @answers_mistakes(DeleteImagesPayload)
    async def delete_images(
        self,
        info: Info,
        which: Annotated[
            DeleteImagesInput, strawberry.argument(name="input", description="Which pictures.")
        ],
    ) -> DeleteImagesPayload:
        """Of the viewer only."""
        delete = partial(
            info.context.services.image_deletion.delete, info.context.signed_in.user_id
        )
        return DeleteImagesPayload(deletions=await delete_each(info, "Image", which.ids, delete))


async def _all(info: Info, ids: Sequence[UUID]) -> list[Image]:
    """What is still there of these."""
    found = await asyncio.gather(*(find_among(info, Image, each) for each in ids))
    return [image for image in found if image is not None]
