"""The short way answers byte for byte what the ordinary one does, or leaves it to that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.http.direct.head import Head
from app.http.direct.reads import DirectReads
from app.http.persisted_documents import PersistedDocuments
from app.rows.songs import SongRow
from app.schema.messages import say
from tests.api.songs import generate
from tests.direct.conftest import Ways
from tests.direct.wire import Wire, lasting, request
from tests.studio import Person

Headers = dict[str, str]

PAGE = "query Page($first: Int) { sketches(first: $first) { totalCount nodes { id prompt } } }"
LOOK = "query Look($id: ID!) { sketch(id: $id) { id title prompt workflow createdAt version } }"
COUNT = "query { sketches { totalCount } }"


def look(key: str) -> dict[str, Any]:
    return {"query": LOOK, "operationName": "Look", "variables": {"id": key}}


def without(headers: Headers, *names: str) -> Headers:
    return {name: value for name, value in headers.items() if name not in names}


Made = Callable[[Headers, list[str]], list[bytes]]

STRAIGHT: dict[str, Made] = {
    "a page": lambda h, _: [request({"query": PAGE, "variables": {"first": 2}}, h)],
    "a look-up": lambda h, ids: [request(look(ids[1]), h)],
    "a look-up of nothing": lambda h, _: [
        request(look("U2tldGNoOjAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMA"), h)
    ],
    "oneself": lambda h, _: [request({"query": "{ me { id email } }"}, h)],
    "an alias": lambda h, _: [request({"query": "{ r: sketches { n: totalCount } }"}, h)],
    "parameters that are null": lambda h, _: [
        request({"query": COUNT, "operationName": None, "variables": None}, h)
    ],
    "an empty name": lambda h, _: [request({"query": COUNT, "operationName": ""}, h)],
    "white space in the body": lambda h, _: [
        request(b' {"query" : "' + COUNT.encode() + b'"}\n', h)
    ],
    "plain JSON": lambda h, _: [request({"query": COUNT}, {**h, "Accept": "application/json"})],
    "no Accept": lambda h, _: [request({"query": COUNT}, without(h, "Accept"))],
    "a preference": lambda h, _: [
        request({"query": COUNT}, {**h, "Accept": "text/event-stream, application/json;q=0.9, */*"})
    ],
    "a charset": lambda h, _: [
        request({"query": COUNT}, {**h, "Content-Type": "application/json; charset=UTF-8"})
    ],
    "another language": lambda h, _: [request({"query": COUNT}, {**h, "Accept-Language": "de"})],
    "an id of its own": lambda h, _: [
        request({"query": COUNT}, {**h, "X-Request-Id": "a-b_c-123"})
    ],
    "an id that is too short": lambda h, _: [request({"query": COUNT}, {**h, "X-Request-Id": "a"})],
    "two headers of a name": lambda h, _: [
        request({"query": COUNT}, {**h, "Accept-Language": "de\r\nAccept-Language: en"})
    ],
    "a page elsewhere": lambda h, _: [request({"query": COUNT}, {**h, "Origin": "http://else"})],
    "keep-alive": lambda h, _: [request({"query": COUNT}, {**h, "Connection": "Keep-Alive"})],
    "names in capitals": lambda h, _: [
        request({"query": COUNT}, {name.upper(): value for name, value in h.items()})
    ],
    "the body apart": lambda h, ids: list(split(request(look(ids[0]), h), b"\r\n\r\n")),
    "half a body apart": lambda h, ids: list(split(request(look(ids[0]), h), b"$id: ID")),
    "a body in many pieces": lambda h, ids: pieces(request(look(ids[0]), h)),
}


def split(data: bytes, at: bytes) -> tuple[bytes, bytes]:
    place = data.index(at) + len(at)
    return data[:place], data[place:]


def pieces(data: bytes) -> list[bytes]:
    head, body = split(data, b"\r\n\r\n")
    return [head, *(body[at : at + 40] for at in range(0, len(body), 40))]


ORDINARY: dict[str, Made] = {
    "half a head": lambda h, ids: list(split(request(look(ids[0]), h), b"Content-Type")),
    "a request line in pieces": lambda h, ids: list(split(request(look(ids[0]), h), b"PO")),
    "the last one": lambda h, ids: [request(look(ids[0]), {**h, "Connection": "close"})],
    "HTTP/1.0": lambda h, ids: [request(look(ids[0]), h, line="POST /graphql HTTP/1.0")],
    "HTTP/1.0 kept alive": lambda h, ids: [
        request(look(ids[0]), {**h, "Connection": "keep-alive"}, line="POST /graphql HTTP/1.0")
    ],
    "the whole address": lambda h, ids: [
        request(look(ids[0]), h, line="POST http://here/graphql HTTP/1.1")
    ],
    "a query string": lambda h, ids: [request(look(ids[0]), h, line="POST /graphql?a=b HTTP/1.1")],
    "an encoded path": lambda h, ids: [request(look(ids[0]), h, line="POST /%67raphql HTTP/1.1")],
    "chunks": lambda h, _: [
        request(b"%x\r\n%b\r\n0\r\n\r\n" % (len(COUNT) + 12, b'{"query":"%b"}' % COUNT.encode()),
                {**h, "Transfer-Encoding": "chunked"}, length=-1),
    ],
    "what it expects": lambda h, _: [request({"query": COUNT}, {**h, "Expect": "something"})],
    "another protocol": lambda h, _: [
        request({"query": COUNT}, {**h, "Upgrade": "h2c", "Connection": "Upgrade"})
    ],
    "GET": lambda h, _: [
        request(b"", {**h, "GraphQL-Require-Preflight": "1"}, length=-1,
                line="GET /graphql?query={me{id}} HTTP/1.1")
    ],
    "PUT": lambda h, _: [request({"query": COUNT}, h, line="PUT /graphql HTTP/1.1")],
    "OPTIONS": lambda h, _: [request(b"", h, line="OPTIONS /graphql HTTP/1.1")],
    "no body": lambda h, _: [request(b"", h)],
    "no length": lambda h, _: [request(b"", h, length=-1)],
    "nobody": lambda h, _: [request({"query": COUNT}, without(h, "Authorization"))],
    "a bad token": lambda h, _: [request({"query": COUNT}, {**h, "Authorization": "Bearer x"})],
    "another scheme": lambda h, _: [request({"query": COUNT}, {**h, "Authorization": "Basic x"})],
    "another type of body": lambda h, _: [
        request({"query": COUNT}, {**h, "Content-Type": "text/plain"})
    ],
    "another charset": lambda h, _: [
        request({"query": COUNT}, {**h, "Content-Type": "application/json; charset=utf-16"})
    ],
    "an unacceptable type": lambda h, _: [request({"query": COUNT}, {**h, "Accept": "image/png"})],
    "not JSON": lambda h, _: [request(b'{"query": "{ me', h)],
    "not UTF-8": lambda h, _: [request(b'{"query": "{ me { id } } # \xff"}', h)],
    "a list": lambda h, _: [request(b'[{"query":"{ me { id } }"}]', h)],
    "no query": lambda h, _: [request({"variables": {}}, h)],
    "a query that is a number": lambda h, _: [request({"query": 1}, h)],
    "a name that is a number": lambda h, _: [request({"query": COUNT, "operationName": 0}, h)],
    "variables that are a list": lambda h, _: [request({"query": COUNT, "variables": []}, h)],
    "an unknown operation": lambda h, _: [request({"query": PAGE, "operationName": "page"}, h)],
    "what is no GraphQL": lambda h, _: [request({"query": "{ sketches {"}, h)],
    "an unknown field": lambda h, _: [request({"query": "{ sketches { nope } }"}, h)],
    "a bad variable": lambda h, _: [request({"query": PAGE, "variables": {"first": "x"}}, h)],
    "too large a page": lambda h, _: [request({"query": PAGE, "variables": {"first": 101}}, h)],
    "too dear a page": lambda h, _: [
        request({"query": "{ sketches(first: 100) { nodes { songs(first: 100) { nodes { choices "
                          "{ id } } } } } }"}, h)
    ],
    "a malformed id": lambda h, _: [request(look("x"), h)],
    "two fields": lambda h, _: [request({"query": "{ me { id } sketches { totalCount } }"}, h)],
    "the type alone": lambda h, _: [request({"query": "{ __typename }"}, h)],
    "an ordinary resolver": lambda h, _: [request({"query": "{ sketchCounts { total } }"}, h)],
    "an unknown document": lambda h, _: [request({"documentId": "x"}, h)],
    "a hash that is wrong": lambda h, _: [
        request({"query": COUNT, "extensions": {
            "persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}, h)
    ],
    "another path": lambda h, _: [request({"query": COUNT}, h, line="POST /graphq HTTP/1.1")],
    "health": lambda h, _: [request(b"", h, line="GET /health/live HTTP/1.1", length=-1)],
    "a very long body": lambda h, _: [request({"query": COUNT + " " * 20_000}, h)],
    "too long a body": lambda h, _: [request({"query": COUNT + " " * 1_000_000}, h)],
    "a very long head": lambda h, _: [request({"query": COUNT}, {**h, "X-Filler": "x" * 9_000})],
    "what is no HTTP": lambda _, __: [b"POST /graphql HTTP/1.1\r\nno header\r\n\r\n"],
    "two lengths": lambda h, _: [request({"query": COUNT}, {**h, "Content-Length": "3"})],
    "a space before a colon": lambda h, _: [request({"query": COUNT}, {**h, "X-A ": "b"})],
    "bare line feeds": lambda h, _: [request({"query": COUNT}, h).replace(b"\r\n", b"\n")],
    "a blank line in the head": lambda h, _: [request({"query": COUNT}, {**h, "X-A": "b\n\nc"})],
    "a negative length": lambda h, _: [request({"query": COUNT}, h, length=-5)],
    "a length with a sign": lambda h, _: [
        request({"query": COUNT}, {**h, "Content-Length": "+3"}, length=-1)
    ],
}  # fmt: skip


async def both(
    ways: Ways, segments: Sequence[bytes], answers: int = 1, *, straight: bool = False
) -> tuple[bytes, int]:
    """The answers of the short way, and how many it gave itself; they must be the ordinary ones.

    With `straight` it is asked until it gives them itself: an allowance holds for a moment only,
    which a busy machine may outlast.
    """

    async def ask(port: int) -> tuple[bytes, int]:
        before = ways.reads.counts.direct
        async with Wire.to(port) as wire:
            await wire.send(segments)
            told = b"".join([lasting(await wire.answer()) for _ in range(answers)])
        return told, ways.reads.counts.direct - before

    first, _ = await ask(ways.direct)  # nothing is known of it yet
    for _ in range(20 if straight else 1):
        again, direct = await ask(ways.direct)
        if direct == answers:
            break
    ordinary, none = await ask(ways.ordinary)
    assert first == again == ordinary
    assert none == 0
    return ordinary, direct


@pytest.mark.parametrize("name", STRAIGHT)
async def test_a_read_goes_straight_and_is_the_same(
    name: str, ways: Ways, headers: Headers, sketches: list[str]
) -> None:
    answer, direct = await both(ways, STRAIGHT[name](headers, sketches), straight=True)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b'"data"' in answer
    assert b'"errors"' not in answer
    assert direct == 1


@pytest.mark.parametrize("name", ORDINARY)
async def test_everything_else_takes_the_ordinary_way(
    name: str, ways: Ways, headers: Headers, sketches: list[str]
) -> None:
    asked = ({"query": COUNT}, {"query": PAGE}, look(sketches[0]))
    async with Wire.to(ways.direct) as wire:  # else nothing would go straight anyway
        for body in (*asked, *asked):
            await wire.send([request(body, headers)])
            await wire.answer()
    _, direct = await both(ways, ORDINARY[name](headers, sketches))
    assert direct == 0


async def test_where_only_trusted_documents_run_no_text_goes_straight(
    ways: Ways, headers: Headers, sketches: list[str]
) -> None:
    trusted = PersistedDocuments(trusted={"a": COUNT}, trusted_only=True)
    pipeline = replace(ways.app.direct._pipeline, documents=trusted)
    assert DirectReads(pipeline, Unlimited()).read(*_read(ways, headers)) is None
    assert DirectReads(ways.app.direct._pipeline, Unlimited()).read(*_read(ways, headers))


class Unlimited:
    """Lets everybody pass."""

    async def take(self, key: str, cost: float = 1) -> float:
        return 0

    def take_now(self, key: str) -> bool:
        return True


def _read(ways: Ways, headers: Headers) -> tuple[Head, bytes]:
    ways.app.direct._pipeline.cache.get(ways.app.direct._pipeline.schema, COUNT)
    head, _, body = request({"query": COUNT}, headers).partition(b"\r\n\r\n")
    found = ways.app.direct.heads.read(head + b"\r\n\r\n")
    assert found is not None
    return found, body


async def test_no_answer_to_a_head_request_has_a_body(ways: Ways, headers: Headers) -> None:
    head = request(b"", headers, line="HEAD /graphql HTTP/1.1", length=-1)
    answers = []
    for port in (ways.direct, ways.ordinary):
        async with Wire.to(port) as wire:
            await wire.send([head])
            answers.append(lasting(await wire.answer(bodiless=True)))
    assert answers[0] == answers[1]


SEQUENCES: dict[str, Callable[[Headers, list[str]], list[bytes]]] = {
    "two reads": lambda h, ids: [request(look(key), h) for key in ids[:2]],
    "five reads": lambda h, ids: [request(look(ids[n % 3]), h) for n in range(5)],
    "a mistake in between": lambda h, ids: [
        request(look(ids[0]), h), request(look("x"), h), request(look(ids[1]), h)
    ],
    "an ordinary one first": lambda h, ids: [
        request({"query": "{ sketchCounts { total } }"}, h), *(request(look(key), h) for key in ids)
    ],
    "an ordinary one last": lambda h, ids: [
        *(request(look(key), h) for key in ids), request({"query": "{ sketchCounts { total } }"}, h)
    ],
    "a read behind a length that was too short": lambda h, ids: [
        request(look(ids[0]), h), b"\r\n\r\n" + request(look(ids[1]), h)
    ],
}  # fmt: skip


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("name", SEQUENCES)
async def test_requests_on_one_connection_are_answered_in_order(
    name: str, *, together: bool, ways: Ways, headers: Headers, sketches: list[str]
) -> None:
    requests = SEQUENCES[name](headers, sketches)
    segments = [b"".join(requests)] if together else requests
    await both(ways, segments, len(requests))


async def test_the_end_of_one_request_may_come_with_the_next(
    ways: Ways, headers: Headers, sketches: list[str]
) -> None:
    data = b"".join(request(look(key), headers) for key in sketches)
    segments = [data[at : at + 333] for at in range(0, len(data), 333)]
    await both(ways, segments, len(sketches))


async def test_other_peoples_rows_stay_invisible(
    ways: Ways, ada: Person, bob: Person, headers: Headers, sketches: list[str]
) -> None:
    told, direct = await both(ways, [request(look(sketches[0]), headers)], straight=True)
    assert b'"prompt":"folk"' in told
    assert direct == 1
    his = {**headers, "Authorization": f"Bearer {bob.token}"}
    told, direct = await both(ways, [request(look(sketches[0]), his)], straight=True)
    assert told.endswith(
        b'{"data":{"sketch":null},"extensions":{"cost":{"requested":1,"limit":10000}}}'
    )
    assert direct == 1


async def test_an_error_that_is_kept_is_told_in_the_language_that_its_reader_chose(
    ways: Ways, ada: Person, headers: Headers
) -> None:
    song = (await generate(ada))["song"]["id"]
    error = {"code": "PROVIDER_ERROR", "key": "provider.error", "params": {}}
    await SongRow.filter(user_id=ada.id).update(error=error)
    query = "query ($id: ID!) { song(id: $id) { error { message } } }"
    asked = [request({"query": query, "variables": {"id": song}}, headers)]

    english, direct = await both(ways, asked, straight=True)
    assert direct == 1
    await ada.get("mutation { updateSettings(input: {language: DE}) { userErrors { code } } }")
    german, direct = await both(ways, asked, straight=True)
    assert direct == 1
    assert say("provider.error", "en", {}).encode() in english
    assert say("provider.error", "de", {}).encode() in german
