from __future__ import annotations

import pytest

from tests.api.test_sketches import LIST, create, titles, update
from tests.studio import Person


async def test_titles_are_sorted_without_regard_to_case_and_none_is_the_smallest(
    ada: Person,
) -> None:
    for name in ("b", "A", None, "C"):
        await create(ada, title=name)

    up = {"field": "TITLE", "direction": "ASC"}
    assert await titles(ada, orderBy=up) == [None, "A", "b", "C"]
    assert await titles(ada, orderBy={**up, "direction": "DESC"}) == ["C", "b", "A", None]
    page = (await ada.get(LIST, first=2, orderBy=up))["sketches"]
    after = page["pageInfo"]["endCursor"]
    assert await titles(ada, after=after, orderBy=up) == ["b", "C"]
    other = await ada.ask(LIST, after=after, orderBy={**up, "field": "UPDATED_AT"})
    assert other["errors"][0]["extensions"]["messageKey"] == "page.bad_cursor"


async def test_what_was_changed_last_comes_first(ada: Person) -> None:
    first, _, third = [(await create(ada, title=name))["sketch"] for name in "abc"]
    await update(ada, id=third["id"], tags="x")
    await update(ada, id=first["id"], tags="x")

    order = {"field": "UPDATED_AT", "direction": "DESC"}
    assert await titles(ada, orderBy=order) == ["a", "c", "b"]


async def test_search_looks_at_every_text_and_follows_its_changes(ada: Person, bob: Person) -> None:
    for field in ("title", "lyrics", "prompt", "tags"):
        await create(ada, **{"title": f"by {field}", field: f"{field}: 100% Rainy_day"})
    await create(bob, title="Rainy_day")
    sketch = (await create(ada, title="dry"))["sketch"]

    for term in ("rainy", "100% RAINY_DAY", " y_d "):
        found = await titles(ada, filter={"search": term})
        assert found == ["by tags", "by prompt", "by lyrics", "title: 100% Rainy_day"]
    assert await titles(ada, filter={"search": "rainy%day"}) == []
    assert await titles(ada, filter={"search": "day by"}) == []
    assert await titles(ada, filter={"search": "rainy", "workflow": "USED"}) == []
    await update(ada, id=sketch["id"], tags="now rainy", workflow="USED")
    assert await titles(ada, filter={"search": "rainy", "workflow": "USED"}) == ["dry"]
    await update(ada, id=sketch["id"], tags=None)
    assert await titles(ada, filter={"search": "rainy", "workflow": "USED"}) == []
    assert len(await titles(ada, filter={"search": "  "})) == 5


@pytest.mark.parametrize(("length", "refused"), [(100, False), (101, True)])
async def test_a_search_has_a_limit_on_both_sides(ada: Person, length: int, refused: bool) -> None:
    answer = await ada.ask(LIST, filter={"search": " " + "ä" * length + " "})

    assert ("errors" in answer) is refused
    if refused:
        error = answer["errors"][0]
        assert error["extensions"]["code"] == "VALIDATION"
        assert error["extensions"]["params"] == {"max": 100, "length": 101}
        assert "100" in error["message"]


async def test_several_workflows_can_be_asked_for_at_once(ada: Person, bob: Person) -> None:
    for name in ("draft", "used", "archived"):
        sketch = (await create(ada, title=name))["sketch"]
        await update(ada, id=sketch["id"], workflow=name.upper())
    await create(bob)

    async def found(*workflows: str) -> list[str]:
        return await titles(ada, filter={"workflowIn": list(workflows)})

    assert await found("DRAFT", "USED", "ARCHIVED") == ["archived", "used", "draft"]
    assert await found("ARCHIVED", "DRAFT") == ["archived", "draft"]
    assert await found("USED") == ["used"]
    assert await found("USED", "USED", "USED") == ["used"]
    for unset in ({}, {"workflowIn": None}, {"workflow": None, "workflowIn": None}):
        assert await titles(ada, filter=unset) == ["used", "draft"]
    assert await titles(ada, filter={"workflow": "ARCHIVED", "workflowIn": None}) == ["archived"]
    assert await titles(ada, filter={"workflow": None, "workflowIn": ["DRAFT"]}) == ["draft"]
    everything = {"workflowIn": ["DRAFT", "USED", "ARCHIVED"], "search": "r"}
    assert await titles(ada, filter=everything) == ["archived", "draft"]


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ({"workflowIn": []}, "list.empty"),
        ({"workflowIn": ["DRAFT"]}, None),
        ({"workflowIn": ["DRAFT", "USED", "DRAFT"]}, None),
        ({"workflowIn": ["DRAFT", "USED", "ARCHIVED", "DRAFT"]}, "list.too_long"),
        ({"workflow": "DRAFT", "workflowIn": ["DRAFT"]}, "filter.both"),
        ({"workflow": "DRAFT", "workflowIn": []}, "filter.both"),
    ],
)
async def test_one_to_three_workflows_can_be_asked_for(
    ada: Person, wanted: dict[str, object], key: str | None
) -> None:
    answer = await ada.ask(LIST, filter=wanted)

    errors = answer.get("errors", [])
    told = [(each["extensions"]["code"], each["extensions"]["messageKey"]) for each in errors]
    assert told == ([("VALIDATION", key)] if key else [])


async def test_sketches_are_counted_by_workflow(ada: Person, bob: Person) -> None:
    query = "{ sketchCounts { draft used archived total } }"
    nothing = {"draft": 0, "used": 0, "archived": 0, "total": 0}
    assert (await ada.get(query))["sketchCounts"] == nothing
    for workflow in ("DRAFT", "DRAFT", "DRAFT", "USED", "ARCHIVED", "ARCHIVED"):
        sketch = (await create(ada))["sketch"]
        await update(ada, id=sketch["id"], workflow=workflow)

    counts = {"draft": 3, "used": 1, "archived": 2, "total": 6}
    assert (await ada.get(query))["sketchCounts"] == counts
    assert (await bob.get(query))["sketchCounts"] == nothing
