"""Making pictures smaller with Pillow."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from typing import Final

from PIL import Image

from app.domain.errors import InvalidInput
from app.domain.storage.ports import MediaRefused
from app.infra.overlay.picture import opened

_QUALITY: Final = 80
_EFFORT: Final = 2  # of 0 to 6; more takes much longer for little


class PictureScaler:
    """A Scaler. One picture at a time is decoded, since 30 megapixels take 120 MB."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def __call__(self, content: bytes, edges: Sequence[int]) -> Sequence[bytes]:
        """See `Scaler`."""
        async with self._turn:
            return await asyncio.to_thread(scaled, content, edges)


def scaled(content: bytes, edges: Sequence[int]) -> Sequence[bytes]:
    """The picture as WebP for each longer edge in pixels. Raises MediaRefused."""
    try:
        picture = opened(content)
    except InvalidInput as error:
        raise MediaRefused(f"the picture cannot be decoded: {error.key}") from error
    return [_packed(picture, edge) for edge in edges]


def _packed(picture: Image.Image, edge: int) -> bytes:
    longer = max(picture.size)
    if longer > edge:
        width, height = (max(1, round(each * edge / longer)) for each in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    packed = io.BytesIO()
    picture.save(packed, "WEBP", quality=_QUALITY, method=_EFFORT)
    return packed.getvalue()
