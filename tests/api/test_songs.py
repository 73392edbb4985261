from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.studio import Mock, Person

GENERATE = """
mutation ($input: GenerateSongInput!) {
  generateSong(input: $input) {
    song { id status title }
    job { id status stage kind }
    userErrors { code message path params }
  }
}
"""
SONG = """
query ($id: ID!) {
  song(id: $id) {
    id status title model lyrics prompt completedAt error { code message }
    job { status stage attempt progress error { code } }
    choices { id index durationMs mp3Url flacUrl }
    sketch { id workflow }
  }
}
"""


async def finished(person: Person, song_id: str, within: float = 10) -> dict[str, Any]:
    async with asyncio.timeout(within):
        while True:
            song = (await person.get(SONG, id=song_id))["song"]
            if song["status"] not in ("PENDING", "PROGRESS"):
                return dict(song)
            await asyncio.sleep(0.05)


async def generate(person: Person, **wish: object) -> dict[str, Any]:
    wish = {"prompt": "folk rock, warm, 5s", "lyrics": "la la la", **wish}
    return dict((await person.get(GENERATE, input=wish))["generateSong"])


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
