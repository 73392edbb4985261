from __future__ import annotations

import asyncio

import pytest

from app.bootstrap import Studio
from app.domain.storage.model import song_prefix
from app.rows.jobs import JobRow
from tests.api.songs import finished, generate
from tests.studio import Mock, Person

CANCEL = """
mutation ($id: ID!) {
  cancelJob(input: {id: $id}) { job { status stage } userErrors { code message } }
}
"""
STAGE = "query ($id: ID!) { job(id: $id) { stage } }"


async def at_rest() -> JobRow:
    """The only job, once nobody will look at it again."""
    async with asyncio.timeout(15):
        while True:
            job = await JobRow.get()
            if job.next_at is None and job.lease_token is None:
                return job
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("worker")
async def test_a_song_cancelled_while_it_is_stored_leaves_no_file_behind(
    ada: Person, studio: Studio
) -> None:
    started = await generate(ada, lyrics="scenario 0016", prompt="1s")
    job_id = started["job"]["id"]
    async with asyncio.timeout(15):
        while (await ada.get(STAGE, id=job_id))["job"]["stage"] != "STORING":
            await asyncio.sleep(0.005)

    cancelled = (await ada.get(CANCEL, id=job_id))["cancelJob"]

    assert cancelled["job"] == {"status": "CANCELLED", "stage": "DONE"}
    job = await at_rest()
    assert job.song_id is not None
    async with asyncio.timeout(15):
        while [each async for each in studio.storage.list_objects(song_prefix(job.song_id))]:
            await asyncio.sleep(0.05)
    song = await finished(ada, started["song"]["id"])
    assert (song["status"], song["choices"]) == ("CANCELLED", [])


async def test_a_song_cancelled_before_its_turn_is_never_ordered(ada: Person, mock: Mock) -> None:
    started = await generate(ada, prompt="1s")
    await ada.get(CANCEL, id=started["job"]["id"])

    job = await at_rest()
    assert job.slot_until is None
    assert await mock.submits() == []
    ada.headers["Accept-Language"] = "de"
    [told] = (await ada.get(CANCEL, id=started["job"]["id"]))["cancelJob"]["userErrors"]
    assert told == {"code": "INVALID_STATE", "message": "Dieser Auftrag ist schon beendet."}
