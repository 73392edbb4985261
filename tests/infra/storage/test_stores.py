"""Several stores behind one door; what any one store does is in the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import StorageFailure
from app.domain.storage.ports import ObjectMissing, StoreMissing
from app.infra.storage.filesystem import FilesystemStorage
from app.infra.storage.stores import StoreSet
from tests.infra.storage.objects import KEY, keys, put, read


class Broken(FilesystemStorage):
    """A store that removes nothing."""

    async def delete(self, key: str) -> bool:
        raise StorageFailure("storage.failed")

    async def delete_prefix(self, prefix: str) -> int:
        raise StorageFailure("storage.failed")


@pytest.fixture
def new(tmp_path: Path) -> FilesystemStorage:
    return FilesystemStorage(tmp_path / "new")


@pytest.fixture
def old(tmp_path: Path) -> FilesystemStorage:
    return FilesystemStorage(tmp_path / "old")


async def test_what_is_written_goes_to_the_first_and_what_is_there_is_found_in_each(
    new: FilesystemStorage, old: FilesystemStorage
) -> None:
    both = StoreSet(new, old)
    await put(old, "old", b"old")
    await put(both, KEY, b"new")
    assert (await keys(new), await keys(old)) == ([KEY], ["old"])
    assert (await read(both, KEY), await read(both, "old")) == (b"new", b"old")
    assert await read(both, "old", 1, 2) == b"l"
    assert await both.exists("old")
    info = await both.stat("old")
    assert info is not None
    assert info.byte_size == 3
    assert await keys(both) == ["old", KEY]


async def test_the_first_store_is_read_before_the_others(
    new: FilesystemStorage, old: FilesystemStorage
) -> None:
    await put(old, KEY, b"old")
    await put(new, KEY, b"new")
    assert await read(StoreSet(new, old), KEY) == b"new"


async def test_what_is_removed_is_removed_everywhere(
    new: FilesystemStorage, old: FilesystemStorage
) -> None:
    both = StoreSet(new, old)
    for store in (new, old):
        await put(store, KEY)
        await put(store, "songs/one/b")
    assert await both.delete(KEY)
    assert await both.delete_prefix("songs/one/") == 2
    assert await keys(both) == []


@pytest.mark.parametrize("broken_first", [True, False])
async def test_a_store_that_fails_keeps_no_other_from_removing(
    tmp_path: Path, new: FilesystemStorage, broken_first: bool
) -> None:
    broken = Broken(tmp_path / "broken")
    both = StoreSet(broken, new) if broken_first else StoreSet(new, broken)
    await put(new, KEY)
    with pytest.raises(StorageFailure):
        await both.delete_prefix("songs/one/")
    assert await keys(new) == []
    await put(new, KEY)
    with pytest.raises(StorageFailure):
        await both.delete(KEY)
    assert await keys(new) == []


async def test_an_object_moves_within_its_store(
    new: FilesystemStorage, old: FilesystemStorage
) -> None:
    both = StoreSet(new, old)
    await put(old, KEY)
    await both.move(KEY, "moved")
    assert (await keys(new), await keys(old)) == ([], ["moved"])
    with pytest.raises(ObjectMissing):
        await both.move(KEY, "again")


async def test_a_store_has_its_name_and_an_unknown_one_is_a_failure_that_lasts(
    new: FilesystemStorage,
) -> None:
    stores = StoreSet(new)
    assert stores.named("filesystem") is new
    for name in ("s3", "", "Filesystem"):
        with pytest.raises(StoreMissing) as raised:
            stores.named(name)
        assert raised.value.params == {"backend": name}
        assert not raised.value.retryable
