from __future__ import annotations

import re
from typing import Any

import pytest

from tests.http.conftest import Site
from tests.http.test_websocket_protocol import connected, hear, say, subscribe

OURS = "https://studio.example"


def access(logged: list[Any]) -> list[dict[str, Any]]:
    return [record["extra"] for record in logged if record["name"] == "app.http.access_log"]


async def test_a_callers_request_id_is_kept_when_it_is_harmless(site: Site) -> None:
    response = await site.post("{ boom }", headers={"X-Request-ID": "trace_1234-ABC"})
    assert response.headers["x-request-id"] == "trace_1234-ABC"
    assert response.json()["errors"][0]["extensions"]["requestId"] == "trace_1234-ABC"


@pytest.mark.parametrize(
    "wanted", ["short", "x" * 65, "has space in it", "semi;colon;s", "{0.__class__}"]
)
async def test_any_other_request_id_is_replaced(site: Site, wanted: str) -> None:
    response = await site.post("{ hello }", headers={"X-Request-ID": wanted})
    assert re.fullmatch(r"[0-9a-f]{32}", response.headers["x-request-id"])


async def test_each_request_writes_one_line(site: Site, logged: list[Any]) -> None:
    token = site.sessions.sign_in()
    response = await site.post("query Mine { hello }", token=token)
    await site.post("query Broken { hello boom }")
    await site.post("{ nothing }")
    await site.http.get("/nowhere/x%0Ay")
    mine, broken, invalid, missing = access(logged)
    assert mine["request_id"] == response.headers["x-request-id"]
    assert mine["method"] == "POST"
    assert mine["path"] == "/graphql"
    assert mine["operation"] == "Mine"
    assert mine["outcome"] == "ok"
    assert mine["status"] == 200
    assert mine["ms"] > 0
    assert mine["user_id"] == site.sessions.user_id(token)
    assert (broken["operation"], broken["outcome"]) == ("Broken", "INTERNAL")
    assert (invalid["operation"], invalid["outcome"]) == (None, "VALIDATION")
    assert (missing["outcome"], missing["status"]) == ("refused", 404)
    assert not any("\n" in record["message"] for record in logged)


async def test_a_websocket_writes_a_line_per_operation_and_one_at_its_end(
    site: Site, logged: list[Any]
) -> None:
    token = site.sessions.sign_in()
    async with connected(site, token=token) as socket:
        await subscribe(socket, "query Mine { hello }")
        await hear(socket)
        await hear(socket)
        await subscribe(socket, "{ nothing }", "2")
        await hear(socket)
        await say(socket, type="nonsense")
        await socket.wait_closed()
    mine, invalid, end = access(logged)
    assert (mine["operation"], mine["outcome"]) == ("Mine", "ok")
    assert mine["user_id"] == site.sessions.user_id(token)
    assert invalid["outcome"] == "VALIDATION"
    assert (end["method"], end["status"]) == ("WEBSOCKET", 4400)
    assert len({mine["request_id"], invalid["request_id"], end["request_id"]}) == 3


async def test_every_response_has_security_headers(site: Site) -> None:
    for response in (await site.post("{ hello }"), await site.http.get("/nowhere")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


async def test_responses_of_the_api_are_not_stored(site: Site) -> None:
    assert (await site.post("{ hello }")).headers["cache-control"] == "no-store"


async def test_an_allowed_origin_may_ask_and_read_the_request_id(site: Site) -> None:
    asked = await site.http.options(
        "/graphql",
        headers={
            "Origin": OURS,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type, "
            "graphql-require-preflight, accept-language, x-request-id",
        },
    )
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == OURS
    response = await site.post("{ hello }", headers={"Origin": OURS})
    assert response.headers["access-control-allow-origin"] == OURS
    exposed = response.headers["access-control-expose-headers"].lower()
    assert "x-request-id" in exposed
    assert "retry-after" in exposed


async def test_a_foreign_origin_may_not_ask(site: Site) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    asked = await site.http.options("/graphql", headers=headers)
    assert asked.status_code == 400
    response = await site.post("{ hello }", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in response.headers


async def test_a_response_may_have_a_policy_of_its_own(site: Site) -> None:
    response = await site.http.get("/page")
    assert response.headers["content-security-policy"] == "script-src 'self'"


async def test_a_request_that_crashes_is_logged_as_failed(site: Site, logged: list[Any]) -> None:
    assert (await site.http.get("/crash")).status_code == 500
    (line,) = access(logged)
    assert (line["outcome"], line["status"]) == ("failed", 500)
