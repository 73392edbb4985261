"""Stems: one paid call, kept for good, and never paid twice."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from app.bootstrap import Studio
from app.domain.errors import InsufficientBalance
from app.domain.storage.model import song_prefix
from app.infra.database import credentials
from app.infra.repositories.job_sql import SLOT_LOCK
from app.infra.settings import Settings
from app.rows.jobs import JobRow
from app.rows.songs import ChoiceRow, SongRow, StoredObjectRow
from app.schema.ids import decode_id
from tests.api.songs import finished, generate, somebody_is_blocked
from tests.api.test_song_deletion import delete
from tests.studio import Mock, Person, running_studio, working

STEM = "/v1/song/stem"
GENERATE = """
mutation ($input: GenerateStemsInput!) {
  generateStems(input: $input) {
    job { id kind status stage song { id status } choice { id } }
    userErrors { code path }
  }
}
"""
JOB = """
query ($id: ID!) {
  job(id: $id) { kind status stage progress error { code message } choice { id stemsUrl } }
}
"""
CHOICE = """
query ($id: ID!) {
  node(id: $id) { ... on SongChoice { stemsUrl stemsGeneratedAt } }
}
"""
CANCEL = """
mutation ($id: ID!) { cancelJob(input: {id: $id}) { job { status } userErrors { code } } }
"""
STATUS = "query ($id: ID!) { song(id: $id) { status title } }"


async def made(person: Person, studio: Studio, **wish: object) -> dict[str, Any]:
    """A finished song with one choice."""
    async with working(studio):
        started = await generate(person, **{"prompt": "folk, 1s", "choices": 1, **wish})
        song = await finished(person, started["song"]["id"])
    assert song["status"] == "SUCCESS", song
    return song


@pytest.fixture
async def song(ada: Person, studio: Studio) -> dict[str, Any]:
    return await made(ada, studio, title="Nacht 🎵")


@pytest.fixture
def choice_id(song: dict[str, Any]) -> str:
    return str(song["choices"][0]["id"])


async def order(person: Person, choice_id: str, key: str | None = None) -> dict[str, Any]:
    wish = {"choiceId": choice_id, "idempotencyKey": key}
    return dict((await person.get(GENERATE, input=wish))["generateStems"])


async def mistake(person: Person, choice_id: str, key: str | None = None) -> tuple[str, list[str]]:
    answer = await order(person, choice_id, key)
    assert answer["job"] is None
    [error] = answer["userErrors"]
    return error["code"], error["path"]


async def ended(person: Person, job_id: str, within: float = 20) -> dict[str, Any]:
    async with asyncio.timeout(within):
        while True:
            job = dict((await person.get(JOB, id=job_id))["job"])
            if job["status"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                return job
            await asyncio.sleep(0.05)


async def until(happened: Callable[[], Awaitable[object]], within: float = 20) -> None:
    async with asyncio.timeout(within):
        while not await happened():
            await asyncio.sleep(0.02)


async def accepted(mock: Mock) -> int:
    return len([each for each in await mock.requests(STEM) if each["accepted"]])


async def stored(studio: Studio, song: dict[str, Any]) -> list[str]:
    """The stored ZIPs of a song."""
    prefix = song_prefix(decode_id("Song", song["id"]))
    keys = [each.key async for each in studio.storage.list_objects(prefix)]
    return [key for key in keys if key.endswith(".zip")]


async def test_a_recording_is_taken_apart_and_its_stems_can_be_downloaded(
    ada: Person, bob: Person, studio: Studio, mock: Mock, song: dict[str, Any], choice_id: str
) -> None:
    answer = await order(ada, choice_id)
    assert answer["userErrors"] == []
    job = answer["job"]
    assert (job["kind"], job["status"], job["choice"]) == ("STEM", "QUEUED", {"id": choice_id})
    assert job["song"] == {"id": song["id"], "status": "SUCCESS"}
    async with working(studio):
        done = await ended(ada, job["id"])

    assert (done["status"], done["stage"], done["progress"]) == ("SUCCEEDED", "DONE", 1.0), done
    choice = (await ada.get(CHOICE, id=choice_id))["node"]
    assert choice["stemsUrl"] == done["choice"]["stemsUrl"]
    assert choice["stemsGeneratedAt"]
    bearer = {"Authorization": f"Bearer {ada.token}"}
    file = await ada.http.get(f"{choice['stemsUrl']}?download=1", headers=bearer)
    assert file.headers["content-type"] == "application/zip"
    assert 'attachment; filename="Nacht (stems).zip"' in file.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert archive.testzip() is None
        assert "vocals.mp3" in archive.namelist()
    head = await ada.http.head(choice["stemsUrl"], headers=bearer)
    assert head.headers["content-length"] == str(len(file.content))
    part = await ada.http.get(choice["stemsUrl"], headers={**bearer, "Range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, file.content[2:6])
    again = await ada.http.get(
        choice["stemsUrl"], headers={**bearer, "If-None-Match": file.headers["etag"]}
    )
    assert again.status_code == 304
    foreign = {"Authorization": f"Bearer {bob.token}"}
    assert (await bob.http.get(choice["stemsUrl"], headers=foreign)).status_code == 404
    assert len(await mock.requests(STEM)) == 1


async def test_the_provider_is_sent_its_own_address_of_the_mp3(
    ada: Person, studio: Studio, mock: Mock, choice_id: str
) -> None:
    job = (await order(ada, choice_id))["job"]
    async with working(studio):
        await ended(ada, job["id"])
    [request] = await mock.requests(STEM)
    row = await ChoiceRow.get(id=decode_id("SongChoice", choice_id))
    assert request["body"] == {"url": row.mp3_url}
    assert await StoredObjectRow.filter(key=row.stem_key).count() == 1


async def test_the_song_stays_as_it_is(
    ada: Person, studio: Studio, mock: Mock, song: dict[str, Any], choice_id: str
) -> None:
    before = await SongRow.get(id=decode_id("Song", song["id"])).values()
    await mock.steer(stemStatus=400)
    job = (await order(ada, choice_id))["job"]
    async with working(studio):
        failed = await ended(ada, job["id"])
    assert (failed["status"], failed["error"]["code"]) == ("FAILED", "VALIDATION")
    assert await SongRow.get(id=decode_id("Song", song["id"])).values() == before
    read = await ada.get("query ($id: ID!) { song(id: $id) { job { kind } } }", id=song["id"])
    assert read["song"]["job"]["kind"] == "SONG"


@pytest.mark.parametrize(
    ("outage", "code", "sent", "bought"),
    [
        (401, "PROVIDER_AUTH", 1, 0),
        (402, "INSUFFICIENT_BALANCE", 1, 0),
        ("quota", "QUOTA_EXCEEDED", 1, 0),
        (500, "OUTCOME_UNKNOWN", 1, 0),
        (503, "OUTCOME_UNKNOWN", 1, 0),
        ("empty", "OUTCOME_UNKNOWN", 1, 1),
        ("hang", "OUTCOME_UNKNOWN", 1, 1),
        ("lost", "PROVIDER_UNAVAILABLE", 1, 1),
    ],
)
async def test_a_bad_day_of_the_provider_ends_in_the_right_state_and_is_never_paid_twice(
    ada: Person,
    studio: Studio,
    mock: Mock,
    song: dict[str, Any],
    choice_id: str,
    outage: object,
    code: str,
    sent: int,
    bought: int,
) -> None:
    await mock.steer(stemStatus=outage)
    job = (await order(ada, choice_id))["job"]
    async with working(studio):
        failed = await ended(ada, job["id"])

    assert (failed["status"], failed["error"]["code"]) == ("FAILED", code)
    assert (len(await mock.requests(STEM)), await accepted(mock)) == (sent, bought)
    assert (await ada.get(CHOICE, id=choice_id))["node"]["stemsUrl"] is None
    assert await stored(studio, song) == []


async def test_a_rate_limit_is_waited_out(
    ada: Person, studio: Studio, mock: Mock, choice_id: str
) -> None:
    await mock.steer(stemStatus=429)
    job = (await order(ada, choice_id))["job"]
    async with working(studio):
        await until(lambda: mock.requests(STEM))
        await mock.steer(stemStatus=None)
        assert (await ended(ada, job["id"]))["status"] == "SUCCEEDED"
    assert await accepted(mock) == 1


async def test_after_a_failure_stems_can_be_ordered_anew(
    ada: Person, studio: Studio, mock: Mock, choice_id: str
) -> None:
    await mock.steer(stemStatus="quota")
    first = (await order(ada, choice_id, "one"))["job"]
    async with working(studio):
        await ended(ada, first["id"])
        await mock.steer(stemStatus=None)
        assert (await order(ada, choice_id, "one"))["job"]["id"] == first["id"]
        second = (await order(ada, choice_id, "two"))["job"]
        assert second["id"] != first["id"]
        assert (await ended(ada, second["id"]))["status"] == "SUCCEEDED"


async def test_a_double_click_is_one_order(
    ada: Person, studio: Studio, mock: Mock, choice_id: str
) -> None:
    clicks = await asyncio.gather(
        *(order(ada, choice_id, key) for key in (None, None, "a", "b", "c", "c", None, "d"))
    )
    assert len({click["job"]["id"] for click in clicks}) == 1
    assert await JobRow.filter(kind="STEM").count() == 1
    async with working(studio):
        await ended(ada, clicks[0]["job"]["id"])
    assert await accepted(mock) == 1


async def test_what_was_taken_apart_is_not_taken_apart_again(
    ada: Person, studio: Studio, mock: Mock, choice_id: str
) -> None:
    job = (await order(ada, choice_id, "k"))["job"]
    async with working(studio):
        await ended(ada, job["id"])
    assert await mistake(ada, choice_id) == ("INVALID_STATE", ["input", "choiceId"])
    assert (await order(ada, choice_id, "k"))["job"]["id"] == job["id"]
    assert await accepted(mock) == 1


async def test_a_key_stands_for_one_order(
    ada: Person, studio: Studio, choice_id: str, mock: Mock
) -> None:
    other = str((await made(ada, studio))["choices"][0]["id"])
    assert (await order(ada, choice_id, "k" * 255))["userErrors"] == []
    assert await mistake(ada, other, "k" * 255) == ("CONFLICT", ["input", "idempotencyKey"])
    for key in ("", "k" * 256, "a\0b"):
        assert await mistake(ada, other, key) == ("VALIDATION", ["input", "idempotencyKey"])
    assert await mock.requests(STEM) == []


async def test_foreign_missing_and_silent_choices_have_no_stems(
    ada: Person, bob: Person, mock: Mock, choice_id: str
) -> None:
    place = ["input", "choiceId"]
    await order(ada, choice_id)
    assert await mistake(bob, choice_id) == ("NOT_FOUND", place)
    assert await mistake(ada, "nonsense") == ("VALIDATION", place)
    await JobRow.filter(kind="STEM").delete()
    await ChoiceRow.all().update(mp3_url=None)
    assert await mistake(ada, choice_id) == ("VALIDATION", place)
    await ChoiceRow.all().delete()
    assert await mistake(ada, choice_id) == ("NOT_FOUND", place)
    assert await mock.requests(STEM) == []


async def test_an_empty_account_takes_nothing_apart(
    ada: Person, mock: Mock, choice_id: str, settings: Settings
) -> None:
    async with running_studio(settings) as penniless:
        await mock.steer(balance=0)
        key = decode_id("SongChoice", choice_id)
        with pytest.raises(InsufficientBalance):
            await penniless.services.stems.generate(ada.id, key, None)
    assert await JobRow.filter(kind="STEM").count() == 0


async def test_an_order_cancelled_before_its_turn_is_never_sent(
    ada: Person, studio: Studio, mock: Mock, choice_id: str
) -> None:
    first = (await order(ada, choice_id))["job"]
    assert (await ada.get(CANCEL, id=first["id"]))["cancelJob"]["job"]["status"] == "CANCELLED"
    second = (await order(ada, choice_id))["job"]
    async with working(studio):
        assert (await ended(ada, second["id"]))["status"] == "SUCCEEDED"
    assert len(await mock.requests(STEM)) == 1
    assert (await JobRow.get(id=decode_id("Job", first["id"]))).slot_until is None


async def test_what_is_cancelled_while_it_is_paid_for_is_thrown_away(
    ada: Person, studio: Studio, mock: Mock, song: dict[str, Any], choice_id: str
) -> None:
    await mock.steer(stemStatus="hang")
    job = (await order(ada, choice_id))["job"]
    async with working(studio):
        await until(lambda: accepted(mock))
        assert (await ada.get(CANCEL, id=job["id"]))["cancelJob"]["userErrors"] == []
        await until(lambda: _at_rest(job["id"]))
    assert (await ended(ada, job["id"]))["status"] == "CANCELLED"
    assert len(await mock.requests(STEM)) == 1
    assert await stored(studio, song) == []


async def test_what_is_cancelled_while_it_is_stored_leaves_no_file(
    ada: Person, studio: Studio, mock: Mock, song: dict[str, Any], choice_id: str
) -> None:
    await mock.steer(stemStatus="lost")
    job = (await order(ada, choice_id))["job"]

    async def storing() -> bool:
        return bool((await ada.get(JOB, id=job["id"]))["job"]["stage"] == "STORING")

    async with working(studio):
        await until(storing)
        assert (await ada.get(CANCEL, id=job["id"]))["cancelJob"]["userErrors"] == []
        await until(lambda: _at_rest(job["id"]))
    assert await stored(studio, song) == []
    assert (await ada.get(CHOICE, id=choice_id))["node"]["stemsUrl"] is None


async def _at_rest(job_id: str) -> bool:
    row = await JobRow.get(id=decode_id("Job", job_id))
    return row.next_at is None and row.lease_token is None


async def test_a_song_deleted_while_its_stems_are_made_takes_them_along(
    ada: Person, studio: Studio, mock: Mock, song: dict[str, Any], choice_id: str
) -> None:
    """Without the job's being cancelled first, as when somebody deletes rows by hand."""
    await mock.steer(stemStatus="lost")
    job = (await order(ada, choice_id))["job"]

    async def storing() -> bool:
        return bool((await ada.get(JOB, id=job["id"]))["job"]["stage"] == "STORING")

    async with working(studio):
        await until(storing)
        await SongRow.filter(id=decode_id("Song", song["id"])).delete()
        over = await ended(ada, job["id"])
        await until(lambda: _at_rest(job["id"]))
    assert (over["status"], over["error"], over["choice"]) == ("CANCELLED", None, None)
    assert await stored(studio, song) == []


@pytest.mark.parametrize(
    "meanwhile",
    [
        "DELETE FROM songs",
        "UPDATE jobs SET status = 'CANCELLED', lease_token = NULL WHERE kind = 'STEM'",
    ],
)
async def test_stems_that_nobody_wants_when_they_are_stored_leave_no_file(
    ada: Person, studio: Studio, song: dict[str, Any], choice_id: str, db: str, meanwhile: str
) -> None:
    job = (await order(ada, choice_id))["job"]
    job_id = decode_id("Job", job["id"])
    paid = await studio.queue.claim(job_id)
    assert paid is not None
    await studio.handlers[paid.job.kind].step(paid)
    claim = await studio.queue.claim(job_id)
    assert claim is not None

    elsewhere = await asyncpg.connect(**credentials(db))
    try:
        async with elsewhere.transaction():
            await elsewhere.execute("SELECT FROM jobs WHERE id = $1 FOR UPDATE", job_id)
            step = asyncio.create_task(studio.handlers[claim.job.kind].step(claim))
            await until(lambda: stored(studio, song))
            await elsewhere.execute(meanwhile)
        await asyncio.gather(step, return_exceptions=True)
    finally:
        await elsewhere.close()

    assert (await ended(ada, job["id"]))["status"] == "CANCELLED"
    assert await stored(studio, song) == []
    assert await StoredObjectRow.filter(content_type="application/zip").count() == 0


async def test_stems_of_a_song_deleted_before_their_turn_are_never_paid(
    ada: Person, studio: Studio, mock: Mock, song: dict[str, Any], choice_id: str
) -> None:
    job = (await order(ada, choice_id))["job"]
    await SongRow.filter(id=decode_id("Song", song["id"])).delete()
    async with working(studio):
        over = await ended(ada, job["id"])
    assert over["status"] == "CANCELLED"
    assert await mock.requests(STEM) == []


async def test_deleting_a_song_removes_its_stems(
    ada: Person, studio: Studio, song: dict[str, Any], choice_id: str
) -> None:
    job = (await order(ada, choice_id))["job"]
    async with working(studio):
        await ended(ada, job["id"])
    assert len(await stored(studio, song)) == 1
    delete = "mutation ($ids: [ID!]!) { deleteSongs(input: {ids: $ids}) { userErrors { code } } }"
    await ada.get(delete, ids=[song["id"]])
    assert await stored(studio, song) == []
    row = await JobRow.get(id=decode_id("Job", job["id"]))
    assert (row.choice_id, row.song_id) == (None, None)


async def test_a_worker_that_vanishes_in_the_call_leaves_it_unsent_for_ever(
    ada: Person, studio: Studio, mock: Mock, choice_id: str, settings: Settings
) -> None:
    await mock.steer(stemStatus="hang")
    job = (await order(ada, choice_id))["job"]
    patient = settings.model_copy(update={"mureka_stem_timeout": 60})
    async with running_studio(patient) as vanishing:
        claim = await vanishing.queue.claim(decode_id("Job", job["id"]))
        assert claim is not None
        step = asyncio.create_task(vanishing.handlers[claim.job.kind].step(claim))
        await until(lambda: accepted(mock))
        step.cancel()
        await asyncio.gather(step, return_exceptions=True)
    await mock.steer(stemStatus=None)

    async with working(studio):
        over = await ended(ada, job["id"])

    assert (over["status"], over["error"]["code"]) == ("FAILED", "OUTCOME_UNKNOWN")
    assert len(await mock.requests(STEM)) == 1


async def test_a_worker_that_vanishes_while_it_stores_leaves_the_rest_to_the_next(
    ada: Person, studio: Studio, mock: Mock, song: dict[str, Any], choice_id: str
) -> None:
    job = (await order(ada, choice_id))["job"]
    claim = await studio.queue.claim(decode_id("Job", job["id"]))
    assert claim is not None
    await studio.handlers[claim.job.kind].step(claim)
    assert (await ada.get(JOB, id=job["id"]))["job"]["stage"] == "STORING"
    assert await studio.queue.claim(decode_id("Job", job["id"]))

    async with working(studio):
        assert (await ended(ada, job["id"]))["status"] == "SUCCEEDED"

    assert len(await stored(studio, song)) == 1
    assert len(await mock.requests(STEM)) == 1


async def test_stems_ordered_while_their_song_is_deleted_do_not_hold_it_up(
    ada: Person, studio: Studio, mock: Mock, db: str
) -> None:
    song = await made(ada, studio, choices=2)
    first, second = (each["id"] for each in song["choices"])
    waiting = (await order(ada, first))["job"]["id"]
    await JobRow.filter(kind="STEM").update(slot_until=None, next_at=None)

    elsewhere = await asyncpg.connect(**credentials(db))
    try:
        async with elsewhere.transaction():
            await elsewhere.execute(SLOT_LOCK.replace("$1", "'mureka'"))
            ordering = asyncio.create_task(order(ada, second))
            await somebody_is_blocked()
            deleting = asyncio.create_task(delete(ada, song["id"]))
            await somebody_is_blocked(2)
    finally:
        await elsewhere.close()

    ordered = (await ordering)["job"]["id"]
    assert (await deleting)["deleted"] == [song["id"]]
    for each in (waiting, ordered):
        assert (await ended(ada, each))["status"] == "CANCELLED"
    assert await mock.requests(STEM) == []


async def test_stems_wait_for_the_same_slots_as_songs(
    ada: Person, studio: Studio, mock: Mock, choice_id: str
) -> None:
    await mock.steer(concurrencyLimit=1)
    song = await generate(ada, prompt="20s")
    job = (await order(ada, choice_id))["job"]
    following = await generate(ada, prompt="1s")
    async with working(studio):
        assert (await ended(ada, job["id"]))["status"] == "SUCCEEDED"
        for each in (song, following):
            assert (await finished(ada, each["song"]["id"]))["status"] == "SUCCESS"
    paths = [each["path"] for each in await mock.submits()]
    assert paths[-3:] == ["/v1/song/generate", STEM, "/v1/song/generate"]
