"""What overlays need from the outside; fonts are asked by `letters.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.domain.errors import ErrorCode, StudioError
from app.domain.overlay.layout import Layout
from app.domain.overlay.model import Overlay


class RenderingInterrupted(StudioError):
    """Drawing ended before its picture was finished; it may be tried again."""

    code = ErrorCode.INTERNAL
    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished picture as PNG with its own width and height.

    The layout is in pixels of the source, also when the picture is a smaller preview of it.
    """

    png: bytes
    width: int
    height: int
    layout: Layout


class OverlayRenderer(Protocol):
    """Draws overlays."""

    async def render(
        self, source: bytes, overlay: Overlay, *, max_edge: int | None = None
    ) -> Rendered:
        """The picture with its overlay, which has transparency when the source has.

        `source` is a PNG, JPEG or WebP. With `max_edge` the finished picture is made so small
        that its longer edge has no more pixels than that; it is never made larger.

        Raises InvalidInput when the source is no picture, too large or damaged, or when a font
        has no letter at all for a line; RateLimited when too much is waiting;
        RenderingInterrupted.
        """
        ...
