"""What the tests of pictures ask for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.bootstrap import Studio
from app.domain.images.model import image_prefix
from tests.studio import Mock, Person, working

ORDERS = "/v1/images/generations"
IMAGE = """
fragment Everything on Image {
  id userPrompt prompt enhancedPrompt revisedPrompt finalPrompt promptHash title tags model size
  artisticStyle composition lighting colorPalette detailLevel width height byteSize contentType
  sha256 hasOverlay textOverlay sourceImage { id } url thumbnailUrl largeThumbnailUrl version
  createdAt updatedAt
}
"""
GENERATE = (
    """
mutation ($input: GenerateImageInput!) {
  generateImage(input: $input) {
    image { ...Everything }
    job { id kind status stage progress image { id } song { id } error { code } }
    similar { id title }
    userErrors { code message path params }
  }
}
"""
    + IMAGE
)


async def generate(person: Person, **wish: object) -> dict[str, Any]:
    """The payload of an order; no time passes in the mock unless the prompt says so."""
    wish = {"prompt": "a cat on a roof, 0s", **wish}
    return dict((await person.get(GENERATE, input=wish))["generateImage"])


async def painted(person: Person, studio: Studio, **wish: object) -> dict[str, Any]:
    """A picture that is there."""
    async with working(studio):
        answer = await generate(person, **wish)
    assert answer["userErrors"] == []
    assert answer["image"] is not None, answer
    return dict(answer["image"])


async def stored(studio: Studio, image_id: UUID | None = None) -> list[str]:
    """The keys of what is stored for one picture, or for all of them."""
    prefix = "images/" if image_id is None else image_prefix(image_id)
    return sorted([each.key async for each in studio.storage.list_objects(prefix)])


async def bought(mock: Mock) -> int:
    """How many orders the provider has accepted, and so charged."""
    return len([each for each in await mock.requests(ORDERS) if each["accepted"]])
