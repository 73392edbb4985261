"""What every store does, whichever it is: the disk, a bucket, or both behind one door."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.storage.model import StoredObject
from app.domain.storage.ports import ObjectMissing, Storage
from app.infra.storage.filesystem import FilesystemStorage
from app.infra.storage.s3 import PIECE, S3Storage
from app.infra.storage.s3_upload import PART
from app.infra.storage.stores import StoreSet
from tests.infra.storage.objects import KEY, keys, pieces, put, read
from tests.s3 import access


@pytest.fixture(scope="module")
async def bucket(s3_endpoint: str) -> AsyncIterator[S3Storage]:
    """One for all tests: the first put in a new one takes a second."""
    bucket = S3Storage(access(s3_endpoint))
    yield bucket
    await bucket.aclose()


@pytest.fixture(params=["filesystem", "s3", "both"])
async def storage(
    request: pytest.FixtureRequest, tmp_path: Path, bucket: S3Storage
) -> AsyncIterator[Storage]:
    files = FilesystemStorage(tmp_path / "store")
    stores: dict[str, Storage] = {"filesystem": files, "s3": bucket}
    yield stores.get(request.param, StoreSet(bucket, files))
    for key in await keys(bucket):
        await bucket.delete(key)


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 17])
async def test_what_was_put_is_read_back_and_described(storage: Storage, size: int) -> None:
    content = os.urandom(size)
    stored = await storage.put(
        KEY, pieces(content[:5], b"", content[5:1000], content[1000:]), "audio/mpeg"
    )
    assert stored == StoredObject(
        key=KEY,
        byte_size=size,
        sha256=hashlib.sha256(content).hexdigest(),
        content_type="audio/mpeg",
        backend=storage.backend,
    )
    assert await read(storage, KEY) == content
    info = await storage.stat(KEY)
    assert info is not None
    assert (info.key, info.byte_size) == (KEY, size)
    assert abs(info.modified_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert await storage.exists(KEY)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, None),
        (0, 0),
        (0, 1),
        (5, 6),
        (6, 5),
        (PIECE - 1, PIECE + 1),
        (7, None),
        (0, 10**9),
        (2 * PIECE + 2, None),
        (2 * PIECE + 3, None),
        (10**9, None),
        (10**9, 10**9 + 1),
    ],
)
async def test_a_part_is_read_from_start_up_to_end(
    storage: Storage, start: int, end: int | None
) -> None:
    content = os.urandom(2 * PIECE + 3)
    await put(storage, KEY, content)
    assert await read(storage, KEY, start, end) == content[start:end]


async def test_an_empty_object_has_no_parts(storage: Storage) -> None:
    await put(storage, KEY, b"")
    for start, end in ((0, None), (0, 1), (1, None), (0, 0)):
        assert await read(storage, KEY, start, end) == b""


async def test_what_is_not_there_is_missing(storage: Storage) -> None:
    assert await keys(storage) == []
    assert not await storage.delete(KEY)
    assert await storage.delete_prefix("songs/") == 0
    await put(storage, "a/b")
    for key in (KEY, "a", "a/b/c"):
        for start, end in ((0, None), (0, 0), (1, 2)):
            with pytest.raises(ObjectMissing):
                await read(storage, key, start, end)
        with pytest.raises(ObjectMissing):
            await storage.move(key, "c")
        assert await storage.stat(key) is None
        assert not await storage.exists(key)
        assert not await storage.delete(key)
    assert await keys(storage) == ["a/b"]


async def test_a_second_put_replaces_the_first(storage: Storage) -> None:
    await put(storage, KEY, b"1" * (PART + 1))
    await put(storage, KEY, b"2")
    assert await read(storage, KEY) == b"2"
    await put(storage, KEY, b"3" * (PART + 1))
    assert await read(storage, KEY) == b"3" * (PART + 1)
    assert await keys(storage) == [KEY]


async def test_a_reader_may_leave_in_the_middle(storage: Storage) -> None:
    content = os.urandom(2 * PART)
    await put(storage, KEY, content)
    for _ in range(3):
        async with aclosing(storage.open(KEY, 1)) as chunks:
            begun = await anext(chunks)
        assert content[1:].startswith(begun)
    assert await read(storage, KEY) == content


async def test_nothing_of_an_object_is_seen_before_it_is_complete(storage: Storage) -> None:
    await put(storage, KEY, b"old")

    async def watched() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"n" * PART
            assert await read(storage, KEY) == b"old"
            assert await keys(storage) == [KEY]

    await storage.put(KEY, watched(), "audio/mpeg")
    assert await read(storage, KEY) == b"n" * 3 * PART


@pytest.mark.parametrize("size", [1, PART - 1, PART, 2 * PART + 1])
async def test_an_error_of_the_source_is_raised_as_it_is_and_leaves_nothing(
    storage: Storage, size: int
) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * size
        raise ConnectionError("mine")

    with pytest.raises(ConnectionError, match="mine"):
        await storage.put(KEY, broken(), "audio/mpeg")
    assert await keys(storage) == []


async def test_a_cancelled_put_leaves_nothing(storage: Storage) -> None:
    for moment in range(8):

        async def endless() -> AsyncIterator[bytes]:
            while True:
                yield b"x" * (PART // 4)
                await asyncio.sleep(0)

        task = asyncio.create_task(storage.put(KEY, endless(), "audio/mpeg"))
        await asyncio.sleep(0.02 * moment)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await keys(storage) == []


async def test_of_many_writers_of_one_key_one_wins_whole(storage: Storage) -> None:
    contents = [bytes([number]) * (PART * (number % 2) + 100 + number) for number in range(8)]
    stored = await asyncio.gather(*(put(storage, KEY, content) for content in contents))
    found = await read(storage, KEY)
    assert found in contents
    assert hashlib.sha256(found).hexdigest() in {one.sha256 for one in stored}
    assert await keys(storage) == [KEY]


async def test_deleting_says_whether_there_was_something(storage: Storage) -> None:
    await put(storage, KEY)
    await put(storage, "songs/two/b.mp3")
    assert await storage.delete(KEY)
    assert not await storage.delete(KEY)
    assert await keys(storage) == ["songs/two/b.mp3"]


async def test_deleting_a_prefix_takes_what_is_below_it_and_nothing_beside_it(
    storage: Storage,
) -> None:
    for key in ("songs/one/a.mp3", "songs/one/b/c.flac", "songs/one1/d.mp3", "songs/o/e.mp3"):
        await put(storage, key)
    assert await keys(storage, "songs/one/") == ["songs/one/a.mp3", "songs/one/b/c.flac"]
    assert await storage.delete_prefix("songs/one/") == 2
    assert await storage.delete_prefix("songs/one/") == 0
    assert await keys(storage) == ["songs/o/e.mp3", "songs/one1/d.mp3"]
    assert await keys(storage, "none/") == []


@pytest.mark.parametrize("size", [0, 1, PART + 1])
async def test_a_moved_object_is_whole_under_its_new_key_only(storage: Storage, size: int) -> None:
    content = os.urandom(size)
    await put(storage, KEY, content)
    moved = await storage.move(KEY, "pictures/b/c.png")
    assert (moved.key, moved.byte_size) == ("pictures/b/c.png", size)
    assert await read(storage, "pictures/b/c.png") == content
    assert await keys(storage) == ["pictures/b/c.png"]


async def test_moving_replaces_the_target_and_to_itself_changes_nothing(storage: Storage) -> None:
    await put(storage, KEY, b"new")
    await put(storage, "songs/two/b.mp3", b"the old one")
    await storage.move(KEY, "songs/two/b.mp3")
    assert await read(storage, "songs/two/b.mp3") == b"new"
    same = await storage.move("songs/two/b.mp3", "songs/two/b.mp3")
    assert (same.key, same.byte_size) == ("songs/two/b.mp3", 3)
    assert await read(storage, "songs/two/b.mp3") == b"new"
    assert await keys(storage) == ["songs/two/b.mp3"]


async def test_of_many_who_move_one_object_one_does(storage: Storage) -> None:
    await put(storage, KEY, b"x")
    targets = [f"moved/{number}" for number in range(6)]
    results = await asyncio.gather(
        *(storage.move(KEY, target) for target in targets), return_exceptions=True
    )
    assert any(not isinstance(result, Exception) for result in results)
    assert all(isinstance(each, ObjectMissing) for each in results if isinstance(each, Exception))
    for key in await keys(storage):
        assert key in targets
        assert await read(storage, key) == b"x"


@pytest.mark.parametrize(
    "key", ["../outside", "/etc/passwd", "a/../../outside", ".a", "", "a//b", "a?b", "ä", "a\0"]
)
async def test_a_key_that_leads_outside_is_not_even_looked_at(storage: Storage, key: str) -> None:
    await put(storage, KEY)
    with pytest.raises(ValueError, match="key"):
        await put(storage, key)
    with pytest.raises(ValueError, match="key"):
        await read(storage, key)
    with pytest.raises(ValueError, match="key"):
        await storage.delete(key)
    with pytest.raises(ValueError, match="key"):
        await storage.stat(key)
    with pytest.raises(ValueError, match="key"):
        await storage.move(KEY, key)
    with pytest.raises(ValueError, match="key"):
        await storage.move(key, KEY)
    with pytest.raises(ValueError, match="key"):
        await storage.url(key, disposition="inline", content_type="audio/mpeg")


@pytest.mark.parametrize("prefix", ["", "../", "a", "a/../"])
async def test_a_prefix_that_takes_too_much_is_refused(storage: Storage, prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        await storage.delete_prefix(prefix)
    with pytest.raises(ValueError, match="prefix"):
        await keys(storage, prefix)


async def test_an_address_is_valid_for_a_second_to_an_hour(storage: Storage) -> None:
    await put(storage, KEY)
    for seconds in (1, 3600):
        await storage.url(KEY, disposition="inline", content_type="a/b", seconds=seconds)
    for seconds in (0, 3601):
        with pytest.raises(ValueError, match="an hour"):
            await storage.url(KEY, disposition="inline", content_type="a/b", seconds=seconds)
