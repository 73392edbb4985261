"""What only an S3 can do, or suffer."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import httpx
import pytest
from loguru import logger

from app.domain.errors import StorageFailure
from app.infra.storage.s3 import S3Storage
from app.infra.storage.s3_upload import PART
from tests.cli.relay import relaying
from tests.infra.providers.raw_server import Script, cut_off, hangs, head, resets, says, serving
from tests.infra.storage.objects import KEY, keys, pieces, put, read
from tests.s3 import access
from tests.seaweedfs import SECRET_KEY, S3Server

DISPOSITION = (
    "attachment; filename=\"Grue.mp3\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%8E%B5.mp3"
)
NO_BUCKET = says(404, b"<Error><Code>NoSuchBucket</Code></Error>", Content_Type="application/xml")
KEPT = says(200, ETag='"a"')


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Everything that is logged."""
    lines: list[str] = []
    sink = logger.add(lines.append, level="TRACE", diagnose=True)
    yield lines
    logger.remove(sink)


Store = Callable[..., S3Storage]


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """Opens stores: `store(endpoint)`."""
    opened: list[S3Storage] = []

    def open_store(endpoint: str, **changes: object) -> S3Storage:
        opened.append(S3Storage(access(endpoint, **changes)))
        return opened[-1]

    yield open_store
    for each in opened:
        await each.aclose()


def described(byte_size: int) -> Script:
    """The answer to a HEAD."""

    async def script(writer: asyncio.StreamWriter) -> None:
        modified = "Sun, 01 Mar 2026 12:30:15 GMT"
        writer.write(head(200, byte_size, ETag='"a"', Last_Modified=modified))

    return script


async def uploads(storage: S3Storage) -> list[str]:
    """The keys of what is being written in parts."""
    answer = await storage._bucket.ask("list_multipart_uploads")
    return [each["Key"] for each in (answer or {}).get("Uploads", ())]


async def test_the_bucket_is_made_by_the_first_put_and_by_nothing_else(s3: S3Storage) -> None:
    assert await s3.stat(KEY) is None
    assert not await s3.delete(KEY)
    assert await s3.delete_prefix("songs/") == await s3.sweep() == 0
    assert await keys(s3) == []
    assert await s3._bucket.ask("list_objects_v2") is None
    await put(s3, KEY)
    assert await keys(s3) == [KEY]


async def test_a_bucket_is_made_by_a_put_in_parts_too(s3: S3Storage) -> None:
    content = os.urandom(PART + 1)
    await put(s3, KEY, content)
    assert await read(s3, KEY) == content


RACER = """
import asyncio, sys
from tests.infra.storage.objects import put
from tests.s3 import access
from app.infra.storage.s3 import S3Storage

async def main():
    storage = S3Storage(access(sys.argv[1], bucket=sys.argv[2]))
    print("ready", flush=True)
    sys.stdin.readline()
    await asyncio.gather(*(put(storage, f"{sys.argv[3]}/{n}") for n in range(3)))
    await storage.aclose()

asyncio.run(main())
"""


async def test_processes_that_make_the_bucket_at_once_all_store(
    s3_endpoint: str, store: Store
) -> None:
    wanted = access(s3_endpoint)
    racers = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", RACER, s3_endpoint, wanted.bucket, f"racer{number}"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[3],
        )
        for number in range(2)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert await racer.stdout.readline() == b"ready\n"
    await asyncio.gather(*(racer.communicate(b"go\n") for racer in racers))
    assert [racer.returncode for racer in racers] == [0, 0]

    storage = store(s3_endpoint, bucket=wanted.bucket)
    assert len(await keys(storage)) == 6


@pytest.mark.parametrize("wrong", ["access_key", "secret_key"])
async def test_who_has_the_wrong_key_is_refused_and_the_key_is_told_to_nobody(
    s3_endpoint: str, lines: list[str], wrong: str, store: Store
) -> None:
    storage = store(s3_endpoint, **{wrong: "nobody-may-read-this"})
    for work in (put(storage, KEY), storage.stat(KEY), keys(storage), read(storage, KEY)):
        with pytest.raises(StorageFailure) as raised:
            await work
        logger.opt(exception=raised.value).error("seen")
        assert (raised.value.key, raised.value.retryable) == ("storage.failed", True)
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__
    told = "".join(lines)
    assert "SignatureDoesNotMatch" in told or "InvalidAccessKeyId" in told
    assert "nobody-may-read-this" not in told
    assert SECRET_KEY not in told
    assert "nobody" not in repr(access(s3_endpoint, secret_key="nobody", access_key="nobody"))


async def test_a_signed_address_opens_the_object_under_its_own_name(s3: S3Storage) -> None:
    content = os.urandom(1000)
    await put(s3, KEY, content)
    address = await s3.url(KEY, disposition=DISPOSITION, content_type="audio/flac")
    assert address is not None
    assert parse_qs(urlsplit(address).query)["X-Amz-Expires"] == ["3600"]
    async with httpx.AsyncClient() as client:
        whole = await client.get(address)
        part = await client.get(address, headers={"Range": "bytes=10-19"})
    assert (whole.status_code, whole.content) == (200, content)
    assert whole.headers["content-type"] == "audio/flac"
    assert whole.headers["content-disposition"] == DISPOSITION
    assert (part.status_code, part.content) == (206, content[10:20])
    assert part.headers["content-disposition"] == DISPOSITION


async def test_an_address_for_head_describes_and_opens_nothing(s3: S3Storage) -> None:
    await put(s3, KEY, b"x" * 1000)
    address = await s3.url(KEY, disposition=DISPOSITION, content_type="a/b", method="HEAD")
    assert address is not None
    async with httpx.AsyncClient() as client:
        described = await client.head(address)
        assert (described.status_code, described.headers["content-length"]) == (200, "1000")
        assert (await client.get(address)).status_code == 403


async def test_an_address_is_good_for_nothing_else(s3: S3Storage) -> None:
    await put(s3, KEY, b"mine")
    await put(s3, "songs/two/b.mp3", b"another")
    address = await s3.url(KEY, disposition="inline", content_type="audio/mpeg")
    assert address is not None
    tampered = {
        address.replace("songs/one/a.mp3", "songs/two/b.mp3"),
        address.replace("content-disposition=inline", "content-disposition=attachment"),
        address.replace(quote("audio/mpeg", safe=""), quote("text/html", safe="")),
        address.replace("Expires=3600", "Expires=7200"),
        address.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
        address.partition("?")[0],
    }
    assert address not in tampered
    async with httpx.AsyncClient() as client:
        for each in tampered:
            answer = await client.get(each)
            assert answer.status_code in (400, 403), each
            assert b"mine" not in answer.content
        for method in ("PUT", "DELETE", "POST"):
            assert (await client.request(method, address, content=b"")).status_code in (403, 405)
    assert await read(s3, KEY) == b"mine"


async def test_an_address_expires(s3: S3Storage) -> None:
    await put(s3, KEY)
    address = await s3.url(KEY, disposition="inline", content_type="audio/mpeg", seconds=1)
    assert address is not None
    async with httpx.AsyncClient() as client, asyncio.timeout(10):
        while (answer := await client.get(address)).status_code == 200:
            await asyncio.sleep(0.1)
    assert answer.status_code in (400, 403)


async def test_an_address_is_signed_for_the_host_that_browsers_reach(
    s3_endpoint: str, store: Store
) -> None:
    async with relaying(s3_endpoint) as public, httpx.AsyncClient() as client:
        storage = store(s3_endpoint, public_endpoint=public.url)
        await put(storage, KEY, b"mine")
        assert public.connections == 0

        address = await storage.url(KEY, disposition="inline", content_type="audio/mpeg")

        assert address is not None
        assert address.startswith(f"{public.url}/test-")
        assert (await client.get(address)).content == b"mine"
        elsewhere = address.replace(public.url, s3_endpoint)
        assert (await client.get(elsewhere)).status_code == 403


async def test_more_objects_than_a_page_holds_are_listed_and_deleted(s3: S3Storage) -> None:
    wanted = sorted(f"many/{number % 3}/{number}.mp3" for number in range(1_003))
    await put(s3, "other/a.mp3")
    for first in range(0, len(wanted), 50):
        await asyncio.gather(*(put(s3, key) for key in wanted[first : first + 50]))
    await s3._bucket.write("put_object", Key="many/Foreign.MP3", Body=b"x")

    assert await keys(s3, "many/") == wanted
    assert len(await keys(s3)) == 1_004
    assert await s3.delete_prefix("many/") == 1_003
    assert await keys(s3) == ["other/a.mp3"]
    assert await s3._bucket.ask("head_object", Key="many/Foreign.MP3") is not None


async def test_the_kind_of_an_object_is_kept_also_when_it_moves(s3: S3Storage) -> None:
    for size in (1, PART + 1):
        await s3.put(KEY, pieces(b"x" * size), "audio/flac")
        await s3.move(KEY, "moved")
        found = await s3._bucket.ask("head_object", Key="moved")
        assert found is not None
        assert found["ContentType"] == "audio/flac"


async def test_a_put_that_fails_or_is_cancelled_leaves_no_parts(s3: S3Storage) -> None:
    seen = asyncio.Event()

    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 2 * PART
        assert await uploads(s3) == [KEY]
        raise ConnectionError("mine")

    with pytest.raises(ConnectionError):
        await s3.put(KEY, broken(), "audio/mpeg")
    assert await uploads(s3) == []

    async def endless() -> AsyncIterator[bytes]:
        yield b"x" * 2 * PART
        seen.set()
        await asyncio.sleep(60)

    task = asyncio.create_task(s3.put(KEY, endless(), "audio/mpeg"))
    await seen.wait()
    assert await uploads(s3) == [KEY]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await uploads(s3) == []
    assert await keys(s3) == []


async def test_only_old_parts_of_the_studio_are_swept(s3: S3Storage) -> None:
    await put(s3, KEY)
    for key in (KEY, "Foreign"):
        await s3._bucket.write("create_multipart_upload", Key=key)
    assert await s3.sweep() == 0
    await asyncio.sleep(1.1)  # S3 counts in whole seconds
    assert await s3.sweep(older_than=0) == 1
    assert await uploads(s3) == ["Foreign"]
    assert await read(s3, KEY) == b"x"


async def once_it_answers(storage: S3Storage) -> bytes:
    """The server takes requests before it has found its files."""
    async with asyncio.timeout(30):
        while True:
            try:
                return await read(storage, KEY)
            except StorageFailure:
                await asyncio.sleep(0.1)


async def test_a_server_that_dies_in_a_put_fails_it_and_the_next_one_succeeds(
    tmp_path: Path, store: Store
) -> None:
    server = S3Server(tmp_path / "s3")
    server.start()
    storage = store(server.endpoint)
    try:
        await put(storage, KEY, b"old")

        async def killing() -> AsyncIterator[bytes]:
            yield b"x" * 2 * PART
            server.kill()
            yield b"x" * 2 * PART

        with pytest.raises(StorageFailure) as raised:
            await storage.put(KEY, killing(), "audio/mpeg")
        assert raised.value.retryable
        with pytest.raises(StorageFailure):
            await storage.stat(KEY)

        server.start()
        assert await once_it_answers(storage) == b"old"
        assert await storage.sweep(older_than=-1) == 1
        await put(storage, KEY, b"y" * (PART + 1))
        assert await read(storage, KEY) == b"y" * (PART + 1)
    finally:
        server.stop()


@pytest.mark.parametrize("script", [hangs, resets, says(500), says(403), says(200, b"nonsense")])
async def test_a_store_that_does_not_answer_as_one_is_a_failure(
    script: Script, store: Store
) -> None:
    async with serving(script) as server:
        storage = store(server.url, read_timeout=0.1)
        with pytest.raises(StorageFailure):
            await put(storage, KEY)
        with pytest.raises(StorageFailure):
            await keys(storage)


async def test_an_object_that_ends_early_is_a_failure(store: Store) -> None:
    async with serving(cut_off(200, 1000, b"x" * 10)) as server:
        storage = store(server.url)
        with pytest.raises(StorageFailure):
            await read(storage, KEY)


@pytest.mark.parametrize(
    ("status", "code"), [(507, "InsufficientStorage"), (403, "QuotaExceeded"), (507, "Whatever")]
)
async def test_a_store_without_room_says_so(status: int, code: str, store: Store) -> None:
    refusal = says(status, f"<Error><Code>{code}</Code></Error>".encode())
    async with serving(refusal) as server:
        storage = store(server.url)
        with pytest.raises(StorageFailure) as raised:
            await put(storage, KEY)
        assert raised.value.key == ("storage.failed" if code == "Whatever" else "storage.full")


async def test_a_store_that_keeps_less_than_was_sent_is_a_failure(store: Store) -> None:
    async with serving(KEPT, described(2)) as server:
        storage = store(server.url)
        with pytest.raises(StorageFailure):
            await put(storage, KEY, b"abc")
    async with serving(KEPT, described(3)) as server:
        storage = store(server.url)
        assert (await put(storage, KEY, b"abc")).byte_size == 3


async def test_a_copy_that_lost_bytes_keeps_its_source(store: Store) -> None:
    copied = says(200, b"<CopyObjectResult><ETag>a</ETag></CopyObjectResult>")
    async with serving(described(5), copied, described(4)) as server:
        storage = store(server.url)
        with pytest.raises(StorageFailure):
            await storage.move(KEY, "moved")
        assert [each.partition(b" ")[0] for each in server.requests] == [b"HEAD", b"PUT", b"HEAD"]


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
async def test_only_amazons_first_region_is_not_named_when_the_bucket_is_made(
    region: str, store: Store
) -> None:
    async with serving(NO_BUCKET, KEPT, KEPT, described(1)) as server:
        storage = store(server.url, region=region)
        await put(storage, KEY)
        making = unquote(server.requests[1].decode())
        assert making.startswith("PUT /test-")
        assert ("<LocationConstraint>eu-central-1<" in making) is (region == "eu-central-1")
        assert "us-east-1<" not in making


async def test_a_bucket_that_may_not_be_made_is_a_failure(store: Store) -> None:
    denied = says(403, b"<Error><Code>AccessDenied</Code></Error>")
    async with serving(NO_BUCKET, denied) as server:
        storage = store(server.url)
        with pytest.raises(StorageFailure):
            await put(storage, KEY)
        assert len(server.requests) == 2
