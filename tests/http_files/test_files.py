from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from app.domain.errors import StorageFailure
from app.domain.storage.media import MediaKind
from tests.http_files.studio import Studio, opened

SONG = b"ID3" + os.urandom(700_000)
MODIFIED = "Sun, 01 Mar 2026 12:30:15 GMT"
TOO_FAR = "Sun, 01 Mar 99999999999999999999 12:30:15 GMT"


@pytest_asyncio.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    async with opened(tmp_path / "store") as studio:
        yield studio


async def test_the_owner_hears_the_whole_song(studio: Studio) -> None:
    answer = await studio.get(await studio.stored(SONG))
    assert answer.status_code == 200
    assert answer.content == SONG
    assert {name: answer.headers[name] for name in answer.headers if name != "date"} == {
        "server": "uvicorn",
        "vary": "Authorization",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "private, no-cache",
        "content-type": "audio/mpeg",
        "content-disposition": "inline; filename=\"Ein Lied.mp3\"; filename*=UTF-8''Ein%20Lied.mp3",
        "content-security-policy": "default-src 'none'; sandbox",
        "etag": f'"{hashlib.sha256(SONG).hexdigest()}"',
        "last-modified": MODIFIED,
        "accept-ranges": "bytes",
        "content-length": str(len(SONG)),
    }


async def test_flac_is_flac(studio: Studio) -> None:
    answer = await studio.get(await studio.stored(b"fLaC1", MediaKind.FLAC))
    assert answer.headers["content-type"] == "audio/flac"
    assert answer.headers["content-disposition"].startswith('inline; filename="Ein Lied.flac"')


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        (MediaKind.MP4, "video/mp4"),
        (MediaKind.PNG, "image/png"),
        (MediaKind.JPEG, "image/jpeg"),
        (MediaKind.WEBP, "image/webp"),
    ],
)
async def test_pictures_and_videos_are_what_they_are(
    studio: Studio, kind: MediaKind, content_type: str
) -> None:
    answer = await studio.get(await studio.stored(SONG, kind))
    assert answer.headers["content-type"] == content_type
    assert f'filename="Ein Lied.{kind.value}"' in answer.headers["content-disposition"]


async def test_stems_have_a_name_and_a_place_of_their_own(studio: Studio) -> None:
    path = await studio.stored(SONG, MediaKind.ZIP)
    answer = await studio.get(path, Range="bytes=1-3")
    assert (answer.status_code, answer.content) == (206, SONG[1:4])
    assert answer.headers["content-type"] == "application/zip"
    named = answer.headers["content-disposition"]
    assert named.startswith('inline; filename="Ein Lied (stems).zip"; ')
    for elsewhere in (path.replace("stems", "songs"), path.replace(".zip", ".mp3")):
        assert (await studio.get(elsewhere)).status_code == 404
    by_ticket = await studio.client.get(path, params={"ticket": studio.owner.ticket})
    assert by_ticket.content == SONG
    assert (await studio.client.get(path)).status_code == 401


async def test_a_download_is_an_attachment(studio: Studio) -> None:
    answer = await studio.get(await studio.stored(SONG) + "?download=1")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.content == SONG


async def test_a_ticket_opens_what_a_bearer_token_opens(studio: Studio) -> None:
    path = await studio.stored(SONG)
    answer = await studio.client.get(path, params={"ticket": studio.owner.ticket})
    assert answer.content == SONG


@pytest.mark.parametrize(
    ("query", "headers", "key"),
    [
        ("", {}, "auth.required"),
        ("", {"Authorization": "Bearer wrong"}, "auth.invalid_token"),
        ("", {"Authorization": "Bearer"}, "auth.invalid_token"),
        ("", {"Authorization": "Basic token-owner"}, "auth.invalid_token"),
        ("", {"Authorization": "Bearer ticket-owner"}, "auth.invalid_token"),
        ("?ticket=token-owner", {}, "auth.invalid_token"),
        ("?ticket=", {}, "auth.invalid_token"),
        ("?ticket=ticket-owner", {"Authorization": "Bearer wrong"}, "auth.invalid_token"),
    ],
)
async def test_without_a_valid_session_there_is_a_coded_401(
    studio: Studio, query: str, headers: dict[str, str], key: str
) -> None:
    answer = await studio.client.get(await studio.stored(SONG) + query, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"
    (error,) = answer.json()["errors"]
    request_id = error["extensions"].pop("requestId")
    assert len(request_id) == 32
    assert error["extensions"] == {
        "code": "UNAUTHENTICATED",
        "messageKey": key,
        "params": {},
        "retryable": False,
    }


async def test_foreign_unknown_and_impossible_files_are_told_apart_by_nothing(
    studio: Studio,
) -> None:
    path = await studio.stored(SONG)
    bearer = {"Authorization": f"Bearer {studio.stranger.token}"}
    answers = [
        await studio.client.get(asked, headers=bearer)
        for asked in (
            path,
            f"/files/songs/{uuid4()}.mp3",
            path.replace(".mp3", ".flac"),
            path.replace(".mp3", ".exe"),
            path.replace(".mp3", ""),
            "/files/songs/nonsense.mp3",
            "/files/songs/..mp3",
            "/files/songs/%2e%2e%2fsecret.mp3",
        )
    ]
    for answer in answers:
        assert answer.status_code == 404
        body = answer.json()
        assert body["errors"][0]["extensions"].pop("requestId")
        assert body == {
            "errors": [
                {
                    "message": "There is no such file.",
                    "extensions": {
                        "code": "NOT_FOUND",
                        "messageKey": "file.not_found",
                        "params": {},
                        "retryable": False,
                    },
                }
            ]
        }
        headers = {**answer.headers, "date": "", "content-length": ""}
        assert headers == {**answers[0].headers, "date": "", "content-length": ""}
    assert len({len(answer.content) for answer in answers}) == 1


async def test_an_error_speaks_the_language_of_its_reader(studio: Studio) -> None:
    answer = await studio.get(f"/files/songs/{uuid4()}.mp3", Accept_Language="de-AT,en;q=0.5")
    assert answer.json()["errors"][0]["message"] == "Diese Datei gibt es nicht."


async def test_bytes_that_are_gone_are_not_found(studio: Studio) -> None:
    path = await studio.stored(SONG)
    (file,) = studio.shelf.files.values()
    await studio.storage.delete(file.key)
    assert (await studio.get(path)).status_code == 404


async def test_a_store_that_fails_says_so_instead_of_half_a_song(studio: Studio) -> None:
    path = await studio.stored(SONG)
    studio.storage.failure = StorageFailure("storage.failed")
    answer = await studio.get(path)
    assert answer.status_code == 503
    extensions = answer.json()["errors"][0]["extensions"]
    assert (extensions["code"], extensions["retryable"]) == ("STORAGE_ERROR", True)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(SONG)),
        ("bytes=-5", len(SONG) - 5, len(SONG)),
        ("bytes=10-10", 10, 11),
        (f"bytes=0-{len(SONG) + 9}", 0, len(SONG)),
        (f"bytes=-{len(SONG) * 2}", 0, len(SONG)),
        ("BYTES=1-2", 1, 3),
        ("bytes=300000-600000", 300_000, 600_001),
    ],
)
async def test_a_part_is_answered_with_exactly_that_part(
    studio: Studio, asked: str, start: int, end: int
) -> None:
    answer = await studio.get(await studio.stored(SONG), Range=asked)
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(SONG)}"
    assert answer.headers["content-length"] == str(end - start)
    assert answer.content == SONG[start:end]


@pytest.mark.parametrize("asked", [f"bytes={len(SONG)}-", "bytes=9999999-", "bytes=-0"])
async def test_a_part_beyond_the_end_is_a_416(studio: Studio, asked: str) -> None:
    answer = await studio.get(await studio.stored(SONG), Range=asked)
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(SONG)}"
    assert answer.content == b""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-6",
        "bytes=5-4",
        "bytes=-",
        "bytes=a-b",
        "items=0-1",
        "bytes 0-1",
        "",
        "bytes=" + "9" * 30 + "-",
    ],
)
async def test_a_range_that_is_none_gets_the_whole_song(studio: Studio, asked: str) -> None:
    answer = await studio.get(await studio.stored(SONG), Range=asked)
    assert answer.status_code == 200
    assert answer.content == SONG


async def test_a_part_of_another_version_is_answered_with_the_whole(studio: Studio) -> None:
    path = await studio.stored(SONG)
    etag = (await studio.get(path)).headers["etag"]
    for condition, status in {
        etag: 206,
        MODIFIED: 206,
        '"other"': 200,
        f"W/{etag}": 200,
        "Sun, 01 Mar 2026 12:30:14 GMT": 200,
        "Sun, 01 Mar 2026 12:30:16 GMT": 200,
        "nonsense": 200,
        TOO_FAR: 200,
    }.items():
        answer = await studio.get(path, Range="bytes=0-1", If_Range=condition)
        assert answer.status_code == status, condition


async def test_what_the_client_has_is_not_sent_again(studio: Studio) -> None:
    path = await studio.stored(SONG)
    etag = (await studio.get(path)).headers["etag"]
    studio.storage.bytes_read = 0
    for tags in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = await studio.get(path, If_None_Match=tags)
        assert answer.status_code == 304
        assert answer.headers["etag"] == etag
        assert answer.content == b""
    assert (await studio.get(path, If_Modified_Since=MODIFIED)).status_code == 304
    assert studio.storage.bytes_read == 0


async def test_what_the_client_lacks_is_sent(studio: Studio) -> None:
    path = await studio.stored(SONG)
    for headers in (
        {"If_None_Match": '"x"'},
        {"If_None_Match": '"x"', "If_Modified_Since": MODIFIED},
        {"If_Modified_Since": "Sun, 01 Mar 2026 12:30:14 GMT"},
        {"If_Modified_Since": "nonsense"},
        {"If_Modified_Since": TOO_FAR},
    ):
        assert (await studio.get(path, **headers)).status_code == 200


async def test_head_tells_everything_but_the_bytes(studio: Studio) -> None:
    path = await studio.stored(SONG)
    bearer = {"Authorization": f"Bearer {studio.owner.token}"}
    answer = await studio.client.head(path, headers={**bearer, "Range": "bytes=0-1"})
    whole = await studio.get(path)
    assert answer.status_code == 200
    assert {**answer.headers, "date": ""} == {**whole.headers, "date": ""}
    assert studio.storage.bytes_read == len(SONG)
    missing = await studio.client.head(f"/files/songs/{uuid4()}.mp3", headers=bearer)
    assert missing.status_code == 404


async def test_other_methods_are_not_allowed(studio: Studio) -> None:
    answer = await studio.client.post(await studio.stored(SONG))
    assert answer.status_code == 405


async def test_an_empty_file_is_served_and_has_no_parts(studio: Studio) -> None:
    path = await studio.stored(b"")
    answer = await studio.get(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert (await studio.get(path, Range="bytes=0-")).status_code == 416


async def request(studio: Studio, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(*studio.address, limit=1024)
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-owner\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def test_a_slow_listener_holds_the_file_back_and_a_lost_one_closes_it(
    studio: Studio,
) -> None:
    size = 40_000_000
    path = await studio.stored(b"x" * size)
    _, writer = await request(studio, path)
    await asyncio.sleep(0.5)
    assert studio.storage.open_now == 1
    read_for_a_slow_one = studio.storage.bytes_read
    assert read_for_a_slow_one < size / 2
    writer.transport.abort()
    async with asyncio.timeout(3):
        await studio.storage.closed.wait()
    assert studio.storage.open_now == 0
    assert studio.storage.bytes_read < size / 2


async def test_many_listeners_get_their_own_song_at_once(studio: Studio) -> None:
    songs = [b"ID3" + os.urandom(300_000) for _ in range(8)]
    paths = [await studio.stored(song) for song in songs]
    answers = await asyncio.gather(*(studio.get(path) for path in paths))
    assert [answer.content for answer in answers] == songs
    assert studio.storage.open_now == 0
