"""Equipment: every field, its limits, and the rules of licences."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.api.equipment import a_row, create, delete, duplicate, kept, names, secrets, told, update
from tests.studio import Person

LONGEST = {
    "name": 200,
    "productVersion": 100,
    "description": 10_000,
    "softwareTags": 1000,
    "pluginTags": 1000,
    "manufacturer": 200,
    "username": 200,
    "licenseDescription": 5000,
    "systemRequirements": 5000,
}
OPTIONAL = [field for field in LONGEST if field != "name"]
SECRETS = {"password": 500, "licenseKey": 5000}
EVERYTHING: dict[str, Any] = {
    "type": "SOFTWARE",
    "name": "Tape Machine",
    "productVersion": "2.1",
    "description": "Warmth.",
    "softwareTags": "tape, daw",
    "pluginTags": "saturation",
    "manufacturer": "Reels & Co",
    "url": "https://example.com/tape?a=b",
    "username": "ada",
    "licenseManagement": "OTHER",
    "licenseDescription": "A dongle in the drawer.",
    "purchaseDate": "2026-02-28",
    "expiresOn": "2027-02-28",
    "systemRequirements": "8 GB",
    "status": "TRIAL",
}


async def test_every_field_is_kept(ada: Person) -> None:
    equipment = await kept(
        ada, **EVERYTHING, password="pw", price={"amount": "1", "currency": "EUR"}
    )

    assert {name: equipment[name] for name in EVERYTHING} == EVERYTHING
    assert (equipment["hasPassword"], equipment["hasLicenseKey"], equipment["hasPrice"]) == (
        True,
        False,
        True,
    )
    assert (equipment["version"], equipment["updatedAt"]) == (1, None)
    look_up = "query ($id: ID!) { equipment(id: $id) { name hasPassword } node(id: $id) { id } }"
    found = await ada.get(look_up, id=equipment["id"])
    assert found["equipment"] == {"name": "Tape Machine", "hasPassword": True}
    assert found["node"] == {"id": equipment["id"]}


async def test_new_equipment_is_active_and_trimmed(ada: Person) -> None:
    equipment = await kept(ada, name="  Reverb ", manufacturer="\t", url=" ", username=None)

    assert (equipment["name"], equipment["status"]) == ("Reverb", "ACTIVE")
    assert (equipment["manufacturer"], equipment["url"], equipment["username"]) == (None,) * 3


@pytest.mark.parametrize(("field", "longest"), LONGEST.items())
async def test_each_text_has_a_limit_on_both_sides(ada: Person, field: str, longest: int) -> None:
    equipment = await kept(ada, **{field: "😀" * longest})
    assert equipment[field] == "😀" * longest
    for answer in (
        await create(ada, **{field: "😀" * (longest + 1)}),
        await update(ada, id=equipment["id"], **{field: "😀" * (longest + 1)}),
    ):
        assert answer["equipment"] is None
        assert told(answer) == [("VALIDATION", ["input", field])]
        assert answer["userErrors"][0]["params"] == {"max": longest, "length": longest + 1}


async def test_the_limits_of_an_address(ada: Person) -> None:
    longest = "https://example.com/" + "x" * 480
    assert (await kept(ada, url=longest))["url"] == longest
    for good in ("http://example.com", "HTTPS://EXAMPLE.com:8080/ä?b#c", "https://[::1]/"):
        assert (await kept(ada, url=good))["url"] == good
    for bad in (
        longest + "x",
        "example.com",
        "javascript:alert(1)",
        "ftp://example.com",
        "https://",
        "https:///path",
        "https://exa mple.com",
        "https://[::1",
    ):
        assert told(await create(ada, url=bad)) == [("VALIDATION", ["input", "url"])], bad


@pytest.mark.parametrize("field", [*LONGEST, *SECRETS])
async def test_no_text_may_have_a_nul(ada: Person, field: str) -> None:
    assert told(await create(ada, **{field: "a\0b"})) == [("VALIDATION", ["input", field])]


@pytest.mark.parametrize("field", OPTIONAL)
async def test_of_each_text_unset_stays_and_null_or_blank_clears(ada: Person, field: str) -> None:
    equipment = await kept(ada, **dict.fromkeys(OPTIONAL, "x"))
    for nothing in (None, " \t\n"):
        cleared = (await update(ada, id=equipment["id"], **{field: nothing}))["equipment"]
        assert {each for each in OPTIONAL if cleared[each] is None} == {field}
        back = (await update(ada, id=equipment["id"], **{field: "x"}))["equipment"]
        assert {each for each in OPTIONAL if back[each] is None} == set()


async def test_days_and_enums_can_be_cleared_where_they_may_be_missing(ada: Person) -> None:
    equipment = await kept(ada, **EVERYTHING)
    nothing = {"purchaseDate": None, "expiresOn": None, "licenseManagement": None}
    cleared = (await update(ada, id=equipment["id"], **nothing))["equipment"]
    assert {name: cleared[name] for name in nothing} == nothing
    for needed in ("name", "status", "type"):
        answer = await update(ada, id=equipment["id"], **{needed: None})
        assert told(answer) == [("VALIDATION", ["input", needed])]
    assert told(await update(ada, id=equipment["id"])) == [("VALIDATION", [])]


async def test_days_have_a_limit_on_both_sides(ada: Person) -> None:
    for day in ("1900-01-01", "2999-12-31"):
        equipment = await kept(ada, purchaseDate=day, expiresOn=day)
        assert (equipment["purchaseDate"], equipment["expiresOn"]) == (day, day)
    for day in ("1899-12-31", "3000-01-01", "0001-01-01", "9999-12-31"):
        for field in ("purchaseDate", "expiresOn"):
            answer = await create(ada, **{field: day})
            assert told(answer) == [("VALIDATION", ["input", field])]


async def test_every_problem_is_told_at_once_and_in_german(ada: Person) -> None:
    ada.headers["Accept-Language"] = "de"
    answer = await create(
        ada, name=" ", url="x", password="a\0", price={"amount": -1, "currency": "eur"}
    )

    paths = [each["path"][1] for each in answer["userErrors"]]
    assert paths == ["name", "url", "password", "price", "price"]
    assert answer["userErrors"][1]["message"].startswith("Das ist keine Adresse")
    assert await names(ada) == []


async def test_the_type_cannot_be_changed(ada: Person) -> None:
    equipment = await kept(ada)
    answer = await update(ada, id=equipment["id"], type="SOFTWARE", name="other")
    assert told(answer) == [("VALIDATION", ["input", "type"])]
    same = await update(ada, id=equipment["id"], type="PLUGIN", name="other")
    assert (same["equipment"]["name"], same["equipment"]["version"]) == ("other", 2)


async def test_a_licence_key_must_be_there_where_it_proves_the_licence(ada: Person) -> None:
    lacking = ("VALIDATION", ["input", "licenseKey"])
    for nothing in ({}, {"licenseKey": None}, {"licenseKey": ""}):
        answer = await create(ada, licenseManagement="LICENSE_KEY", **nothing)
        assert told(answer) == [lacking]
    assert (await kept(ada, licenseManagement="LICENSE_KEY", licenseKey=" "))["hasLicenseKey"]

    equipment = await kept(ada)
    identity = {"id": equipment["id"]}
    assert told(await update(ada, **identity, licenseManagement="LICENSE_KEY")) == [lacking]
    assert not told(await update(ada, **identity, licenseKey="k"))
    assert not told(await update(ada, **identity, licenseManagement="LICENSE_KEY"))
    assert told(await update(ada, **identity, licenseKey="")) == [lacking]
    both = {"licenseKey": None, "licenseManagement": "ILOK"}
    assert not told(await update(ada, **identity, **both))


async def test_another_licence_must_be_described(ada: Person) -> None:
    lacking = ("VALIDATION", ["input", "licenseDescription"])
    assert told(await create(ada, licenseManagement="OTHER", licenseDescription=" ")) == [lacking]
    equipment = await kept(ada, licenseManagement="OTHER", licenseDescription="a dongle")
    cleared = await update(ada, id=equipment["id"], licenseDescription=None)
    assert told(cleared) == [lacking]
    assert not told(await update(ada, id=equipment["id"], licenseManagement="ONLINE"))
    assert not told(await update(ada, id=equipment["id"], licenseDescription=None))


async def test_a_stale_version_is_a_conflict_that_shows_the_current_one(ada: Person) -> None:
    equipment = await kept(ada)
    await update(ada, id=equipment["id"], name="second", expectedVersion=1)
    answer = await update(ada, id=equipment["id"], name="third", expectedVersion=1)

    assert told(answer) == [("CONFLICT", ["input", "expectedVersion"])]
    assert (answer["equipment"]["name"], answer["equipment"]["version"]) == ("second", 2)


async def test_changes_at_once_are_all_made(ada: Person) -> None:
    equipment = await kept(ada)
    await asyncio.gather(*(update(ada, id=equipment["id"], name=str(n)) for n in range(8)))
    assert (await a_row(equipment)).version == 9


async def test_a_repeated_key_answers_what_it_made_and_another_wish_is_a_conflict(
    ada: Person, bob: Person
) -> None:
    wish = {"idempotencyKey": "k", "password": "pw", "price": {"amount": "1.50", "currency": "EUR"}}
    answers = await asyncio.gather(*(create(ada, **wish) for _ in range(5)))
    assert len({each["equipment"]["id"] for each in answers}) == 1
    for other in (
        {**wish, "name": "other"},
        {**wish, "password": "another"},
        {**wish, "password": None},
        {**wish, "price": {"amount": "1.50", "currency": "USD"}},
    ):
        answer = await create(ada, **other)
        assert told(answer) == [("CONFLICT", ["input", "idempotencyKey"])]
    assert (await create(bob, **wish))["equipment"]["id"] != answers[0]["equipment"]["id"]
    assert told(await create(ada, idempotencyKey="")) == [
        ("VALIDATION", ["input", "idempotencyKey"])
    ]


async def test_a_copy_has_what_a_quick_setup_needs_and_no_licence(ada: Person) -> None:
    original = await kept(
        ada,
        **{**EVERYTHING, "licenseManagement": "LICENSE_KEY", "licenseKey": "k"},
        password=" pw ",
        price={"amount": 5, "currency": "EUR"},
    )
    copy = (await duplicate(ada, id=original["id"]))["equipment"]

    same = ("type", "softwareTags", "pluginTags", "manufacturer", "url", "username")
    for field in (*same, "systemRequirements"):
        assert copy[field] == original[field], field
    assert (copy["name"], copy["status"], copy["version"]) == ("Tape Machine (copy)", "ACTIVE", 1)
    for field in ("productVersion", "description", "licenseManagement", "licenseDescription"):
        assert copy[field] is None, field
    assert (copy["purchaseDate"], copy["expiresOn"]) == (None, None)
    assert await secrets(ada, copy["id"]) == {"password": " pw ", "licenseKey": None, "price": None}
    assert (await a_row(copy)).password_encrypted != (await a_row(original)).password_encrypted


async def test_a_copy_without_credentials(ada: Person) -> None:
    original = await kept(ada, username="ada", password="pw")
    answer = await duplicate(ada, id=original["id"], copyCredentials=False)
    assert (answer["equipment"]["username"], answer["equipment"]["hasPassword"]) == (None, False)


async def test_the_name_of_a_copy(ada: Person) -> None:
    original = await kept(ada, name="x" * 200)
    assert (await duplicate(ada, id=original["id"], name=" mine "))["equipment"]["name"] == "mine"
    too_long = await duplicate(ada, id=original["id"], name="x" * 201)
    assert told(too_long) == [("VALIDATION", ["input", "name"])]
    ada.headers["Accept-Language"] = "de"
    copy = (await duplicate(ada, id=original["id"], name=" "))["equipment"]
    assert copy["name"] == "x" * 192 + " (Kopie)"


async def test_a_repeated_key_copies_once(ada: Person) -> None:
    original = await kept(ada)
    wish = {"id": original["id"], "idempotencyKey": "k"}
    first, second = await duplicate(ada, **wish), await duplicate(ada, **wish)
    assert first["equipment"]["id"] == second["equipment"]["id"]
    other = await duplicate(ada, **wish, copyCredentials=False)
    assert told(other) == [("CONFLICT", ["input", "idempotencyKey"])]
    assert told(await create(ada, idempotencyKey="k")) == told(other)


async def test_many_are_deleted_at_once_each_for_itself(ada: Person, bob: Person) -> None:
    mine, his = await kept(ada), await kept(bob)
    answer = await delete(ada, mine["id"], his["id"], mine["id"], "nonsense")

    assert answer["deleted"] == [mine["id"]]
    assert answer["notFound"] == [his["id"]]
    assert answer["failed"] == [{"id": "nonsense"}]
    assert answer["summary"] == {"requested": 3, "deleted": 1}
    assert await names(bob) == ["Reverb"]
