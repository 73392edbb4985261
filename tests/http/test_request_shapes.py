from __future__ import annotations

from typing import Any

import pytest

from tests.http.conftest import GRAPHQL, JSON, Site

QUERY = '"query": "{ hello }"'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b'{"query":',
        b"null",
        b"1",
        b'"query"',
        b"[]",
        b'[{"query": "{ hello }"}]',
        b"{}",
        b'{"query": null}',
        b'{"query": ""}',
        b'{"query": 1}',
        b'{"query": {}}',
        b'{"query": ["{ hello }"]}',
        f'{{{QUERY}, "variables": []}}'.encode(),
        f'{{{QUERY}, "variables": "{{}}"}}'.encode(),
        f'{{{QUERY}, "variables": 1}}'.encode(),
        f'{{{QUERY}, "operationName": 1}}'.encode(),
        f'{{{QUERY}, "operationName": {{}}}}'.encode(),
        f'{{{QUERY}, "extensions": []}}'.encode(),
        f'{{{QUERY}, "documentId": 5}}'.encode(),
        f'{{{QUERY}, "documentId": "abc"}}'.encode(),
        f'{{{QUERY}, "extensions": {{"persistedQuery": 1}}}}'.encode(),
        f'{{{QUERY}, "extensions": {{"persistedQuery": {{"sha256Hash": 1}}}}}}'.encode(),
        b'{"query": "{ hello }\xff"}',
        b'{"query": "\\ud800"}',
        b"[" * 500_000,
        b'{"a":' * 200_000,
        b'{"query": NaN}',
    ],
)
@pytest.mark.parametrize("accept", [GRAPHQL, JSON])
async def test_a_body_of_the_wrong_shape_is_a_coded_400(
    site: Site, body: bytes, accept: str
) -> None:
    headers = {"Content-Type": "application/json", "Accept": accept}
    response = await site.http.post("/graphql", content=body, headers=headers)
    assert response.status_code == 400
    assert list(response.json()) == ["errors"]
    error = response.json()["errors"][0]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"query": ""},
        {"query": "{ hello }", "variables": "["},
        {"query": "{ hello }", "variables": "[]"},
        {"query": "{ hello }", "extensions": "1"},
        {"query": "{ hello }", "documentId": "abc"},
    ],
)
async def test_a_url_of_the_wrong_shape_is_a_coded_400(
    site: Site, parameters: dict[str, Any]
) -> None:
    response = await site.get(**parameters)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_null_parameters_count_as_absent(site: Site) -> None:
    response = await site.post("{ hello }", variables=None, operationName=None, extensions=None)
    assert response.json()["data"] == {"hello": "hello world"}


async def test_deep_variables_are_refused_and_not_crashed_on(site: Site) -> None:
    deep: object = "x"
    for _ in range(900):
        deep = [deep]
    query = "query ($l: Labels!) { labelled(labels: $l) }"
    response = await site.post(query, variables={"l": {"names": deep}})
    assert response.status_code == 422
    assert response.json()["errors"][0]["extensions"]["code"] == "VALIDATION"
