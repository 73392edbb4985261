"""The kinds of media that the studio keeps, recognised by their first bytes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import StrEnum

from app.domain.storage.ports import MediaRefused

HEAD = 12
"""How many first bytes `kind_of` looks at."""


class MediaKind(StrEnum):
    """What a file is; the value is its extension."""

    MP3 = "mp3"
    FLAC = "flac"
    ZIP = "zip"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"

    @property
    def content_type(self) -> str:
        """The media type that a browser is told."""
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    MediaKind.MP3: "audio/mpeg",
    MediaKind.FLAC: "audio/flac",
    MediaKind.ZIP: "application/zip",
    MediaKind.PNG: "image/png",
    MediaKind.JPEG: "image/jpeg",
    MediaKind.WEBP: "image/webp",
}

_SIGNATURES = {
    b"ID3": MediaKind.MP3,
    b"fLaC": MediaKind.FLAC,
    b"PK\x03\x04": MediaKind.ZIP,
    b"PK\x05\x06": MediaKind.ZIP,  # an archive without entries
    b"\x89PNG\r\n\x1a\n": MediaKind.PNG,
    b"\xff\xd8\xff": MediaKind.JPEG,
}


def kind_of(head: bytes) -> MediaKind | None:
    """What a file that begins with these bytes is, whatever its name says; None for the rest.

    An MP3 begins with an ID3v2 tag or with a frame header of MPEG audio layer III.
    """
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaKind.WEBP
    return MediaKind.MP3 if _is_layer_three(head) else None


async def verified(chunks: AsyncIterator[bytes], kind: MediaKind) -> AsyncIterator[bytes]:
    """The same bytes, passed on only when they begin as this kind does.

    Raises MediaRefused before the first byte is passed on, also for an empty file.
    """
    head = b""
    begun = False
    async for chunk in chunks:
        if begun:
            yield chunk
            continue
        head += chunk
        if len(head) >= HEAD:
            _demand(kind, head)
            begun = True
            yield head
    if not begun:
        _demand(kind, head)
        yield head


def _demand(kind: MediaKind, head: bytes) -> None:
    if kind_of(head) is not kind:
        raise MediaRefused(f"the bytes are no {kind.value} file")


def _is_layer_three(head: bytes) -> bool:
    # ISO/IEC 11172-3, 2.4.1.3: 11 bits of sync, version, layer, protection; bit rate, frequency.
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and bit_rate != 15 and frequency != 3  # noqa: PLR2004
