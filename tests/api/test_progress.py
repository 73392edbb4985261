from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.bootstrap import Studio
from tests.api.songs import finished, generate
from tests.graphql_ws import websocket
from tests.studio import Person, working

SONG_PROGRESS = """
subscription ($id: ID!, $after: Int) {
  songProgress(songId: $id, afterSeq: $after) {
    seq stage status progress attempt error { code message } song { id status }
  }
}
"""
JOB_PROGRESS = """
subscription ($id: ID!, $after: Int) {
  jobProgress(jobId: $id, afterSeq: $after) { seq stage status job { id song { id } } }
}
"""


async def followed(url: str, person: Person, query: str, **variables: Any) -> list[Any]:
    async with asyncio.timeout(20), websocket(url, person.token) as socket:
        return [payload async for payload in socket.subscribe(query, **variables)]


async def test_progress_begins_with_a_snapshot_and_ends_with_the_song(
    ada: Person, studio: Studio, studio_url: str
) -> None:
    started = await generate(ada)
    watching = asyncio.create_task(
        followed(studio_url, ada, SONG_PROGRESS, id=started["song"]["id"])
    )
    await asyncio.sleep(0.2)
    async with working(studio):
        payloads = await watching

    events = [payload["data"]["songProgress"] for payload in payloads]
    assert events[0]["stage"] == "ACCEPTED"
    assert events[0]["status"] == "PENDING"
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert events[-1]["status"] == events[-1]["song"]["status"] == "SUCCESS"
    assert events[-1]["progress"] == 1.0
    stages = [event["stage"] for event in events]
    order = ["ACCEPTED", "SUBMITTING", "GENERATION_STARTED", "STORING", "DONE"]
    assert [stage for stage in order if stage in stages] == order


@pytest.mark.usefixtures("worker")
async def test_what_was_missed_is_replayed_and_a_late_watcher_sees_the_end(
    ada: Person, studio_url: str
) -> None:
    started = await generate(ada)
    song_id, job_id = started["song"]["id"], started["job"]["id"]
    await finished(ada, song_id)

    [last] = await followed(studio_url, ada, SONG_PROGRESS, id=song_id)
    everything = await followed(studio_url, ada, JOB_PROGRESS, id=job_id, after=0)
    rest = await followed(studio_url, ada, JOB_PROGRESS, id=job_id, after=2)

    assert last["data"]["songProgress"]["status"] == "SUCCESS"
    seqs = [payload["data"]["jobProgress"]["seq"] for payload in everything]
    assert seqs == list(range(1, seqs[-1] + 1))
    assert [payload["data"]["jobProgress"]["seq"] for payload in rest] == seqs[2:]
    assert everything[0]["data"]["jobProgress"]["job"]["song"]["id"] == song_id
    beyond = await followed(studio_url, ada, JOB_PROGRESS, id=job_id, after=seqs[-1])
    assert beyond == []


async def test_a_cancelled_song_ends_its_progress(ada: Person, studio_url: str) -> None:
    started = await generate(ada)
    watching = asyncio.create_task(
        followed(studio_url, ada, SONG_PROGRESS, id=started["song"]["id"])
    )
    await asyncio.sleep(0.2)
    await ada.get(
        "mutation ($id: ID!) { cancelJob(input: {id: $id}) { userErrors { code } } }",
        id=started["job"]["id"],
    )

    payloads = await watching
    assert payloads[-1]["data"]["songProgress"]["status"] == "CANCELLED"


@pytest.mark.parametrize("query", [SONG_PROGRESS, JOB_PROGRESS])
async def test_foreign_missing_and_malformed_ids_open_no_stream(
    ada: Person, bob: Person, studio_url: str, query: str
) -> None:
    started = await generate(ada)
    kind = "song" if "songProgress" in query else "job"
    own = started[kind]["id"]
    other = started["job" if kind == "song" else "song"]["id"]

    [foreign] = await followed(studio_url, bob, query, id=own)
    [wrong_type] = await followed(studio_url, ada, query, id=other)
    [malformed] = await followed(studio_url, ada, query, id="nonsense")
    [negative] = await followed(studio_url, ada, query, id=own, after=-1)

    assert foreign["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    for refused in (wrong_type, malformed, negative):
        assert refused["errors"][0]["extensions"]["code"] == "VALIDATION"


async def test_nobody_watches_without_signing_in(ada: Person, studio_url: str) -> None:
    started = await generate(ada)
    async with websocket(studio_url, None) as socket:
        [refused] = [
            payload async for payload in socket.subscribe(SONG_PROGRESS, id=started["song"]["id"])
        ]

    assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_all_of_many_watchers_get_every_event(
    ada: Person, studio: Studio, studio_url: str
) -> None:
    started = await generate(ada)
    watchers = 30
    watching = [
        asyncio.create_task(followed(studio_url, ada, SONG_PROGRESS, id=started["song"]["id"]))
        for _ in range(watchers)
    ]
    await asyncio.sleep(1)
    async with working(studio):
        everything = await asyncio.gather(*watching)

    for payloads in everything:
        seqs = [payload["data"]["songProgress"]["seq"] for payload in payloads]
        assert seqs == list(range(seqs[0], seqs[-1] + 1))
        assert payloads[-1]["data"]["songProgress"]["status"] == "SUCCESS"


async def test_progress_goes_on_without_redis(ada: Person, studio: Studio, studio_url: str) -> None:
    started = await generate(ada)
    watching = asyncio.create_task(
        followed(studio_url, ada, SONG_PROGRESS, id=started["song"]["id"])
    )
    await asyncio.sleep(0.2)
    await studio.redis.client_pause(2000)
    async with working(studio):
        payloads = await watching

    assert payloads[-1]["data"]["songProgress"]["status"] == "SUCCESS"
