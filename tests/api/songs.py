"""What the tests of songs ask for."""

from __future__ import annotations

import asyncio
from typing import Any

from app.infra.database import connection
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
BLOCKED = """
SELECT count(*) AS sessions FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
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


async def somebody_is_blocked(sessions: int = 1, within: float = 10) -> None:
    """Wait until so many statements wait for a lock."""
    async with asyncio.timeout(within):
        while (await connection().execute_query_dict(BLOCKED))[0]["sessions"] < sessions:
            await asyncio.sleep(0.01)


async def generate(person: Person, **wish: object) -> dict[str, Any]:
    wish = {"prompt": "folk rock, warm, 5s", "lyrics": "la la la", **wish}
    return dict((await person.get(GENERATE, input=wish))["generateSong"])
