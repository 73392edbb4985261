from __future__ import annotations

import pytest

from tests.api.songs import finished, generate
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
