from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from itertools import pairwise

import httpx
import pytest

from aitestmock.media.files import media_bytes
from aitestmock.media.flac import crc8, crc16
from tests.mock.conftest import RunningMock

KINDS = ["mp3", "flac", "zip", "png", "mp4"]


def mp3_frames(content: bytes) -> list[bytes]:
    """The MPEG frames after the ID3 tag, found by following the lengths both declare."""
    assert content[:3] == b"ID3"
    tag = 0
    for byte in content[6:10]:
        tag = tag << 7 | byte
    frames, at = [], 10 + tag
    while at < len(content):
        header = content[at : at + 4]
        assert header[0] == 0xFF
        assert header[1] == 0xFB, "MPEG-1 Layer III without CRC"
        assert (header[2] >> 4, header[2] >> 2 & 3) == (1, 1), "32 kbit/s at 48 kHz"
        length = 144 * 32_000 // 48_000 + (header[2] >> 1 & 1)
        frames.append(content[at : at + length])
        at += length
    return frames


def flac_samples(content: bytes) -> tuple[bytes, bytes]:
    """The MD5 a FLAC declares and its samples as little-endian PCM, all checksums checked."""
    assert content[:4] == b"fLaC"
    at, last, stream_info = 4, False, b""
    while not last:
        last, kind = bool(content[at] & 0x80), content[at] & 0x7F
        length = int.from_bytes(content[at + 1 : at + 4], "big")
        if kind == 0:
            stream_info = content[at + 4 : at + 4 + length]
        at += 4 + length
    block = int.from_bytes(stream_info[:2], "big")
    packed = int.from_bytes(stream_info[10:18], "big")
    assert (packed >> 44, packed >> 41 & 7, packed >> 36 & 31) == (16_000, 0, 15)
    frame_length = int.from_bytes(stream_info[4:7], "big")
    pcm, number = bytearray(), 0
    while at < len(content):
        frame = content[at : at + frame_length]
        assert frame[:2] == b"\xff\xf8"
        assert frame[4] == number
        assert crc8(frame[:5]) == frame[5]
        assert crc16(frame[:-2]) == int.from_bytes(frame[-2:], "big")
        assert frame[6] == 2, "a verbatim subframe"
        big = frame[7:-2]
        for n in range(0, len(big), 2):
            pcm += bytes((big[n + 1], big[n]))
        at += frame_length
        number += 1
    assert len(pcm) == 2 * number * block == 2 * (packed & (1 << 36) - 1)
    return stream_info[18:], bytes(pcm)


def test_the_checksums_are_those_of_the_catalogue() -> None:
    # CRC-8/SMBUS and CRC-16/UMTS, the check values of their polynomials.
    assert crc8(b"123456789") == 0xF4
    assert crc16(b"123456789") == 0xFEE8


def test_an_mp3_has_a_hundred_silent_frames() -> None:
    frames = mp3_frames(media_bytes("12345678901234-0", "mp3"))
    assert len(frames) == 100
    assert all(len(frame) == 96 and not any(frame[4:]) for frame in frames)


def test_a_flac_holds_a_tone_one_can_hear_and_the_md5_of_it() -> None:
    md5, pcm = flac_samples(media_bytes("12345678901234-0", "flac"))
    assert hashlib.md5(pcm, usedforsecurity=False).digest() == md5
    assert len(pcm) == 2 * 38_400
    samples = [int.from_bytes(pcm[n : n + 2], "little", signed=True) for n in range(0, len(pcm), 2)]
    assert max(samples) > 7900
    assert min(samples) < -7900
    rises = sum(1 for a, b in pairwise(samples) if a < 0 <= b)
    assert 260 <= rises / 2.4 <= 525


def test_a_zip_holds_four_playable_stems() -> None:
    with zipfile.ZipFile(io.BytesIO(media_bytes("1-stems", "zip"))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["vocals.mp3", "drums.mp3", "bass.mp3", "other.mp3"]
        assert all(len(mp3_frames(archive.read(name))) == 100 for name in archive.namelist())


def test_a_png_has_valid_chunks_and_one_colour() -> None:
    content = media_bytes("1", "png")
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        checksum = content[at + 8 + length : at + 12 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(checksum, "big")
        chunks[kind] = body
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    assert chunks[b"IHDR"] == bytes((0, 0, 1, 0, 0, 0, 1, 0, 8, 2, 0, 0, 0))
    pixels = zlib.decompress(chunks[b"IDAT"])
    assert len(pixels) == 256 * (1 + 256 * 3)
    assert pixels == (b"\0" + pixels[1:4] * 256) * 256


def test_an_mp4_is_a_whole_number_of_boxes_and_lasts_as_long_as_the_sound() -> None:
    content = media_bytes("1-0", "mp4")
    boxes, at = {}, 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        boxes[content[at + 4 : at + 8]] = content[at + 8 : at + length]
        at += length
    assert at == len(content)
    assert list(boxes) == [b"ftyp", b"moov", b"free"]
    header = boxes[b"moov"]
    assert (len(header), header[4:8]) == (108, b"mvhd")
    assert int.from_bytes(header[24:28], "big") == 2400


@pytest.mark.parametrize("kind", KINDS)
def test_media_differ_by_name_and_are_the_same_every_time(kind: str) -> None:
    assert media_bytes("1-0", kind) == media_bytes("1-0", kind)
    assert len({media_bytes(name, kind) for name in ("1-0", "1-1", "2-0")}) == 3


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("1-0.mp3", "audio/mpeg"),
        ("1-0.flac", "audio/flac"),
        ("1-stems.zip", "application/zip"),
        ("1.png", "image/png"),
        ("1.mp4", "video/mp4"),
    ],
)
async def test_media_are_served_without_a_key(
    mock: RunningMock, file: str, media_type: str
) -> None:
    async with httpx.AsyncClient(base_url=mock.url) as stranger:
        download = await stranger.get(f"/media/{file}")
    title, _, kind = file.partition(".")
    assert download.status_code == 200
    assert download.headers["Content-Type"] == media_type
    assert download.headers["Content-Length"] == str(len(download.content))
    assert download.content == media_bytes(title, kind)


@pytest.mark.parametrize(
    "file", ["a.wav", "mp3", ".mp3", "a%20b.mp3", "..%2Fa.mp3", f"{'a' * 81}.mp3"]
)
async def test_other_files_do_not_exist(mock: RunningMock, file: str) -> None:
    assert (await mock.client.get(f"/media/{file}")).status_code == 404
