from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import httpx
import pytest

from app.asgi import assemble
from app.infra.database import credentials
from app.infra.settings import Settings
from app.rows.jobs import JobRow
from app.schema.ids import encode_id
from tests.api.songs import finished, generate, somebody_is_blocked
from tests.api.test_sketches import create, update
from tests.api.test_song_edits import UNICODE
from tests.studio import PASSWORD, Mock, Person, running_studio, served

SONGS = """
query ($filter: SongFilter) { songs(filter: $filter) { totalCount nodes { id status } } }
"""


async def code_and_path(person: Person, **wish: object) -> tuple[str, list[str]]:
    answer = await generate(person, **wish)
    assert answer["song"] is None
    assert answer["job"] is None
    error = answer["userErrors"][0]
    return error["code"], error["path"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", "x" * 1024),
        ("prompt", "x"),
        ("lyrics", "x" * 3000),
        ("lyrics", "x"),
        ("title", "x" * 50),
        ("title", "x"),
        ("title", " "),
        ("choices", 1),
        ("choices", 3),
        ("model", "mureka-o1"),
        ("idempotencyKey", "k" * 255),
    ],
)
async def test_the_last_value_inside_a_limit_is_accepted(
    ada: Person, field: str, value: object
) -> None:
    assert (await generate(ada, **{field: value}))["userErrors"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("prompt", "x" * 1025),
        ("prompt", " "),
        ("prompt", None),
        ("prompt", "a\0b"),
        ("lyrics", "x" * 3001),
        ("lyrics", "x" * 10_001),
        ("lyrics", "  \n "),
        ("lyrics", None),
        ("title", "x" * 51),
        ("choices", 0),
        ("choices", -1),
        ("choices", 4),
        ("model", "nonsense"),
        ("model", ""),
        ("idempotencyKey", ""),
        ("idempotencyKey", "k" * 256),
        ("idempotencyKey", "a\0b"),
    ],
)
async def test_the_first_value_outside_a_limit_is_refused_and_nothing_is_kept(
    ada: Person, mock: Mock, field: str, value: object
) -> None:
    assert await code_and_path(ada, **{field: value}) == ("VALIDATION", ["input", field])
    assert (await ada.get(SONGS))["songs"]["totalCount"] == 0
    assert await mock.submits() == []


async def test_an_instrumental_needs_a_title_and_has_no_lyrics(ada: Person) -> None:
    wish = {"instrumental": True, "lyrics": None, "title": "Rain"}
    assert (await generate(ada, **wish))["userErrors"] == []
    assert await code_and_path(ada, **{**wish, "title": None}) == (
        "VALIDATION",
        ["input", "title"],
    )
    assert await code_and_path(ada, **{**wish, "lyrics": "la"}) == (
        "VALIDATION",
        ["input", "lyrics"],
    )


@pytest.mark.parametrize(
    ("field", "longest"), [("title", 50), ("prompt", 1024), ("idempotencyKey", 255)]
)
async def test_an_instrumental_has_the_limits_of_a_song(
    ada: Person, field: str, longest: int
) -> None:
    wish = {"instrumental": True, "lyrics": None, "title": "Rain"}
    assert (await generate(ada, **{**wish, field: "😀" * longest}))["userErrors"] == []
    assert await code_and_path(ada, **{**wish, field: "😀" * (longest + 1)}) == (
        "VALIDATION",
        ["input", field],
    )


@pytest.mark.usefixtures("worker")
async def test_the_provider_is_sent_the_words_as_they_were_typed_and_nothing_else(
    ada: Person, mock: Mock
) -> None:
    wish = {"prompt": f"1s {UNICODE}", "lyrics": f"la {UNICODE}", "title": UNICODE}
    started = await generate(ada, **wish, choices=3, model="mureka-7", idempotencyKey=UNICODE)
    song = await finished(ada, started["song"]["id"])

    assert {name: song[name] for name in wish} == wish
    assert [choice["index"] for choice in song["choices"]] == [0, 1, 2]
    [submit] = await mock.submits()
    assert submit["body"] == {
        "prompt": wish["prompt"],
        "lyrics": wish["lyrics"],
        "model": "mureka-7",
        "n": 3,
    }


@pytest.mark.usefixtures("worker")
async def test_a_sketch_fills_the_order_and_becomes_used_when_the_song_succeeds(
    ada: Person,
) -> None:
    sketch = (await create(ada, title="T" * 60, lyrics="la la", prompt="folk, 2s"))["sketch"]

    started = await generate(ada, sketchId=sketch["id"], prompt=None, lyrics=None)
    assert started["userErrors"] == []
    song = await finished(ada, started["song"]["id"])

    assert (song["title"], song["lyrics"], song["prompt"]) == ("T" * 60, "la la", "folk, 2s")
    assert song["sketch"] == {"id": sketch["id"], "workflow": "USED"}


@pytest.mark.usefixtures("worker")
async def test_a_failed_song_leaves_its_sketch_a_draft(ada: Person) -> None:
    sketch = (await create(ada, lyrics="scenario 0003", prompt="folk, 2s"))["sketch"]

    started = await generate(ada, sketchId=sketch["id"], prompt=None, lyrics=None)
    song = await finished(ada, started["song"]["id"])

    assert song["status"] == "FAILURE"
    assert song["sketch"]["workflow"] == "DRAFT"


@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [
        ("DELETE FROM song_sketches", "NOT_FOUND"),
        ("UPDATE song_sketches SET workflow = 'archived'", "INVALID_STATE"),
    ],
)
async def test_a_sketch_that_goes_while_it_is_ordered_from_makes_no_song(
    ada: Person, db: str, meanwhile: str, code: str
) -> None:
    sketch = (await create(ada, lyrics="la"))["sketch"]
    elsewhere = await asyncpg.connect(**credentials(db))
    try:
        async with elsewhere.transaction():
            await elsewhere.execute(meanwhile)
            ordering = asyncio.create_task(code_and_path(ada, sketchId=sketch["id"]))
            await somebody_is_blocked()
    finally:
        await elsewhere.close()

    assert await ordering == (code, ["input", "sketchId"])
    assert await JobRow.all().count() == 0


async def test_an_archived_or_foreign_sketch_makes_no_song(ada: Person, bob: Person) -> None:
    sketch = (await create(ada, lyrics="la"))["sketch"]
    place = ["input", "sketchId"]
    assert await code_and_path(bob, sketchId=sketch["id"]) == ("NOT_FOUND", place)
    unknown = encode_id("Sketch", UUID(int=1))
    assert await code_and_path(ada, sketchId=unknown) == ("NOT_FOUND", place)
    await update(ada, id=sketch["id"], workflow="ARCHIVED")
    assert await code_and_path(ada, sketchId=sketch["id"]) == ("INVALID_STATE", place)
    assert await code_and_path(ada, sketchId="nonsense") == ("VALIDATION", place)


async def test_a_repeated_key_answers_the_first_song_and_another_wish_is_a_conflict(
    ada: Person, bob: Person
) -> None:
    first = await generate(ada, idempotencyKey="k")
    again = await generate(ada, idempotencyKey="k")

    assert again["song"]["id"] == first["song"]["id"]
    assert again["job"]["id"] == first["job"]["id"]
    assert await code_and_path(ada, idempotencyKey="k", title="other") == (
        "CONFLICT",
        ["input", "idempotencyKey"],
    )
    assert (await generate(bob, idempotencyKey="k"))["song"]["id"] != first["song"]["id"]


async def test_concurrent_orders_with_one_key_make_one_song(ada: Person) -> None:
    answers = await asyncio.gather(*(generate(ada, idempotencyKey="k") for _ in range(10)))

    assert len({answer["song"]["id"] for answer in answers}) == 1
    assert (await ada.get(SONGS))["songs"]["totalCount"] == 1


@asynccontextmanager
async def signed_in_at(settings: Settings) -> AsyncIterator[Person]:
    """Somebody in a studio of their own, which has not asked for the account yet."""
    async with (
        running_studio(settings) as studio,
        served(assemble(studio)) as url,
        httpx.AsyncClient(base_url=url) as http,
    ):
        signed = await studio.services.users.register(email="e@example.com", password=PASSWORD)
        yield Person(signed.user.id, "e@example.com", signed.token, http)


@pytest.fixture
async def stranger(settings: Settings, db: str, mock: Mock) -> AsyncIterator[Person]:
    async with signed_in_at(settings) as person:
        yield person


@pytest.mark.parametrize("balance", [0, -1])
async def test_an_empty_account_orders_nothing(stranger: Person, mock: Mock, balance: int) -> None:
    await mock.steer(balance=balance)
    assert (await code_and_path(stranger))[0] == "INSUFFICIENT_BALANCE"
    assert (await stranger.get(SONGS))["songs"]["totalCount"] == 0
    await mock.steer(balance=1)
    assert (await generate(stranger))["userErrors"] == []


async def test_the_models_the_number_of_choices_and_the_longest_lyrics_are_the_servers(
    settings: Settings, db: str, mock: Mock
) -> None:
    changed = {"mureka_models": ["m-2", "m-1"], "mureka_choices": 3, "mureka_max_lyrics": 10_000}
    async with signed_in_at(settings.model_copy(update=changed)) as person:
        started = await generate(person, lyrics="x" * 10_000)
        other = await generate(person, model="m-1", choices=1)
        refused = await generate(person, model="mureka-7")
        too_long = await code_and_path(person, lyrics="x" * 10_001)

    jobs = {row.song_id: row.request for row in await JobRow.all()}
    assert sorted((each["model"], each["choices"]) for each in jobs.values()) == [
        ("m-1", 1),
        ("m-2", 3),
    ]
    assert started["userErrors"] == other["userErrors"] == []
    [error] = refused["userErrors"]
    assert (error["code"], error["params"]) == ("VALIDATION", {"models": "m-2, m-1"})
    assert too_long == ("VALIDATION", ["input", "lyrics"])


async def test_a_provider_that_does_not_answer_is_not_an_empty_account(
    stranger: Person, mock: Mock
) -> None:
    await mock.steer(billingStatus=503)
    code, _ = await code_and_path(stranger)
    assert code in {"PROVIDER_UNAVAILABLE", "PROVIDER_ERROR"}


@pytest.mark.usefixtures("worker")
async def test_orders_beyond_the_slots_are_made_in_order_and_none_is_lost(
    ada: Person, mock: Mock
) -> None:
    await mock.steer(concurrencyLimit=1)
    crowd = await asyncio.gather(*(generate(ada, prompt="1s") for _ in range(10)))
    queue = [await generate(ada, prompt="1s", title=str(n)) for n in range(10)]
    burst = [*crowd, *queue]
    assert all(not answer["userErrors"] for answer in burst)

    songs = [await finished(ada, answer["song"]["id"], within=60) for answer in burst]

    assert {song["status"] for song in songs} == {"SUCCESS"}
    assert len(await mock.submits()) == 20
    started = "query ($id: ID!) { job(id: $id) { startedAt } }"
    begun = [(await ada.get(started, id=each["job"]["id"]))["job"]["startedAt"] for each in queue]
    assert begun == sorted(begun)


@pytest.mark.usefixtures("worker")
async def test_a_cancelled_song_stays_cancelled_and_its_slot_is_freed_at_the_providers_end(
    ada: Person, mock: Mock
) -> None:
    started = await generate(ada, prompt="60s")
    async with asyncio.timeout(10):
        while not await mock.submits():
            await asyncio.sleep(0.02)
    cancel = (
        "mutation ($id: ID!) { cancelJob(input: {id: $id}) { job { status } userErrors { code } } }"
    )
    first = (await ada.get(cancel, id=started["job"]["id"]))["cancelJob"]
    second = (await ada.get(cancel, id=started["job"]["id"]))["cancelJob"]

    assert first["job"]["status"] == "CANCELLED"
    assert second["userErrors"][0]["code"] == "INVALID_STATE"
    following = await generate(ada, prompt="2s")
    assert (await finished(ada, following["song"]["id"]))["status"] == "SUCCESS"
    song = await finished(ada, started["song"]["id"])
    assert (song["status"], song["choices"]) == ("CANCELLED", [])
