"""A valid FLAC with an audible sine tone (RFC 9639): mono, 16 bit, 16 kHz, verbatim subframes."""

from __future__ import annotations

import hashlib
import math
import sys
from array import array
from functools import cache

SAMPLE_RATE = 16_000
BLOCK_SAMPLES = 512
LOUDNESS = 8_000
MOST_BLOCKS = 128  # a frame number below 128 fits into one byte of its UTF-8 like code

_STREAMINFO = 0
_VORBIS_COMMENT = 4
_LAST_BLOCK = 0x80
# Sync and fixed block size, 512 samples, 16 kHz, mono, 16 bit.
_FRAME_START = bytes((0xFF, 0xF8, 0x95, 0x08))
_VERBATIM = b"\x02"
_FRAME_BYTES = len(_FRAME_START) + 2 + 1 + BLOCK_SAMPLES * 2 + 2


def sine_flac(title: str, milliseconds: int, hertz: int) -> bytes:
    """A FLAC of whole blocks of 32 ms, from 1 to 128 of them, with a title."""
    blocks = min(max(1, milliseconds * SAMPLE_RATE // 1000 // BLOCK_SAMPLES), MOST_BLOCKS)
    stream_info, frames = _tone(blocks, hertz)
    return b"fLaC" + stream_info + _comment(title) + frames


@cache
def _tone(blocks: int, hertz: int) -> tuple[bytes, bytes]:
    count = blocks * BLOCK_SAMPLES
    step = 2 * math.pi * hertz / SAMPLE_RATE
    samples = array("h", (round(LOUDNESS * math.sin(step * n)) for n in range(count)))
    big = array("h", samples)
    (big if sys.byteorder == "little" else samples).byteswap()
    pcm = big.tobytes()
    frames = b"".join(
        _frame(number, pcm[number * BLOCK_SAMPLES * 2 : (number + 1) * BLOCK_SAMPLES * 2])
        for number in range(blocks)
    )
    return _stream_info(count, hashlib.md5(samples.tobytes(), usedforsecurity=False)), frames


def _frame(number: int, pcm: bytes) -> bytes:
    header = _FRAME_START + bytes((number,))
    frame = header + bytes((crc8(header),)) + _VERBATIM + pcm
    return frame + crc16(frame).to_bytes(2, "big")


def _stream_info(samples: int, md5: hashlib._Hash) -> bytes:
    size = _FRAME_BYTES.to_bytes(3, "big")
    block = BLOCK_SAMPLES.to_bytes(2, "big")
    channels_less_one, bits_less_one = 0, 15
    packed = SAMPLE_RATE << 44 | channels_less_one << 41 | bits_less_one << 36 | samples
    body = block + block + size + size + packed.to_bytes(8, "big") + md5.digest()
    return bytes((_STREAMINFO,)) + len(body).to_bytes(3, "big") + body


def _comment(title: str) -> bytes:
    body = b"".join(
        (
            _counted(b"aitestmock"),
            (1).to_bytes(4, "little"),
            _counted(f"TITLE={title}".encode()),
        )
    )
    return bytes((_VORBIS_COMMENT | _LAST_BLOCK,)) + len(body).to_bytes(3, "big") + body


def _counted(text: bytes) -> bytes:
    return len(text).to_bytes(4, "little") + text


def _crc_table(polynomial: int, bits: int) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = ((value << 1) ^ polynomial if value & top else value << 1) & mask
        table.append(value)
    return tuple(table)


_CRC8 = _crc_table(0x07, 8)
_CRC16 = _crc_table(0x8005, 16)


def crc8(content: bytes) -> int:
    """The checksum of a frame header: polynomial 0x07, start 0."""
    value = 0
    for byte in content:
        value = _CRC8[value ^ byte]
    return value


def crc16(content: bytes) -> int:
    """The checksum of a whole frame: polynomial 0x8005, start 0."""
    value = 0
    for byte in content:
        value = (value << 8 & 0xFF00) ^ _CRC16[value >> 8 ^ byte]
    return value
