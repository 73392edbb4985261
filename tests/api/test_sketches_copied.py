from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.api.test_lyric_revisions import revised, revisions
from tests.api.test_sketches import FIELDS, LONGEST, create, update
from tests.studio import Person

DUPLICATE = f"""
mutation ($input: DuplicateSketchInput!) {{
  duplicateSketch(input: $input) {{
    sketch {{ {FIELDS} songs {{ totalCount }} }} userErrors {{ code message path params }}
  }}
}}
"""
DELETE = """
mutation ($input: DeleteSketchesInput!) {
  deleteSketches(input: $input) {
    deletions { deleted notFound failed { id error { code } }
                summary { requested deleted notFound failed } }
    userErrors { code path params }
  }
}
"""


async def duplicate(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(DUPLICATE, input=fields))["duplicateSketch"])


async def delete(person: Person, ids: list[str]) -> dict[str, Any]:
    return dict((await person.get(DELETE, input={"ids": ids}))["deleteSketches"])


async def test_a_copy_is_a_new_draft_with_the_same_texts_and_no_past(ada: Person) -> None:
    texts = {field: f"{field} 👩‍👩‍👧" for field in LONGEST}
    original = (await create(ada, **texts))["sketch"]
    await revised(ada, original["id"])
    await update(ada, id=original["id"], workflow="ARCHIVED", lyrics=texts["lyrics"])

    answer = await duplicate(ada, id=original["id"])

    copy = answer["sketch"]
    assert answer["userErrors"] == []
    assert copy["id"] != original["id"]
    expected = {**texts, "title": texts["title"] + " (copy)"}
    assert {field: copy[field] for field in LONGEST} == expected
    assert (copy["workflow"], copy["version"], copy["updatedAt"]) == ("DRAFT", 1, None)
    assert copy["songs"]["totalCount"] == 0
    assert await revisions(ada, copy["id"]) == []


async def test_the_name_of_a_copy_is_in_the_language_of_its_owner(ada: Person) -> None:
    sketch = (await create(ada, title="A"))["sketch"]
    nameless = (await create(ada))["sketch"]
    ada.headers["Accept-Language"] = "de"

    assert (await duplicate(ada, id=sketch["id"]))["sketch"]["title"] == "A (Kopie)"
    assert (await duplicate(ada, id=sketch["id"], title=None))["sketch"]["title"] == "A (Kopie)"
    assert (await duplicate(ada, id=sketch["id"], title=" B "))["sketch"]["title"] == "B"
    assert (await duplicate(ada, id=nameless["id"]))["sketch"]["title"] is None


@pytest.mark.parametrize(("length", "kept"), [(493, 493), (494, 493), (500, 493)])
async def test_a_long_name_is_cut_to_make_room(ada: Person, length: int, kept: int) -> None:
    sketch = (await create(ada, title="ä" * length))["sketch"]

    assert (await duplicate(ada, id=sketch["id"]))["sketch"]["title"] == "ä" * kept + " (copy)"


@pytest.mark.parametrize(("length", "refused"), [(500, False), (501, True)])
async def test_the_name_of_a_copy_has_a_limit(ada: Person, length: int, refused: bool) -> None:
    sketch = (await create(ada))["sketch"]
    answer = await duplicate(ada, id=sketch["id"], title="x" * length)
    assert [error["path"] for error in answer["userErrors"]] == [["input", "title"]] * refused


async def test_a_repeated_key_answers_the_first_copy(ada: Person) -> None:
    sketch = (await create(ada, title="A", idempotencyKey="made"))["sketch"]
    wish = {"id": sketch["id"], "idempotencyKey": "k"}

    answers = await asyncio.gather(*(duplicate(ada, **wish) for _ in range(5)))

    [copy_id] = {answer["sketch"]["id"] for answer in answers}
    assert copy_id != sketch["id"]
    ada.headers["Accept-Language"] = "de"
    assert (await duplicate(ada, **wish))["sketch"]["id"] == copy_id
    await delete(ada, [sketch["id"]])
    assert (await duplicate(ada, **wish))["sketch"]["id"] == copy_id
    for other in ({**wish, "title": "B"}, {**wish, "id": copy_id}):
        [error] = (await duplicate(ada, **other))["userErrors"]
        assert (error["code"], error["path"]) == ("CONFLICT", ["input", "idempotencyKey"])
    [error] = (await create(ada, idempotencyKey="k"))["userErrors"]
    assert error["code"] == "CONFLICT"


@pytest.mark.parametrize(("length", "refused"), [(0, True), (1, False), (255, False), (256, True)])
async def test_a_key_has_one_to_255_characters(ada: Person, length: int, refused: bool) -> None:
    sketch = (await create(ada))["sketch"]
    answer = await duplicate(ada, id=sketch["id"], idempotencyKey="k" * length)
    assert bool(answer["userErrors"]) is refused


async def test_what_was_deleted_is_not_copied(ada: Person) -> None:
    sketch = (await create(ada))["sketch"]
    await delete(ada, [sketch["id"]])

    answer = await duplicate(ada, id=sketch["id"])
    assert (answer["sketch"], answer["userErrors"][0]["code"]) == (None, "NOT_FOUND")
    malformed = await duplicate(ada, id="x")
    assert malformed["userErrors"][0]["code"] == "VALIDATION"
