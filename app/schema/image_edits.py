"""Ordering, changing and deleting pictures, as clients ask for it."""

from __future__ import annotations

from typing import TypeVar

import strawberry

from app.domain.changes import UNSET, Maybe
from app.domain.images.gallery import ImageChanges
from app.domain.images.model import DEFAULT_SIZE, EnhanceMode, ImageRequest
from app.domain.images.styles import (
    ArtisticStyle,
    ColorPalette,
    Composition,
    DetailLevel,
    ImageStyles,
    Lighting,
)
from app.schema.bulk import Deletions
from app.schema.errors import UserError
from app.schema.images import Image
from app.schema.jobs import MISTAKES, Job

ValueT = TypeVar("ValueT")

_TITLE = "Its name: up to 255 characters."
_TAGS = "Comma-separated keywords: up to 1,000 characters."


@strawberry.input(description="A wish for a picture. Texts are trimmed, blank ones count as none.")
class GenerateImageInput:
    """Costs money once: it is submitted to the provider at most once."""

    prompt: str = strawberry.field(description="What it shall show: 1 to 2,500 characters.")
    size: str = strawberry.field(
        default=DEFAULT_SIZE,
        description=(
            "Width and height in pixels: `1024x1024`, `1792x1024` or `1024x1792`; where the model "
            "is no `dall-e` also `1536x1024`, `1024x1536` and `auto`. A size that only other "
            "models paint becomes the nearest of the same orientation."
        ),
    )
    model: str | None = strawberry.field(
        default=None, description="The provider's model; the server's usual one if unset."
    )
    title: str | None = strawberry.field(default=None, description=_TITLE)
    tags: str | None = strawberry.field(default=None, description=_TAGS)
    enhance: EnhanceMode = strawberry.field(
        default=EnhanceMode.OFF,
        description=(
            "Have a language model find better words first. With the composition ALBUM_COVER, "
            "FAST and QUALITY are COVER. Where it fails nothing is ordered."
        ),
    )
    artist: str | None = strawberry.field(
        default=None,
        description="Told to the model that describes a cover: up to 100 characters.",
    )
    auto_title: bool | None = strawberry.field(
        default=None,
        description=(
            "Have a language model find a title where none is given. Unset: if `enhance` is not "
            "OFF. Where that fails the picture comes without one."
        ),
    )
    artistic_style: ArtisticStyle | None = strawberry.field(
        default=None, description="How it shall be made."
    )
    composition: Composition | None = strawberry.field(
        default=None, description="How it shall be laid out."
    )
    lighting: Lighting | None = strawberry.field(
        default=None, description="Where its light shall come from."
    )
    color_palette: ColorPalette | None = strawberry.field(
        default=None, description="Which colours shall prevail."
    )
    detail_level: DetailLevel | None = strawberry.field(
        default=None, description="How much there shall be to see."
    )
    wait: bool = strawberry.field(
        default=True,
        description=(
            "Answer when the picture is there or has failed. After some time, and when the server "
            "is about to stop, the unfinished job is answered all the same. False: answer at once."
        ),
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=(
            "Makes a repetition safe: the same key and wish answer the job that the first one "
            "started. 1 to 255 characters."
        ),
    )

    def request(self) -> ImageRequest:
        """The wish in the words of the domain."""
        return ImageRequest(
            prompt=self.prompt,
            size=self.size,
            model=self.model,
            title=self.title,
            tags=self.tags,
            enhance=self.enhance,
            artist=self.artist,
            auto_title=self.auto_title,
            styles=ImageStyles(
                artistic_style=self.artistic_style,
                composition=self.composition,
                lighting=self.lighting,
                color_palette=self.color_palette,
                detail_level=self.detail_level,
            ),
            idempotency_key=self.idempotency_key,
        )


@strawberry.type(description="What became of a wish for a picture.")
class GenerateImagePayload:
    """The picture with its job, the unfinished job alone, or what went wrong."""

    image: Image | None = strawberry.field(
        default=None, description="The picture; null until it is stored."
    )
    job: Job | None = strawberry.field(
        default=None, description="The job that makes it; null when nothing was ordered."
    )
    similar: list[Image] = strawberry.field(
        default_factory=list,
        description="What was made of the same prompt before: the 5 newest pictures.",
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.input(
    description=(
        "Changes of a picture. A field that is not sent stays as it is, null clears it. Texts are "
        "trimmed, blank ones count as none."
    )
)
class UpdateImageInput:
    """At least one field besides the id and the version."""

    id: strawberry.ID = strawberry.field(description="Which picture.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that the change is based on; a newer one is a CONFLICT.",
    )
    title: str | None = strawberry.field(default=strawberry.UNSET, description=_TITLE)
    tags: str | None = strawberry.field(default=strawberry.UNSET, description=_TAGS)

    def changes(self) -> ImageChanges:
        """The changes in the words of the domain."""
        return ImageChanges(title=_maybe(self.title), tags=_maybe(self.tags))


def _maybe(value: ValueT) -> Maybe[ValueT]:
    return UNSET if value is strawberry.UNSET else value


@strawberry.type(description="What became of a picture's changes.")
class UpdateImagePayload:
    """The changed picture; after a conflict the one that is there."""

    image: Image | None = strawberry.field(
        default=None, description="The changed picture; after a CONFLICT the current one."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)


@strawberry.input(description="Which pictures are deleted.")
class DeleteImagesInput:
    """Pictures of the viewer."""

    ids: list[strawberry.ID] = strawberry.field(description="Their ids: 1 to 100.")


@strawberry.type(description="What became of the pictures.")
class DeleteImagesPayload:
    """What happened to each, or why nothing was tried."""

    deletions: Deletions | None = strawberry.field(
        default=None, description="What became of each; null when nothing was tried."
    )
    user_errors: list[UserError] = strawberry.field(default_factory=list, description=MISTAKES)
