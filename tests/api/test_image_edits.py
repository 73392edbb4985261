"""Changing and deleting pictures."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.bootstrap import Studio
from app.bootstrap.images import image_deletion
from app.domain.errors import NotFound
from app.infra.settings import Settings
from app.rows.images import ImageRow
from app.rows.jobs import JobRow
from app.rows.songs import DoomedFilesRow, StoredObjectRow
from app.schema.ids import decode_id
from tests.api.images import painted, stored
from tests.api.test_image_lists import a_row
from tests.studio import Person

UPDATE = """
mutation ($input: UpdateImageInput!) {
  updateImage(input: $input) {
    image { id title tags version updatedAt prompt }
    userErrors { code message path params }
  }
}
"""
DELETE = """
mutation ($input: DeleteImagesInput!) {
  deleteImages(input: $input) {
    deletions {
      deleted notFound failed { id error { code } } summary { requested deleted notFound failed }
    }
    userErrors { code path params }
  }
}
"""
SCRIPTS = "Ka\u0308tzchen 🐈\u200d⬛\r\n\u05e9\u05dc\u05d5\u05dd 漢字"


@pytest.fixture
async def image(ada: Person, studio: Studio) -> dict[str, Any]:
    return await painted(ada, studio, title="before", tags="a, b")


async def update(person: Person, image: dict[str, Any], **changes: object) -> dict[str, Any]:
    return dict((await person.get(UPDATE, input={"id": image["id"], **changes}))["updateImage"])


async def delete(person: Person, *ids: object) -> dict[str, Any]:
    return dict((await person.get(DELETE, input={"ids": ids}))["deleteImages"])


async def test_only_what_is_sent_changes(ada: Person, image: dict[str, Any]) -> None:
    first = await update(ada, image, title=f" {SCRIPTS} ", expectedVersion=1)
    assert first["userErrors"] == []
    changed = first["image"]
    assert (changed["title"], changed["tags"], changed["version"]) == (SCRIPTS, "a, b", 2)
    assert changed["updatedAt"]
    second = (await update(ada, image, tags=None, title="\n "))["image"]
    assert (second["title"], second["tags"], second["version"]) == (None, None, 3)
    assert second["prompt"] == image["prompt"]


async def test_a_stale_version_is_a_conflict_with_what_is_there(
    ada: Person, image: dict[str, Any]
) -> None:
    await update(ada, image, title="newer")
    answer = await update(ada, image, title="older", expectedVersion=1)
    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("CONFLICT", ["input", "expectedVersion"])
    assert (answer["image"]["title"], answer["image"]["version"]) == ("newer", 2)


async def test_changes_at_once_are_all_kept(ada: Person, image: dict[str, Any]) -> None:
    await asyncio.gather(*(update(ada, image, title=f"{n}") for n in range(6)))
    row = await ImageRow.get(id=decode_id("Image", image["id"]))
    assert row.version == 7


@pytest.mark.parametrize(("field", "longest"), [("title", 255), ("tags", 1000)])
async def test_the_limits_of_texts(
    ada: Person, image: dict[str, Any], field: str, longest: int
) -> None:
    assert (await update(ada, image, **{field: "🐈" * longest}))["userErrors"] == []
    for wrong in ("🐈" * (longest + 1), "a\0b"):
        [error] = (await update(ada, image, **{field: wrong}))["userErrors"]
        assert (error["code"], error["path"]) == ("VALIDATION", ["input", field])


async def test_a_change_of_nothing_is_a_mistake(
    ada: Person, bob: Person, image: dict[str, Any]
) -> None:
    [error] = (await update(ada, image))["userErrors"]
    assert error["code"] == "VALIDATION"
    [error] = (await update(bob, image, title="mine"))["userErrors"]
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["input", "id"])
    [error] = (await update(ada, {"id": "x"}, title="mine"))["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "id"])


async def test_a_deleted_picture_takes_its_files_with_it(
    ada: Person, bob: Person, studio: Studio, image: dict[str, Any]
) -> None:
    key = decode_id("Image", image["id"])
    assert len(await stored(studio, key)) == 3
    foreign = (await delete(bob, image["id"]))["deletions"]
    assert foreign["notFound"] == [image["id"]]
    assert len(await stored(studio, key)) == 3

    answer = await delete(ada, image["id"], image["id"], "x")
    deletions = answer["deletions"]
    assert deletions["deleted"] == [image["id"]]
    assert [each["error"]["code"] for each in deletions["failed"]] == ["VALIDATION"]
    assert deletions["summary"] == {"requested": 2, "deleted": 1, "notFound": 0, "failed": 1}
    assert await stored(studio, key) == []
    assert await ImageRow.all().count() == await StoredObjectRow.all().count() == 0
    [doomed] = await DoomedFilesRow.all()
    assert doomed.prefix == f"images/{key}/"
    [job] = await JobRow.all()
    assert (job.status.value, job.image_id) == ("SUCCEEDED", None)
    bearer = {"Authorization": f"Bearer {ada.token}"}
    assert (await ada.http.get(image["url"], headers=bearer)).status_code == 404
    assert (await delete(ada, image["id"]))["deletions"]["notFound"] == [image["id"]]


async def test_the_files_of_a_deleted_picture_stay_where_the_operator_wants_it(
    ada: Person, studio: Studio, settings: Settings, image: dict[str, Any]
) -> None:
    key = decode_id("Image", image["id"])
    keeping = image_deletion(
        settings.model_copy(update={"delete_physical_files": False}),
        storage=studio.storage,
        clock=studio.services.image_deletion.clock,
    )
    await keeping.delete(ada.id, key)

    assert await ImageRow.all().count() == 0
    assert len(await stored(studio, key)) == await StoredObjectRow.all().count() == 3
    assert await DoomedFilesRow.all().count() == 0
    bearer = {"Authorization": f"Bearer {ada.token}"}
    assert (await ada.http.get(image["url"], headers=bearer)).status_code == 404
    with pytest.raises(NotFound):
        await keeping.delete(ada.id, key)


async def test_an_original_and_what_was_written_over_it_are_independent(
    ada: Person, studio: Studio, image: dict[str, Any]
) -> None:
    source = decode_id("Image", image["id"])
    overlay = await a_row(ada, "written", has_overlay=True, source_image_id=source)
    second = await a_row(ada, "again", has_overlay=True, source_image_id=source)
    await studio.services.image_deletion.delete(ada.id, second)
    assert len(await stored(studio, source)) == 3
    await delete(ada, image["id"])
    left = await ImageRow.get()
    assert (left.id, left.source_image_id, left.has_overlay) == (overlay, None, True)


async def test_a_hundred_at_once_and_no_more(ada: Person) -> None:
    ids = [f"{n}" for n in range(101)]
    assert (await delete(ada, *ids[:100]))["deletions"]["summary"]["failed"] == 100
    for wrong in (ids, []):
        answer = await delete(ada, *wrong)
        assert answer["deletions"] is None
        [error] = answer["userErrors"]
        assert (error["code"], error["path"]) == ("VALIDATION", ["input", "ids"])


async def test_deletions_at_once_delete_once(ada: Person, image: dict[str, Any]) -> None:
    answers = await asyncio.gather(*(delete(ada, image["id"]) for _ in range(5)))
    deleted = [each["deletions"]["summary"]["deleted"] for each in answers]
    assert sorted(deleted) == [0, 0, 0, 0, 1]
