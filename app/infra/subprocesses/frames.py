"""Frames on pipes: four bytes of length, most significant first, then the payload."""

from __future__ import annotations

from typing import IO, Final

LENGTH_BYTES: Final = 4


def framed(payload: bytes) -> bytes:
    """A payload with its length before it."""
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload


def heard(source: IO[bytes]) -> bytes | None:
    """The next payload; None at the end of the input, also when it ends within a frame."""
    length = source.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        return None
    expected = int.from_bytes(length, "big")
    payload = source.read(expected)
    return payload if len(payload) == expected else None


def say(sink: IO[bytes], *payloads: bytes) -> None:
    """Send these payloads, each in a frame of its own."""
    for payload in payloads:
        sink.write(framed(payload))
    sink.flush()
