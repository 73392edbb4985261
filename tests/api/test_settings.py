"""How a person wants to work, and in which language the studio answers."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from app.bootstrap import Studio
from app.domain.errors import NotFound
from app.domain.settings.model import SettingsChanges
from app.rows.songs import SongRow
from app.rows.users import UserRow
from tests.api.conversations import create as begin
from tests.api.songs import generate
from tests.graphql_ws import websocket
from tests.studio import Person

FIELDS = """
language songPageSize imagePageSize promptPageSize sketchPageSize equipmentPageSize
artisticStyle composition lighting colorPalette detailLevel musicStyles
internalSystemContext externalSystemContext version
"""
READ = f"{{ me {{ settings {{ {FIELDS} }} }} }}"
UPDATE = f"""
mutation ($input: UpdateSettingsInput!) {{
  updateSettings(input: $input) {{
    settings {{ {FIELDS} }} userErrors {{ code path message params }}
  }}
}}
"""
FIRST: dict[str, Any] = {
    "language": None,
    "songPageSize": 8,
    "imagePageSize": 8,
    "promptPageSize": 8,
    "sketchPageSize": 8,
    "equipmentPageSize": 7,
    "artisticStyle": "AUTO",
    "composition": "AUTO",
    "lighting": "AUTO",
    "colorPalette": "AUTO",
    "detailLevel": "AUTO",
    "musicStyles": [],
    "internalSystemContext": None,
    "externalSystemContext": None,
    "version": 0,
}
EVERYTHING = {
    "language": "DE",
    "songPageSize": 1,
    "imagePageSize": 100,
    "promptPageSize": 9,
    "sketchPageSize": 10,
    "equipmentPageSize": 11,
    "artisticStyle": "OIL_PAINTING",
    "composition": "ALBUM_COVER",
    "lighting": "NIGHT",
    "colorPalette": "COOL",
    "detailLevel": "MINIMAL",
    "musicStyles": ["folk", "rock"],
    "internalSystemContext": "Be brief.",
    "externalSystemContext": "Be kind.",
}
EMPTY_SKETCH = 'mutation { createSketch(input: {prompt: " "}) { userErrors { message } } }'


async def update(person: Person, **settings: object) -> dict[str, Any]:
    return dict((await person.get(UPDATE, input=settings))["updateSettings"])


async def read(person: Person) -> dict[str, Any]:
    return dict((await person.get(READ))["me"]["settings"])


async def mistake(person: Person) -> str:
    """What a person hears of an empty sketch."""
    answer = await person.get(EMPTY_SKETCH)
    return str(answer["createSketch"]["userErrors"][0]["message"])


ENGLISH, GERMAN = "This must not be empty.", "Das darf nicht leer sein."


async def test_everybody_begins_with_the_same_settings(ada: Person) -> None:
    assert await read(ada) == FIRST


async def test_settings_are_kept_and_others_stay(ada: Person, bob: Person) -> None:
    changed = await update(ada, **EVERYTHING)
    assert changed == {"settings": {**EVERYTHING, "version": 1}, "userErrors": []}

    await update(ada, songPageSize=20)

    assert await read(ada) == {**EVERYTHING, "songPageSize": 20, "version": 2}
    assert await read(bob) == FIRST


async def test_null_is_what_it_was_at_first(ada: Person) -> None:
    await update(ada, **EVERYTHING)

    await update(ada, **dict.fromkeys(EVERYTHING))

    assert await read(ada) == {**FIRST, "version": 2}


@pytest.mark.parametrize(
    ("field", "allowed", "refused"),
    [
        ("songPageSize", [1, 100], [0, 101]),
        ("equipmentPageSize", [1, 100], [0, 101]),
        ("musicStyles", [["x" * 100], [str(each) for each in range(100)]], [["x" * 101], [" "]]),
        ("internalSystemContext", ["x" * 20_000], ["x" * 20_001, "a\0"]),
        ("externalSystemContext", ["x" * 20_000], ["x" * 20_001]),
    ],
)
async def test_settings_have_limits(
    ada: Person, field: str, allowed: list[Any], refused: list[Any]
) -> None:
    for value in allowed:
        assert (await update(ada, **{field: value}))["userErrors"] == []
    for value in refused:
        [error] = (await update(ada, **{field: value}))["userErrors"]
        assert (error["code"], error["path"]) == ("VALIDATION", ["input", field])


async def test_there_are_at_most_a_hundred_styles_and_each_once(ada: Person) -> None:
    [error] = (await update(ada, musicStyles=[str(each) for each in range(101)]))["userErrors"]
    assert error["params"] == {"max": 100, "length": 101}

    await update(ada, musicStyles=["folk", " folk ", "Folk"])
    assert (await read(ada))["musicStyles"] == ["folk", "Folk"]


async def test_an_update_without_a_change_is_refused(ada: Person) -> None:
    [error] = (await update(ada, expectedVersion=0))["userErrors"]
    assert error["code"] == "VALIDATION"


async def test_a_stale_version_shows_the_settings_that_are_there(ada: Person) -> None:
    assert not (await update(ada, songPageSize=9, expectedVersion=0))["userErrors"]

    stale = await update(ada, songPageSize=10, expectedVersion=0)

    assert stale["userErrors"][0]["code"] == "CONFLICT"
    assert stale["settings"] == {**FIRST, "songPageSize": 9, "version": 1}
    assert not (await update(ada, songPageSize=10, expectedVersion=1))["userErrors"]


async def test_an_unknown_setting_is_refused(ada: Person) -> None:
    answer = await ada.ask(UPDATE, input={"theme": "dark"})
    assert answer["errors"][0]["extensions"]["code"] == "VALIDATION"


async def test_the_next_mistake_is_told_in_the_new_language(ada: Person) -> None:
    assert await mistake(ada) == ENGLISH
    await update(ada, language="DE")
    assert await mistake(ada) == GERMAN

    ada.headers["Accept-Language"] = "en"
    assert await mistake(ada) == GERMAN

    await update(ada, language="EN")
    ada.headers["Accept-Language"] = "de"
    assert await mistake(ada) == ENGLISH

    await update(ada, language=None)
    assert await mistake(ada) == GERMAN
    ada.headers["Accept-Language"] = "fr"
    assert await mistake(ada) == ENGLISH


async def test_an_open_websocket_changes_its_language_too(ada: Person, studio_url: str) -> None:
    async with websocket(studio_url, ada.token) as socket:

        async def heard(query: str, name: str) -> Any:
            [answer] = [each async for each in socket.subscribe(query, name)]
            return answer

        before = await heard(EMPTY_SKETCH, "1")
        await update(ada, language="DE")
        after = await heard(EMPTY_SKETCH, "2")
        refused = await heard("{ sketches(first: 101) { nodes { id } } }", "3")

    assert before["data"]["createSketch"]["userErrors"][0]["message"] == ENGLISH
    assert after["data"]["createSketch"]["userErrors"][0]["message"] == GERMAN
    assert "muss" in refused["errors"][0]["message"]


async def test_errors_of_queries_and_refused_operations_are_told_in_the_language_too(
    ada: Person,
) -> None:
    await update(ada, language="DE")

    wrong = await ada.ask('{ song(id: "nonsense") { id } }')
    many = await ada.ask("{ sketches(first: 101) { nodes { id } } }")
    nameless = await ada.ask("query A { me { id } } query B { me { id } }")

    assert wrong["errors"][0]["message"] == "Das ist keine gültige Kennung."
    assert many["errors"][0]["message"].startswith("Das muss zwischen")
    assert nameless["errors"][0]["message"].startswith("Das Dokument hat nicht genau eine")


async def test_an_error_that_is_kept_is_told_in_the_language_of_whoever_reads_it(
    ada: Person,
) -> None:
    song = (await generate(ada))["song"]
    error = {"code": "PROVIDER_ERROR", "key": "provider.error", "params": {}}
    await SongRow.filter(user_id=ada.id).update(error=error)
    query = "query ($id: ID!) { song(id: $id) { error { message } } }"

    async def told() -> str:
        return str((await ada.get(query, id=song["id"]))["song"]["error"]["message"])

    english = await told()
    await update(ada, language="DE")
    german = await told()
    ada.headers["Accept-Language"] = "en"

    assert english != german
    assert await told() == german
    await update(ada, language="EN")
    assert await told() == english


async def test_a_missing_file_is_told_in_the_language(ada: Person) -> None:
    path = "/files/songs/00000000-0000-7000-8000-000000000000.mp3"
    headers = {"Authorization": f"Bearer {ada.token}"}
    english = (await ada.http.get(path, headers=headers)).json()["errors"][0]["message"]
    await update(ada, language="DE")
    german = (await ada.http.get(path, headers=headers)).json()["errors"][0]["message"]
    assert english != german


CONTEXT = "query ($id: ID!) { conversation(id: $id) { systemContext messageCount } }"


async def context(person: Person, **conversation: object) -> str | None:
    made = await begin(person, **conversation)
    found = (await person.get(CONTEXT, id=made["id"]))["conversation"]
    assert found["messageCount"] == (1 if found["systemContext"] else 0)
    return found["systemContext"] and str(found["systemContext"])


async def test_a_conversation_begins_with_the_usual_context_of_its_provider(
    ada: Person, bob: Person
) -> None:
    await update(ada, internalSystemContext="Be brief.", externalSystemContext="Be kind.")

    assert await context(ada) == "Be brief."
    assert await context(ada, provider="EXTERNAL") == "Be kind."
    assert await context(ada, systemContext="Be bold.") == "Be bold."
    assert await context(ada, systemContext=None) is None
    assert await context(bob) is None


async def test_settings_end_with_their_person(ada: Person) -> None:
    await update(ada, songPageSize=9)
    await UserRow.filter(id=ada.id).delete()
    assert "errors" in await ada.ask(READ)


async def test_whoever_is_gone_has_no_settings_to_change(studio: Studio) -> None:
    """Trying again and again to be faster than somebody else would never end."""
    async with asyncio.timeout(5):
        with pytest.raises(NotFound):
            await studio.services.settings.update(
                uuid4(), SettingsChanges(song_page_size=9), expected_version=None
            )


async def test_of_many_changes_of_one_version_at_once_one_is_kept(ada: Person) -> None:
    for version in (0, 1):  # the first change makes the row
        answers = await asyncio.gather(
            *[update(ada, songPageSize=10 + n, expectedVersion=version) for n in range(8)]
        )
        codes = sorted(str([each["code"] for each in one["userErrors"]]) for one in answers)
        assert codes == ["['CONFLICT']"] * 7 + ["[]"]
    await asyncio.gather(*[update(ada, songPageSize=10 + n) for n in range(8)])
    assert (await ada.get(READ))["me"]["settings"]["version"] == 10
