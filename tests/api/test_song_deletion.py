from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.bootstrap import Studio
from app.domain.errors import StorageFailure
from app.domain.jobs.model import JobKind
from app.domain.storage.model import song_media_key, song_prefix
from app.infra.database import transaction
from app.infra.settings import Settings
from app.infra.storage.filesystem import FilesystemStorage
from app.rows.jobs import JobRow
from app.rows.songs import ChoiceRow, DoomedFilesRow, SongRow, StoredObjectRow
from app.schema.ids import encode_id
from tests.api.songs import SONG, finished, generate
from tests.api.test_progress import JOB_PROGRESS, SONG_PROGRESS, followed
from tests.api.test_sketches import create
from tests.api.test_song_edits import ordered, update
from tests.studio import Mock, Person, working

DELETE = """
mutation ($ids: [ID!]!) {
  deleteSongs(input: {ids: $ids}) {
    deletions {
      deleted notFound failed { id error { code path } }
      summary { requested deleted notFound failed }
    }
    userErrors { code path params }
  }
}
"""
JOB = "query ($id: ID!) { job(id: $id) { status stage song { id } } }"


async def delete(person: Person, *ids: str) -> dict[str, Any]:
    answer = (await person.get(DELETE, ids=ids))["deleteSongs"]
    assert answer["userErrors"] == []
    return dict(answer["deletions"])


async def gone(person: Person, song_id: str) -> None:
    """Delete a song, and see that nothing of it can be found."""
    assert (await delete(person, song_id))["deleted"] == [song_id]
    assert (await person.get(SONG, id=song_id))["song"] is None
    assert await SongRow.all().count() == await ChoiceRow.all().count() == 0
    assert await StoredObjectRow.all().count() == 0


async def stage_is(person: Person, job_id: str, *stages: str) -> None:
    async with asyncio.timeout(15):
        while (await person.get(JOB, id=job_id))["job"]["stage"] not in stages:
            await asyncio.sleep(0.005)


async def at_rest() -> JobRow:
    """The only job, once nobody will look at it again."""
    async with asyncio.timeout(15):
        while True:
            job = await JobRow.get()
            if job.next_at is None and job.lease_token is None:
                return job
            await asyncio.sleep(0.02)


async def stored(studio: Studio, song_id: UUID) -> list[str]:
    return [each.key async for each in studio.storage.list_objects(song_prefix(song_id))]


async def own_prefix(song_id: UUID) -> DoomedFilesRow | None:
    return await DoomedFilesRow.get_or_none(prefix=song_prefix(song_id))


async def once(content: bytes) -> AsyncIterator[bytes]:
    yield content


@pytest.mark.usefixtures("worker")
async def test_a_finished_song_goes_with_its_choices_and_files_and_its_sketch_stays(
    ada: Person, studio: Studio
) -> None:
    sketch = (await create(ada, lyrics="la", prompt="1s"))["sketch"]["id"]
    other = await generate(ada, prompt="1s")
    await finished(ada, other["song"]["id"])
    started = await generate(ada, sketchId=sketch, prompt="1s")
    song = await finished(ada, started["song"]["id"])
    kept = await SongRow.get(sketch_id=None)
    key = (await SongRow.exclude(id=kept.id).get()).id
    assert len(await stored(studio, key)) == 4

    assert (await delete(ada, song["id"]))["deleted"] == [song["id"]]

    assert (await ada.get(SONG, id=song["id"]))["song"] is None
    headers = {"Authorization": f"Bearer {ada.token}"}
    for choice in song["choices"]:
        for url in (choice["mp3Url"], choice["flacUrl"]):
            assert (await ada.http.get(url, headers=headers)).status_code == 404
    assert await stored(studio, key) == []
    assert await StoredObjectRow.filter(key__startswith=song_prefix(key)).count() == 0
    job = (await ada.get(JOB, id=started["job"]["id"]))["job"]
    assert job == {"status": "SUCCEEDED", "stage": "DONE", "song": None}
    query = "query ($id: ID!) { sketch(id: $id) { workflow songs { totalCount } } }"
    assert (await ada.get(query, id=sketch))["sketch"] == {
        "workflow": "USED",
        "songs": {"totalCount": 0},
    }
    assert len(await stored(studio, kept.id)) == 4
    assert await StoredObjectRow.all().count() == 4
    assert len((await ada.get(SONG, id=other["song"]["id"]))["song"]["choices"]) == 2


async def test_a_song_that_waits_for_its_turn_is_never_ordered_and_the_next_one_is(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    first = await generate(ada, prompt="1s")
    second = await generate(ada, prompt="1s", title="second")
    third = await generate(ada, prompt="1s", title="third")

    deletions = await delete(ada, first["song"]["id"], second["song"]["id"])

    assert deletions["deleted"] == [first["song"]["id"], second["song"]["id"]]
    for each in (first, second):
        job = (await ada.get(JOB, id=each["job"]["id"]))["job"]
        assert job == {"status": "CANCELLED", "stage": "DONE", "song": None}
    assert await JobRow.filter(slot_until__not_isnull=True).count() == 1
    async with working(studio):
        song = await finished(ada, third["song"]["id"])
    assert (song["title"], song["status"]) == ("third", "SUCCESS")
    assert len(await mock.submits()) == 1


async def test_a_song_at_the_provider_keeps_its_slot_until_the_provider_is_done(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    await mock.steer(concurrencyLimit=1)
    started = await generate(ada, prompt="100s")
    following = await generate(ada, prompt="1s")
    async with working(studio):
        await stage_is(ada, started["job"]["id"], "GENERATION_STARTED", "POLLING")
        assert (await delete(ada, started["song"]["id"]))["deleted"] == [started["song"]["id"]]
        row = await JobRow.get(status="CANCELLED")
        assert (row.song_id, row.slot_until is None, row.next_at is None) == (None, False, False)
        waiting = (await ada.get(JOB, id=following["job"]["id"]))["job"]
        assert waiting["stage"] == "SLOT_WAIT"

        song = await finished(ada, following["song"]["id"], within=20)

    assert song["status"] == "SUCCESS"
    assert len(await mock.submits()) == 2
    watched = await JobRow.get(status="CANCELLED")
    assert (watched.slot_until, watched.next_at) == (None, None)


async def test_a_song_that_is_being_submitted_is_not_submitted_again(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    started = await generate(ada, lyrics="scenario 0011", prompt="1s")
    async with working(studio):
        await stage_is(ada, started["job"]["id"], "SUBMITTING")
        await gone(ada, started["song"]["id"])
        job = await at_rest()

    assert (job.status, job.song_id) == ("CANCELLED", None)
    assert len(await mock.requests("/v1/song/generate")) == 1


@pytest.mark.usefixtures("worker")
async def test_a_song_that_is_being_stored_leaves_no_file_behind(
    ada: Person, studio: Studio
) -> None:
    started = await generate(ada, lyrics="scenario 0016", prompt="1s")
    await stage_is(ada, started["job"]["id"], "STORING")
    key = (await SongRow.get()).id

    await gone(ada, started["song"]["id"])

    assert (await at_rest()).status == "CANCELLED"
    await studio.services.song_deletion.remove_files()
    assert await stored(studio, key) == []


async def test_stems_go_with_their_song(ada: Person, studio: Studio) -> None:
    started = await generate(ada, prompt="1s")
    song_id = started["song"]["id"]
    stems = """
      mutation ($id: ID!) {
        generateStems(input: {choiceId: $id}) { job { id } userErrors { code } }
      }
    """
    async with working(studio):
        first, second = (await finished(ada, song_id))["choices"]
        made = (await ada.get(stems, id=first["id"]))["generateStems"]["job"]["id"]
        await stage_is(ada, made, "DONE")
    ordered_only = (await ada.get(stems, id=second["id"]))["generateStems"]["job"]["id"]
    key = (await SongRow.get()).id
    assert await ChoiceRow.filter(stem_key__not_isnull=True).count() == 1
    assert [each for each in await stored(studio, key) if each.endswith(".zip")]

    await gone(ada, song_id)

    assert await stored(studio, key) == []
    after = [(await ada.get(JOB, id=each))["job"] for each in (made, ordered_only)]
    assert [job["status"] for job in after] == ["SUCCEEDED", "CANCELLED"]
    assert [job["song"] for job in after] == [None, None]
    assert await JobRow.filter(choice_id__not_isnull=True).count() == 0


async def test_what_is_stored_after_the_deletion_is_removed_until_nothing_can_come(
    ada: Person, studio: Studio
) -> None:
    song = await ordered(ada)
    key = (await SongRow.get()).id
    await delete(ada, song)
    doomed = await own_prefix(key)
    assert doomed is not None
    assert doomed.remove_until > datetime.now(UTC) + timedelta(minutes=59)
    late = song_media_key(key, UUID(int=1), "mp3")

    await studio.storage.put(late, once(b"late"), "audio/mpeg")
    await studio.services.song_deletion.remove_files()
    assert await stored(studio, key) == []
    assert await own_prefix(key) is not None

    await studio.storage.put(late, once(b"later still"), "audio/mpeg")
    past = datetime.now(UTC) - timedelta(seconds=1)
    await DoomedFilesRow.filter(prefix=doomed.prefix).update(remove_until=past)
    await studio.services.song_deletion.remove_files()
    assert await stored(studio, key) == []
    assert await own_prefix(key) is None


async def test_a_worker_removes_what_a_crash_has_left(ada: Person, studio: Studio) -> None:
    left = UUID(int=7)
    await studio.storage.put(song_media_key(left, left, "mp3"), once(b"left"), "audio/mpeg")
    await DoomedFilesRow.create(
        prefix=song_prefix(left), remove_until=datetime.now(UTC) - timedelta(hours=1)
    )

    async with working(studio), asyncio.timeout(10):
        while await own_prefix(left) is not None:
            await asyncio.sleep(0.02)

    assert await stored(studio, left) == []


class BrokenAt(FilesystemStorage):
    """A store that fails below one prefix."""

    def __init__(self, root: Path, prefix: str) -> None:
        super().__init__(root)
        self.prefix = prefix

    async def delete_prefix(self, prefix: str) -> int:
        if prefix == self.prefix:
            raise StorageFailure("storage.failed")
        return await super().delete_prefix(prefix)


async def test_a_store_that_fails_keeps_no_song_and_no_other_files(
    ada: Person, studio: Studio, settings: Settings
) -> None:
    song = await ordered(ada)
    first, second = (await SongRow.get()).id, UUID(int=9)
    root = settings.data_dir.resolve() / "files"
    broken = replace(studio.services.song_deletion, storage=BrokenAt(root, song_prefix(first)))
    for key in (first, second):
        await studio.storage.put(song_media_key(key, key, "mp3"), once(b"left"), "audio/mpeg")
    past = datetime.now(UTC) - timedelta(seconds=1)
    await DoomedFilesRow.create(prefix=song_prefix(second), remove_until=past)

    await broken.delete(ada.id, first)
    assert (await ada.get(SONG, id=song))["song"] is None
    await DoomedFilesRow.all().update(remove_until=past)
    with pytest.raises(StorageFailure):
        await broken.remove_files()

    assert (len(await stored(studio, first)), await stored(studio, second)) == (1, [])
    assert await own_prefix(first) is not None
    assert await own_prefix(second) is None
    await studio.services.song_deletion.remove_files()
    assert await stored(studio, first) == []
    assert await own_prefix(first) is None


async def test_a_job_accepted_while_its_song_is_deleted_is_cancelled_too(ada: Person) -> None:
    started = await generate(ada)
    song = await SongRow.get()

    async with transaction():
        late = await JobRow.create(
            user_id=ada.id,
            kind=JobKind.SONG,
            request={},
            payload_hash="",
            song_id=song.id,
            slot_group="mureka",
        )
        deleting = asyncio.create_task(delete(ada, started["song"]["id"]))
        await asyncio.sleep(0.3)
        assert not deleting.done()

    assert (await deleting)["deleted"] == [started["song"]["id"]]
    assert {job.status for job in await JobRow.all()} == {"CANCELLED"}
    assert (await JobRow.get(id=late.id)).song_id is None


@pytest.mark.usefixtures("worker")
async def test_a_job_that_was_cancelled_before_is_still_watched_at_the_provider(
    ada: Person, mock: Mock
) -> None:
    started = await generate(ada, prompt="60s")
    await stage_is(ada, started["job"]["id"], "GENERATION_STARTED", "POLLING")
    cancel = "mutation ($id: ID!) { cancelJob(input: {id: $id}) { userErrors { code } } }"
    await ada.get(cancel, id=started["job"]["id"])

    await gone(ada, started["song"]["id"])

    watched = await JobRow.get()
    assert (watched.song_id, watched.slot_until is None) == (None, False)
    assert (await at_rest()).slot_until is None
    assert len(await mock.submits()) == 1


async def test_watchers_see_the_end_and_new_ones_find_no_song(ada: Person, studio_url: str) -> None:
    started = await generate(ada)
    song_id, job_id = started["song"]["id"], started["job"]["id"]
    watching = [
        asyncio.create_task(followed(studio_url, ada, query, id=each))
        for query, each in ((SONG_PROGRESS, song_id), (JOB_PROGRESS, job_id))
    ]
    await asyncio.sleep(0.3)

    await delete(ada, song_id)

    of_song, of_job = await asyncio.gather(*watching)
    assert "errors" not in of_song[-1]
    assert of_song[-1]["data"]["songProgress"]["status"] == "CANCELLED"
    assert of_song[-1]["data"]["songProgress"]["song"] is None
    assert of_job[-1]["data"]["jobProgress"]["status"] == "CANCELLED"
    assert of_job[-1]["data"]["jobProgress"]["job"] == {"id": job_id, "song": None}
    [refused] = await followed(studio_url, ada, SONG_PROGRESS, id=song_id)
    assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    [late] = await followed(studio_url, ada, JOB_PROGRESS, id=job_id)
    assert late["data"]["jobProgress"]["status"] == "CANCELLED"


async def test_the_key_of_a_deleted_song_orders_nothing_again(ada: Person) -> None:
    started = await generate(ada, idempotencyKey="k")
    await delete(ada, started["song"]["id"])

    again = await generate(ada, idempotencyKey="k")

    assert again["song"] is None
    [error] = again["userErrors"]
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["input", "idempotencyKey"])
    assert await JobRow.all().count() == 1


async def test_each_id_is_answered_for_itself(ada: Person, bob: Person) -> None:
    own, bobs = await ordered(ada), await ordered(bob)
    twice = await ordered(ada)
    await delete(ada, twice)
    unknown = encode_id("Song", UUID(int=1))
    sketch = (await create(ada))["sketch"]["id"]

    deletions = await delete(ada, "nonsense", bobs, own, unknown, sketch, twice, own)

    assert deletions["deleted"] == [own]
    assert deletions["notFound"] == [bobs, unknown, twice]
    assert [each["id"] for each in deletions["failed"]] == ["nonsense", sketch]
    for each in deletions["failed"]:
        assert each["error"] == {"code": "VALIDATION", "path": ["input", "ids"]}
    assert deletions["summary"] == {"requested": 6, "deleted": 1, "notFound": 3, "failed": 2}
    assert (await update(bob, id=bobs, workflow="IN_USE"))["userErrors"] == []
    assert (await JobRow.get(user_id=bob.id)).status == "QUEUED"


async def test_one_to_a_hundred_ids_are_taken(ada: Person) -> None:
    song = await ordered(ada)
    unknown = [encode_id("Song", UUID(int=n)) for n in range(1, 101)]

    async def refusal(*ids: str) -> tuple[str, list[str], Any]:
        answer = (await ada.get(DELETE, ids=ids))["deleteSongs"]
        assert answer["deletions"] is None
        [error] = answer["userErrors"]
        return error["code"], error["path"], error["params"]

    place = ["input", "ids"]
    assert await refusal() == ("VALIDATION", place, None)
    too_many = {"max": 100, "length": 101}
    assert await refusal(song, *unknown) == ("VALIDATION", place, too_many)
    assert (await ada.get(SONG, id=song))["song"] is not None
    summary = (await delete(ada, song, *unknown[1:], song))["summary"]
    assert summary == {"requested": 100, "deleted": 1, "notFound": 99, "failed": 0}


async def test_a_song_deleted_at_once_by_many_is_deleted_by_one(ada: Person) -> None:
    song = await ordered(ada)

    answers = await asyncio.gather(*(delete(ada, song) for _ in range(6)))

    assert sum(answer["summary"]["deleted"] for answer in answers) == 1
    assert sum(answer["summary"]["notFound"] for answer in answers) == 5


async def test_songs_deleted_while_they_are_made_break_nothing(
    ada: Person, studio: Studio, mock: Mock
) -> None:
    """At every moment of the work: whatever is deleted stays so, whatever is left succeeds."""
    songs = [await generate(ada, prompt="1s", title=str(n)) for n in range(12)]
    doomed = [each["song"]["id"] for each in songs[::2]]

    async def after(delay: float, song_id: str) -> None:
        await asyncio.sleep(delay)
        assert (await delete(ada, song_id))["deleted"] == [song_id]

    async with working(studio):
        await asyncio.gather(*(after(n * 0.15, each) for n, each in enumerate(doomed)))
        for each in songs[1::2]:
            assert (await finished(ada, each["song"]["id"], within=30))["status"] == "SUCCESS"

    assert {str(row.title) for row in await SongRow.all()} == {"1", "3", "5", "7", "9", "11"}
    assert len(await mock.submits()) <= len(songs)
    await studio.services.song_deletion.remove_files()
    keys = {row.key for row in await StoredObjectRow.all()}
    on_disk = {each.key async for each in studio.storage.list_objects("songs/")}
    known = {f"songs/{row.id}/" for row in await SongRow.all()}
    assert {key for key in on_disk if key.rpartition("/")[0] + "/" in known} == keys
