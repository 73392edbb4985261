from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.studio import Person

FIELDS = "id name text current version createdAt updatedAt items { id section name label }"
SAVE = f"""
mutation ($input: SaveLyricArchitectureInput!) {{
  saveLyricArchitecture(input: $input) {{
    architecture {{ {FIELDS} }} userErrors {{ code message path params }}
  }}
}}
"""
DELETE = """
mutation ($id: ID!) {
  deleteLyricArchitecture(input: {id: $id}) { deletedId userErrors { code path } }
}
"""
LIST = f"{{ lyricArchitectures {{ {FIELDS} }} }}"
NODE = f"query ($id: ID!) {{ node(id: $id) {{ ... on LyricArchitecture {{ {FIELDS} }} }} }}"


async def save(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(SAVE, input=fields))["saveLyricArchitecture"])


async def kept(person: Person, **fields: object) -> dict[str, Any]:
    answer = await save(person, **fields)
    assert answer["userErrors"] == []
    return dict(answer["architecture"])


async def listed(person: Person) -> list[dict[str, Any]]:
    return list((await person.get(LIST))["lyricArchitectures"])


def items(*sections: str) -> list[dict[str, str]]:
    return [{"section": section} for section in sections]


async def test_a_new_architecture_is_kept_with_the_names_of_its_items(ada: Person) -> None:
    new = await kept(
        ada,
        name="  Ballade e\u0301 🎵 שיר ",
        items=[{"id": "x", "section": "VERSE"}, {"section": "PRE_CHORUS"}, {"section": "VERSE"}],
    )

    assert new["name"] == "Ballade e\u0301 🎵 שיר"
    assert new["text"] == "VERSE1 - PRE_CHORUS - VERSE2"
    assert new["items"] == [
        {"id": "x", "section": "VERSE", "name": "VERSE1", "label": "Verse1"},
        {"id": "1", "section": "PRE_CHORUS", "name": "PRE_CHORUS", "label": "Pre-Chorus"},
        {"id": "2", "section": "VERSE", "name": "VERSE2", "label": "Verse2"},
    ]
    assert (new["current"], new["version"], new["updatedAt"]) == (False, 1, None)
    assert await listed(ada) == [new]
    assert (await ada.get(NODE, id=new["id"]))["node"] == new


async def test_a_new_one_without_items_is_the_default_and_may_be_empty(ada: Person) -> None:
    assert (await kept(ada, name="a"))["text"] == "VERSE1 - CHORUS - VERSE2 - CHORUS"
    empty = await kept(ada, name="b", items=[])
    assert (empty["text"], empty["items"]) == ("", [])


async def test_the_list_is_sorted_by_name(ada: Person) -> None:
    for name in ("b", "C", "a"):
        await save(ada, name=name)

    assert [each["name"] for each in await listed(ada)] == ["a", "b", "C"]


async def test_an_update_changes_what_is_sent(ada: Person) -> None:
    before = await kept(ada, name="a", items=items("INTRO"), current=True)

    renamed = await kept(ada, id=before["id"], name=" b ", expectedVersion=1)
    assert (renamed["name"], renamed["text"], renamed["current"]) == ("b", "INTRO", True)
    assert (renamed["version"], renamed["updatedAt"] is None) == (2, False)

    moved = await kept(ada, id=before["id"], items=items("OUTRO"), current=False)
    assert (moved["name"], moved["text"], moved["current"]) == ("b", "OUTRO", False)
    assert await listed(ada) == [moved]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({}, []),
        ({"name": None}, ["input", "name"]),
        ({"name": " \t"}, ["input", "name"]),
        ({"items": None}, ["input", "items"]),
        ({"current": None}, ["input", "current"]),
        ({"items": items("INTRO", "INTRO")}, ["input", "items"]),
        ({"items": items("OUTRO", "VERSE", "OUTRO")}, ["input", "items"]),
        ({"items": [{"id": "a", "section": "VERSE"}] * 2}, ["input", "items"]),
        ({"items": [{"id": " ", "section": "VERSE"}]}, ["input", "items", "id"]),
        ({"items": items("VERSE"), "fromLyrics": "[Verse]"}, ["input", "fromLyrics"]),
        ({"fromLyrics": "la la"}, ["input", "fromLyrics"]),
        ({"fromLyrics": "[Verse]\0"}, ["input", "fromLyrics"]),
    ],
)
async def test_an_update_needs_a_change_that_is_possible(
    ada: Person, fields: dict[str, object], path: list[str]
) -> None:
    before = await kept(ada, name="a")

    answer = await save(ada, id=before["id"], **fields)

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", path)
    assert await listed(ada) == [before]


@pytest.mark.parametrize("fields", [{}, {"name": None}, {"name": "  "}])
async def test_a_new_one_needs_a_name(ada: Person, fields: dict[str, object]) -> None:
    ada.headers["Accept-Language"] = "de"
    answer = await save(ada, **fields)

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "name"])
    assert error["message"] == "Das darf nicht leer sein."
    assert answer["architecture"] is None


@pytest.mark.parametrize(
    ("field", "fits", "too_much"),
    [
        ("name", "é" * 100, "é" * 101),
        ("items", items("VERSE") * 50, items("VERSE") * 51),
        ("fromLyrics", "[Outro]\n".ljust(10_000, "é"), "[Outro]\n".ljust(10_001, "é")),
    ],
)
async def test_limits_have_two_sides(
    ada: Person, field: str, fits: object, too_much: object
) -> None:
    await kept(ada, **{"name": "a", field: fits})
    answer = await save(ada, **{"name": "b", field: too_much})

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", field])
    assert error["params"]["length"] == error["params"]["max"] + 1


async def test_a_name_is_taken_once_per_person(ada: Person, bob: Person) -> None:
    first = await kept(ada, name="a")
    other = await kept(ada, name="b")
    await kept(bob, name="a")

    for fields in ({"name": " a "}, {"id": other["id"], "name": "a"}):
        answer = await save(ada, **fields)
        [error] = answer["userErrors"]
        assert (error["code"], error["path"]) == ("CONFLICT", ["input", "name"])
        assert answer["architecture"] is None
    assert (await kept(ada, id=first["id"], name="a"))["version"] == 2


async def test_of_several_at_once_one_gets_the_name_and_one_is_current(ada: Person) -> None:
    same = await asyncio.gather(*(save(ada, name="a", current=True) for _ in range(5)))
    await asyncio.gather(*(save(ada, name=f"b{n}", current=True) for n in range(5)))

    assert sum(not answer["userErrors"] for answer in same) == 1
    assert sum(each["current"] for each in await listed(ada)) == 1
    assert len(await listed(ada)) == 6


async def test_a_new_current_one_takes_the_place_of_the_one_before(
    ada: Person, bob: Person
) -> None:
    first = await kept(ada, name="a", current=True)
    bobs = await kept(bob, name="a", current=True)
    second = await kept(ada, name="b", current=True)

    before, after = await listed(ada)
    assert (before["current"], before["version"]) == (False, 2)
    assert after == second
    assert await listed(bob) == [bobs]

    await kept(ada, id=first["id"], current=True)
    assert [each["current"] for each in await listed(ada)] == [True, False]


async def test_a_stale_version_is_a_conflict_with_the_current_state(ada: Person) -> None:
    new = await kept(ada, name="a")
    await kept(ada, id=new["id"], name="b", expectedVersion=1)

    answer = await save(ada, id=new["id"], name="c", expectedVersion=1)

    [error] = answer["userErrors"]
    assert (error["code"], error["params"]) == ("CONFLICT", {"expected": 1, "actual": 2})
    assert (answer["architecture"]["name"], answer["architecture"]["version"]) == ("b", 2)


async def test_of_concurrent_updates_with_one_version_exactly_one_wins(ada: Person) -> None:
    new = await kept(ada, name="a")

    answers = await asyncio.gather(
        *(save(ada, id=new["id"], name=f"{n}", expectedVersion=1) for n in range(6))
    )

    assert sum(not answer["userErrors"] for answer in answers) == 1


async def test_the_sections_of_lyrics_become_the_items(ada: Person) -> None:
    lyrics = (
        "**Verse1**\r\nla\r\n\r\n**Chorus**\r\nhey\r\n\r\n**Post-Chorus**\r\n\r\n**Outro**\r\nbye"
    )

    new = await kept(ada, name="a", fromLyrics=lyrics, current=True)
    assert new["text"] == "VERSE1 - CHORUS - OUTRO"
    assert new["current"] is True
    changed = await kept(ada, id=new["id"], fromLyrics="**Bridge**\nla")
    assert (changed["text"], changed["name"]) == ("BRIDGE", "a")


async def test_a_hundred_architectures_can_be_kept(ada: Person, bob: Person) -> None:
    for n in range(100):
        await kept(ada, name=f"{n}")

    answer = await save(ada, name="one more")
    assert [error["code"] for error in answer["userErrors"]] == ["INVALID_STATE"]
    assert len(await listed(ada)) == 100
    await kept(bob, name="one more")
    oldest = next(each for each in await listed(ada) if each["name"] == "0")
    await kept(ada, id=oldest["id"], name="renamed")
    await ada.get(DELETE, id=oldest["id"])
    await kept(ada, name="one more")


async def test_what_is_deleted_is_gone(ada: Person) -> None:
    new = await kept(ada, name="a", current=True)

    first = (await ada.get(DELETE, id=new["id"]))["deleteLyricArchitecture"]
    second = (await ada.get(DELETE, id=new["id"]))["deleteLyricArchitecture"]

    assert first == {"deletedId": new["id"], "userErrors": []}
    assert second == {
        "deletedId": None,
        "userErrors": [{"code": "NOT_FOUND", "path": ["input", "id"]}],
    }
    assert await listed(ada) == []


async def test_those_of_others_are_not_there(ada: Person, bob: Person) -> None:
    new = await kept(ada, name="a")

    answer = await save(bob, id=new["id"], name="b")
    deleted = (await bob.get(DELETE, id=new["id"]))["deleteLyricArchitecture"]

    assert [error["code"] for error in answer["userErrors"]] == ["NOT_FOUND"]
    assert [error["code"] for error in deleted["userErrors"]] == ["NOT_FOUND"]
    assert await listed(bob) == []
    assert await listed(ada) == [new]


@pytest.mark.parametrize(
    "value", ["nonsense", "U2tldGNoOjAxOGYwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMA"]
)
async def test_an_id_must_be_one_of_an_architecture(ada: Person, value: str) -> None:
    answer = await save(ada, id=value, name="a")

    [error] = answer["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "id"])
