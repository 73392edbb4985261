"""Every way to something of another person's answers exactly as if it did not exist.

The ways are read off the schema: whoever adds one has to say here whose id it takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    is_list_type,
)

from app.bootstrap import Studio
from app.domain.jobs.model import JobKind
from app.schema.ids import decode_any_id, encode_id
from tests.api import images, test_overlay, test_stems, texts
from tests.api.belongings import one_of_each
from tests.api.conversations import send
from tests.api.songs import generate
from tests.api.test_privacy import ANY_CHANGE, BULK, MUTATION_TARGETS, SCHEMA, root, sample
from tests.attack.documents import document
from tests.graphql_ws import websocket
from tests.studio import Person

OPERATORS = {JobKind.STORAGE_MIGRATION}
"""Jobs of nobody's that only the command line starts."""
TAKEN_BY = {
    "SongFilter.sketchId": "Sketch",
    "TextOverlayInput.sourceImageId": "Image",
    "LyricTools.structure(architectureId)": "LyricArchitecture",
    "Subscription.songProgress(songId)": "Song",
    "Subscription.jobProgress(jobId)": "Job",
    "Subscription.textStream(jobId)": "Job",
    "Subscription.replyStream(messageId)": "Message",
    "Query.exportConversation(id)": "Conversation",
    "Query.nodes(ids)": None,
    "Query.node(id)": None,
}
"""Whose ids a field or input takes where its own type does not say it; None: anybody's."""
ANYBODYS_FILES = {"OverlayFont.url"}
NO_FILES = {"Equipment.url", "__Type.specifiedByURL"}
UNMADE = {"SongChoice.imageUrl": ".jpg", "SongChoice.videoUrl": ".mp4"}
"""Files that the mock does not make, with how their addresses end."""
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STRUCTURE = """
query ($id: ID!) { lyricTools { structure(text: "la", architectureId: $id) { __typename } } }
"""


class Hers:
    """What Ada has: ids by type, job ids by kind, and addresses of files by field."""

    def __init__(self, ids: dict[str, str]) -> None:
        self.ids = ids
        self.jobs: dict[JobKind, str] = {}
        self.files: dict[str, str] = {}

    def traces(self) -> list[str]:
        """Whatever names one of her things."""
        found = [*self.ids.values(), *self.jobs.values()]
        return [*found, *(str(decode_any_id(each)[1]) for each in found)]


@pytest.fixture
async def hers(ada: Person, studio: Studio, mock: object, worker: None) -> Hers:
    hers = Hers(await one_of_each(ada))
    hers.files["SongChoice.mp3Url"] = hers.ids.pop("mp3")
    note = hers.jobs.__setitem__
    note(JobKind.SONG, hers.ids["Job"])
    instrumental = await generate(
        ada, prompt="calm, 1s", lyrics=None, title="Rain", instrumental=True
    )
    assert instrumental["userErrors"] == []
    note(JobKind.INSTRUMENTAL, instrumental["job"]["id"])
    painted = await images.generate(ada)
    note(JobKind.IMAGE, painted["job"]["id"])
    source = await test_overlay.picture(studio, ada)
    overlay = await test_overlay.add(ada, source)
    note(JobKind.OVERLAY, overlay["job"]["id"])
    hers.ids["Overlay"] = overlay["image"]["id"]
    sent = await send(ada, hers.ids["Conversation"], "hello")
    hers.ids["Reply"] = sent["reply"]["id"]
    note(JobKind.CHAT, sent["job"]["id"])
    note(JobKind.LYRIC_AI, (await texts.generate(ada))["job"]["id"])
    stems = (await test_stems.order(ada, hers.ids["SongChoice"]))["job"]["id"]
    note(JobKind.STEM, stems)
    await test_stems.ended(ada, stems)
    choice = await ada.get(
        "query ($id: ID!) { node(id: $id) { ... on SongChoice {"
        " mp3Url flacUrl imageUrl videoUrl stemsUrl } } }",
        id=hers.ids["SongChoice"],
    )
    for kind, found in (("SongChoice", choice["node"]), ("Image", painted["image"])):
        urls = {
            f"{kind}.{name}": url for name, url in found.items() if name.lower().endswith("url")
        }
        hers.files |= {name: url for name, url in urls.items() if url}
    return hers


def ways() -> Iterator[tuple[str, Any]]:
    """Everything in the schema that takes an id, with the type of the argument."""
    for name, kind in SCHEMA.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLInputObjectType):
            for field, value in kind.fields.items():
                if get_named_type(value.type).name == "ID":
                    yield f"{name}.{field}", value.type
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, taken in kind.fields.items():
                for argument, value in taken.args.items():
                    if get_named_type(value.type).name == "ID":
                        yield f"{name}.{field}({argument})", value.type


def inputs_of_mutations() -> set[str]:
    return {get_named_type(field.args["input"].type).name for field in root("mutation").values()}


def test_whose_id_is_taken_is_known_of_every_field_and_input() -> None:
    looked_up = {
        f"Query.{name}(id)"
        for name, field in root("query").items()
        if set(field.args) == {"id"} and get_named_type(field.type).name in MUTATION_TYPES
    }
    of_mutations = inputs_of_mutations()
    for way, _ in ways():
        owner = way.partition(".")[0]
        assert way in TAKEN_BY or way in looked_up or owner in of_mutations, f"whose id: {way}?"


MUTATION_TYPES = {each.name for each in SCHEMA.get_possible_types(SCHEMA.type_map["Node"])}  # type: ignore[arg-type] # an interface


def like(answer: Any) -> str:
    """An answer without its request's id and without the ids that were sent."""
    text = json.dumps(answer, sort_keys=True)
    text = re.sub(r'"requestId": "[^"]*"', "", text)
    return UUIDS.sub("-", re.sub(r'"[A-Za-z0-9_-]{50,}"', '"-"', text))


def unknown(value: str) -> str:
    """An id of the same type that nobody has."""
    return encode_id(decode_any_id(value)[0], uuid4())


async def answered_alike(bob: Person, query: str, foreign: Any, missing: Any) -> Any:
    """What Bob hears of both, which must be the same but for the ids."""
    first, second = await bob.ask(query, **foreign), await bob.ask(query, **missing)
    assert like(first) == like(second), query
    return first


async def test_every_look_up_is_like_one_of_nothing(hers: Hers, bob: Person) -> None:
    for value in [*hers.ids.values(), *hers.jobs.values()]:
        for name, field in root("query").items():
            taken = [
                each for each in field.args if get_named_type(field.args[each].type).name == "ID"
            ]
            for argument in taken:
                many = is_list_type(getattr(field.args[argument].type, "of_type", None))
                given = [{argument: [id_] if many else id_} for id_ in (value, unknown(value))]
                query = document(SCHEMA, "query", name)
                answer = await answered_alike(bob, query, *given)
                assert value not in json.dumps(answer.get("data"))
        node = "query ($id: ID!) { node(id: $id) { id __typename } }"
        answer = await answered_alike(bob, node, {"id": value}, {"id": unknown(value)})
        assert answer["data"] == {"node": None}


async def test_every_mutation_is_like_one_of_nothing(hers: Hers, ada: Person, bob: Person) -> None:
    before = await everything(ada)
    for name, type_name in MUTATION_TARGETS.items():
        kind = get_named_type(root("mutation")[name].args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)

        def wish(
            ids: dict[str, str],
            fields: dict[str, Any] = kind.fields,
            type_name: str | None = type_name,
        ) -> dict[str, Any]:
            return {
                each: sample(each, field.type, ids, type_name)
                for each, field in fields.items()
                if get_named_type(field.type).name == "ID" or each in ANY_CHANGE
            }

        nothing = {each: unknown(value) for each, value in hers.ids.items()}
        query = document(SCHEMA, "mutation", name)
        answer = await answered_alike(
            bob, query, {"input": wish(hers.ids)}, {"input": wish(nothing)}
        )
        if name not in BULK:
            codes = [each["code"] for each in answer["data"][name]["userErrors"]]
            assert codes == ["NOT_FOUND"], name
    for kind_, job in hers.jobs.items():
        query = document(SCHEMA, "mutation", "cancelJob")
        given = ({"input": {"id": each}} for each in (job, unknown(job)))
        answer = await answered_alike(bob, query, *given)
        assert [each["code"] for each in answer["data"]["cancelJob"]["userErrors"]] == [
            "NOT_FOUND"
        ], kind_
    assert await everything(ada) == before


async def everything(person: Person) -> dict[str, Any]:
    """Whatever the lists of a person show of what others could have changed."""
    return {
        name: (await person.ask(document(SCHEMA, "query", name)))["data"]
        for name, field in root("query").items()
        if "first" in field.args and name != "jobs"
    }


async def test_a_text_is_not_written_on_a_foreign_picture_nor_structured_by_foreign_rules(
    hers: Hers, bob: Person
) -> None:
    preview = document(SCHEMA, "query", "previewTextOverlay")
    for value in (hers.ids["Image"], hers.ids["Overlay"]):
        foreign, missing = (
            {"input": {"sourceImageId": each, "title": "a"}, "maxEdge": 64}
            for each in (value, unknown(value))
        )
        answer = await answered_alike(bob, preview, foreign, missing)
        assert [each["extensions"]["code"] for each in answer["errors"]] == ["NOT_FOUND"]
    value = hers.ids["LyricArchitecture"]
    answer = await answered_alike(bob, STRUCTURE, {"id": value}, {"id": unknown(value)})
    assert [each["extensions"]["code"] for each in answer["errors"]] == ["NOT_FOUND"]


async def test_nothing_that_is_listed_leads_to_what_others_have(
    hers: Hers, ada: Person, bob: Person
) -> None:
    """All that Bob can reach without an id, as deep as it goes."""
    own = 0
    for name, field in root("query").items():
        required = [each for each, value in field.args.items() if str(value.type).endswith("!")]
        if required:
            continue
        query = document(SCHEMA, "query", name)
        found = json.dumps(await bob.ask(query))
        traces = [each for each in hers.traces() if each in found]
        assert traces == [], (name, traces)
        of_ada = json.dumps(await ada.ask(query))
        own += any(each in of_ada for each in hers.traces())
    assert own >= 8


async def test_every_subscription_is_like_one_of_nothing(
    hers: Hers, bob: Person, studio_url: str
) -> None:
    assert set(hers.jobs) == set(JobKind) - OPERATORS
    tried = {
        "songProgress": [hers.ids["Song"]],
        "jobProgress": list(hers.jobs.values()),
        "textStream": list(hers.jobs.values()),
        "replyStream": [hers.ids["Reply"], hers.ids["Message"]],
    }
    assert {name for name, field in root("subscription").items() if field.args} == set(tried)
    async with websocket(studio_url, bob.token) as socket:
        for name, values in tried.items():
            query = document(SCHEMA, "subscription", name)
            argument = next(each for each in root("subscription")[name].args if each != "afterSeq")
            for value in values:
                told = []
                for number, each in enumerate((value, unknown(value))):
                    events = socket.subscribe(query, f"{name}{number}", **{argument: each})
                    told.append([event async for event in events])
                foreign, missing = told
                assert like(foreign) == like(missing), name
                [refused] = foreign
                assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND", name


async def test_every_file_is_like_a_missing_one(hers: Hers, ada: Person, bob: Person) -> None:
    in_schema = {
        f"{name}.{field}"
        for name, kind in SCHEMA.type_map.items()
        if isinstance(kind, GraphQLObjectType)
        for field in kind.fields
        if field.lower().endswith("url")
    }
    assert set(hers.files) | UNMADE.keys() == in_schema - ANYBODYS_FILES - NO_FILES

    ticket = (await bob.get("{ me { mediaTicket { ticket } } }"))["me"]["mediaTicket"]["ticket"]
    bearer = {"Authorization": f"Bearer {bob.token}"}
    mp3 = hers.files["SongChoice.mp3Url"]
    unmade = [mp3.replace(".mp3", ending) for ending in UNMADE.values()]
    for url in [*hers.files.values(), *unmade]:
        own = await ada.http.get(url, headers={"Authorization": f"Bearer {ada.token}"})
        assert own.status_code == (404 if url in unmade else 200), url
        missing = UUIDS.sub(str(uuid4()), url)
        for method in ("GET", "HEAD"):
            for query, headers in (
                ("", bearer),
                ("?download=1", bearer),
                (f"?ticket={ticket}", {}),
                ("", {**bearer, "Range": "bytes=0-1"}),
                ("", {**bearer, "If-None-Match": own.headers.get("etag", "*")}),
            ):
                told = []
                for path in (url, missing):
                    answer = await bob.http.request(method, path + query, headers=headers)
                    kept = {
                        name: value
                        for name, value in answer.headers.items()
                        if name not in ("date", "x-request-id")
                    }
                    body = like(answer.json()) if method == "GET" else answer.content
                    told.append((answer.status_code, kept, body))
                assert told[0][0] == 404
                assert told[0] == told[1], url
