"""What nginx lets through, holds back and adds, in front of a studio that works."""

from __future__ import annotations

import asyncio
import json
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.deploy.proxy import Nginx, ask, registered, running_nginx
from tests.graphql_ws import Socket

ME = "{ me { email } }"
ADDRESSES = "{ me { sessions { address current } } }"


async def test_only_tls_1_3_enters_and_plain_http_is_sent_there(proxied: Nginx) -> None:
    async with httpx.AsyncClient() as plain:
        answer = await plain.get(f"{proxied.plain_url}/graphiql?a=b")
    assert answer.status_code == 308
    assert answer.headers["location"] == "https://127.0.0.1/graphiql?a=b"
    older = ssl.create_default_context()
    older.check_hostname, older.verify_mode = False, ssl.CERT_NONE
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    parts = urlsplit(proxied.url)
    with pytest.raises(ssl.SSLError):
        await asyncio.open_connection(parts.hostname, parts.port, ssl=older)
    _, writer = await asyncio.open_connection(parts.hostname, parts.port, ssl=proxied.trust)
    assert writer.get_extra_info("ssl_object").version() == "TLSv1.3"
    writer.close()


async def test_answers_carry_the_headers_of_the_studio_and_of_the_proxy(proxied: Nginx) -> None:
    async with proxied.client() as client:
        answers = [
            await ask(client, ME),
            await client.get("/graphiql/"),
            await client.get("/health/ready"),
            await client.get("/nowhere"),
        ]
        hidden = await client.get("/metrics")
    assert [each.status_code for each in answers] == [200, 200, 200, 404]
    for each in (*answers, hidden):
        assert each.headers["strict-transport-security"] == "max-age=31536000"
        assert each.headers["server"] == "nginx"
    for each in answers:
        assert each.headers["x-content-type-options"] == "nosniff"
        assert each.headers["referrer-policy"] == "no-referrer"
        assert "default-src" in each.headers["content-security-policy"]
    assert hidden.status_code == 404
    assert "x-request-id" not in hidden.headers


async def test_the_rate_is_limited_for_each_client_apart(proxied: Nginx) -> None:
    async with proxied.client("127.0.0.2") as one, proxied.client("127.0.0.3") as other:
        answers = await asyncio.gather(*(ask(one, ME) for _ in range(40)))
        passed = [each for each in answers if each.status_code == 200]
        refused = [each for each in answers if each.status_code == 429]
        assert len(passed) + len(refused) == 40
        assert 21 <= len(passed) <= 35  # a burst of 20, and 5 for each second that it took
        assert refused[0].headers["retry-after"] == "1"
        assert refused[0].headers["x-content-type-options"] == "nosniff"
        assert refused[0].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
        assert (await ask(other, ME)).status_code == 200


async def test_a_client_is_known_by_the_address_it_has_and_not_by_what_it_claims(
    proxied: Nginx,
) -> None:
    claims = {
        "X-Forwarded-For": "203.0.113.7",
        "X-Real-IP": "203.0.113.7",
        "Forwarded": "for=9.9.9.9",
    }
    async with proxied.client("127.0.0.5") as client:
        token = await registered(client, "ada@example.com", **claims)
        sessions = (await ask(client, ADDRESSES, token)).json()["data"]["me"]["sessions"]
    assert sessions == [{"address": "127.0.0.5", "current": True}]


async def test_who_comes_past_the_proxy_is_not_believed(proxied: Nginx) -> None:
    upstream = f"http://{proxied.upstreams[0]}"
    transport = httpx.AsyncHTTPTransport(local_address="127.0.0.9")
    async with httpx.AsyncClient(base_url=upstream, transport=transport) as client:
        token = await registered(client, "eve@example.com", **{"X-Forwarded-For": "203.0.113.7"})
        sessions = (await ask(client, ADDRESSES, token)).json()["data"]["me"]["sessions"]
    assert sessions == [{"address": "127.0.0.9", "current": True}]


SONG = """mutation { generateSong(input: {
    prompt: "folk", lyrics: "Salt on my hands", idempotencyKey: "k"}) {
    song { id } userErrors { code message } } }"""
PROGRESS = """subscription ($id: ID!) { songProgress(songId: $id) {
    stage song { choices { mp3Url } } } }"""


async def test_websockets_event_streams_and_parts_of_recordings_pass(
    proxied: Nginx, trust: ssl.SSLContext
) -> None:
    async with proxied.client() as client:
        token = await registered(client, "ada@example.com")
        made = (await ask(client, SONG, token)).json()["data"]["generateSong"]
        song = made["song"]["id"]
        socket, events = await asyncio.gather(
            _by_websocket(proxied, trust, token, song), _by_events(client, token, song)
        )
        assert socket[-1]["stage"] == events[-1]["stage"] == "DONE"
        assert len(socket) > 2
        path = socket[-1]["song"]["choices"][0]["mp3Url"]
        headers = {"Authorization": f"Bearer {token}"}
        whole = await client.get(path, headers=headers)
        part = await client.get(path, headers={**headers, "Range": "bytes=100-299"})
    assert (whole.status_code, part.status_code) == (200, 206)
    assert part.headers["content-range"] == f"bytes 100-299/{len(whole.content)}"
    assert part.content == whole.content[100:300]


async def _by_websocket(
    nginx: Nginx, trust: ssl.SSLContext, token: str, song: str
) -> list[dict[str, Any]]:
    address = nginx.url.replace("https", "wss", 1) + "/graphql"
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(address, ssl=trust, subprotocols=protocols, origin=nginx.url) as connection:  # type: ignore[arg-type] # an Origin is a text
        socket = Socket(connection)
        payload = {"authorization": f"Bearer {token}"}
        await socket.send({"type": "connection_init", "payload": payload})
        assert (await socket.receive())["type"] == "connection_ack"
        return [each["data"]["songProgress"] async for each in socket.subscribe(PROGRESS, id=song)]


async def _by_events(client: httpx.AsyncClient, token: str, song: str) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    body = {"query": PROGRESS, "variables": {"id": song}}
    async with client.stream("POST", "/graphql", json=body, headers=headers) as stream:
        return [
            json.loads(line.removeprefix("data: "))["data"]["songProgress"]
            async for line in stream.aiter_lines()
            if line.startswith("data: {")
        ]


async def test_an_event_comes_through_while_its_stream_goes_on(proxied: Nginx) -> None:
    async with proxied.client() as client:
        token = await registered(client, "ada@example.com")
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        body = {"query": "subscription { activity { __typename } }"}
        async with client.stream("POST", "/graphql", json=body, headers=headers) as stream:
            assert (await ask(client, SONG, token)).status_code == 200
            async with asyncio.timeout(10):
                async for line in stream.aiter_lines():
                    if "JobChanged" in line:
                        return
    pytest.fail("the stream ended")


@pytest.mark.parametrize(("size", "status"), [(20_000_000, 413), (22_500_000, 413), (900_000, 400)])
async def test_bodies_are_limited_by_the_studio_and_before_it_by_the_proxy(
    proxied: Nginx, size: int, status: int
) -> None:
    headers = {"Content-Type": "application/json"}
    async with proxied.client() as client:
        answer = await client.post("/graphql", content=b"x" * size, headers=headers)
    assert answer.status_code == status
    error = answer.json()["errors"][0]["extensions"]
    assert error["code"] == "BAD_REQUEST"
    assert "requestId" in error
    assert answer.headers["strict-transport-security"]
    assert ("messageKey" in error) == (size < 21_000_000)  # the studio says more


async def test_while_no_studio_is_there_it_is_said_in_json(
    tmp_path: Path,
) -> None:
    async with (
        running_nginx(tmp_path, ["http://127.0.0.1:9"], s3="http://127.0.0.1:9") as nginx,
        nginx.client() as client,
    ):
        answer = await ask(client, ME)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"


async def test_tickets_and_signatures_do_not_reach_the_log(proxied: Nginx) -> None:
    async with proxied.client() as client:
        await client.get("/files/songs/1.mp3", params={"ticket": "a-canary"})
    for _ in range(50):
        if "/files/songs/1.mp3" in (log := proxied.access_log.read_text()):
            break
        await asyncio.sleep(0.05)
    assert "/files/songs/1.mp3" in log
    assert "a-canary" not in log
