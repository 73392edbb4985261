"""Texts that are no texts, or are longer than they look, in every place that takes one."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type, is_required_input_field
from websockets.exceptions import ConnectionClosed

from app.http.middleware import PREFLIGHT_HEADERS
from tests.api.belongings import one_of_each
from tests.api.equipment import report
from tests.api.test_privacy import MUTATION_TARGETS, sample
from tests.attack.fuzzing import SCHEMA, coded, fields, quiet_log
from tests.attack.inventories import form
from tests.graphql_ws import websocket
from tests.studio import Person

ASTRAL = "\U0001f3b8"
"""One code point, two units of UTF-16, four bytes of UTF-8."""
HALF = "\\ud800"
"""Half of a surrogate pair, as JSON and GraphQL can spell it."""
LONGEST = 50_001
SENT = {"wait": False, "value": {}, "rev": 0, "includeSecrets": True}
"""What must be there for a text to be looked at, or nobody wants to wait for."""


@dataclass(frozen=True)
class Place:
    """A text in the input of a mutation, and what else the input must have."""

    mutation: str
    name: str
    needed: dict[str, Any]

    async def mistakes(self, person: Person, text: str) -> list[dict[str, Any]]:
        """What is wrong with the text there."""
        assert SCHEMA.mutation_type is not None
        kind = SCHEMA.mutation_type.fields[self.mutation].args["input"].type
        call = f"{self.mutation}(input: $input) {{ userErrors {{ code params path }} }}"
        answer = await person.http.post(
            "/graphql",
            json={
                "query": f"mutation ($input: {kind}) {{ {call} }}",
                "variables": {"input": {**self.needed, self.name: text}},
            },
            headers={
                "Authorization": f"Bearer {person.token}",
                "Accept": "application/graphql-response+json",
            },
        )
        errors = coded(answer)["data"][self.mutation]["userErrors"]
        return [each for each in errors if each["path"] == ["input", self.name]]


def places(ids: dict[str, str]) -> list[Place]:
    """Every text of every mutation that one person can send."""
    assert SCHEMA.mutation_type is not None
    found = []
    for mutation in fields("mutation"):
        kind = get_named_type(SCHEMA.mutation_type.fields[mutation].args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        needed: dict[str, Any] = {}
        for name, field in kind.fields.items():
            inner = get_named_type(field.type)
            if name in SENT:
                needed[name] = SENT[name]
            elif is_required_input_field(field):
                enum = sorted(getattr(inner, "values", {}))
                target = MUTATION_TARGETS.get(mutation)
                needed[name] = enum[0] if enum else sample(name, field.type, ids, target)
        texts = (
            name for name, each in kind.fields.items() if str(each.type).strip("!") == "String"
        )
        found += [Place(mutation, name, needed) for name in texts]
    return found


@pytest.fixture
async def everywhere(ada: Person, worker: None) -> list[Place]:
    return places(await one_of_each(ada))


async def test_a_limit_counts_code_points_and_a_nul_is_refused_in_every_text(
    ada: Person, everywhere: list[Place]
) -> None:
    limited, wrong = 0, []

    async def attack(place: Place) -> None:
        nonlocal limited
        where = (place.mutation, place.name)
        if not await place.mistakes(ada, "a\0b"):
            wrong.append((*where, "a NUL"))
        told = await place.mistakes(ada, ASTRAL * LONGEST)
        limits = [each["params"]["max"] for each in told if "length" in (each["params"] or {})]
        if not limits:
            return
        limited += 1
        [most] = limits
        full = await place.mistakes(ada, ASTRAL * most)
        if any("length" in (each["params"] or {}) for each in full):
            wrong.append((*where, f"{most} is too long"))
        beyond = await place.mistakes(ada, ASTRAL * (most + 1))
        if {"max": most, "length": most + 1} not in [each["params"] for each in beyond]:
            wrong.append((*where, f"{most + 1} is not too long"))

    async with quiet_log(ada.token):
        for start in range(0, len(everywhere), 8):
            await asyncio.gather(*map(attack, everywhere[start : start + 8]))
    assert wrong == [], wrong
    assert limited > len(everywhere) * 3 / 4, limited


async def test_half_a_character_is_refused_on_every_way_in(ada: Person, studio_url: str) -> None:
    rename = "mutation ($name: String) { updateProfile(input: {firstName: $name}) { __typename } }"
    broken = f'{{"query": {json.dumps(rename)}, "variables": {{"name": "{HALF}"}}}}'.encode()
    literal = f'mutation {{ updateProfile(input: {{firstName: "{HALF}"}}) {{ __typename }} }}'
    own = {
        "Authorization": f"Bearer {ada.token}",
        "Accept": "application/graphql-response+json",
        PREFLIGHT_HEADERS[0]: "1",
    }
    plain, parts = "application/json", "multipart/form-data; boundary=x1F"
    bodies = {
        "variables": (plain, broken),
        "raw bytes": (plain, broken.replace(HALF.encode(), b"\xed\xa0\x80")),
        "a literal": (plain, json.dumps({"query": literal}).encode()),
        "operations of a form": (parts, form(broken, b'{"0": ["variables.f"]}', b"")),
        "a map of a form": (parts, form(b'{"query": "{ me { id } }"}', HALF.encode(), b"")),
    }
    async with quiet_log(ada.token):
        for name, (kind, content) in bodies.items():
            answer = await ada.http.post(
                "/graphql", content=content, headers={**own, "Content-Type": kind}
            )
            coded(answer)
            assert answer.status_code == 400, name
        query = "query ($s: String) { sketches(filter: {search: $s}) { totalCount } }"
        asked = {"query": query, "variables": f'{{"s": "{HALF}"}}'}
        assert (await ada.http.get("/graphql", params=asked, headers=own)).status_code == 400
        async with websocket(studio_url, ada.token) as socket:
            await socket.connection.send(
                f'{{"id": "1", "type": "subscribe", "payload": {broken.decode()}}}'
            )
            with pytest.raises(ConnectionClosed) as closed:
                await socket.receive()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4400
    assert (await ada.get("{ me { firstName } }"))["me"]["firstName"] is None


async def test_half_a_character_in_an_imported_file_is_a_mistake_of_its_row(ada: Person) -> None:
    columns = ("name", "description", "url", "password", "licenseKey", "price", "status", "type")
    right = {"type": "plugin", "name": "Reverb"}
    rows: list[dict[str, Any]] = [{**right, column: "a\ud800b"} for column in columns]
    rows.append({**right, "price": {"amount": "1", "currency": "\udfff"}})
    found = await report(ada, json.dumps([*rows, right]), format="JSON")
    assert (found["created"], found["failed"]) == (1, len(rows))
