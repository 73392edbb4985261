"""Whoever paints the pictures: what is ordered, and what may come back.

Texts that come from the provider are fit for their columns: no NUL characters, no half
surrogates, none longer than its limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.domain.jobs.outcomes import OutcomeUnknown, Unpaid
from app.domain.storage.media import MediaKind

MOST_PIXELS = 30_000_000
LARGEST_PICTURE = 40 * 1024 * 1024
LONGEST_REVISED_PROMPT = 32_000
LONGEST_PICTURE_URL = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageOrder:
    """What the provider is asked to paint; `size` is one that the model takes."""

    prompt: str
    model: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What a picture's own bytes say of it. At most 30 megapixels."""

    kind: MediaKind
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that was looked at: its bytes are what `facts` says, and they are whole."""

    content: bytes
    facts: PictureFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """Bought: the picture itself, or the temporary http or https address where it can be had.

    `revised_prompt` is what the provider made of the prompt, if it says.
    """

    picture: Picture | str
    revised_prompt: str | None


ImageOutcome = Painted | Unpaid | OutcomeUnknown


class ImageProvider(Protocol):
    """Paints pictures for money."""

    async def generate(self, order: ImageOrder) -> ImageOutcome:
        """Order one picture: exactly one request, never repeated by the transport."""
        ...


class PictureInspector(Protocol):
    """Looks at the bytes of a picture without unpacking them."""

    async def __call__(self, content: bytes) -> PictureFacts:
        """What the picture is.

        Raises MediaRefused for what is not a PNG, JPEG or WEBP picture, is cut short or has
        more than 30 megapixels.
        """
        ...
