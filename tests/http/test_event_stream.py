from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from app.domain.users.model import Viewer
from tests.http.conftest import GRAPHQL, Serve, Site
from tests.http.schema import CANARY, JOURNAL

EVENTS = "text/event-stream"


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        if block.startswith("event: "):
            name, _, content = block.partition("\n")
            content = content.removeprefix("data:").strip()
            found.append((name.removeprefix("event: "), json.loads(content) if content else None))
    return found


async def stream(site: Site, query: str, **options: Any) -> list[tuple[str, Any]]:
    response = await site.post(query, accept=EVENTS, **options)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(EVENTS)
    return events(response.text)


async def test_each_event_is_followed_by_the_end(site: Site) -> None:
    received = await stream(site, "subscription { count(to: 2) }")
    assert [name for name, _ in received] == ["next", "next", "complete"]
    assert [body["data"] for name, body in received if name == "next"] == [
        {"count": 0},
        {"count": 1},
    ]
    assert received[0][1]["extensions"]["cost"] == {"requested": 0, "limit": 10_000}


@pytest.mark.parametrize("query", ["{ hello }", 'mutation { rename(title: "x") { title } }'])
async def test_queries_and_mutations_are_one_event(site: Site, query: str) -> None:
    assert [name for name, _ in await stream(site, query)] == ["next", "complete"]


async def test_a_subscription_by_get_is_allowed_where_a_mutation_is_not(site: Site) -> None:
    response = await site.get("subscription { count(to: 1) }", accept=EVENTS)
    assert [name for name, _ in events(response.text)] == ["next", "complete"]
    refused = await site.get('mutation { rename(title: "x") { title } }', accept=EVENTS)
    assert refused.status_code == 405


async def test_events_are_used_only_where_no_json_is_acceptable(site: Site) -> None:
    response = await site.post("subscription { count }", accept=f"{EVENTS}, {GRAPHQL};q=0.1")
    assert response.status_code == 422
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_a_request_that_is_refused_is_answered_in_json(site: Site) -> None:
    response = await site.post("{ nothing }", accept=EVENTS)
    assert response.status_code == 200
    assert response.json()["errors"][0]["extensions"]["code"] == "VALIDATION"


@pytest.mark.parametrize("query", ["failsMidway", "notJson"])
async def test_an_error_midway_is_masked_and_ends_the_stream(
    site: Site, query: str, logged: list[Any]
) -> None:
    received = await stream(site, f"subscription {{ {query} }}")
    assert [name for name, _ in received] == ["next", "next", "complete"]
    (error,) = received[1][1]["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert CANARY not in json.dumps(received)
    assert any(record["level"].name == "ERROR" for record in logged)


async def test_an_idle_stream_sends_comments(serve: Serve) -> None:
    async with (
        serve(heartbeat=0.02) as site,
        site.http.stream(
            "POST",
            "/graphql",
            json={"query": "subscription { ticks }"},
            headers={"Accept": EVENTS},
        ) as response,
    ):
        text = ""
        async for chunk in response.aiter_text():
            text += chunk
            if text.count(":\n\n") >= 3:
                break


async def test_a_client_that_leaves_ends_its_subscription(site: Site) -> None:
    before = JOURNAL.finished
    async with site.http.stream(
        "POST", "/graphql", json={"query": "subscription { ticks }"}, headers={"Accept": EVENTS}
    ) as response:
        async for _ in response.aiter_text():
            break
    async with asyncio.timeout(2):
        while JOURNAL.finished == before or site.connections.count:
            await asyncio.sleep(0.01)


async def test_a_stream_ends_when_its_session_expires(serve: Serve) -> None:
    async with serve() as site:
        token = site.sessions.sign_in(lifetime=0.3)
        async with asyncio.timeout(10):
            received = await stream(site, "subscription { ticks }", token=token)
        assert [name for name, _ in received] == ["next"]


async def test_a_stream_ends_soon_after_its_session_is_revoked(serve: Serve) -> None:
    async with serve(session_check_interval=0.05) as site:
        token = site.sessions.sign_in()
        received = asyncio.create_task(stream(site, "subscription { ticks }", token=token))
        await asyncio.sleep(0.15)
        site.sessions.revoke(token)
        assert [name for name, _ in await received] == ["next"]


async def test_a_drain_ends_every_stream(serve: Serve) -> None:
    async with serve() as site:
        received = asyncio.create_task(stream(site, "subscription { ticks }"))
        while not site.connections.count:
            await asyncio.sleep(0.01)
        async with asyncio.timeout(2):
            await site.connections.close_all()
        assert "complete" not in [name for name, _ in await received]


async def test_a_session_outlives_a_database_that_is_away(serve: Serve, logged: list[Any]) -> None:
    async with serve(session_check_interval=0.05) as site:
        token = site.sessions.sign_in(lifetime=0.5)
        viewer: Viewer = site.sessions.viewers[token]
        streaming = asyncio.create_task(stream(site, "subscription { ticks }", token=token))
        await asyncio.sleep(0.1)
        site.sessions.down = True
        async with asyncio.timeout(10):
            await streaming
        assert time.time() >= viewer.expires_at.timestamp() - 0.01
    assert any("could not be checked" in record["message"] for record in logged)
