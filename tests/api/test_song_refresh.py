from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from app.asgi import assemble
from app.bootstrap import Studio
from app.infra.database import credentials
from app.infra.settings import Settings
from app.rows.jobs import JobEventRow, JobRow
from app.rows.songs import ChoiceRow, SongRow
from app.schema.ids import encode_id
from tests.api.songs import finished, generate, somebody_is_blocked
from tests.api.test_sketches import create
from tests.api.test_song_edits import ordered, update
from tests.studio import Mock, Person, running_studio, served, working

REFRESH = """
mutation ($id: ID!) {
  refreshSong(input: {id: $id}) {
    song { id status providerStatus version } userErrors { code message path }
  }
}
"""
STAGE = "query ($id: ID!) { job(id: $id) { stage attempt } }"


async def refresh(person: Person, song_id: str) -> dict[str, Any]:
    return dict((await person.get(REFRESH, id=song_id))["refreshSong"])


async def refusal(person: Person, song_id: str) -> tuple[str, list[str]]:
    answer = await refresh(person, song_id)
    assert answer["song"] is None
    [error] = answer["userErrors"]
    return error["code"], error["path"]


async def snapshot() -> tuple[Any, ...]:
    """All that a refresh might have changed."""
    return (
        await SongRow.all().order_by("id").values(),
        await ChoiceRow.all().order_by("id").values(),
        await JobRow.all().order_by("id").values(),
        await JobEventRow.all().count(),
    )


@asynccontextmanager
async def elsewhere(settings: Settings, person: Person) -> AsyncIterator[Person]:
    """The same person at a studio with other settings and the same rows."""
    async with (
        running_studio(settings) as studio,
        served(assemble(studio)) as url,
        httpx.AsyncClient(base_url=url) as http,
    ):
        yield replace(person, http=http)


@pytest.mark.usefixtures("worker")
async def test_what_the_provider_says_now_is_kept_and_missing_timings_are_filled(
    ada: Person, mock: Mock
) -> None:
    started = await generate(ada, prompt="1s")
    song_id = started["song"]["id"]
    await finished(ada, song_id)
    first, second = await ChoiceRow.all().order_by("choice_index")
    timings, own = first.lyrics_sections, [{"its": "own"}]
    assert timings
    await ChoiceRow.filter(id=first.id).update(lyrics_sections=None)
    await ChoiceRow.filter(id=second.id).update(lyrics_sections=own)
    await SongRow.all().update(provider_status="running", provider_answer=None)
    before = await SongRow.get()

    answer = await refresh(ada, song_id)

    assert answer["userErrors"] == []
    assert answer["song"] == {
        "id": song_id,
        "status": "SUCCESS",
        "providerStatus": "succeeded",
        "version": 1,
    }
    song = await SongRow.get()
    assert [len(song.provider_answer["choices"]), song.provider_answer["status"]] == [
        2,
        "succeeded",
    ]
    assert "lyrics_sections" not in song.provider_answer["choices"][0]
    assert (song.completed_at, song.model) == (before.completed_at, before.model)
    found = await ChoiceRow.all().order_by("choice_index").values_list("lyrics_sections", flat=True)
    assert list(found) == [timings, own]
    assert len(await mock.submits()) == 1


@pytest.mark.usefixtures("worker")
async def test_a_choice_without_the_providers_id_is_known_by_its_index(ada: Person) -> None:
    started = await generate(ada, prompt="1s")
    await finished(ada, started["song"]["id"])
    before = await ChoiceRow.all().order_by("choice_index").values("id", "lyrics_sections")
    await ChoiceRow.filter(choice_index=0).update(provider_choice_id="another")
    await ChoiceRow.filter(choice_index=1).update(provider_choice_id=None)
    await ChoiceRow.all().update(lyrics_sections=None)

    assert (await refresh(ada, started["song"]["id"]))["userErrors"] == []

    after = await ChoiceRow.all().order_by("choice_index").values("id", "lyrics_sections")
    assert after == [{**before[0], "lyrics_sections": None}, before[1]]


@pytest.mark.usefixtures("worker")
async def test_nothing_new_changes_nothing(ada: Person) -> None:
    started = await generate(ada, prompt="1s", instrumental=True, lyrics=None, title="Rain")
    song_id = started["song"]["id"]
    await finished(ada, song_id)
    await refresh(ada, song_id)
    before = (await SongRow.get()).provider_answer

    answer = await refresh(ada, song_id)

    assert (answer["song"]["status"], answer["userErrors"]) == ("SUCCESS", [])
    after = (await SongRow.get()).provider_answer
    assert {**after, "trace_id": ""} == {**before, "trace_id": ""}


@pytest.mark.usefixtures("worker")
async def test_a_cancelled_song_stays_cancelled_whatever_the_provider_made_of_it(
    ada: Person, mock: Mock
) -> None:
    started = await generate(ada, prompt="100s")
    song_id = started["song"]["id"]
    async with asyncio.timeout(10):
        while (await JobRow.get()).provider_ref is None:
            await asyncio.sleep(0.01)
    cancel = "mutation ($id: ID!) { cancelJob(input: {id: $id}) { userErrors { code } } }"
    await ada.get(cancel, id=started["job"]["id"])

    early = (await refresh(ada, song_id))["song"]
    assert early["status"] == "CANCELLED"
    assert early["providerStatus"] in {"preparing", "queued", "running"}
    async with asyncio.timeout(20):
        while (late := (await refresh(ada, song_id))["song"])["providerStatus"] != "succeeded":
            await asyncio.sleep(0.05)

    assert late["status"] == "CANCELLED"
    assert await ChoiceRow.all().count() == 0
    assert len(await mock.submits()) == 1


async def test_the_next_poll_of_an_unfinished_song_comes_at_once(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    started = await generate(ada, prompt="100s")
    song_id = started["song"]["id"]
    async with working(studio):
        async with asyncio.timeout(10):
            while (await JobRow.get()).provider_ref is None:
                await asyncio.sleep(0.01)
    far = datetime.now(UTC) + timedelta(hours=1)
    await JobRow.all().update(next_at=far)
    await JobEventRow.all().update(at=datetime.now(UTC) - timedelta(minutes=1))
    polls = len(await mock.requests("/v1/song/query"))
    events = await JobEventRow.all().count()

    answer = await refresh(ada, song_id)

    assert (answer["song"]["status"], answer["userErrors"]) == ("PROGRESS", [])
    due = (await JobRow.get()).next_at
    assert due is not None
    assert due <= datetime.now(UTC)
    assert await JobEventRow.all().count() == events
    assert len(await mock.requests("/v1/song/query")) == polls
    async with working(studio):
        assert (await finished(ada, song_id))["status"] == "SUCCESS"
    assert len(await mock.submits()) == 1


@pytest.mark.parametrize(
    "patience",
    [
        {"mureka_poll_interval_short": 3600},
        # Sooner, and an order would have no polls left long before its deadline.
        {"mureka_max_poll_attempts": 10, "mureka_job_deadline": 36_000},
    ],
)
async def test_however_often_people_ask_polls_keep_their_distance(
    ada: Person, studio: Studio, settings: Settings, patience: dict[str, float]
) -> None:
    started = await generate(ada, prompt="100s")
    async with working(studio), asyncio.timeout(10):
        while (await JobRow.get()).provider_ref is None:
            await asyncio.sleep(0.01)
    await JobRow.all().update(next_at=datetime.now(UTC) + timedelta(hours=2))
    last = datetime.now(UTC)
    await JobEventRow.all().update(at=last)
    patient = settings.model_copy(update=patience)

    async with elsewhere(patient, ada) as person:
        answers = [await refresh(person, started["song"]["id"]) for _ in range(3)]

    assert [answer["userErrors"] for answer in answers] == [[], [], []]
    assert (await JobRow.get()).next_at == last + timedelta(hours=1)


async def test_a_song_that_the_provider_never_took_cannot_be_refreshed(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    waiting = await ordered(ada, prompt="1s", lyrics="scenario 0002")
    place = ["input", "id"]
    before = await snapshot()

    assert await refusal(ada, waiting) == ("INVALID_STATE", place)
    assert await snapshot() == before
    async with working(studio):
        assert (await finished(ada, waiting))["status"] == "FAILURE"
    before = await snapshot()
    assert await refusal(ada, waiting) == ("INVALID_STATE", place)
    assert await snapshot() == before
    assert await mock.submits() == []
    assert await mock.requests("/v1/song/query") == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"mureka_base_url": "http://127.0.0.1:9"}, "PROVIDER_UNAVAILABLE"),
        ({"mureka_api_key": ""}, "PROVIDER_AUTH"),
    ],
)
async def test_trouble_at_the_provider_is_told_and_changes_nothing(
    ada: Person, studio: Studio, settings: Settings, changed: dict[str, Any], code: str
) -> None:
    started = await generate(ada, prompt="1s")
    async with working(studio):
        await finished(ada, started["song"]["id"])
    await ChoiceRow.all().update(lyrics_sections=None)
    before = await snapshot()
    whole = Settings.model_validate({**settings.model_dump(), **changed})

    async with elsewhere(whole, ada) as person:
        assert await refusal(person, started["song"]["id"]) == (code, [])

    assert await snapshot() == before


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    ("scenario", "status", "word"),
    [
        ("0003", "FAILURE", "failed"),
        ("0004", "FAILURE", "timeouted"),
        ("0005", "CANCELLED", "cancelled"),
    ],
)
async def test_an_order_that_came_to_nothing_at_the_provider_is_called_so(
    ada: Person, scenario: str, status: str, word: str
) -> None:
    started = await generate(ada, lyrics=f"scenario {scenario}", prompt="1s")
    song_id = started["song"]["id"]
    ending = await finished(ada, song_id)
    assert (await SongRow.get()).provider_status == word
    await SongRow.all().update(provider_status="running")

    answer = await refresh(ada, song_id)

    assert answer["userErrors"] == []
    assert (answer["song"]["status"], answer["song"]["providerStatus"]) == (status, word)
    assert (await finished(ada, song_id))["error"] == ending["error"]


@pytest.mark.usefixtures("worker")
async def test_a_question_that_the_provider_refuses_changes_nothing(ada: Person) -> None:
    started = await generate(ada, lyrics="scenario 0019", prompt="1s")
    assert (await finished(ada, started["song"]["id"]))["status"] == "FAILURE"
    before = await snapshot()

    assert await refusal(ada, started["song"]["id"]) == ("PROVIDER_ERROR", [])

    assert await snapshot() == before


@pytest.mark.usefixtures("worker")
async def test_a_refresh_leaves_alone_what_a_person_changes_meanwhile(ada: Person) -> None:
    started = await generate(ada, prompt="1s", title="A")
    song_id = started["song"]["id"]
    await finished(ada, song_id)

    answers = await asyncio.gather(
        *(refresh(ada, song_id) for _ in range(4)),
        *(update(ada, id=song_id, title=str(n), tags="t") for n in range(4)),
    )

    assert all(answer["userErrors"] == [] for answer in answers)
    song = (await update(ada, id=song_id, workflow="IN_USE"))["song"]
    assert (song["tags"], song["version"], song["status"]) == ("t", 6, "SUCCESS")
    assert song["title"] in set("0123")


async def test_a_song_that_is_deleted_meanwhile_is_not_there(ada: Person, db: str) -> None:
    song = await ordered(ada)
    elsewhere = await asyncpg.connect(**credentials(db))
    try:
        async with elsewhere.transaction():
            await elsewhere.execute("LOCK TABLE jobs")
            asking = asyncio.create_task(refusal(ada, song))
            await somebody_is_blocked()
            await elsewhere.execute("DELETE FROM songs")
    finally:
        await elsewhere.close()

    assert await asking == ("NOT_FOUND", ["input", "id"])


async def test_foreign_unknown_and_malformed_songs_are_not_asked_about(
    ada: Person, bob: Person, mock: Mock
) -> None:
    song = await ordered(ada)
    sketch = (await create(ada))["sketch"]["id"]
    place = ["input", "id"]

    assert await refusal(bob, song) == ("NOT_FOUND", place)
    assert await refusal(ada, encode_id("Song", UUID(int=1))) == ("NOT_FOUND", place)
    assert await refusal(ada, sketch) == ("VALIDATION", place)
    assert await refusal(ada, "nonsense") == ("VALIDATION", place)
    assert await mock.requests("/v1/song/query") == []
