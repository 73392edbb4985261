"""Whatever belongs to one person does not exist for another: every type by every path.

The paths are read off the schema, so that a new type or field cannot be forgotten here.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLObjectType, GraphQLSchema, get_named_type, is_list_type
from graphql.type import GraphQLInputObjectType, is_required_input_field

from app.http.document_cache import core_schema
from app.resolvers.nodes import TYPES
from app.resolvers.root import PUBLIC_FIELDS, build_schema
from tests.api import equipment as inventory
from tests.api.belongings import one_of_each
from tests.api.songs import generate
from tests.graphql_ws import websocket
from tests.studio import Person

SCHEMA: GraphQLSchema = core_schema(build_schema())
NODE_TYPES = sorted(type_.name for type_ in SCHEMA.get_possible_types(SCHEMA.type_map["Node"]))  # type: ignore[arg-type]


def root(name: str) -> dict[str, Any]:
    kind = getattr(SCHEMA, f"{name}_type")
    assert isinstance(kind, GraphQLObjectType)
    return dict(kind.fields)


@pytest.fixture
async def adas(ada: Person, worker: None) -> dict[str, str]:
    """One id of each type, all of them Ada's."""
    assert worker is None
    return await one_of_each(ada)


def test_every_type_with_an_id_is_found_by_node_and_tested_here() -> None:
    assert sorted(TYPES) == NODE_TYPES


async def test_node_and_nodes_find_ones_own_and_nothing_of_others(
    adas: dict[str, str], ada: Person, bob: Person
) -> None:
    for type_name in NODE_TYPES:
        value = adas[type_name]
        own = await ada.get("query ($id: ID!) { node(id: $id) { __typename id } }", id=value)
        foreign = await bob.get("query ($id: ID!) { node(id: $id) { id } }", id=value)
        several = await bob.get("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[value])

        assert own["node"] == {"__typename": type_name, "id": value}
        assert foreign["node"] is None
        assert several["nodes"] == [None]


async def test_every_look_up_by_id_answers_null_to_others(
    adas: dict[str, str], ada: Person, bob: Person
) -> None:
    looked_up = 0
    for name, field in root("query").items():
        type_name = getattr(get_named_type(field.type), "name", "")
        if set(field.args) != {"id"} or type_name not in adas:
            continue
        looked_up += 1
        query = f"query ($id: ID!) {{ {name}(id: $id) {{ id }} }}"
        assert (await ada.get(query, id=adas[type_name]))[name]["id"] == adas[type_name]
        assert (await bob.get(query, id=adas[type_name]))[name] is None
    assert looked_up >= 3


async def test_every_list_is_empty_for_others(
    adas: dict[str, str], ada: Person, bob: Person
) -> None:
    assert adas
    listed = 0
    for name, field in root("query").items():
        if "first" not in field.args:
            continue
        listed += 1
        query = f"{{ {name} {{ totalCount nodes {{ id }} edges {{ node {{ id }} }} }} }}"
        assert (await ada.get(query))[name]["totalCount"] == 1
        assert (await bob.get(query))[name] == {"totalCount": 0, "nodes": [], "edges": []}
    assert listed >= 3


async def test_a_filter_by_a_foreign_id_finds_nothing(
    adas: dict[str, str], ada: Person, bob: Person
) -> None:
    query = "query ($id: ID!) { songs(filter: {sketchId: $id}) { totalCount } }"
    assert (await ada.get(query, id=adas["Sketch"]))["songs"]["totalCount"] == 1
    assert (await bob.get(query, id=adas["Sketch"]))["songs"]["totalCount"] == 0


def sample(name: str, kind: Any, adas: dict[str, str], id_type: str | None) -> Any:
    """A value for an input field that is right but for its owner."""
    base = getattr(get_named_type(kind), "name", "")
    if base == "ID":
        type_name = OTHER_IDS.get(name) or id_type or name.removesuffix("Id").capitalize()
        return [adas[type_name]] if is_list_type(kind) else adas[type_name]
    return {"String": "folk", "Int": 1, "Boolean": False, "Rating": "UP"}.get(base)


OTHER_IDS = {"revisionId": "LyricRevision"}
MUTATION_TARGETS = {
    "revokeSession": "Session",
    "updateSketch": "Sketch",
    "duplicateSketch": "Sketch",
    "generateSketchTitle": "Sketch",
    "deleteSketches": "Sketch",
    "undoLyrics": "Sketch",
    "cancelJob": "Job",
    "generateSong": None,
    "updateSong": "Song",
    "refreshSong": "Song",
    "deleteSongs": "Song",
    "rateSongChoice": "SongChoice",
    "updateImage": "Image",
    "deleteImages": "Image",
    "addTextOverlay": "Image",
    "generateStems": "SongChoice",
    "saveLyricArchitecture": "LyricArchitecture",
    "deleteLyricArchitecture": "LyricArchitecture",
    "updateConversation": "Conversation",
    "deleteConversation": "Conversation",
    "compressConversation": "Conversation",
    "restoreConversation": "Conversation",
    "sendMessage": "Conversation",
    "stopReply": "Message",
    "retryReply": "Message",
    "updateLyricRule": "LyricRule",
    "deleteLyricRule": "LyricRule",
    "reorderLyricRules": "LyricRule",
    "updatePromptTemplate": "PromptTemplate",
    "deletePromptTemplate": "PromptTemplate",
    "updateEquipment": "Equipment",
    "duplicateEquipment": "Equipment",
    "deleteEquipment": "Equipment",
    "revealEquipmentSecrets": "Equipment",
}
ANY_CHANGE = {"title", "lyrics", "prompt", "rating", "name", "description", "content"}
BULK = {"deleteSketches", "deleteSongs", "deleteImages", "deleteEquipment"}
HARMLESS = {
    "register",
    "login",
    "logout",
    "updateProfile",
    "changePassword",
    "updateSettings",
    "createSketch",
    "saveDraft",
    "createConversation",
    "createLyricRule",
    "createPromptTemplate",
    "createEquipment",
    "importEquipment",
    "exportEquipment",
    "generateImage",
    "generateText",
    "improveSection",
    "rewriteSection",
    "extendSection",
}


async def test_an_own_version_of_everybodys_template_is_seen_by_its_owner_alone(
    adas: dict[str, str], ada: Person, bob: Person
) -> None:
    query = """{
      promptTemplate(category: "titel", action: "generate") { ...Seen }
      promptTemplates(includeInactive: true) { templates { ...Seen } }
      renderPromptTemplate(category: "titel", action: "generate") {
        temperature template { ...Seen }
      }
    }
    fragment Seen on PromptTemplate {
      id global overridden original { id } editions { changedBy }
    }"""

    def seen(answer: Any) -> list[Any]:
        among = [each for group in answer["promptTemplates"] for each in group["templates"]]
        found = answer["promptTemplate"], answer["renderPromptTemplate"]["template"]
        return [*found, *(each for each in among if each["id"] == found[0]["id"])]

    own, foreign = await ada.get(query), await bob.get(query)

    mine = [(each["id"], each["editions"]) for each in seen(own)]
    assert mine == [(adas["PromptTemplate"], [{"changedBy": adas["User"]}])] * 3
    assert adas["PromptTemplate"] not in str(foreign)
    assert adas["User"] not in str(foreign)
    everybodys = own["promptTemplate"]["original"]["id"]
    assert (
        seen(foreign)
        == [
            {
                "id": everybodys,
                "global": True,
                "overridden": False,
                "original": None,
                "editions": [{"changedBy": None}],
            }
        ]
        * 3
    )
    assert foreign["renderPromptTemplate"]["temperature"] != 0.1
    for person in (ada, bob):
        found = await person.get("query ($id: ID!) { node(id: $id) { id } }", id=everybodys)
        assert found["node"]["id"] == everybodys


UNADDRESSED = {"activity"}
"""Subscriptions without an id: what they show of others is tested apart."""
ACTIVITY = "subscription { activity { __typename ... on EquipmentReminder { equipment { id } } } }"


UPLOADS = {"importEquipment"}
"""Mutations that cannot be written as a literal."""


async def test_every_mutation_of_a_foreign_id_answers_not_found(
    adas: dict[str, str], bob: Person
) -> None:
    for name, field in root("mutation").items():
        kind = get_named_type(field.args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        ids = [each for each in kind.fields if get_named_type(kind.fields[each].type).name == "ID"]
        assert bool(ids) is (name in MUTATION_TARGETS), f"say whose id {name} takes"
        assert ids or name in HARMLESS, f"say why {name} is harmless"
        if not ids:
            continue
        wish = {
            each: sample(each, kind.fields[each].type, adas, MUTATION_TARGETS[name])
            for each in kind.fields
            if each in ids or each in ANY_CHANGE
        }
        if name in BULK:
            call = f"{name}(input: $input) {{ deletions {{ deleted notFound }} }}"
            query = f"mutation ($input: {kind.name}!) {{ {call} }}"
            answer = (await bob.get(query, input=wish))[name]["deletions"]
            assert answer == {"deleted": [], "notFound": [wish["ids"]]}, name
            continue
        call = f"{name}(input: $input) {{ userErrors {{ code }} }}"
        query = f"mutation ($input: {kind.name}!) {{ {call} }}"
        answer = (await bob.get(query, input=wish))[name]
        assert [error["code"] for error in answer["userErrors"]] == ["NOT_FOUND"], name


async def test_every_subscription_to_a_foreign_id_answers_not_found(
    adas: dict[str, str], bob: Person, studio_url: str
) -> None:
    async with websocket(studio_url, bob.token) as socket:
        for name, field in root("subscription").items():
            if not field.args:
                assert name in UNADDRESSED, f"say why {name} shows nothing of others"
                continue
            argument = next(each for each in field.args if each.endswith("Id"))
            value = adas[argument.removesuffix("Id").capitalize()]
            query = f"subscription ($id: ID!) {{ {name}({argument}: $id) {{ __typename }} }}"
            [refused] = [each async for each in socket.subscribe(query, name, id=value)]
            assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND", name


async def test_the_activity_of_others_is_not_seen(
    adas: dict[str, str], ada: Person, bob: Person, studio_url: str
) -> None:
    async with (
        websocket(studio_url, ada.token) as adas_socket,
        websocket(studio_url, bob.token) as bobs_socket,
    ):
        bobs = asyncio.ensure_future(bobs_socket.receive())
        await bobs_socket.send({"id": "1", "type": "subscribe", "payload": {"query": ACTIVITY}})
        seen = [(await anext(adas_socket.subscribe(ACTIVITY)))["data"]["activity"]]
        await generate(ada)
        while seen[-1]["__typename"] != "JobChanged":
            seen.append((await adas_socket.receive())["payload"]["data"]["activity"])
        await asyncio.sleep(0.2)
        assert not bobs.done()
        bobs.cancel()
        await asyncio.gather(bobs, return_exceptions=True)
    assert seen[0]["equipment"]["id"] == adas["Equipment"]


async def test_a_foreign_file_answers_like_a_missing_one(
    adas: dict[str, str], ada: Person, bob: Person
) -> None:
    async def fetch(person: Person, path: str) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {person.token}"}
        answer = await person.http.get(path, headers=headers)
        return answer.status_code, None if answer.status_code == 200 else answer.json()["errors"]

    missing = "/files/songs/00000000-0000-7000-8000-000000000000.mp3"
    assert (await fetch(ada, adas["mp3"]))[0] == 200
    foreign, unknown = await fetch(bob, adas["mp3"]), await fetch(bob, missing)
    assert foreign[0] == unknown[0] == 404
    for error in (foreign[1][0], unknown[1][0]):
        error["extensions"].pop("requestId")
    assert foreign[1] == unknown[1]


@pytest.mark.parametrize("operation", ["query", "mutation"])
async def test_every_field_that_is_not_public_needs_a_viewer(ada: Person, operation: str) -> None:
    ada.token = ""
    for name, field in root(operation).items():
        if name in PUBLIC_FIELDS | UPLOADS:
            continue
        arguments = {
            **({"type": "SONG_STATUS"} if name == "enumLabels" else {}),
            **dict.fromkeys(("id", "key", "category", "action"), '"x"'),
            "ids": '["x"]',
            "input": _literal(field),
        }
        given = ", ".join(f"{each}: {arguments[each]}" for each in field.args if each in arguments)
        call = f"{name}({given})" if given else name
        answer = await ada.http.post(
            "/graphql", json={"query": f"{operation} {{ {call} {{ __typename }} }}"}
        )
        errors = answer.json()["errors"]
        assert [each["extensions"]["code"] for each in errors] == ["UNAUTHENTICATED"], name


async def test_an_upload_needs_a_viewer(ada: Person) -> None:
    assert {"importEquipment"} == UPLOADS
    ada.token = ""
    answer = await ada.http.post(
        "/graphql",
        data={
            "operations": json.dumps(
                {
                    "query": inventory.IMPORT,
                    "variables": {"input": {"file": None, "format": "CSV"}},
                }
            ),
            "map": '{"0": ["variables.input.file"]}',
        },
        files={"0": ("a.csv", b"type,name")},
        headers={"GraphQL-Require-Preflight": "1"},
    )
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"


def _literal(field: Any) -> str:
    if "input" not in field.args:
        return "{}"
    kind = get_named_type(field.args["input"].type)
    if not isinstance(kind, GraphQLInputObjectType):
        return '"x"'
    required = [name for name, each in kind.fields.items() if is_required_input_field(each)]
    return "{" + ", ".join(f"{name}: {_some(kind.fields[name].type)}" for name in required) + "}"


def _some(kind: Any) -> str:
    """A literal of a type that is needed."""
    named = get_named_type(kind)
    return next(iter(named.values)) if isinstance(named, GraphQLEnumType) else '"x"'
