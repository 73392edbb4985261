"""While our own store is away nothing that was paid for is given up."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator

import pytest

from app.bootstrap import Studio
from app.rows.jobs import JobRow
from tests.api.songs import finished, generate
from tests.studio import Person

MORE_THAN_ANY_TRIES = 10


@pytest.fixture
def mend(studio: Studio) -> Iterator[Callable[[], None]]:
    """The store is broken until this is called: a file stands where the songs' folder belongs."""
    folder = studio.settings.data_dir.resolve() / "files" / "songs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"")
    yield folder.unlink
    if folder.is_file():
        folder.unlink()


@pytest.mark.usefixtures("worker")
async def test_a_song_waits_for_the_store_however_long_it_is_away(
    ada: Person, mend: Callable[[], None]
) -> None:
    song = (await generate(ada, prompt="1s"))["song"]["id"]
    async with asyncio.timeout(60):
        while await outages(ada) < MORE_THAN_ANY_TRIES:
            await asyncio.sleep(0.1)
    mend()
    told = await finished(ada, song, within=30)
    assert told["status"] == "SUCCESS"


async def outages(person: Person) -> int:
    job = await JobRow.get(user_id=person.id)
    return int(job.checkpoint.get("outages", 0))
