from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.domain.templates.model import MOST_TEMPLATES
from app.domain.templates.seeds import SEEDS
from app.schema.ids import decode_id, encode_id
from tests.api.test_lyric_rules import problems, stored
from tests.studio import Person

SAID = "preCondition postCondition description model temperature maxTokens active"
FIELDS = (
    f"id category action {SAID} global overridden edition version createdAt updatedAt "
    "original { id global overridden }"
)
ERRORS = "userErrors { code message path params }"
FIND = f"""
query ($category: String!, $action: String!, $all: Boolean! = false) {{
  promptTemplate(category: $category, action: $action, includeInactive: $all) {{ {FIELDS} }}
}}
"""
LIST = f"""
query ($all: Boolean! = false) {{
  promptTemplates(includeInactive: $all) {{ category templates {{ {FIELDS} }} }}
}}
"""
CREATE = f"""
mutation ($input: CreatePromptTemplateInput!) {{
  createPromptTemplate(input: $input) {{ template {{ {FIELDS} }} {ERRORS} }}
}}
"""
UPDATE = f"""
mutation ($input: UpdatePromptTemplateInput!) {{
  updatePromptTemplate(input: $input) {{ template {{ {FIELDS} }} {ERRORS} }}
}}
"""
DELETE = f"""
mutation ($input: DeletePromptTemplateInput!) {{
  deletePromptTemplate(input: $input) {{ deletedId template {{ {FIELDS} }} {ERRORS} }}
}}
"""
NODE = f"query ($id: ID!) {{ node(id: $id) {{ id ... on PromptTemplate {{ {FIELDS} }} }} }}"


async def find(person: Person, category: str, action: str, **more: object) -> Any:
    return (await person.get(FIND, category=category, action=action, **more))["promptTemplate"]


async def groups(person: Person, **more: object) -> list[dict[str, Any]]:
    return list((await person.get(LIST, **more))["promptTemplates"])


async def names(person: Person, **more: object) -> list[tuple[str, str]]:
    found = await groups(person, **more)
    return [(group["category"], each["action"]) for group in found for each in group["templates"]]


async def create(person: Person, **fields: object) -> dict[str, Any]:
    told = {"category": "mine", "action": "do", "preCondition": "Do:", **fields}
    return dict((await person.get(CREATE, input=told))["createPromptTemplate"])


async def created(person: Person, **fields: object) -> dict[str, Any]:
    answer = await create(person, **fields)
    assert answer["userErrors"] == []
    return dict(answer["template"])


async def update(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(UPDATE, input=fields))["updatePromptTemplate"])


async def updated(person: Person, **fields: object) -> dict[str, Any]:
    answer = await update(person, **fields)
    assert answer["userErrors"] == []
    return dict(answer["template"])


async def delete(person: Person, value: str) -> dict[str, Any]:
    return dict((await person.get(DELETE, input={"id": value}))["deletePromptTemplate"])


async def node(person: Person, value: str) -> Any:
    return (await person.get(NODE, id=value))["node"]


async def own_version(person: Person, **changes: object) -> dict[str, Any]:
    """The person's own version of everybody's template for titles."""
    everybodys = await find(person, "titel", "generate")
    return await updated(person, id=everybodys["id"], **{"temperature": 0.1, **changes})


async def test_everybody_sees_the_templates_of_the_studio(ada: Person, bob: Person) -> None:
    found = await groups(ada)

    assert await names(ada) == sorted(tuple(seed.key) for seed in SEEDS)
    assert [group["category"] for group in found] == sorted({seed.key.category for seed in SEEDS})
    assert await groups(bob) == found
    [first, *_] = found[0]["templates"]
    assert (first["global"], first["overridden"], first["original"]) == (True, False, None)
    assert (first["edition"], first["version"]) == ("1.0", 1)
    assert await node(ada, first["id"]) == await node(bob, first["id"]) == first


async def test_a_template_is_found_by_what_it_is_for(ada: Person) -> None:
    [seed] = [each for each in SEEDS if each.key == ("lyrics", "improve-section")]

    found = await find(ada, " LYRICS ", "Improve-Section")

    assert (found["category"], found["action"]) == ("lyrics", "improve-section")
    assert found["preCondition"] == seed.content.pre_condition
    assert found["postCondition"] == seed.content.post_condition
    assert (found["model"], found["temperature"]) == ("llama3.2:3b", seed.content.temperature)
    for alias, action in (("images", "enhance"), ("Songs", "translate"), ("title", "generate")):
        assert await find(ada, alias, action)
    assert await find(ada, "lyrics", "no-such-thing") is None
    assert await find(ada, "x" * 50, "x" * 50) is None


@pytest.mark.parametrize("wrong", ["", " ", "x" * 51, "a\0"])
async def test_a_name_that_cannot_be_is_a_mistake_of_the_query(ada: Person, wrong: str) -> None:
    answer = await ada.ask(FIND, category=wrong, action="generate")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["VALIDATION"]


async def test_a_new_template_is_as_it_was_wished(ada: Person, bob: Person) -> None:
    new = await created(
        ada,
        category=" Promo ",
        action="Tweet",
        preCondition=" Before:\n",
        postCondition="After 🎵 ",
        description=" d ",
        model="gemma3:4b",
        temperature=0,
        maxTokens=1,
    )

    assert new == {
        "id": new["id"],
        "category": "promo",
        "action": "tweet",
        "preCondition": " Before:\n",
        "postCondition": "After 🎵 ",
        "description": "d",
        "model": "gemma3:4b",
        "temperature": 0,
        "maxTokens": 1,
        "active": True,
        "global": False,
        "overridden": False,
        "edition": "1.0",
        "version": 1,
        "createdAt": new["createdAt"],
        "updatedAt": None,
        "original": None,
    }
    assert await find(ada, "PROMO", "tweet") == await node(ada, new["id"]) == new
    assert ("promo", "tweet") in await names(ada)
    assert ("promo", "tweet") not in await names(bob)


async def test_a_category_is_kept_under_the_name_that_it_is_looked_up_by(ada: Person) -> None:
    assert (await created(ada, category="Images", action="mine"))["category"] == "image"
    assert await find(ada, "image", "mine")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"preCondition": "x" * 10_001}, "preCondition"),
        ({"postCondition": "x" * 10_001}, "postCondition"),
        ({"preCondition": "a\0"}, "preCondition"),
        ({"preCondition": " ", "postCondition": "\n"}, "preCondition"),
        ({"description": "x" * 2_001}, "description"),
        ({"model": "gpt-9"}, "model"),
        ({"temperature": -0.1}, "temperature"),
        ({"temperature": 2.1}, "temperature"),
        ({"maxTokens": 0}, "maxTokens"),
        ({"maxTokens": 32_001}, "maxTokens"),
    ],
)
async def test_what_cannot_be_right_is_refused_new_or_changed(
    ada: Person, fields: dict[str, object], path: str
) -> None:
    kept = await created(ada, action="kept")
    everybodys = await find(ada, "titel", "generate")

    for answer in (
        await create(ada, **fields),
        await update(ada, id=kept["id"], **fields),
        await update(ada, id=everybodys["id"], **{"postCondition": "", **fields}),
    ):
        assert problems(answer) == [("VALIDATION", [path])]
        assert answer["template"] is None
    assert await find(ada, "mine", "kept") == kept
    assert await find(ada, "titel", "generate") == everybodys


async def test_a_new_template_has_a_category_and_an_action(ada: Person) -> None:
    for wrong in ("", " ", "x" * 51, "a\0"):
        answer = await create(ada, category=wrong, action=wrong)
        assert problems(answer) == [("VALIDATION", ["category"]), ("VALIDATION", ["action"])]
    assert await created(ada, category="é" * 50, action="é" * 50)


async def test_each_limit_can_be_reached(ada: Person) -> None:
    new = await created(
        ada,
        preCondition="é" * 10_000,
        postCondition="🎵" * 10_000,
        description="é" * 2_000,
        temperature=2,
        maxTokens=32_000,
    )
    assert (await updated(ada, id=new["id"], temperature=0, maxTokens=1))["temperature"] == 0


async def test_the_allowed_models_are_named_in_both_languages(ada: Person) -> None:
    [error] = (await create(ada, model="gpt-9"))["userErrors"]
    possible = (
        "llama3.2:3b, gpt-oss:20b, deepseek-r1:8b, gemma3:4b, "
        "gpt-5-mini, gpt-5, gpt-4.1-mini, gpt-4o-mini"
    )
    assert error["params"] == {"possible": possible}
    assert error["message"] == f"This model cannot be chosen. Possible are: {possible}."
    ada.headers["Accept-Language"] = "de"
    [error] = (await create(ada, model="gpt-9"))["userErrors"]
    assert error["message"] == f"Dieses Modell steht nicht zur Wahl. Möglich sind: {possible}."


async def test_a_model_that_is_not_allowed_any_more_stays_until_it_is_changed(ada: Person) -> None:
    new = await created(ada, model="gemma3:4b")
    key = decode_id("PromptTemplate", new["id"])
    await stored("UPDATE prompt_templates SET model = 'retired' WHERE id = $1", key)

    for changes in ({"description": "d"}, {"model": "retired"}):
        assert (await updated(ada, id=new["id"], **changes))["model"] == "retired"
    await updated(ada, id=new["id"], model="gemma3:4b")
    back = await update(ada, id=new["id"], model="retired")
    assert problems(back) == [("VALIDATION", ["model"])]


async def test_there_is_one_template_for_each_thing(ada: Person, bob: Person) -> None:
    mine = await created(ada)

    again = await create(ada, category=" MINE", preCondition="other")
    assert problems(again) == [("CONFLICT", ["action"])]
    assert again["template"] == mine
    assert "You already have" in again["userErrors"][0]["message"]
    seeded = await create(ada, category="songs", action="enhance")
    assert problems(seeded) == [("CONFLICT", ["action"])]
    assert seeded["template"] == await find(ada, "music", "enhance")
    assert "Change it" in seeded["userErrors"][0]["message"]
    assert (await created(bob))["id"] != mine["id"]


async def test_what_is_switched_off_is_in_the_way_as_well(ada: Person) -> None:
    off = await created(ada, active=False)
    assert (await create(ada))["template"] == off


async def test_of_concurrent_templates_for_one_thing_exactly_one_is_kept(ada: Person) -> None:
    answers = await asyncio.gather(*(create(ada, preCondition=str(n)) for n in range(6)))
    [new] = [answer["template"] for answer in answers if not answer["userErrors"]]
    for answer in answers:
        assert answer["template"] == new


async def test_changing_an_own_template_changes_what_is_sent(ada: Person) -> None:
    new = await created(ada, description="d", model="gemma3:4b", temperature=1, maxTokens=5)

    changed = await updated(
        ada, id=new["id"], expectedVersion=1, preCondition=None, postCondition="P", model=None
    )

    assert changed == {
        **new,
        "preCondition": "",
        "postCondition": "P",
        "model": None,
        "edition": "1.1",
        "version": 2,
        "updatedAt": changed["updatedAt"],
    }
    assert changed["updatedAt"] is not None
    cleared = await updated(ada, id=new["id"], description=None, temperature=None, maxTokens=None)
    assert [cleared[each] for each in ("description", "temperature", "maxTokens")] == [None] * 3
    assert problems(await update(ada, id=new["id"])) == [("VALIDATION", [])]
    assert problems(await update(ada, id=new["id"], active=None)) == [("VALIDATION", ["active"])]
    assert problems(await update(ada, id=new["id"], postCondition=None)) == [
        ("VALIDATION", ["preCondition"])
    ]


async def test_changing_everybodys_makes_an_own_copy_with_the_changes(
    ada: Person, bob: Person
) -> None:
    everybodys = await find(ada, "titel", "generate")

    own = await updated(ada, id=everybodys["id"], temperature=0.1, expectedVersion=1)

    assert own == {
        **everybodys,
        "id": own["id"],
        "temperature": 0.1,
        "global": False,
        "overridden": True,
        "edition": "1.1",
        "version": 1,
        "createdAt": own["createdAt"],
        "original": {"id": everybodys["id"], "global": True, "overridden": True},
    }
    assert own["id"] != everybodys["id"]
    assert await find(ada, "titel", "generate") == own
    assert await find(bob, "titel", "generate") == everybodys
    assert await node(ada, everybodys["id"]) == {**everybodys, "overridden": True}
    assert len(await names(ada)) == len(SEEDS)
    further = await updated(ada, id=own["id"], temperature=0.2, expectedVersion=1)
    assert (further["id"], further["edition"], further["version"]) == (own["id"], "1.2", 2)


async def test_who_has_an_own_version_is_shown_it_instead_of_changing_everybodys(
    ada: Person,
) -> None:
    own = await own_version(ada)

    again = await update(ada, id=own["original"]["id"], temperature=0.9)

    assert problems(again) == [("CONFLICT", ["id"])]
    assert again["template"] == own
    assert await find(ada, "titel", "generate") == own


async def test_of_concurrent_changes_of_everybodys_exactly_one_makes_the_copy(
    ada: Person, bob: Person
) -> None:
    everybodys = await find(ada, "titel", "generate")
    people = [ada, bob] * 4

    answers = await asyncio.gather(
        *(update(each, id=everybodys["id"], maxTokens=n + 1) for n, each in enumerate(people))
    )

    for person in (ada, bob):
        mine = [answers[n] for n, each in enumerate(people) if each is person]
        assert sum(not answer["userErrors"] for answer in mine) == 1
        own = await find(person, "titel", "generate")
        assert {answer["template"]["id"] for answer in mine} == {own["id"]}


async def test_a_stale_version_is_a_conflict_with_the_current_template(ada: Person) -> None:
    new = await created(ada)
    current = await updated(ada, id=new["id"], postCondition="2", expectedVersion=1)

    stale = await update(ada, id=new["id"], postCondition="3", expectedVersion=1)
    assert problems(stale) == [("CONFLICT", ["expectedVersion"])]
    assert stale["template"] == current
    everybodys = await find(ada, "titel", "generate")
    stale = await update(ada, id=everybodys["id"], maxTokens=1, expectedVersion=9)
    assert problems(stale) == [("CONFLICT", ["expectedVersion"])]
    assert stale["template"] == everybodys


async def test_concurrent_changes_are_all_kept_or_exactly_one_wins(ada: Person) -> None:
    new = await created(ada)
    answers = await asyncio.gather(
        *(update(ada, id=new["id"], maxTokens=n + 1, expectedVersion=1) for n in range(6))
    )
    assert sum(not answer["userErrors"] for answer in answers) == 1
    await asyncio.gather(*(updated(ada, id=new["id"], maxTokens=n + 1) for n in range(6)))
    found = await node(ada, new["id"])
    assert (found["version"], found["edition"]) == (8, "1.7")


async def test_deleting_an_own_version_brings_everybodys_back(ada: Person) -> None:
    everybodys = await find(ada, "titel", "generate")
    own = await own_version(ada)

    gone = await delete(ada, own["id"])

    assert gone == {"deletedId": own["id"], "template": everybodys, "userErrors": []}
    assert await find(ada, "titel", "generate") == everybodys
    assert await node(ada, own["id"]) is None
    again = await delete(ada, own["id"])
    assert problems(again) == [("NOT_FOUND", ["id"])]
    assert (again["deletedId"], again["template"]) == (None, None)
    assert (await own_version(ada))["id"] != own["id"]


async def test_deleting_an_own_template_leaves_nothing(ada: Person) -> None:
    new = await created(ada)
    assert (await delete(ada, new["id"]))["template"] is None
    assert await find(ada, "mine", "do") is None
    counted = "SELECT count(*) AS n FROM prompt_template_editions WHERE template_id = $1"
    [row] = await stored(counted, decode_id("PromptTemplate", new["id"]))
    assert row["n"] == 0
    assert problems(await update(ada, id=new["id"], maxTokens=1)) == [("NOT_FOUND", ["id"])]


async def test_everybodys_template_cannot_be_deleted(ada: Person) -> None:
    everybodys = await find(ada, "titel", "generate")
    answers = [await delete(ada, everybodys["id"])]
    await own_version(ada)
    answers.append(await delete(ada, everybodys["id"]))
    for answer in answers:
        assert problems(answer) == [("INVALID_STATE", ["id"])]
        assert answer["deletedId"] is None
    assert "switch it off" in answers[0]["userErrors"][0]["message"]
    assert (await node(ada, everybodys["id"]))["global"]


async def test_what_is_switched_off_shows_only_to_those_who_ask_for_it(
    ada: Person, bob: Person
) -> None:
    mine = await created(ada, active=False)
    own = await own_version(ada, active=False)

    for off in (mine, own):
        key = (off["category"], off["action"])
        assert await find(ada, *key) is None
        assert await find(ada, *key, all=True) == off
        assert key not in await names(ada)
        assert key in await names(ada, all=True)
    assert ("titel", "generate") in await names(bob)
    on = await updated(ada, id=own["id"], active=True)
    assert await find(ada, "titel", "generate") == on


async def test_a_person_has_at_most_100_templates(ada: Person, bob: Person) -> None:
    await stored(
        "INSERT INTO prompt_templates (id, user_id, category, action, pre_condition, "
        "post_condition, edition, active, version, created_at) SELECT gen_random_uuid(), $1, "
        "'many', 'a' || n, 'x', '', '1.0', true, 1, now() FROM generate_series(1, $2::int) n",
        ada.id,
        MOST_TEMPLATES - 1,
    )
    everybodys = await find(ada, "titel", "generate")

    answers = await asyncio.gather(
        *(create(ada, action=f"last{n}") for n in range(2)),
        update(ada, id=everybodys["id"], maxTokens=1),
    )

    refused = [answer for answer in answers if answer["userErrors"]]
    assert [problems(answer) for answer in refused] == [[("INVALID_STATE", [])]] * 2
    assert len(await names(ada)) in {100 + len(SEEDS), 99 + len(SEEDS)}
    assert await created(bob)
    [kept] = [answer["template"] for answer in answers if not answer["userErrors"]]
    assert await updated(ada, id=kept["id"], maxTokens=2)


async def test_ids_that_are_none_of_a_template_are_told_apart(ada: Person) -> None:
    for value in ("nonsense", encode_id("Song", ada.id)):
        assert problems(await update(ada, id=value, maxTokens=1)) == [("VALIDATION", ["id"])]
        assert problems(await delete(ada, value)) == [("VALIDATION", ["id"])]
    missing = encode_id("PromptTemplate", ada.id)
    assert problems(await update(ada, id=missing, maxTokens=1)) == [("NOT_FOUND", ["id"])]
    assert await node(ada, missing) is None
