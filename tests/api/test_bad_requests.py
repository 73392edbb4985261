"""What no client should send: a clear coded answer, never a 500, and the service goes on."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.graphql_ws import websocket
from tests.studio import Person

JSON = {"Content-Type": "application/json"}
MODERN = {**JSON, "Accept": "application/graphql-response+json"}
BOMB = (
    "{...F0} "
    + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(25))
    + " fragment F25 on Query { __typename }"
)
SONG = "query ($id: ID!) { song(id: $id) { id } }"


def asked(query: str, **rest: object) -> bytes:
    return json.dumps({"query": query, **rest}).encode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"null", 400, "BAD_REQUEST"),
        (b"[]", 400, "BAD_REQUEST"),
        (b'"text"', 400, "BAD_REQUEST"),
        (b"{", 400, "BAD_REQUEST"),
        (b"\xff\xfe", 400, "BAD_REQUEST"),
        (b"[" * 100_000, 400, "BAD_REQUEST"),
        (b"{}", 400, "BAD_REQUEST"),
        (b'{"query": 1}', 400, "BAD_REQUEST"),
        (b'{"query": "{me{id}}", "variables": []}', 400, "BAD_REQUEST"),
        (b'{"query": "{me{id}}", "operationName": 1}', 400, "BAD_REQUEST"),
        (asked("{ me { id "), 400, "BAD_REQUEST"),
        (asked("{ nonsense }"), 422, "VALIDATION"),
        (asked("query A { me { id } } query B { me { id } }"), 422, None),
        (asked("query A { me { id } }", operationName="B"), 422, None),
        (asked(SONG), 422, "VALIDATION"),
        (asked(SONG, variables={"id": {"a": 1}}), 422, "VALIDATION"),
        (asked(BOMB), 422, "TOO_COMPLEX"),
        (asked("{" + " ".join(f"a{n}: me {{ id }}" for n in range(10_000)) + "}"), None, None),
        (asked("{ me { id " + "@include(if: true) " * 500 + "} }"), None, "TOO_COMPLEX"),
        (asked("{songs(first: 100) {nodes {choices {id} job {song {choices {id}}}}}}"), 200, None),
    ],
)
async def test_a_bad_body_gets_a_coded_answer(
    ada: Person, body: bytes, status: int | None, code: str | None
) -> None:
    headers = {**MODERN, "Authorization": f"Bearer {ada.token}"}
    answer = await ada.http.post("/graphql", content=body, headers=headers)

    assert answer.status_code == (status or answer.status_code)
    assert answer.status_code < 500
    if answer.status_code != 200:
        extensions = answer.json()["errors"][0]["extensions"]
        assert extensions["code"] == (code or extensions["code"])
        assert extensions["code"] != "INTERNAL"
        assert extensions["requestId"] == answer.headers["x-request-id"]
        assert "data" not in answer.json()
    assert (await ada.get("{ me { email } }"))["me"]["email"] == ada.email


@pytest.mark.parametrize("value", ["", "nonsense", "a\0b", "U29uZzo", "ä" * 1000, "x" * 100_000])
async def test_a_malformed_id_is_told(ada: Person, value: str) -> None:
    for query in (SONG, "query ($id: ID!) { node(id: $id) { id } }"):
        answer = await ada.ask(query, id=value)
        assert answer["errors"][0]["extensions"]["code"] == "VALIDATION"


async def test_a_body_of_ten_megabytes_is_too_large(http: httpx.AsyncClient) -> None:
    answer = await http.post("/graphql", content=asked("x" * 10_000_000), headers=JSON)

    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 400),
        ("GET", {"GraphQL-Require-Preflight": "1"}, 405),
        ("PUT", {}, 405),
    ],
)
async def test_a_mutation_is_posted(
    http: httpx.AsyncClient, method: str, headers: dict[str, str], status: int
) -> None:
    query = 'mutation { login(input: {email: "a@b.cd", password: "x"}) { token } }'
    answer = await http.request(method, "/graphql", params={"query": query}, headers=headers)

    assert answer.status_code == status


async def test_one_bad_document_leaves_the_socket_open(ada: Person, studio_url: str) -> None:
    async with websocket(studio_url, ada.token) as socket:
        for bad in ("{ nonsense }", "subscription {", BOMB):
            payloads: list[Any] = [each async for each in socket.subscribe(bad)]
            assert payloads[0]["errors"][0]["extensions"]["requestId"]
        [good] = [each async for each in socket.subscribe("{ me { email } }")]

    assert good["data"]["me"]["email"] == ada.email
