from __future__ import annotations

import asyncio

import asyncpg
import pytest

from app.infra.database import credentials
from app.schema.ids import decode_id
from tests.api.songs import SONG, generate
from tests.api.test_drafts import all_wait
from tests.api.test_lyric_revisions import revised
from tests.api.test_sketches import create, titles
from tests.api.test_sketches_copied import delete
from tests.studio import Person

NODE = "query ($id: ID!) { node(id: $id) { id } }"
LOCK_SONG = "SELECT FROM songs WHERE id = $1 FOR UPDATE"
LOCK_SKETCH = "SELECT FROM song_sketches WHERE id = $1 FOR UPDATE NOWAIT"


async def test_each_id_is_deleted_for_itself(ada: Person, bob: Person) -> None:
    first, second, kept = [(await create(ada, title=name))["sketch"]["id"] for name in "abc"]
    bobs = (await create(bob, title="b"))["sketch"]["id"]
    await delete(ada, [second])

    answer = await delete(ada, [bobs, first, "x", second, first])

    deletions = answer["deletions"]
    assert answer["userErrors"] == []
    assert deletions["deleted"] == [first]
    assert deletions["notFound"] == [bobs, second]
    assert deletions["failed"] == [{"id": "x", "error": {"code": "VALIDATION"}}]
    assert deletions["summary"] == {"requested": 4, "deleted": 1, "notFound": 2, "failed": 1}
    assert (await titles(ada), await titles(bob)) == (["c"], ["b"])
    assert (await ada.get(NODE, id=kept))["node"]["id"] == kept


@pytest.mark.parametrize(("many", "key"), [(0, "empty"), (1, None), (100, None), (101, "long")])
async def test_one_to_a_hundred_go_at_once(ada: Person, many: int, key: str | None) -> None:
    sketch = (await create(ada, title="a"))["sketch"]
    ids = [sketch["id"], *(f"x{n}" for n in range(many))][:many]

    answer = await delete(ada, ids)

    assert (answer["deletions"] is None) is (key is not None)
    assert [error["code"] for error in answer["userErrors"]] == ["VALIDATION"] * (key is not None)
    if key == "long":
        assert answer["userErrors"][0]["params"] == {"max": 100, "length": 101}
    assert await titles(ada) == (["a"] if key else [])


async def test_songs_stay_without_their_sketch_and_revisions_go(ada: Person) -> None:
    sketch = (await create(ada, title="A", lyrics="la"))["sketch"]
    song = (await generate(ada, sketchId=sketch["id"]))["song"]
    revision = await revised(ada, sketch["id"])

    assert (await delete(ada, [sketch["id"]]))["deletions"]["deleted"] == [sketch["id"]]

    assert (await ada.get(SONG, id=song["id"]))["song"]["sketch"] is None
    for gone in (sketch["id"], revision):
        assert (await ada.get(NODE, id=gone))["node"] is None


async def test_of_concurrent_deletions_exactly_one_deletes(ada: Person) -> None:
    sketch = (await create(ada))["sketch"]

    answers = await asyncio.gather(*(delete(ada, [sketch["id"]]) for _ in range(6)))

    assert sum(answer["deletions"]["summary"]["deleted"] for answer in answers) == 1
    assert sum(answer["deletions"]["summary"]["notFound"] for answer in answers) == 5


async def test_a_deletion_takes_no_lock_that_the_end_of_a_song_waits_for(
    ada: Person, database_url: str
) -> None:
    sketch = (await create(ada))["sketch"]
    song = (await generate(ada, sketchId=sketch["id"]))["song"]
    connection = await asyncpg.connect(**credentials(database_url))
    try:
        async with connection.transaction():
            await connection.execute(LOCK_SONG, decode_id("Song", song["id"]))
            deletion = asyncio.create_task(delete(ada, [sketch["id"]]))
            await all_wait(connection, 1)
            await connection.execute(LOCK_SKETCH, decode_id("Sketch", sketch["id"]))
    finally:
        await connection.close()
    assert (await deletion)["deletions"]["deleted"] == [sketch["id"]]
