from __future__ import annotations

from typing import Any

import pytest

from tests.http.conftest import JSON, Serve, Site
from tests.http.schema import CANARY


async def errors(site: Site, query: str, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await site.post(query, **options)).json()["errors"]
    return found


async def test_an_unexpected_error_is_masked_and_logged(site: Site, logged: list[Any]) -> None:
    response = await site.post("{ boom }")
    assert CANARY not in response.text
    error = response.json()["errors"][0]
    request_id = response.headers["x-request-id"]
    assert error["path"] == ["boom"]
    assert error["locations"] == [{"line": 1, "column": 3}]
    assert error["message"].startswith("Something went wrong")
    assert request_id in error["message"]
    assert error["extensions"] == {
        "code": "INTERNAL",
        "messageKey": "internal",
        "params": {"requestId": request_id},
        "retryable": False,
        "requestId": request_id,
    }
    (record,) = [record for record in logged if record["level"].name == "ERROR"]
    assert record["exception"].type is RuntimeError
    assert record["exception"].traceback is not None
    assert record["extra"]["request_id"] == request_id


async def test_a_domain_error_speaks_the_callers_language(site: Site) -> None:
    english = await errors(site, "{ missing }")
    german = await errors(site, "{ missing }", headers={"Accept-Language": "fr, de-AT;q=0.8"})
    assert english[0]["message"] == "This id belongs to something else than Song."
    assert german[0]["message"] == "Diese Kennung gehört zu etwas anderem als Song."
    for error in (english[0], german[0]):
        assert error["extensions"]["code"] == "NOT_FOUND"
        assert error["extensions"]["messageKey"] == "id.wrong_type"
        assert error["extensions"]["params"] == {"expected": "Song"}


async def test_a_retryable_error_says_so(site: Site) -> None:
    (error,) = await errors(site, "{ busy }")
    assert error["extensions"]["retryable"] is True
    assert error["extensions"]["params"] == {"retryAfter": 3}


@pytest.mark.parametrize("query", ["{ unspoken }", "{ hugeInt }", "{ nullWhereNoneMayBe }"])
async def test_our_own_mistakes_are_internal(site: Site, query: str) -> None:
    (error,) = await errors(site, query)
    assert error["extensions"]["code"] == "INTERNAL"
    assert "1099511627776" not in error["message"]


async def test_a_message_without_words_spoils_only_its_field(site: Site) -> None:
    response = await site.post("{ hello unspoken }")
    assert response.status_code == 200
    assert response.json()["data"] == {"hello": "hello world", "unspoken": None}


@pytest.mark.parametrize("accept", [None, JSON])
async def test_a_result_that_is_no_json_is_an_internal_error(
    site: Site, accept: str | None
) -> None:
    response = await site.post("{ notJson }", accept=accept)
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"


async def test_an_argument_that_is_null_at_run_time_keeps_graphqls_words(site: Site) -> None:
    query = "query ($n: Int = 1) { doubled(number: $n) }"
    (error,) = await errors(site, query, variables={"n": None})
    assert error["extensions"]["code"] == "VALIDATION"
    assert "number" in error["message"]


async def test_syntax_and_validation_keep_graphqls_words(site: Site) -> None:
    (syntax,) = await errors(site, "{ hello")
    assert syntax["message"].startswith("Syntax Error")
    assert syntax["locations"] == [{"line": 1, "column": 8}]
    assert syntax["extensions"]["messageKey"] == "graphql.syntax"
    (unknown,) = await errors(site, "{ helo }")
    assert unknown["message"] == "Cannot query field 'helo' on type 'Query'. Did you mean 'hello'?"
    assert unknown["extensions"]["messageKey"] == "graphql.validation"


async def test_a_response_has_at_most_ten_errors(site: Site) -> None:
    assert len(await errors(site, "{ booms { boom } }")) == 10
    assert len(await errors(site, "{song{" + " ".join(f"no{n}" for n in range(50)) + "}}")) == 10
    labels: dict[str, Any] = {"names": [{}] * 50}
    query = "query ($l: Labels!) { labelled(labels: $l) }"
    assert len(await errors(site, query, variables={"l": labels})) <= 11


async def test_a_long_name_is_not_echoed_at_length(site: Site) -> None:
    (error,) = await errors(site, "{" + "a" * 90_000 + "}")
    assert len(error["message"]) == 1000


async def test_without_introspection_there_are_no_suggestions(serve: Serve) -> None:
    async with serve(introspection=False) as closed:
        variables: dict[str, Any] = {"l": {"nams": []}}
        for query in (
            "{ helo }",
            "query ($l: Labels!) { labelled(labels: $l) }",
            "{ doubled(numbr: 1) }",
        ):
            for error in await errors(closed, query, variables=variables):
                assert "Did you mean" not in error["message"]


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "Song") { name } }',
        "{ ...F } fragment F on Query { ... { __schema { types { name } } } }",
    ],
)
async def test_introspection_can_be_switched_off(serve: Serve, query: str) -> None:
    async with serve(introspection=False) as closed:
        response = await closed.post(query)
        assert response.status_code == 422
        assert response.json()["errors"][0]["extensions"]["code"] == "VALIDATION"
        assert (await closed.post("{ __typename hello }")).status_code == 200


async def test_variables_and_tokens_never_reach_the_log(site: Site, logged: list[Any]) -> None:
    token = site.sessions.sign_in()
    for query in (
        "query Named($name: String!) { hello(name: $name) }",
        "query Named($name: Int!) { doubled(number: $name) }",
        "query Named($name: String!) { hello(name: $name) nothing }",
        "query Named($name: String!) { hello(name: $name) boom }",
    ):
        await site.post(query, token=token, variables={"name": "secret-value"})
    lines = "\n".join(record["message"] + str(record["extra"]) for record in logged)
    assert "secret-value" not in lines
    assert token not in lines
