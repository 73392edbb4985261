"""A valid, silent MP3.

ISO/IEC 11172-3: MPEG-1 Layer III, mono, 48 kHz, 32 kbit/s, no CRC. Such a frame has exactly
144 * 32000 / 48000 = 96 bytes; with its side information zero it decodes to 1152 samples of
silence. Titles follow ID3v2.3.
"""

from __future__ import annotations

FRAME_HEADER = bytes((0xFF, 0xFB, 0x14, 0xC0))
FRAME_BYTES = 96
FRAME_MILLISECONDS = 24

_FRAME = FRAME_HEADER.ljust(FRAME_BYTES, b"\0")


def silent_mp3(title: str, milliseconds: int) -> bytes:
    """An MP3 of at least one frame, rounded down to whole frames of 24 ms."""
    return _id3(title) + _FRAME * max(1, milliseconds // FRAME_MILLISECONDS)


def _id3(title: str) -> bytes:
    text = b"\0" + title.encode("latin-1", "replace")
    frame = b"TIT2" + len(text).to_bytes(4, "big") + b"\0\0" + text
    size = len(frame)
    syncsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + syncsafe + frame
