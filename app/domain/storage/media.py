"""The kinds of media that the studio keeps, recognised by their first bytes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
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
    MP4 = "mp4"

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
    MediaKind.MP4: "video/mp4",
}

_SIGNATURES = {
    b"ID3": MediaKind.MP3,
    b"fLaC": MediaKind.FLAC,
    b"PK\x03\x04": MediaKind.ZIP,
    b"PK\x05\x06": MediaKind.ZIP,  # an archive without entries
    b"\x89PNG\r\n\x1a\n": MediaKind.PNG,
    b"\xff\xd8\xff": MediaKind.JPEG,
}


# Brands of ISO/IEC 14496-12; still pictures (HEIC, AVIF) and sound alone (M4A) share the `ftyp`.
_MOVIES = (b"iso", b"mp4", b"avc1", b"M4V", b"dash", b"MSNV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A file whose first bytes were looked at, the whole of it still to be read once."""

    kind: MediaKind
    chunks: AsyncIterator[bytes]


def kind_of(head: bytes) -> MediaKind | None:
    """What a file that begins with these bytes is, whatever its name says; None for the rest.

    An MP3 begins with an ID3v2 tag or with a frame header of MPEG audio layer III.
    """
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaKind.WEBP
    if head[4:8] == b"ftyp" and head[8:12].startswith(_MOVIES):
        return MediaKind.MP4
    return MediaKind.MP3 if _is_layer_three(head) else None


async def verified(chunks: AsyncIterator[bytes], *kinds: MediaKind) -> Verified:
    """The kind of a file and the same bytes, when they begin as one of these kinds does.

    Raises MediaRefused for everything else, also for an empty file.
    """
    head = b""
    async for chunk in chunks:
        head += chunk
        if len(head) >= HEAD:
            break
    kind = kind_of(head)
    if kind not in kinds:
        raise MediaRefused(f"the bytes are no {' or '.join(each.value for each in kinds)} file")
    return Verified(kind=kind, chunks=_led_by(head, chunks))


async def _led_by(head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in rest:
        yield chunk


def _is_layer_three(head: bytes) -> bool:
    # ISO/IEC 11172-3, 2.4.1.3: 11 bits of sync, version, layer, protection; bit rate, frequency.
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and bit_rate != 15 and frequency != 3  # noqa: PLR2004
