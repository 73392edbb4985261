from __future__ import annotations

from typing import Any

from app.domain.templates.model import MOST_EDITIONS
from app.schema.ids import encode_id
from tests.api.test_prompt_templates import (
    SAID,
    created,
    delete,
    find,
    own_version,
    updated,
)
from tests.studio import Person

EDITIONS = f"editions {{ edition version {SAID} changedAt changedBy }}"
OF = f"query ($id: ID!) {{ node(id: $id) {{ ... on PromptTemplate {{ {EDITIONS} }} }} }}"
SAID_FIELDS = SAID.split()


async def editions(person: Person, value: str) -> list[dict[str, Any]]:
    return list((await person.get(OF, id=value))["node"]["editions"])


def said(edition: dict[str, Any]) -> dict[str, Any]:
    return {field: edition[field] for field in SAID_FIELDS}


async def test_every_change_is_kept_newest_first_with_who_made_it(ada: Person) -> None:
    first = await created(ada, temperature=0.5)
    second = await updated(ada, id=first["id"], temperature=0.9, active=False)

    kept = await editions(ada, first["id"])

    assert [(each["edition"], each["version"]) for each in kept] == [("1.1", 2), ("1.0", 1)]
    assert [said(each) for each in kept] == [said(second), said(first)]
    assert [each["changedAt"] for each in kept] == [second["updatedAt"], first["createdAt"]]
    assert {each["changedBy"] for each in kept} == {encode_id("User", ada.id)}


async def test_an_edition_is_brought_back_by_its_values(ada: Person) -> None:
    first = await created(ada, description="d", model="gemma3:4b", maxTokens=9)
    await updated(ada, id=first["id"], preCondition="", postCondition="P", model=None)
    [_, old] = await editions(ada, first["id"])

    back = await updated(ada, id=first["id"], **said(old))

    assert said(back) == said(first)
    assert (back["edition"], back["version"]) == ("1.2", 3)
    assert len(await editions(ada, first["id"])) == 3


async def test_the_history_of_an_own_version_begins_with_it(ada: Person, bob: Person) -> None:
    own = await own_version(ada)

    [kept] = await editions(ada, own["id"])
    assert (kept["edition"], kept["version"], said(kept)) == ("1.1", 1, said(own))
    for person in (ada, bob):
        [released] = await editions(person, own["original"]["id"])
        assert (released["edition"], released["changedBy"]) == ("1.0", None)


async def test_of_many_editions_the_last_50_are_kept(ada: Person) -> None:
    new, other = await created(ada), await created(ada, action="other")
    for tokens in range(1, MOST_EDITIONS):
        await updated(ada, id=new["id"], maxTokens=tokens)
    kept = await editions(ada, new["id"])
    assert [each["version"] for each in kept] == list(range(50, 0, -1))

    await updated(ada, id=new["id"], maxTokens=100)

    kept = await editions(ada, new["id"])
    assert [each["version"] for each in kept] == list(range(51, 1, -1))
    assert (kept[0]["edition"], kept[-1]["edition"]) == ("6.0", "1.1")
    assert len(await editions(ada, other["id"])) == 1


async def test_the_histories_of_a_list_are_those_of_its_templates(ada: Person) -> None:
    own = await own_version(ada)
    await updated(ada, id=own["id"], maxTokens=3)
    query = f"{{ promptTemplates {{ templates {{ id version {EDITIONS} }} }} }}"

    groups = (await ada.get(query))["promptTemplates"]

    for template in [each for group in groups for each in group["templates"]]:
        assert len(template["editions"]) == template["version"]
        assert template["editions"] == await editions(ada, template["id"])


async def test_everybodys_has_its_history_beneath_an_own_version(ada: Person) -> None:
    own = await own_version(ada)
    query = OF.replace(EDITIONS, f"original {{ {EDITIONS} }}")
    found = (await ada.get(query, id=own["id"]))["node"]["original"]["editions"]
    assert found == await editions(ada, own["original"]["id"])


async def test_a_history_goes_with_its_template(ada: Person) -> None:
    own = await own_version(ada)
    await updated(ada, id=own["id"], maxTokens=3)
    await delete(ada, own["id"])
    everybodys = await find(ada, "titel", "generate")
    assert len(await editions(ada, everybodys["id"])) == 1
    assert len(await editions(ada, (await own_version(ada))["id"])) == 1
