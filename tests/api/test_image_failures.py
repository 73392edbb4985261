"""Bad days of whoever paints: the right code, no row, no file, and nothing paid twice."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from uuid import UUID

import pytest

from app.bootstrap import Studio
from app.bootstrap.images import DELIVERY_TRIES
from app.infra.settings import Settings
from app.rows.images import ImageRow
from app.rows.jobs import JobRow
from app.rows.songs import DoomedFilesRow, StoredObjectRow
from app.schema.ids import decode_id
from tests.api.images import ORDERS, bought, generate, painted, stored
from tests.api.test_stems import CANCEL, ended, until
from tests.studio import Mock, Person, running_studio, working

DALL_E = "dall-e-3"
pytestmark = pytest.mark.usefixtures("nothing_stored")


@pytest.fixture
async def nothing_stored(studio: Studio) -> None:
    """Files of other tests are gone: rows are wiped, stores are not."""
    await studio.storage.delete_prefix("images/")


async def nothing_is_left(studio: Studio) -> None:
    """Neither a row nor, after the next tidying, a file."""
    await studio.services.song_deletion.remove_files()
    assert await stored(studio) == []
    assert await ImageRow.all().count() == await StoredObjectRow.all().count() == 0


@pytest.mark.parametrize(
    ("scenario", "model", "code", "sent", "paid"),
    [
        ("0002", None, "PROVIDER_AUTH", 1, 0),
        ("0003", None, "VALIDATION", 1, 0),
        ("0004", None, "VALIDATION", 1, 0),
        ("0005", None, "PROVIDER_ERROR", 1, 0),
        ("0008", None, "QUOTA_EXCEEDED", 1, 0),
        ("0015", None, "QUOTA_EXCEEDED", 1, 0),
        ("0018", None, "RATE_LIMITED", 4, 0),
        ("0009", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0010", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0011", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0012", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0013", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0014", None, "OUTCOME_UNKNOWN", 1, 0),
        ("0022", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0023", None, "OUTCOME_UNKNOWN", 1, 1),
        # The bytes that came are no picture; the money is gone.
        ("0017", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0019", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0020", None, "OUTCOME_UNKNOWN", 1, 1),
        ("0021", None, "OUTCOME_UNKNOWN", 1, 1),
        # The address was paid for; what is behind it is no picture, or must not be visited.
        ("0016", DALL_E, "PROVIDER_UNAVAILABLE", 1, 1),
        ("0017", DALL_E, "PROVIDER_ERROR", 1, 1),
        ("0019", DALL_E, "PROVIDER_ERROR", 1, 1),
        ("0020", DALL_E, "PROVIDER_ERROR", 1, 1),
        ("0021", DALL_E, "PROVIDER_ERROR", 1, 1),
        ("0024", DALL_E, "PROVIDER_ERROR", 1, 1),
    ],
)
async def test_a_bad_day_ends_in_the_right_code_and_leaves_nothing(
    ada: Person,
    studio: Studio,
    mock: Mock,
    scenario: str,
    model: str | None,
    code: str,
    sent: int,
    paid: int,
) -> None:
    async with working(studio):
        answer = await generate(ada, prompt=f"a cat {scenario} 0s", model=model)

    assert answer["image"] is None
    [error] = answer["userErrors"]
    job = answer["job"]
    assert (error["code"], job["error"]["code"], job["status"]) == (code, code, "FAILED")
    assert error["path"] == []
    assert "usic provider" not in error["message"]
    assert (len(await mock.requests(ORDERS)), await bought(mock)) == (sent, paid)
    await nothing_is_left(studio)


@pytest.mark.parametrize(("scenario", "model"), [("0006", DALL_E), ("0007", None)])
async def test_patience_brings_the_picture_home(
    ada: Person, studio: Studio, mock: Mock, scenario: str, model: str | None
) -> None:
    image = await painted(ada, studio, prompt=f"a cat {scenario} 0s", model=model)
    assert image["url"]
    assert await bought(mock) == 1


async def test_the_words_of_the_safety_system_reach_the_person_in_their_language(
    ada: Person, studio: Studio
) -> None:
    ada.headers["Accept-Language"] = "de"
    async with working(studio):
        [error] = (await generate(ada, prompt="a cat 0003 0s"))["userErrors"]
    assert error["message"].startswith("Der Anbieter hat den Auftrag abgelehnt: ")
    assert "safety system" in error["params"]["reason"]


async def test_orders_wait_for_a_free_slot(ada: Person, studio: Studio, mock: Mock) -> None:
    orders = [(await generate(ada, wait=False, title=f"{n}"))["job"] for n in range(4)]
    busy = await JobRow.filter(slot_until__isnull=False).count()
    assert busy == studio.settings.openai_concurrency == 2
    async with working(studio):
        done = [await ended(ada, each["id"]) for each in orders]
    assert [each["status"] for each in done] == ["SUCCEEDED"] * 4
    assert await bought(mock) == 4


async def test_a_double_click_with_a_key_paints_once(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    async with working(studio):
        answers = await asyncio.gather(*(generate(ada, idempotencyKey="click") for _ in range(8)))
    assert len({each["image"]["id"] for each in answers}) == 1
    assert await bought(mock) == await ImageRow.all().count() == 1


async def test_a_queued_order_that_is_cancelled_costs_nothing(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    job = (await generate(ada, wait=False))["job"]
    answer = (await ada.get(CANCEL, id=job["id"]))["cancelJob"]
    assert (answer["job"]["status"], answer["userErrors"]) == ("CANCELLED", [])
    async with working(studio):
        await painted(ada, studio, prompt="another, 0s")
    assert await bought(mock) == 1
    assert await DoomedFilesRow.all().count() == 0


async def test_who_waits_hears_that_the_order_was_cancelled(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    waiting = asyncio.create_task(generate(ada))
    await until(lambda: JobRow.all().count())
    job = (await ada.get("{ jobs { nodes { id } } }"))["jobs"]["nodes"][0]
    await ada.get(CANCEL, id=job["id"])
    answer = await waiting
    assert [each["code"] for each in answer["userErrors"]] == ["INVALID_STATE"]
    assert (answer["image"], answer["job"]["status"]) == (None, "CANCELLED")
    assert await bought(mock) == 0


async def test_an_order_that_is_cancelled_while_it_is_painted_leaves_no_file(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    # A hundred seconds pass in one.
    job = (await generate(ada, prompt="a cat, 50s", wait=False))["job"]
    async with working(studio):
        await until(lambda: bought(mock))
        assert (await ada.get(CANCEL, id=job["id"]))["cancelJob"]["userErrors"] == []
        key = decode_id("Job", job["id"])
        await until(lambda: JobRow.filter(id=key, next_at=None, lease_token=None).count())
        await until(lambda: JobRow.filter(id=key, slot_until=None).count())
    assert (await ended(ada, job["id"]))["status"] == "CANCELLED"
    assert await DoomedFilesRow.all().count() == 1
    assert await bought(mock) == 1
    await nothing_is_left(studio)


async def test_a_picture_waits_for_the_store_however_long_it_is_away(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    folder = studio.settings.data_dir.resolve() / "files" / "images"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"a file where a folder must be")
    try:
        job = (await generate(ada, model=DALL_E, wait=False))["job"]
        async with working(studio):
            await until(lambda: outages(job["id"]), within=60)
            folder.unlink()
            assert (await ended(ada, job["id"]))["status"] == "SUCCEEDED"
    finally:
        if folder.is_file():
            folder.unlink()
    assert await bought(mock) == 1


async def outages(job_id: str) -> bool:
    """Whether the store was away more often than anything else may fail."""
    job = await JobRow.get(id=decode_id("Job", job_id))
    return int(job.checkpoint.get("outages", 0)) > DELIVERY_TRIES


async def test_without_a_key_nothing_is_sent(
    settings: Settings, studio: Studio, ada: Person, mock: Mock
) -> None:
    poor = settings.model_copy(update={"openai_api_key": type(settings.openai_api_key)("")})
    async with running_studio(poor) as other, working(other):
        answer = await generate(ada)
    assert [each["code"] for each in answer["userErrors"]] == ["PROVIDER_AUTH"]
    assert await mock.requests(ORDERS) == []


async def test_waiting_ends_when_the_time_is_up_and_the_order_goes_on(
    ada: Person, studio: Studio
) -> None:
    waiting = replace(studio.services.image_waiting, patience=0.05)
    answer = await generate(ada, wait=False)
    job_id = decode_id("Job", answer["job"]["id"])
    job = await studio.queue.get(job_id, user_id=ada.id)
    assert job is not None
    assert (await waiting.ended(job)).status.value == "QUEUED"
    async with working(studio):
        assert (await studio.services.image_waiting.ended(job)).image_id
        assert (await ended(ada, answer["job"]["id"]))["status"] == "SUCCEEDED"


async def test_a_drain_ends_the_waiting_and_not_the_order(ada: Person, studio: Studio) -> None:
    draining = asyncio.Event()
    waiting = replace(studio.services.image_waiting, draining=draining)
    answer = await generate(ada, wait=False)
    job = await studio.queue.get(decode_id("Job", answer["job"]["id"]), user_id=ada.id)
    assert job is not None
    waits = asyncio.create_task(waiting.ended(job))
    await asyncio.sleep(0.05)
    assert not waits.done()
    draining.set()
    assert (await waits).status.value == "QUEUED"
    async with working(studio):
        assert (await ended(ada, answer["job"]["id"]))["status"] == "SUCCEEDED"


async def test_a_job_that_keeps_breaking_is_given_up_and_leaves_nothing(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    job = (await generate(ada, model=DALL_E, wait=False))["job"]
    key: UUID = decode_id("Job", job["id"])
    await JobRow.filter(id=key).update(
        stage="STORING", checkpoint={"kept": {"nonsense": 1}}, failures=7
    )
    async with working(studio):
        done = await ended(ada, job["id"])
    assert (done["status"], done["error"]["code"]) == ("FAILED", "INTERNAL")
    assert await bought(mock) == 0
    await nothing_is_left(studio)
