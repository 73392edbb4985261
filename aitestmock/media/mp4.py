"""A valid MP4 (ISO/IEC 14496-12) that lasts but shows nothing: it has no tracks."""

from __future__ import annotations

_UNITY = b"".join(
    value.to_bytes(4, "big") for value in (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
)
_MILLISECONDS = 1000


def empty_mp4(title: str, milliseconds: int) -> bytes:
    """The boxes of a movie without tracks, and its title in free space."""
    brands = b"isom" + (512).to_bytes(4, "big") + b"isomiso2mp41"
    return (
        _box(b"ftyp", brands)
        + _box(b"moov", _box(b"mvhd", _movie_header(milliseconds)))
        + _box(b"free", title.encode())
    )


def _movie_header(milliseconds: int) -> bytes:
    version_and_flags = made = changed = bytes(4)
    rate, volume, reserved = (0x10000).to_bytes(4, "big"), (0x100).to_bytes(2, "big"), bytes(10)
    next_track = (1).to_bytes(4, "big")
    return b"".join(
        (
            version_and_flags,
            made,
            changed,
            _MILLISECONDS.to_bytes(4, "big"),
            milliseconds.to_bytes(4, "big"),
            rate,
            volume,
            reserved,
            _UNITY,
            bytes(24),
            next_track,
        )
    )


def _box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body
