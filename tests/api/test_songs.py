from __future__ import annotations

import pytest

from tests.api.songs import finished, generate
from tests.api.test_sketches import create
from tests.studio import Mock, Person


@pytest.mark.usefixtures("worker")
async def test_a_song_is_generated_and_its_recordings_can_be_downloaded(
    ada: Person, mock: Mock
) -> None:
    started = await generate(ada, title="Morning")
    assert started["userErrors"] == []
    assert started["job"]["kind"] == "SONG"

    song = await finished(ada, started["song"]["id"])

    assert song["status"] == "SUCCESS", song
    assert song["model"] == "mureka-7.5"
    assert song["job"]["status"] == "SUCCEEDED"
    assert [choice["index"] for choice in song["choices"]] == [0, 1]
    headers = {"Authorization": f"Bearer {ada.token}"}
    for choice in song["choices"]:
        mp3 = await ada.http.get(choice["mp3Url"], headers=headers)
        assert mp3.status_code == 200
        assert mp3.headers["content-type"] == "audio/mpeg"
        flac = await ada.http.get(choice["flacUrl"], headers=headers)
        assert flac.content.startswith(b"fLaC")
    assert len(await mock.submits()) == 1


LISTED = """
query ($filter: SongFilter, $orderBy: SongOrder) {
  songs(filter: $filter, orderBy: $orderBy) { nodes { title } }
}
"""


@pytest.mark.usefixtures("worker")
async def test_songs_are_below_their_sketch_are_found_and_sorted(ada: Person, bob: Person) -> None:
    sketch = (await create(ada, lyrics="la", prompt="2s"))["sketch"]["id"]
    for title in ("b", "A"):
        started = await generate(ada, title=title, sketchId=sketch, lyrics=f"the {title} words")
        await finished(ada, started["song"]["id"])
    await generate(ada, title="c")

    async def titles(**arguments: object) -> list[str]:
        return [node["title"] for node in (await ada.get(LISTED, **arguments))["songs"]["nodes"]]

    assert await titles(filter={"search": "A WORDS"}) == ["A"]
    assert await titles(filter={"search": "b", "sketchId": sketch}) == ["b"]
    assert await titles(orderBy={"field": "TITLE", "direction": "ASC"}) == ["A", "b", "c"]
    assert (await titles(orderBy={"field": "COMPLETED_AT", "direction": "DESC"}))[:2] == ["A", "b"]
    below = """
      query ($id: ID!) { sketch(id: $id) {
        songs(first: 1) { totalCount nodes { title } pageInfo { hasNextPage } } } }
    """
    assert (await ada.get(below, id=sketch))["sketch"]["songs"] == {
        "totalCount": 2,
        "nodes": [{"title": "A"}],
        "pageInfo": {"hasNextPage": True},
    }
    assert (await bob.get(below, id=sketch))["sketch"] is None
