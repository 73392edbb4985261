from __future__ import annotations

import asyncio
import hashlib
import os
import resource
import socket
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from app.domain.errors import StorageFailure
from app.domain.storage.ports import ObjectMissing
from app.infra.storage.drafts import Draft
from app.infra.storage.filesystem import PIECE, FilesystemStorage
from tests.infra.storage.objects import KEY, keys, put, read


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def storage(root: Path) -> FilesystemStorage:
    return FilesystemStorage(root)


def files_below(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


async def test_a_second_put_replaces_the_first_and_a_reader_of_the_first_stays_whole(
    storage: FilesystemStorage,
) -> None:
    await put(storage, KEY, b"1" * 2 * PIECE)
    async with aclosing(storage.open(KEY)) as chunks:
        begun = await anext(chunks)
        await put(storage, KEY, b"2")
        rest = b"".join([chunk async for chunk in chunks])
    assert begun + rest == b"1" * 2 * PIECE
    assert await read(storage, KEY) == b"2"


async def test_nothing_of_an_object_is_seen_before_it_is_complete(
    storage: FilesystemStorage, root: Path
) -> None:
    await put(storage, KEY, b"old")

    async def watched() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"n" * PIECE
            assert await read(storage, KEY) == b"old"
            assert [info.key async for info in storage.list_objects()] == [KEY]
        assert len(files_below(root)) == 2

    await storage.put(KEY, watched(), "audio/mpeg")
    assert await read(storage, KEY) == b"n" * 3 * PIECE
    assert files_below(root) == [KEY]


async def test_an_error_of_the_source_is_raised_as_it_is_and_leaves_nothing(
    storage: FilesystemStorage, root: Path
) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 2 * PIECE
        raise ConnectionError("mine")

    with pytest.raises(ConnectionError, match="mine"):
        await storage.put(KEY, broken(), "audio/mpeg")
    assert files_below(root) == []


async def test_a_cancelled_put_leaves_nothing(storage: FilesystemStorage, root: Path) -> None:
    for moment in range(12):

        async def endless() -> AsyncIterator[bytes]:
            while True:
                yield b"x" * PIECE
                await asyncio.sleep(0)

        task = asyncio.create_task(storage.put(KEY, endless(), "audio/mpeg"))
        await asyncio.sleep(0.002 * moment)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    for _ in range(100):
        if not files_below(root):
            break
        await asyncio.sleep(0.01)
    assert files_below(root) == []


async def test_of_many_writers_of_one_key_one_wins_whole(
    storage: FilesystemStorage, root: Path
) -> None:
    contents = [bytes([number]) * (PIECE + number) for number in range(12)]
    stored = await asyncio.gather(*(put(storage, KEY, content) for content in contents))
    found = await read(storage, KEY)
    assert found in contents
    assert hashlib.sha256(found).hexdigest() in {one.sha256 for one in stored}
    assert files_below(root) == [KEY]


async def test_a_full_disk_is_said_and_leaves_nothing(
    storage: FilesystemStorage, root: Path
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (PIECE, hard))
    try:
        with pytest.raises(StorageFailure) as raised:
            await put(storage, KEY, b"x" * 3 * PIECE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert raised.value.key == "storage.full"
    assert files_below(root) == []


async def test_a_file_in_the_way_of_a_directory_is_a_failure(storage: FilesystemStorage) -> None:
    await put(storage, "a")
    with pytest.raises(StorageFailure) as raised:
        await put(storage, "a/b")
    assert raised.value.key == "storage.failed"
    assert await read(storage, "a") == b"x"


async def test_deleting_removes_the_object_and_the_directories_it_leaves_empty(
    storage: FilesystemStorage, root: Path
) -> None:
    await put(storage, KEY)
    await put(storage, "songs/two/b.mp3")
    assert await storage.delete(KEY)
    assert not await storage.delete(KEY)
    assert not (root / "songs/one").exists()
    assert await storage.delete("songs/two/b.mp3")
    assert names_in(root) == []


async def test_moving_leaves_no_empty_directory_and_no_moment_without_the_object(
    storage: FilesystemStorage, root: Path
) -> None:
    await put(storage, KEY, b"x")
    inode = (root / KEY).stat().st_ino
    await storage.move(KEY, "songs/two/b/c.mp3")
    assert (root / "songs/two/b/c.mp3").stat().st_ino == inode
    assert files_below(root) == ["songs/two/b/c.mp3"]
    assert names_in(root / "songs") == ["two"]


async def test_moving_follows_no_symbolic_link_and_into_no_directory(
    storage: FilesystemStorage, root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (root / "link").symlink_to(outside)
    await put(storage, KEY)
    await put(storage, "taken/a")
    with pytest.raises(ObjectMissing):
        await storage.move("link/secret", "mine")
    for target in ("link/mine", "taken", "taken/a/b"):
        with pytest.raises(StorageFailure):
            await storage.move(KEY, target)
    assert names_in(outside) == ["secret"]
    assert await keys(storage) == [KEY, "taken/a"]


async def test_nobody_else_hands_out_its_files(storage: FilesystemStorage) -> None:
    await put(storage, KEY)
    assert await storage.url(KEY, disposition="inline", content_type="audio/mpeg") is None


async def test_everything_is_listed_beyond_a_page_and_only_objects(
    storage: FilesystemStorage, root: Path
) -> None:
    for number in range(520):
        path = root / f"many/{number % 7}/{number}.mp3"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (root / "many/.a.mp3.0.part").write_bytes(b"x")
    (root / "many/Foreign.MP3").write_bytes(b"x")
    await put(storage, "other/a.mp3")
    found = [info.key async for info in storage.list_objects("many/")]
    assert sorted(found) == sorted(f"many/{number % 7}/{number}.mp3" for number in range(520))
    assert len([info async for info in storage.list_objects()]) == 521
    assert [info async for info in storage.list_objects("none/")] == []


async def test_no_symbolic_link_leads_anywhere(
    storage: FilesystemStorage, root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.mp3").write_bytes(b"secret")
    (root / "link").symlink_to(outside)
    (root / "secret.mp3").symlink_to(outside / "secret.mp3")
    for key in ("link/secret.mp3", "secret.mp3"):
        with pytest.raises(ObjectMissing):
            await read(storage, key)
        assert await storage.stat(key) is None
        assert not await storage.delete(key)
    with pytest.raises(StorageFailure):
        await put(storage, "link/secret.mp3", b"mine")
    with pytest.raises(StorageFailure):
        await put(storage, "link/new/secret.mp3", b"mine")
    assert await storage.delete_prefix("link/") == 0
    assert [info async for info in storage.list_objects()] == []
    await put(storage, "secret.mp3", b"mine")
    assert await read(storage, "secret.mp3") == b"mine"
    assert files_below(outside) == ["secret.mp3"]
    assert (outside / "secret.mp3").read_bytes() == b"secret"


async def test_what_is_no_regular_file_is_missing(storage: FilesystemStorage, root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "a"))
        with pytest.raises(ObjectMissing):
            await read(storage, "a")


async def test_a_draft_that_was_discarded_before_it_began_stays_away(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "a.mp3")
    draft.discard()
    draft.begin()
    with pytest.raises(OSError, match="closed"):
        draft.write(b"x")
    assert names_in(tmp_path) == []


async def test_only_old_drafts_are_swept(storage: FilesystemStorage, root: Path) -> None:
    await put(storage, KEY)
    old, young = root / "songs/one/.a.mp3.1.part", root / "songs/.b.2.part"
    for draft in (old, young):
        draft.write_bytes(b"x")
    os.utime(old, (0, 0))
    os.utime(root / KEY, (0, 0))
    assert await storage.sweep() == 1
    assert await storage.sweep() == 0
    assert not old.exists()
    assert young.exists()
    assert await read(storage, KEY) == b"x"
