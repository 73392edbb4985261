from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tortoise import Tortoise

from app.bootstrap import Studio
from app.domain.errors import Conflict
from app.domain.lyrics.rules.seeds import SEEDS
from tests.infra.patterns.evil import TOO_LARGE
from tests.studio import PASSWORD, Person

FIELDS = "id name description pattern replacement type active order version createdAt updatedAt"
ERRORS = "userErrors { code message path params }"
LIST = f"""
query ($type: RuleType, $activeOnly: Boolean! = false) {{
  lyricRules(type: $type, activeOnly: $activeOnly) {{ {FIELDS} }}
}}
"""
CREATE = f"""
mutation ($input: CreateLyricRuleInput!) {{
  createLyricRule(input: $input) {{ rule {{ {FIELDS} }} {ERRORS} }}
}}
"""
UPDATE = f"""
mutation ($input: UpdateLyricRuleInput!) {{
  updateLyricRule(input: $input) {{ rule {{ {FIELDS} }} {ERRORS} }}
}}
"""
DELETE = f"""
mutation ($input: DeleteLyricRuleInput!) {{
  deleteLyricRule(input: $input) {{ deletedId {ERRORS} }}
}}
"""
REORDER = f"""
mutation ($input: ReorderLyricRulesInput!) {{
  reorderLyricRules(input: $input) {{ rules {{ {FIELDS} }} {ERRORS} }}
}}
"""
LOOK_UP = f"query ($id: ID!) {{ lyricRule(id: $id) {{ {FIELDS} }} }}"
CLEAN = """
query ($text: String!) {
  lyricTools { clean(text: $text) { after hits { name hits } skipped { ruleId name reason } } }
}
"""


async def rules(person: Person, **arguments: object) -> list[dict[str, Any]]:
    return list((await person.get(LIST, **arguments))["lyricRules"])


async def names(person: Person, **arguments: object) -> list[str]:
    return [each["name"] for each in await rules(person, **arguments)]


async def create(person: Person, **fields: object) -> dict[str, Any]:
    told = {"name": "mine", "pattern": "x", "replacement": "y", **fields}
    return dict((await person.get(CREATE, input=told))["createLyricRule"])


async def created(person: Person, **fields: object) -> dict[str, Any]:
    answer = await create(person, **fields)
    assert answer["userErrors"] == []
    return dict(answer["rule"])


async def update(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(UPDATE, input=fields))["updateLyricRule"])


async def reorder(person: Person, *ids: str) -> dict[str, Any]:
    return dict((await person.get(REORDER, input={"ids": ids}))["reorderLyricRules"])


async def clean(person: Person, text: str) -> dict[str, Any]:
    return dict((await person.get(CLEAN, text=text))["lyricTools"]["clean"])


async def forget_seeds(person: Person) -> None:
    for each in await rules(person):
        await person.get(DELETE, input={"id": each["id"]})


def problems(answer: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(error["code"], error["path"][1:]) for error in answer["userErrors"]]


async def stored(statement: str, *values: object) -> Any:
    return await Tortoise.get_connection("default").execute_query_dict(statement, list(values))


async def test_everybody_begins_with_the_same_rules(ada: Person, bob: Person) -> None:
    adas, bobs = await rules(ada), await rules(bob)

    assert [each["name"] for each in adas] == [each.name for each in SEEDS]
    assert [each["replacement"] for each in adas] == [each.replacement for each in SEEDS]
    assert [each["order"] for each in adas] == list(range(len(SEEDS)))
    assert all(each["active"] and each["version"] == 1 for each in adas)
    assert {each["id"] for each in adas}.isdisjoint(each["id"] for each in bobs)


async def test_a_registration_that_fails_leaves_no_rules(studio: Studio, ada: Person) -> None:
    with pytest.raises(Conflict):
        await studio.services.users.register(email=ada.email, password=PASSWORD)
    [row] = await stored("SELECT count(*) FROM lyric_parsing_rules")
    assert row["count"] == len(SEEDS)


async def test_the_list_is_filtered_and_in_order(ada: Person) -> None:
    await created(ada, name="off", active=False)
    await created(ada, name="first", order=0, type="SECTION")

    cleanup = [each.name for each in SEEDS if each.kind.value == "cleanup"]
    assert await names(ada, type="CLEANUP") == [*cleanup, "off"]
    assert await names(ada, type="SECTION") == ["first", "Section labels"]
    assert await names(ada, type="CLEANUP", activeOnly=True) == cleanup
    assert await names(ada, type="SECTION", activeOnly=True) == ["first", "Section labels"]
    everything = await names(ada)
    assert everything[:2] == [SEEDS[0].name, "first"]
    assert await names(ada, activeOnly=True) == everything[:-1]


async def test_a_rule_is_kept_as_it_was_typed(ada: Person) -> None:
    text = "\\1 $1\r\n\t e\u0301🎵\u202eא"
    rule = await created(ada, name=" é ", pattern=" (a) ", replacement=text, description="  ")

    assert (rule["name"], rule["pattern"], rule["replacement"]) == ("é", " (a) ", text)
    assert (rule["description"], rule["type"], rule["active"]) == (None, "CLEANUP", True)
    assert (rule["order"], rule["version"], rule["updatedAt"]) == (len(SEEDS), 1, None)
    assert (await ada.get(LOOK_UP, id=rule["id"]))["lyricRule"] == rule
    assert (await rules(ada))[-1] == rule


async def test_a_replacement_is_base64_at_rest(ada: Person) -> None:
    await created(ada, replacement=",\n")
    await created(ada, name="word", replacement="abcd")
    found = await stored("SELECT name, replacement FROM lyric_parsing_rules ORDER BY position, id")
    assert [row["replacement"] for row in found[-2:]] == ["LAo=", "YWJjZA=="]
    assert [each["replacement"] for each in (await rules(ada))[-2:]] == [",\n", "abcd"]


async def test_wrapped_base64_is_read_and_the_rest_is_an_error_of_one_rule(ada: Person) -> None:
    await forget_seeds(ada)
    long = await created(ada, name="long", replacement="word " * 50)
    bad = await created(ada, name="bad", pattern="y", replacement="z")
    wrap = "UPDATE lyric_parsing_rules SET replacement = $1 WHERE name = $2"
    [row] = await stored(
        "SELECT encode(decode(replacement, 'base64'), 'base64') FROM lyric_parsing_rules "
        "WHERE name = 'long'"
    )
    assert "\n" in row["encode"]
    await stored(wrap, row["encode"], "long")
    assert (await rules(ada))[0]["replacement"] == long["replacement"]

    await stored(wrap, "no base64", "bad")
    answer = await ada.ask(LIST)
    assert [each["replacement"] for each in answer["data"]["lyricRules"]] == ["word " * 50, None]
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["INTERNAL"]
    cleaned = await clean(ada, "xy")
    assert cleaned["after"] == ("word " * 50 + "y")
    assert cleaned["skipped"] == [{"ruleId": bad["id"], "name": "bad", "reason": "UNDECODABLE"}]
    await ada.ask(UPDATE, input={"id": bad["id"], "active": False})
    [row] = await stored("SELECT replacement FROM lyric_parsing_rules WHERE name = 'bad'")
    assert row["replacement"] == "no base64"
    mended = await update(ada, id=bad["id"], replacement="z")
    assert mended["rule"]["replacement"] == "z"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"pattern": "\n"}, "pattern"),
        ({"pattern": "x" * 1001}, "pattern"),
        ({"pattern": "a\0"}, "pattern"),
        ({"replacement": "x" * 1001}, "replacement"),
        ({"description": "x" * 1001}, "description"),
        ({"order": -1}, "order"),
        ({"order": 1_000_001}, "order"),
        ({"pattern": "a("}, "pattern"),
        ({"pattern": TOO_LARGE[0]}, "pattern"),
    ],
)
async def test_what_cannot_be_right_is_refused_new_or_changed(
    ada: Person, fields: dict[str, object], path: str
) -> None:
    rule = await created(ada, name="old")

    answers = await create(ada, **fields), await update(ada, id=rule["id"], **fields)

    for answer in answers:
        assert problems(answer) == [("VALIDATION", [path])]
        assert answer["rule"] is None
    assert (await rules(ada))[-1] == rule


async def test_each_limit_can_be_reached(ada: Person) -> None:
    rule = await created(
        ada,
        name="é" * 100,
        pattern="é" * 1000,
        replacement="🎵" * 1000,
        description="é" * 1000,
        order=1_000_000,
    )
    assert (await update(ada, id=rule["id"], order=0))["rule"]["order"] == 0


async def test_the_compiler_says_what_is_wrong_and_where_in_both_languages(ada: Person) -> None:
    [error] = (await create(ada, pattern="(ab"))["userErrors"]
    assert error["params"] == {"reason": "missing )", "position": 3}
    assert error["message"] == "This pattern is not valid (at 3): missing )"
    ada.headers["Accept-Language"] = "de"
    [error] = (await create(ada, pattern="(ab"))["userErrors"]
    assert error["message"] == "Dieses Muster ist nicht gültig (bei 3): missing )"


async def test_a_name_is_there_once_for_each_person(ada: Person, bob: Person) -> None:
    rule = await created(ada)
    other = await created(ada, name="other")

    assert problems(await create(ada)) == [("CONFLICT", ["name"])]
    assert problems(await create(ada, name=" mine ")) == [("CONFLICT", ["name"])]
    assert problems(await update(ada, id=other["id"], name="mine")) == [("CONFLICT", ["name"])]
    assert (await update(ada, id=rule["id"], name="mine"))["userErrors"] == []
    assert (await create(bob))["userErrors"] == []


async def test_of_concurrent_rules_of_one_name_exactly_one_is_kept(ada: Person) -> None:
    answers = await asyncio.gather(*(create(ada) for _ in range(6)))
    assert sum(not answer["userErrors"] for answer in answers) == 1


async def test_a_person_has_at_most_200_rules(ada: Person) -> None:
    await stored(
        "INSERT INTO lyric_parsing_rules (id, user_id, name, pattern, replacement, rule_type, "
        "active, position, version, created_at) SELECT gen_random_uuid(), $1, 'r' || n, 'x', '', "
        "'cleanup', false, 500, 1, now() FROM generate_series(1, $2::int) n",
        ada.id,
        199 - len(SEEDS),
    )
    answers = await asyncio.gather(*(create(ada, name=f"last {n}") for n in range(3)))

    refused = [answer for answer in answers if answer["userErrors"]]
    assert [problems(answer) for answer in refused] == [[("INVALID_STATE", [])]] * 2
    assert len(await rules(ada)) == 200
    kept = [answer["rule"] for answer in answers if answer["rule"]]
    assert [rule["order"] for rule in kept] == [501]


async def test_an_update_changes_what_is_sent_and_clears_only_the_description(ada: Person) -> None:
    rule = await created(ada, description="d")

    answer = await update(ada, id=rule["id"], description=None, type="SECTION", active=False)

    assert answer["rule"] == {
        **rule,
        "description": None,
        "type": "SECTION",
        "active": False,
        "version": 2,
        "updatedAt": answer["rule"]["updatedAt"],
    }
    assert problems(await update(ada, id=rule["id"])) == [("VALIDATION", [])]
    cleared = await update(ada, id=rule["id"], name=None, active=None)
    assert problems(cleared) == [("VALIDATION", ["name"]), ("VALIDATION", ["active"])]


async def test_a_stale_version_is_a_conflict_with_the_current_rule(ada: Person) -> None:
    rule = await created(ada)
    await update(ada, id=rule["id"], name="B", expectedVersion=1)

    answer = await update(ada, id=rule["id"], name="C", expectedVersion=1)

    assert problems(answer) == [("CONFLICT", ["expectedVersion"])]
    assert (answer["rule"]["name"], answer["rule"]["version"]) == ("B", 2)


async def test_concurrent_updates_are_all_kept_or_exactly_one_wins(ada: Person) -> None:
    rule = await created(ada)
    answers = await asyncio.gather(
        *(update(ada, id=rule["id"], name=str(n), expectedVersion=1) for n in range(6))
    )
    assert sum(not answer["userErrors"] for answer in answers) == 1
    await asyncio.gather(*(update(ada, id=rule["id"], order=n) for n in range(6)))
    assert await rules(ada, type="CLEANUP")  # the list is whole
    assert (await ada.get(LOOK_UP, id=rule["id"]))["lyricRule"]["version"] == 8


async def test_a_deleted_rule_is_gone(ada: Person) -> None:
    rule = await created(ada)
    for expected in (rule["id"], None):
        answer = (await ada.get(DELETE, input={"id": rule["id"]}))["deleteLyricRule"]
        assert answer["deletedId"] == expected
    assert problems(answer) == [("NOT_FOUND", ["id"])]
    assert (await ada.get(LOOK_UP, id=rule["id"]))["lyricRule"] is None
    assert problems(await update(ada, id=rule["id"], name="x")) == [("NOT_FOUND", ["id"])]


async def test_named_rules_come_first_and_the_others_keep_their_order(ada: Person) -> None:
    await forget_seeds(ada)
    a, b, c, d = [await created(ada, name=name, replacement=name) for name in "abcd"]

    answer = await reorder(ada, c["id"], a["id"])

    assert answer["userErrors"] == []
    moved = [(each["name"], each["order"], each["version"]) for each in answer["rules"]]
    # Equal orders are sorted by the ids, which grow.
    assert moved == [("c", 0, 2), ("a", 1, 2), ("b", 1, 1), ("d", 3, 1)]
    assert [each["replacement"] for each in answer["rules"]] == ["c", "a", "b", "d"]
    assert await rules(ada) == answer["rules"]
    again = await reorder(ada, c["id"], a["id"], b["id"], d["id"])
    assert [each["version"] for each in again["rules"]] == [2, 2, 2, 1]


async def test_an_order_is_all_or_nothing(ada: Person, bob: Person) -> None:
    before = await rules(ada)
    ids = [each["id"] for each in reversed(before)]
    [foreign, gone] = (await rules(bob))[:2]
    await bob.get(DELETE, input={"id": gone["id"]})

    missing = await reorder(ada, *ids, foreign["id"], gone["id"])
    places = [("NOT_FOUND", ["ids", str(len(ids))]), ("NOT_FOUND", ["ids", str(len(ids) + 1)])]
    assert problems(missing) == places
    assert missing["rules"] is None
    assert problems(await reorder(ada, ids[0], ids[1], ids[0])) == [("VALIDATION", ["ids"])]
    assert problems(await reorder(ada)) == [("VALIDATION", ["ids"])]
    assert problems(await reorder(ada, *ids[:1] * 201)) == [("VALIDATION", ["ids"])]
    assert problems(await reorder(ada, "nonsense")) == [("VALIDATION", ["ids"])]
    assert await rules(ada) == before


async def test_concurrent_orders_leave_one_of_them(ada: Person) -> None:
    ids = [each["id"] for each in await rules(ada)]
    wishes = [ids[n:] + ids[:n] for n in range(6)]

    await asyncio.gather(*(reorder(ada, *wish) for wish in wishes))

    found = await rules(ada)
    assert [each["order"] for each in found] == list(range(len(ids)))
    assert [each["id"] for each in found] in wishes
