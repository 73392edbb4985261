from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.http.conftest import GRAPHQL, JSON, Serve, Site
from tests.http.schema import JOURNAL


def code(response: httpx.Response) -> str:
    found: str = response.json()["errors"][0]["extensions"]["code"]
    return found


async def test_a_good_query_is_answered_in_either_media_type(site: Site) -> None:
    for accept in (GRAPHQL, JSON):
        response = await site.post("{ hello }", accept=accept)
        assert response.status_code == 200
        assert response.headers["content-type"] == f"{accept}; charset=utf-8"
        assert "Accept" in response.headers["vary"]
        assert response.json() == {
            "data": {"hello": "hello world"},
            "extensions": {"cost": {"requested": 0, "limit": 10_000}},
        }


@pytest.mark.parametrize(
    ("query", "status", "expected"),
    [
        ("{", 400, "BAD_REQUEST"),
        ("{ nothing }", 422, "VALIDATION"),
        ("query A { hello } query B { hello }", 422, "VALIDATION"),
        ("query ($n: Int!) { doubled(number: $n) }", 422, "VALIDATION"),
        ("subscription { count }", 422, "BAD_REQUEST"),
        ("{ hello @nope }", 422, "VALIDATION"),
        ("type A { b: Int }", 422, "VALIDATION"),
    ],
)
async def test_a_request_that_is_not_executed_has_no_data(
    site: Site, query: str, status: int, expected: str
) -> None:
    modern = await site.post(query)
    legacy = await site.post(query, accept=JSON)
    assert (modern.status_code, legacy.status_code) == (status, 200)
    for response in (modern, legacy):
        assert "data" not in response.json()
        assert code(response) == expected


async def test_an_unknown_operation_name_is_refused(site: Site) -> None:
    response = await site.post("query A { hello }", operationName="B")
    assert (response.status_code, code(response)) == (422, "VALIDATION")
    named = await site.post("query A { hello } query B { song { title } }", operationName="B")
    assert named.json()["data"] == {"song": {"title": "song"}}


async def test_an_empty_operation_name_is_none(site: Site) -> None:
    assert (await site.post("query A { hello }", operationName="")).status_code == 200


async def test_a_partial_answer_is_200(site: Site) -> None:
    response = await site.post("{ hello boom }")
    assert response.status_code == 200
    assert response.json()["data"] == {"hello": "hello world", "boom": None}


async def test_null_data_after_execution_is_200(site: Site) -> None:
    response = await site.post("{ nullWhereNoneMayBe }")
    assert response.status_code == 200
    assert response.json()["data"] is None


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
async def test_other_methods_are_405(site: Site, method: str) -> None:
    response = await site.http.request(method, "/graphql", headers={"Accept": GRAPHQL})
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"


async def test_a_mutation_by_get_is_405_and_does_not_run(site: Site) -> None:
    before = JOURNAL.mutations
    for accept in (GRAPHQL, JSON):
        response = await site.get('mutation { rename(title: "x") { title } }', accept=accept)
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
        assert code(response) == "BAD_REQUEST"
    assert JOURNAL.mutations == before


async def test_a_query_by_get_is_answered(site: Site) -> None:
    response = await site.get(
        "query A($n: Int!) { doubled(number: $n) }", variables='{"n": 4}', operationName="A"
    )
    assert response.json()["data"] == {"doubled": 8}


@pytest.mark.parametrize(
    "header", ["GraphQL-Require-Preflight", "Apollo-Require-Preflight", "X-Requested-With"]
)
async def test_a_get_needs_a_header_that_makes_browsers_ask_first(site: Site, header: str) -> None:
    refused = await site.get("{ hello }", preflight=False)
    assert (refused.status_code, code(refused)) == (400, "BAD_REQUEST")
    allowed = await site.http.get("/graphql", params={"query": "{hello}"}, headers={header: "1"})
    assert allowed.status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "image/png, text/plain", "application/json;q=0"])
async def test_a_client_that_accepts_nothing_of_ours_gets_406(site: Site, accept: str) -> None:
    response = await site.post("{ hello }", accept=accept)
    assert (response.status_code, code(response)) == (406, "BAD_REQUEST")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", JSON),
        ("application/*", GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.5, {JSON}", JSON),
        (
            f"{GRAPHQL}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed",
            GRAPHQL,
        ),
        ("text/event-stream, application/json;q=0.1", JSON),
        ("application/json;q=x, */*;q=0.1", JSON),
        ("", JSON),
    ],
)
async def test_the_best_acceptable_media_type_is_used(
    site: Site, accept: str, expected: str
) -> None:
    response = await site.post("{ hello }", accept=accept)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(expected)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/graphql", "application/json; charset=utf-16", None]
)
async def test_another_content_type_is_415(site: Site, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = await site.http.post("/graphql", content=b'{"query":"{hello}"}', headers=headers)
    assert (response.status_code, code(response)) == (415, "BAD_REQUEST")


@pytest.mark.parametrize(
    "content_type",
    [
        'Application/JSON; charset="UTF-8"',
        "application/json ; x=y;charset=utf8",
        f"application/json; a*{'9' * 5000}=x",
    ],
)
async def test_a_charset_of_utf_8_is_fine(site: Site, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    response = await site.http.post("/graphql", content=b'{"query":"{hello}"}', headers=headers)
    assert response.status_code == 200


async def test_a_body_above_the_limit_is_413_by_its_announced_length(serve: Serve) -> None:
    async with serve(max_body=1000) as small:
        reader, writer = await asyncio.open_connection("127.0.0.1", small.port)
        writer.write(
            b"POST /graphql HTTP/1.1\r\nHost: studio\r\nContent-Type: application/json\r\n"
            b"Content-Length: 1001\r\n\r\n"
        )
        answer = await asyncio.wait_for(reader.readuntil(b"}]}"), 5)
        writer.close()
        await writer.wait_closed()
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b'"code":"BAD_REQUEST"' in answer


async def test_a_body_above_the_limit_is_413_while_it_streams(serve: Serve) -> None:
    async def long() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b" " * 10_000

    async with serve(max_body=1000) as small:
        response = await small.http.post(
            "/graphql",
            content=long(),
            headers={"Content-Type": "application/json"},
        )
        assert (response.status_code, code(response)) == (413, "BAD_REQUEST")
        assert (await small.post("{ hello }")).status_code == 200


async def test_the_body_limit_is_a_million_bytes(site: Site) -> None:
    fits = await site.post("{ hello }", padding="x" * 900_000)
    assert fits.status_code == 200
    assert (await site.post("{ hello }", padding="x" * 1_000_000)).status_code == 413
