from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.http.conftest import Serve, Site
from tests.http.schema import CANARY, JOURNAL

INIT = {"type": "connection_init"}


async def say(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def subscribe(
    socket: ClientConnection, query: str, operation_id: str = "1", **payload: Any
) -> None:
    await say(socket, type="subscribe", id=operation_id, payload={"query": query, **payload})


async def hear(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 5))
    return message


async def close_code(socket: ClientConnection) -> int | None:
    """The code the socket closes with; what was sent before does not matter."""
    await asyncio.wait_for(_heard_out(socket), 5)
    return socket.close_code


async def _heard_out(socket: ClientConnection) -> None:
    try:
        while True:
            await socket.recv()
    except ConnectionClosed:
        return


@asynccontextmanager
async def connected(site: Site, **payload: Any) -> AsyncIterator[ClientConnection]:
    async with site.websocket() as socket:
        await say(socket, **INIT, **({"payload": payload} if payload else {}))
        assert await hear(socket) == {"type": "connection_ack"}
        yield socket


async def test_a_subscription_runs_to_its_end(site: Site) -> None:
    async with connected(site) as socket:
        assert socket.subprotocol == "graphql-transport-ws"
        await subscribe(socket, "subscription ($to: Int!) { count(to: $to) }", variables={"to": 2})
        for number in range(2):
            assert await hear(socket) == {
                "type": "next",
                "id": "1",
                "payload": {
                    "data": {"count": number},
                    "extensions": {"cost": {"requested": 0, "limit": 10_000}},
                },
            }
        assert await hear(socket) == {"type": "complete", "id": "1"}


@pytest.mark.parametrize(
    "query", ["{ song { title } }", 'mutation { rename(title: "song") { title } }']
)
async def test_queries_and_mutations_run_too(site: Site, query: str) -> None:
    async with connected(site) as socket:
        await subscribe(socket, query)
        message = await hear(socket)
        assert message["payload"]["extensions"]["cost"]["requested"] == 1
        assert await hear(socket) == {"type": "complete", "id": "1"}


async def test_many_operations_share_a_socket(site: Site) -> None:
    async with connected(site) as socket:
        for number in range(100):
            await subscribe(socket, "subscription { count(to: 3) }", str(number))
        ends: set[str] = set()
        while len(ends) < 100:
            message = await hear(socket)
            assert message["type"] in ("next", "complete")
            if message["type"] == "complete":
                ends.add(message["id"])


async def test_a_ping_is_answered_also_before_the_init(site: Site) -> None:
    async with site.websocket() as socket:
        await say(socket, type="ping")
        assert await hear(socket) == {"type": "pong"}
        await say(socket, type="ping", payload={"at": 1})
        assert await hear(socket) == {"type": "pong", "payload": {"at": 1}}
        await say(socket, type="pong")
        await say(socket, **INIT)
        assert await hear(socket) == {"type": "connection_ack"}


@pytest.mark.parametrize("protocol", ["graphql-ws", "nonsense"])
async def test_another_protocol_is_refused(site: Site, protocol: str) -> None:
    async with site.websocket(protocol=protocol) as socket:
        assert await close_code(socket) == 4406


async def test_the_init_may_not_come_late(serve: Serve) -> None:
    async with serve(websocket_init_timeout=0.1) as site, site.websocket() as socket:
        await say(socket, type="ping")
        await hear(socket)
        assert await close_code(socket) == 4408


async def test_a_socket_that_was_initialised_stays_open(serve: Serve) -> None:
    async with serve(websocket_init_timeout=0.05) as site, connected(site) as socket:
        await asyncio.sleep(0.15)
        await subscribe(socket, "{ hello }")
        assert (await hear(socket))["type"] == "next"


async def test_a_second_init_closes_the_socket(site: Site) -> None:
    async with connected(site) as socket:
        await say(socket, **INIT)
        assert await close_code(socket) == 4429


async def test_a_subscription_before_the_acknowledgement_closes_the_socket(site: Site) -> None:
    async with site.websocket() as socket:
        await subscribe(socket, "{ hello }")
        assert await close_code(socket) == 4401


async def test_an_id_in_use_closes_the_socket(site: Site) -> None:
    async with connected(site) as socket:
        await subscribe(socket, "subscription { ticks }")
        await subscribe(socket, "subscription { ticks }")
        assert await close_code(socket) == 4409


async def test_an_id_is_free_again_after_its_end(site: Site) -> None:
    async with connected(site) as socket:
        for _ in range(3):
            await subscribe(socket, "{ hello }")
            assert (await hear(socket))["type"] == "next"
            assert (await hear(socket))["type"] == "complete"
        await subscribe(socket, "subscription { ticks }")
        assert (await hear(socket))["type"] == "next"
        await say(socket, type="complete", id="1")
        await subscribe(socket, "{ hello }")
        assert (await hear(socket))["payload"]["data"] == {"hello": "hello world"}


async def test_a_client_may_end_its_subscription(site: Site) -> None:
    async with connected(site) as socket:
        before = JOURNAL.finished
        await subscribe(socket, "subscription { ticks }")
        await hear(socket)
        await say(socket, type="complete", id="1")
        await say(socket, type="complete", id="never-was")
        async with asyncio.timeout(2):
            while JOURNAL.finished == before:
                await asyncio.sleep(0.01)
        await say(socket, type="ping")
        assert await hear(socket) == {"type": "pong"}


async def test_a_socket_that_closes_ends_its_subscriptions(site: Site) -> None:
    before = JOURNAL.finished
    async with connected(site) as socket:
        for number in range(5):
            await subscribe(socket, "subscription { ticks }", str(number))
            await hear(socket)
    async with asyncio.timeout(2):
        while JOURNAL.finished < before + 5 or site.connections.count:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "nonsense",
        "[]",
        "[1]",
        "null",
        "1",
        '"connection_init"',
        "{}",
        '{"type": 1}',
        '{"type": null}',
        '{"type": "connection_ack"}',
        '{"type": "start"}',
        '{"type": "ping", "payload": 1}',
        '{"type": "pong", "payload": []}',
        '{"type": "connection_init", "payload": "x"}',
        '{"type": "connection_init", "payload": {"authorization": 1}}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": 1, "payload": {"query": "{hello}"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{hello}"}}',
        '{"type": "complete"}',
        '{"type": "complete", "id": {}}',
        "[" * 100_000,
        '{"type": "\\ud800"}',
        b"\x00\x01",
        b'{"type": "ping"}',
    ],
)
async def test_a_message_of_the_wrong_shape_closes_the_socket(
    site: Site, message: str | bytes
) -> None:
    async with site.websocket() as socket:
        await socket.send(message)
        assert await close_code(socket) == 4400


@pytest.mark.parametrize(
    "payload",
    [
        None,
        1,
        [],
        {},
        {"query": None},
        {"query": 1},
        {"query": "{hello}", "variables": []},
        {"query": "{hello}", "variables": "x"},
        {"query": "{hello}", "operationName": 1},
        {"query": "{hello}", "extensions": 1},
    ],
)
async def test_a_subscription_of_the_wrong_shape_closes_the_socket(
    site: Site, payload: object
) -> None:
    async with connected(site) as socket:
        await say(socket, type="subscribe", id="1", payload=payload)
        assert await close_code(socket) == 4400


async def test_a_message_above_the_limit_closes_the_socket(site: Site) -> None:
    async with connected(site) as socket:
        await subscribe(socket, "{ hello }" + " " * 1_100_000)
        assert await close_code(socket) == 1009


@pytest.mark.parametrize(
    ("query", "payload", "code"),
    [
        ("{", {}, "BAD_REQUEST"),
        ("{ nothing }", {}, "VALIDATION"),
        ("query A { hello } query B { hello }", {}, "VALIDATION"),
        ("query A { hello }", {"operationName": "B"}, "VALIDATION"),
        ("query ($n: Int!) { doubled(number: $n) }", {"variables": {"n": "x"}}, "VALIDATION"),
        ("{" + " ".join(f"a{n}: hello" for n in range(10_000)) + "}", {}, "TOO_COMPLEX"),
        (
            "{ songs(first: 100) { nodes { songs(first: 100) { nodes { title } } } } }",
            {},
            "TOO_COMPLEX",
        ),
        ("subscription { a: count b: count }", {}, "VALIDATION"),
    ],
)
async def test_a_bad_document_ends_only_its_operation(
    site: Site, query: str, payload: dict[str, Any], code: str
) -> None:
    async with connected(site) as socket:
        await subscribe(socket, "subscription { ticks }", "other")
        await hear(socket)
        await subscribe(socket, query, "bad", **payload)
        message = await hear(socket)
        assert (message["type"], message["id"]) == ("error", "bad")
        assert message["payload"][0]["extensions"]["code"] == code
        assert message["payload"][0]["extensions"]["requestId"]
        await subscribe(socket, "{ hello }", "bad")
        assert (await hear(socket))["type"] == "next"


async def test_a_persisted_document_can_be_subscribed_to(site: Site) -> None:
    async with connected(site) as socket:
        await say(socket, type="subscribe", id="1", payload={"documentId": "sha256:unknown"})
        message = await hear(socket)
        assert message["payload"][0]["message"] == "PersistedQueryNotFound"


async def test_an_error_midway_is_masked_and_ends_the_operation(
    site: Site, logged: list[Any]
) -> None:
    async with connected(site) as socket:
        await subscribe(socket, "subscription Failing { failsMidway }")
        assert (await hear(socket))["payload"]["data"] == {"failsMidway": 1}
        message = await hear(socket)
        assert CANARY not in json.dumps(message)
        (error,) = message["payload"]["errors"]
        assert error["extensions"]["code"] == "INTERNAL"
        assert (await hear(socket))["type"] == "complete"
    (record,) = [record for record in logged if record["level"].name == "ERROR"]
    assert record["exception"].type is RuntimeError
    assert record["extra"]["request_id"] == error["extensions"]["requestId"]


async def test_a_field_that_fails_in_an_event_does_not_end_the_subscription(site: Site) -> None:
    async with connected(site) as socket:
        await subscribe(socket, "subscription { brokenEvents { boom } }")
        for _ in range(2):
            message = await hear(socket)
            assert message["payload"]["data"] == {"brokenEvents": {"boom": None}}
            assert message["payload"]["errors"][0]["extensions"]["code"] == "INTERNAL"
        assert (await hear(socket))["type"] == "complete"


async def test_a_subscription_may_refuse_in_the_callers_language(site: Site) -> None:
    async with site.websocket(additional_headers={"Accept-Language": "de"}) as socket:
        await say(socket, **INIT)
        await hear(socket)
        await subscribe(socket, "subscription { refuses }")
        message = await hear(socket)
        (error,) = message["payload"]["errors"]
        assert error["extensions"]["code"] == "NOT_FOUND"
        assert error["message"] == "Das ist keine gültige Kennung."


async def test_a_result_that_is_no_json_ends_only_its_operation(site: Site) -> None:
    async with connected(site) as socket:
        await subscribe(socket, "subscription { notJson }")
        assert (await hear(socket))["payload"]["data"] == {"notJson": 1}
        message = await hear(socket)
        assert message["type"] == "error"
        assert message["payload"][0]["extensions"]["code"] == "INTERNAL"
        await say(socket, type="ping")
        assert await hear(socket) == {"type": "pong"}


async def test_operations_per_socket_are_capped(serve: Serve) -> None:
    async with serve(websocket_operations=3) as site, connected(site) as socket:
        for number in range(3):
            await subscribe(socket, "subscription { ticks }", str(number))
            await hear(socket)
        await subscribe(socket, "subscription { ticks }", "more")
        message = await hear(socket)
        assert (message["type"], message["id"]) == ("error", "more")
        assert message["payload"][0]["extensions"]["messageKey"] == "limits.subscriptions"
        await say(socket, type="complete", id="0")
        await asyncio.sleep(0.05)
        await subscribe(socket, "{ hello }", "more")
        assert (await hear(socket))["type"] == "next"


async def test_a_slow_reader_holds_its_subscription_back(site: Site) -> None:
    async with connected(site) as socket:
        socket.transport.pause_reading()
        await subscribe(socket, "subscription { flood }")
        async with asyncio.timeout(5):
            seen = -1
            while seen != JOURNAL.yielded or not seen:
                seen = JOURNAL.yielded
                await asyncio.sleep(0.2)
        assert JOURNAL.yielded * 10_000 < 20_000_000
        socket.transport.resume_reading()
        assert (await hear(socket))["type"] == "next"
        socket.transport.abort()


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:{port}", True),
        ("https://127.0.0.1:{port}", True),
        ("https://studio.example", True),
        ("https://STUDIO.example:443", True),
        (None, True),
        ("http://studio.example", False),
        ("https://studio.example:8443", False),
        ("https://evil.example", False),
        ("https://studio.example.evil.example", False),
        ("http://127.0.0.1:1", False),
        ("null", False),
        ("https://[", False),
    ],
)
async def test_only_known_origins_may_connect(
    site: Site, origin: str | None, *, allowed: bool
) -> None:
    options = {"origin": origin.format(port=site.port)} if origin else {}
    if allowed:
        async with site.websocket(**options) as socket:
            await say(socket, **INIT)
            assert await hear(socket) == {"type": "connection_ack"}
        return
    with pytest.raises(InvalidStatus) as refused:
        async with site.websocket(**options):
            pass
    response = refused.value.response
    assert response.status_code == 403
    assert json.loads(response.body)["errors"][0]["extensions"]["code"] == "FORBIDDEN_ORIGIN"


async def test_any_origin_may_connect_where_all_are_allowed(serve: Serve) -> None:
    async with (
        serve(cors_origins=("*",)) as site,
        site.websocket(origin="https://evil.example") as socket,
    ):
        await say(socket, **INIT)
        assert await hear(socket) == {"type": "connection_ack"}


async def test_a_drain_closes_every_socket(serve: Serve) -> None:
    async with serve() as site, connected(site) as one, site.websocket() as two:
        await subscribe(one, "subscription { ticks }")
        await hear(one)
        async with asyncio.timeout(2):
            await site.connections.close_all()
        assert await close_code(one) == 1012
        assert await close_code(two) == 1012
        async with site.websocket() as late:
            assert await close_code(late) == 1012
