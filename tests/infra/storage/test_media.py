from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from app.domain.storage.media import MediaKind, kind_of, verified
from app.domain.storage.model import (
    check_key,
    check_prefix,
    song_media_key,
    song_prefix,
    stems_key,
)
from app.domain.storage.ports import MediaRefused

SONG = UUID("018f0000-0000-7000-8000-000000000001")
CHOICE = UUID("018f0000-0000-7000-8000-000000000002")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"ID3\x04\x00\x00\x00\x00\x00\x00", MediaKind.MP3),
        (b"\xff\xfb\x90\x64", MediaKind.MP3),
        (b"\xff\xf3\x40\xc0", MediaKind.MP3),
        (b"\xff\xe3\x18\xc4", MediaKind.MP3),
        (b"fLaC\x00\x00\x00\x22", MediaKind.FLAC),
        (b"PK\x03\x04\x14\x00", MediaKind.ZIP),
        (b"PK\x05\x06\x00\x00", MediaKind.ZIP),
        (b"\x89PNG\r\n\x1a\n\x00", MediaKind.PNG),
        (b"\xff\xd8\xff\xe0", MediaKind.JPEG),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", MediaKind.WEBP),
        (b"\x00\x00\x00\x1cftypisom", MediaKind.MP4),
        (b"\x00\x00\x00\x20ftypmp42", MediaKind.MP4),
        (b"\x00\x00\x00\x18ftypM4V ", MediaKind.MP4),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, kind: MediaKind) -> None:
    assert kind_of(head) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff",
        b"\xff\xfb\x90",
        b"\xff\xeb\x90\x64",  # reserved version
        b"\xff\xf9\x90\x64",  # no layer: AAC
        b"\xff\xfd\x90\x64",  # layer II
        b"\xff\xfb\xf0\x64",  # no such bit rate
        b"\xff\xfb\x9c\x64",  # no such frequency
        b"\xff\xff\xff\xff",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"<html><body>",
        b'{"error": 1}',
        b"GIF89a",
        b"\x00\x00\x00\x1cftypheic",  # a still picture
        b"\x00\x00\x00\x1cftypM4A ",  # sound alone
        b"\x00\x00\x00\x1cftyp",
        b"id3 lower",
    ],
)
def test_everything_else_is_unknown(head: bytes) -> None:
    assert kind_of(head) is None


def test_every_kind_has_a_content_type() -> None:
    assert {kind.content_type for kind in MediaKind} == {
        "audio/mpeg",
        "audio/flac",
        "application/zip",
        "image/png",
        "image/jpeg",
        "image/webp",
        "video/mp4",
    }


async def chunked(content: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


PICTURES = (MediaKind.PNG, MediaKind.JPEG, MediaKind.WEBP)


@pytest.mark.parametrize("size", [1, 3, 12, 1000])
async def test_verified_bytes_arrive_unchanged_in_whatever_pieces(size: int) -> None:
    song = b"ID3" + bytes(range(200))
    file = await verified(chunked(song, size), MediaKind.MP3)
    assert b"".join([part async for part in file.chunks]) == song


async def test_a_file_shorter_than_its_head_may_still_be_right() -> None:
    file = await verified(chunked(b"fLaC", 2), MediaKind.FLAC)
    assert [part async for part in file.chunks] == [b"fLaC"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 9, MediaKind.PNG),
        (b"\xff\xd8\xff\xe0" * 9, MediaKind.JPEG),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", MediaKind.WEBP),
    ],
)
async def test_a_picture_may_be_of_several_kinds(content: bytes, kind: MediaKind) -> None:
    file = await verified(chunked(content, 5), *PICTURES)
    assert file.kind is kind
    assert b"".join([part async for part in file.chunks]) == content


@pytest.mark.parametrize("content", [b"", b"fLaC" * 9, b"<html>" * 9, b"<"])
async def test_wrong_bytes_are_refused_before_any_of_them_is_passed_on(content: bytes) -> None:
    for kinds in ((MediaKind.MP3,), PICTURES):
        with pytest.raises(MediaRefused):
            await verified(chunked(content, 4), *kinds)


def test_the_recordings_of_a_song_lie_below_it() -> None:
    key = song_media_key(SONG, CHOICE, "mp3")
    assert key == f"songs/{SONG}/{CHOICE}.mp3"
    assert key.startswith(check_prefix(song_prefix(SONG)))
    assert stems_key(SONG, CHOICE) == f"songs/{SONG}/stems/{CHOICE}.zip"


@pytest.mark.parametrize("key", ["a", "a.mp3", "a/b", "a-1/b_2/c.flac", "a/" * 7 + "b"])
def test_a_key_of_the_studio_is_accepted(key: str) -> None:
    assert check_key(key) == key


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/./b",
        ".hidden",
        "a/.hidden",
        "a.b.mp3",
        "a.mp3/b",
        "A",
        "ä",
        "a b",
        "a\\b",
        "a\0",
        "a\n",
        "-a",
        "a:b",
        "c" * 101,
        "a/" * 8 + "b",
        "a.123456789",
    ],
)
def test_a_key_that_the_studio_cannot_have_made_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        check_key(key)


@pytest.mark.parametrize("prefix", ["", "/", "a", "a/b", "../", "a/../", "./", "A/", "a//"])
def test_a_prefix_is_whole_segments(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        check_prefix(prefix)
