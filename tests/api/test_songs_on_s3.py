"""Songs whose files are in a bucket, and older ones that still lie on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from app.asgi import assemble
from app.bootstrap import Studio
from app.cli.studio_client import StudioClient
from app.infra.settings import Settings
from app.readpath.run import ReadPath
from app.rows.songs import StoredObjectRow
from tests.api.songs import finished, generate
from tests.api.test_song_deletion import delete
from tests.infra.storage.objects import keys, read
from tests.s3 import access
from tests.studio import PASSWORD, Person, running_studio, served

TICKET = "{ me { mediaTicket { ticket } } }"
TITLE = "Grüße 🎵"


@pytest.fixture(scope="module")
async def running(
    settings: Settings, s3_endpoint: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Studio, str, ReadPath | None]]:
    """A studio like that of the other tests, but for its stores."""
    bucket = access(s3_endpoint)
    changes = {
        "data_dir": tmp_path_factory.mktemp("data"),
        "storage_backend": "s3",
        "s3_endpoint": bucket.endpoint,
        "s3_bucket": bucket.bucket,
        "s3_access_key": SecretStr(bucket.access_key),
        "s3_secret_key": SecretStr(bucket.secret_key),
    }
    async with running_studio(settings.model_copy(update=changes)) as studio:
        app = assemble(studio)
        async with served(app) as url:
            yield studio, url, app.state.reads


@pytest.fixture
async def song(ada: Person, studio: Studio, worker: None) -> dict[str, Any]:
    """The only song, with its four files."""
    await studio.storage.delete_prefix("songs/")
    started = await generate(ada, title=TITLE, prompt="1s")
    song = await finished(ada, started["song"]["id"])
    assert song["status"] == "SUCCESS"
    return song


@pytest.fixture
async def anybody() -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a session."""
    async with httpx.AsyncClient() as client:
        yield client


async def asked(person: Person, url: str, method: str = "GET", **headers: str) -> httpx.Response:
    bearer = {"Authorization": f"Bearer {person.token}"}
    return await person.http.request(method, url, headers={**bearer, **headers})


async def object_of(url: str) -> StoredObjectRow:
    """What is known of the file behind one of our addresses."""
    rows = [row for row in await StoredObjectRow.all() if row.key.endswith(url.rpartition("/")[2])]
    assert len(rows) == 1
    return rows[0]


async def test_a_song_is_kept_in_the_bucket_and_downloaded_from_there(
    ada: Person, studio: Studio, song: dict[str, Any], anybody: httpx.AsyncClient, s3_endpoint: str
) -> None:
    assert len(song["choices"]) == 2
    for url in [choice[each] for choice in song["choices"] for each in ("mp3Url", "flacUrl")]:
        kept = await object_of(url)
        assert kept.backend == "s3"
        redirect = await asked(ada, url)
        assert redirect.status_code == 307
        assert redirect.content == b""
        assert redirect.headers["cache-control"] == "no-store"
        assert redirect.headers["referrer-policy"] == "no-referrer"
        where = redirect.headers["location"]
        assert where.startswith(f"{s3_endpoint}/")
        assert ada.token not in where

        file = await anybody.get(where)

        assert file.status_code == 200
        assert hashlib.sha256(file.content).hexdigest() == kept.sha256
        assert file.headers["content-type"] == kept.content_type
        assert "Gr%C3%BC%C3%9Fe%20%F0%9F%8E%B5" in file.headers["content-disposition"]
        assert file.headers["content-disposition"].startswith("inline; ")
        part = await anybody.get(where, headers={"Range": "bytes=1-4"})
        assert (part.status_code, part.content) == (206, file.content[1:5])
    assert await keys(studio.storage.named("filesystem"), "songs/") == []


async def test_a_head_is_redirected_to_an_address_for_heads(
    ada: Person, song: dict[str, Any], anybody: httpx.AsyncClient
) -> None:
    url = song["choices"][0]["mp3Url"]
    redirect = await asked(ada, url, "HEAD")
    assert (redirect.status_code, redirect.headers["cache-control"]) == (307, "no-store")
    answer = await anybody.head(redirect.headers["location"])
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str((await object_of(url)).byte_size)
    assert (await anybody.get(redirect.headers["location"])).status_code == 403


async def test_a_download_and_a_ticket_work_as_ever(
    ada: Person, song: dict[str, Any], anybody: httpx.AsyncClient
) -> None:
    url = song["choices"][0]["flacUrl"]
    ticket = (await ada.get(TICKET))["me"]["mediaTicket"]["ticket"]
    redirect = await ada.http.get(url, params={"ticket": ticket, "download": "1"})
    assert redirect.status_code == 307
    assert ticket not in redirect.headers["location"]
    file = await anybody.get(redirect.headers["location"])
    assert file.headers["content-disposition"].startswith("attachment; ")


async def test_the_command_line_follows_to_the_bucket_without_its_token(
    ada: Person, studio_url: str, song: dict[str, Any]
) -> None:
    url = song["choices"][0]["flacUrl"]
    async with StudioClient(studio_url, "en") as client:
        await client.sign_in(ada.email, PASSWORD)
        async with client.download(url) as response:
            content = await response.aread()
    assert hashlib.sha256(content).hexdigest() == (await object_of(url)).sha256
    assert "authorization" not in response.request.headers


async def test_nobody_else_is_told_where_a_file_is(
    ada: Person, bob: Person, song: dict[str, Any]
) -> None:
    url = song["choices"][0]["mp3Url"]
    refused = await asked(bob, url)
    assert (refused.status_code, "location" in refused.headers) == (404, False)
    assert (await ada.http.get(url)).status_code == 401


async def to_the_disk(studio: Studio, url: str) -> bytes:
    """Let a file be one that was kept before there was a bucket; its bytes."""
    row = await object_of(url)
    bucket, disk = studio.storage.named("s3"), studio.storage.named("filesystem")
    await disk.put(row.key, bucket.open(row.key), row.content_type)
    await bucket.delete(row.key)
    await StoredObjectRow.filter(key=row.key).update(backend="filesystem")
    return await read(disk, row.key)


async def test_what_was_kept_on_the_disk_is_still_served_from_there(
    ada: Person, studio: Studio, song: dict[str, Any]
) -> None:
    old, new = (choice["mp3Url"] for choice in song["choices"])
    content = await to_the_disk(studio, old)
    answer = await asked(ada, old, Range="bytes=2-")
    assert (answer.status_code, answer.content) == (206, content[2:])
    assert (await asked(ada, new)).status_code == 307


async def test_a_deleted_song_leaves_nothing_in_either_store(
    ada: Person, studio: Studio, song: dict[str, Any]
) -> None:
    url = song["choices"][0]["mp3Url"]
    await to_the_disk(studio, url)
    assert len(await keys(studio.storage, "songs/")) == 4
    assert (await delete(ada, song["id"]))["deleted"] == [song["id"]]
    assert await keys(studio.storage, "songs/") == []
    assert (await asked(ada, url)).status_code == 404


async def test_a_store_that_the_studio_does_not_have_is_named(
    ada: Person, song: dict[str, Any]
) -> None:
    url = song["choices"][0]["mp3Url"]
    await StoredObjectRow.filter(key=(await object_of(url)).key).update(backend="tape")
    answer = await asked(ada, url, **{"Accept-Language": "de"})
    assert answer.status_code == 500
    [error] = answer.json()["errors"]
    assert "Speicher" in error["message"]
    assert error["extensions"]["code"] == "STORAGE_ERROR"
    assert error["extensions"]["params"] == {"backend": "tape"}
    assert error["extensions"]["retryable"] is False


async def test_bytes_that_are_gone_from_the_bucket_are_not_found_there(
    ada: Person, studio: Studio, song: dict[str, Any], anybody: httpx.AsyncClient
) -> None:
    url = song["choices"][0]["mp3Url"]
    await studio.storage.delete((await object_of(url)).key)
    redirect = await asked(ada, url)
    gone = await anybody.get(redirect.headers["location"])
    assert gone.status_code == 404
    assert urlsplit(str(gone.url)).path.endswith(".mp3")
