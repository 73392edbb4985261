"""What an import that ends in the middle leaves behind: for an hour its files, and then nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import Studio
from app.bootstrap.importing import importing_to
from app.domain.images.importing import ImportFate
from app.domain.storage.model import StoredObject
from app.infra.storage.filesystem import FilesystemStorage
from app.rows.images import ImageRow
from app.rows.songs import DoomedFilesRow, StoredObjectRow
from tests.cli.test_import_images import encoded, found
from tests.infra.storage.objects import keys
from tests.studio import Person


class Interrupted(FilesystemStorage):
    """A disk where something happens once the original has arrived."""

    def __init__(self, root: Path, meanwhile: Callable[[], Awaitable[None]]) -> None:
        super().__init__(root)
        self._meanwhile = meanwhile

    async def put(self, key: str, chunks: AsyncIterator[bytes], content_type: str) -> StoredObject:
        stored = await super().put(key, chunks, content_type)
        if "original" in key:
            await self._meanwhile()
        return stored


def disk(studio: Studio) -> Path:
    return studio.settings.data_dir.resolve() / "files"


async def pictures_of(studio: Studio) -> list[str]:
    return await keys(FilesystemStorage(disk(studio)), "images/")


async def test_what_a_dead_import_left_is_removed_once_nobody_can_keep_it(
    studio: Studio, ada: Person
) -> None:
    async def dies() -> None:
        raise SystemError

    before = await pictures_of(studio)
    with pytest.raises(SystemError):
        await importing_to(Interrupted(disk(studio), dies)).bring(ada.id, found(encoded()))
    remove_files = studio.services.song_deletion.remove_files

    await remove_files()
    [left] = set(await pictures_of(studio)) - set(before)
    note = await DoomedFilesRow.get()
    assert left.startswith(note.prefix)
    assert note.remove_until > datetime.now(UTC) + timedelta(minutes=59)

    await DoomedFilesRow.all().update(remove_from=datetime.now(UTC))
    await remove_files()
    assert await pictures_of(studio) == before
    await DoomedFilesRow.all().update(remove_until=datetime.now(UTC))
    await remove_files()
    assert await DoomedFilesRow.all().count() == 0


async def test_tidying_up_takes_nothing_from_an_import_that_goes_on(
    studio: Studio, ada: Person
) -> None:
    tidied = Interrupted(disk(studio), studio.services.song_deletion.remove_files)
    imported = await importing_to(tidied).bring(ada.id, found(encoded()))
    await studio.services.song_deletion.remove_files()

    assert imported.fate is ImportFate.IMPORTED
    stored = {each.key for each in await StoredObjectRow.all()}
    assert len(stored) == 3
    assert stored <= set(await pictures_of(studio))
    assert await DoomedFilesRow.all().count() == 0


async def test_an_import_that_took_too_long_keeps_neither_a_row_nor_a_file(
    studio: Studio, ada: Person
) -> None:
    async def an_hour_passes() -> None:
        await DoomedFilesRow.all().update(remove_from=datetime.now(UTC))
        await studio.services.song_deletion.remove_files()

    before = await pictures_of(studio)
    late = importing_to(Interrupted(disk(studio), an_hour_passes))
    imported = await late.bring(ada.id, found(encoded()))

    assert (imported.fate, imported.image_id) == (ImportFate.REFUSED, None)
    assert "took too long" in str(imported.reason)
    assert await ImageRow.all().count() == await StoredObjectRow.all().count() == 0
    assert await pictures_of(studio) == before


async def test_nothing_stays_noted_of_what_was_not_taken_in(studio: Studio, ada: Person) -> None:
    importing = importing_to(FilesystemStorage(disk(studio)))
    for _ in range(2):
        await importing.bring(ada.id, found(encoded()))
    await asyncio.gather(*(importing.bring(ada.id, found(encoded(shade=7))) for _ in range(4)))
    assert await DoomedFilesRow.all().count() == 0
