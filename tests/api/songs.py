"""What the tests of songs ask for."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.studio import Person

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
