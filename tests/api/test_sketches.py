from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.studio import Person

FIELDS = (
    "id title lyrics prompt tags info descriptionLong descriptionShort descriptionTags "
    "workflow version createdAt updatedAt"
)
LONGEST = {
    "prompt": 1024,
    "title": 500,
    "lyrics": 10_000,
    "tags": 1000,
    "info": 5000,
    "descriptionLong": 10_000,
    "descriptionShort": 150,
    "descriptionTags": 1000,
}
OPTIONAL = [field for field in LONGEST if field != "prompt"]
UNICODE = (
    "e\u0301 a\u0308\u0323",
    "👩‍👩‍👧 🇩🇪 𝄞",
    "עברית 123 العربية",
    "one\r\ntwo\rthree\n\nfour\u2028five",
)
CREATE = f"""
mutation ($input: CreateSketchInput!) {{
  createSketch(input: $input) {{
    sketch {{ {FIELDS} }} userErrors {{ code message path params }}
  }}
}}
"""
UPDATE = f"""
mutation ($input: UpdateSketchInput!) {{
  updateSketch(input: $input) {{
    sketch {{ {FIELDS} }} userErrors {{ code message path params }}
  }}
}}
"""
LIST = """
query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int,
       $filter: SketchFilter, $orderBy: SketchOrder) {
  sketches(first: $first, after: $after, last: $last, before: $before, offset: $offset,
           filter: $filter, orderBy: $orderBy) {
    totalCount nodes { title } edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


async def create(person: Person, **fields: object) -> dict[str, Any]:
    answer = await person.get(CREATE, input={"prompt": "folk", **fields})
    return dict(answer["createSketch"])


async def update(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(UPDATE, input=fields))["updateSketch"])


async def titles(person: Person, **arguments: object) -> list[str]:
    page = (await person.get(LIST, **arguments))["sketches"]
    assert [edge["node"] for edge in page["edges"]] == page["nodes"]
    return [node["title"] for node in page["nodes"]]


async def test_a_new_sketch_is_a_trimmed_draft(ada: Person) -> None:
    answer = await create(ada, prompt="  warm folk ", title="  ", lyrics=" la\nla ", tags="a,b")

    sketch = answer["sketch"]
    assert answer["userErrors"] == []
    assert sketch["prompt"] == "warm folk"
    assert sketch["title"] is None
    assert sketch["lyrics"] == "la\nla"
    assert (sketch["workflow"], sketch["version"], sketch["updatedAt"]) == ("DRAFT", 1, None)


@pytest.mark.parametrize(("field", "longest"), LONGEST.items())
async def test_each_text_has_a_limit_on_both_sides(ada: Person, field: str, longest: int) -> None:
    sketch = (await create(ada, **{field: "😀" * longest}))["sketch"]
    assert sketch[field] == "😀" * longest
    for answer in (
        await create(ada, **{field: "😀" * (longest + 1)}),
        await update(ada, id=sketch["id"], **{field: "😀" * (longest + 1)}),
    ):
        [error] = answer["userErrors"]
        assert answer["sketch"] is None
        assert (error["code"], error["path"]) == ("VALIDATION", ["input", field])
        assert error["params"] == {"max": longest, "length": longest + 1}
    changed = await update(ada, id=sketch["id"], **{field: " " + "ä" * longest + " "})
    assert changed["sketch"][field] == "ä" * longest


@pytest.mark.parametrize("text", UNICODE)
async def test_every_text_survives_as_it_was_typed(ada: Person, text: str) -> None:
    sketch = (await create(ada, **dict.fromkeys(LONGEST, text)))["sketch"]
    assert {field: sketch[field] for field in LONGEST} == dict.fromkeys(LONGEST, text)
    changed = await update(ada, id=sketch["id"], **dict.fromkeys(LONGEST, text + "!"))
    assert {changed["sketch"][field] for field in LONGEST} == {text + "!"}


@pytest.mark.parametrize("field", LONGEST)
async def test_no_text_may_have_a_nul(ada: Person, field: str) -> None:
    sketch = (await create(ada))["sketch"]
    for answer in (
        await create(ada, **{field: "a\0b"}),
        await update(ada, id=sketch["id"], **{field: "a\0b"}),
    ):
        [error] = answer["userErrors"]
        assert (error["code"], error["path"]) == ("VALIDATION", ["input", field])


@pytest.mark.parametrize("field", OPTIONAL)
async def test_of_each_text_unset_stays_and_null_or_blank_clears(ada: Person, field: str) -> None:
    sketch = (await create(ada, **dict.fromkeys(OPTIONAL, "x")))["sketch"]
    for nothing in (None, " \t\n"):
        cleared = (await update(ada, id=sketch["id"], **{field: nothing}))["sketch"]
        assert {each for each in OPTIONAL if cleared[each] is None} == {field}
        back = (await update(ada, id=sketch["id"], **{field: "x"}))["sketch"]
        assert {each for each in OPTIONAL if back[each] is None} == set()
    assert (await create(ada, **{field: None}))["sketch"][field] is None


async def test_every_problem_is_told_at_once_and_in_german(ada: Person) -> None:
    ada.headers["Accept-Language"] = "de-AT,en;q=0.5"
    answer = await create(ada, prompt="   ", title="x" * 501, tags="a\0b")

    paths = [error["path"][1] for error in answer["userErrors"]]
    assert paths == ["prompt", "title", "tags"]
    assert answer["userErrors"][0]["message"] == "Das darf nicht leer sein."
    assert await titles(ada) == []


async def test_a_repeated_key_answers_the_first_sketch_and_another_wish_is_a_conflict(
    ada: Person, bob: Person
) -> None:
    answers = await asyncio.gather(*(create(ada, idempotencyKey="k") for _ in range(5)))
    other = await create(ada, idempotencyKey="k", title="other")
    bobs = await create(bob, idempotencyKey="k")

    assert len({answer["sketch"]["id"] for answer in answers}) == 1
    [error] = other["userErrors"]
    assert (error["code"], error["path"]) == ("CONFLICT", ["input", "idempotencyKey"])
    assert bobs["sketch"]["id"] != answers[0]["sketch"]["id"]


@pytest.mark.parametrize(("length", "refused"), [(0, True), (1, False), (255, False), (256, True)])
async def test_a_key_has_one_to_255_characters(ada: Person, length: int, refused: bool) -> None:
    assert bool((await create(ada, idempotencyKey="k" * length))["userErrors"]) is refused


async def test_an_update_changes_what_is_sent_and_clears_what_is_null(ada: Person) -> None:
    sketch = (await create(ada, title="A", lyrics="la", tags="t"))["sketch"]

    answer = await update(ada, id=sketch["id"], lyrics=None, tags="  ", expectedVersion=1)

    changed = answer["sketch"]
    assert (changed["title"], changed["lyrics"], changed["tags"]) == ("A", None, None)
    assert changed["version"] == 2
    assert changed["updatedAt"] is not None


async def test_a_stale_version_is_a_conflict_with_the_current_sketch(ada: Person) -> None:
    sketch = (await create(ada, title="A"))["sketch"]
    await update(ada, id=sketch["id"], title="B", expectedVersion=1)

    answer = await update(ada, id=sketch["id"], title="C", expectedVersion=1)

    assert answer["userErrors"][0]["code"] == "CONFLICT"
    assert answer["sketch"]["title"] == "B"
    assert answer["sketch"]["version"] == 2


async def test_of_concurrent_updates_with_one_version_exactly_one_wins(ada: Person) -> None:
    sketch = (await create(ada))["sketch"]

    answers = await asyncio.gather(
        *(update(ada, id=sketch["id"], title=str(n), expectedVersion=1) for n in range(8))
    )

    assert sum(not answer["userErrors"] for answer in answers) == 1


async def test_concurrent_updates_without_a_version_are_all_kept(ada: Person) -> None:
    sketch = (await create(ada))["sketch"]

    await asyncio.gather(*(update(ada, id=sketch["id"], title=str(n)) for n in range(8)))

    last = await update(ada, id=sketch["id"], workflow="ARCHIVED")
    assert last["sketch"]["version"] == 10


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({}, []),
        ({"prompt": None}, ["input", "prompt"]),
        ({"prompt": " "}, ["input", "prompt"]),
        ({"workflow": None}, ["input", "workflow"]),
    ],
)
async def test_an_update_needs_a_change_that_is_possible(
    ada: Person, fields: dict[str, object], path: list[str]
) -> None:
    sketch = (await create(ada))["sketch"]

    answer = await update(ada, id=sketch["id"], **fields)

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", path)


async def test_a_workflow_may_go_anywhere_and_archived_sketches_leave_the_list(
    ada: Person,
) -> None:
    sketch = (await create(ada, title="A"))["sketch"]
    for workflow in ("USED", "ARCHIVED"):
        answer = await update(ada, id=sketch["id"], workflow=workflow)
        assert answer["sketch"]["workflow"] == workflow

    assert await titles(ada) == []
    assert await titles(ada, filter={"workflow": "ARCHIVED"}) == ["A"]
    await update(ada, id=sketch["id"], workflow="DRAFT")
    assert await titles(ada) == ["A"]


async def test_pages_go_both_ways_and_by_offset(ada: Person) -> None:
    for name in "abcde":
        await create(ada, title=name)

    assert await titles(ada) == ["e", "d", "c", "b", "a"]
    assert await titles(ada, orderBy={"field": "CREATED_AT", "direction": "ASC"}) == list("abcde")
    first = (await ada.get(LIST, first=2))["sketches"]
    assert first["totalCount"] == 5
    assert first["pageInfo"]["hasNextPage"] is True
    assert first["pageInfo"]["hasPreviousPage"] is False
    middle = (await ada.get(LIST, first=2, after=first["pageInfo"]["endCursor"]))["sketches"]
    assert [node["title"] for node in middle["nodes"]] == ["c", "b"]
    assert middle["pageInfo"]["hasPreviousPage"] is True
    assert await titles(ada, last=2) == ["b", "a"]
    assert await titles(ada, last=1, before=middle["pageInfo"]["startCursor"]) == ["d"]
    assert await titles(ada, first=2, offset=3) == ["b", "a"]
    assert await titles(ada, first=2, offset=9) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"first": 1}, None),
        ({"first": 100}, None),
        ({"first": 0}, "VALIDATION"),
        ({"first": 101}, "VALIDATION"),
        ({"last": 0}, "VALIDATION"),
        ({"last": 101}, "VALIDATION"),
        ({"first": 1, "last": 1}, "VALIDATION"),
        ({"offset": 0}, None),
        ({"offset": -1}, "VALIDATION"),
        ({"offset": 1, "last": 1}, "VALIDATION"),
        ({"after": "nonsense"}, "VALIDATION"),
        ({"after": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OmE"}, "VALIDATION"),
    ],
)
async def test_a_page_must_be_possible(
    ada: Person, arguments: dict[str, object], code: str | None
) -> None:
    answer = await ada.ask(LIST, **arguments)

    errors = answer.get("errors")
    assert (errors[0]["extensions"]["code"] if errors else None) == code
    if errors:
        assert errors[0]["extensions"]["requestId"]
