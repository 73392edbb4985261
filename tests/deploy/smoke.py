"""What a person does with a studio that was just installed, through its proxy, against the mock.

python -m tests.deploy.smoke https://HOST CERTIFICATE.pem

Ends with 0 when everything was as it should be, else with the assertion that failed.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from tests.deploy.proxy import ask, registered
from tests.graphql_ws import Socket

SKETCH = """mutation { createSketch(input: {prompt: "folk rock, 2s", lyrics: "Salt on my hands",
    idempotencyKey: "sketch"}) { sketch { id } userErrors { code message } } }"""
SONG = """mutation ($sketch: ID!) { generateSong(input: {
    sketchId: $sketch, idempotencyKey: "song"}) { song { id } userErrors { code message } } }"""
PROGRESS = """subscription ($id: ID!) { songProgress(songId: $id) {
    stage song { choices { mp3Url } } } }"""
PICTURE = """mutation { generateImage(input: {prompt: "a harbour at dawn, 1s",
    composition: ALBUM_COVER, title: "Harbour", idempotencyKey: "picture"}) {
    image { url thumbnailUrl } userErrors { code message } } }"""
IMPORT = """mutation ($file: Upload!) { importEquipment(input: {
    file: $file, format: CSV, dryRun: false}) {
    report { created } userErrors { code message } } }"""
SESSIONS = "{ me { sessions { address current } } }"
INVENTORY = b"type,name,password\nSOFTWARE,Reverb,salt on my hands\n"
AT_ONCE = 40


async def main(url: str, certificate: str) -> None:
    """All of it, in the order in which a person comes to it."""
    trust = ssl.create_default_context(cafile=certificate)
    async with httpx.AsyncClient(base_url=url, verify=trust, timeout=60) as client:
        await _ready(client)
        token = await registered(client, f"{uuid4()}@example.com")
        client.headers["Authorization"] = f"Bearer {token}"
        await _knows_where_from(client)
        await _song(client, url, trust, token)
        await _picture(client)
        await _upload(client)
        await _shut(client)
        await _rate(client)


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def _data(client: httpx.AsyncClient, query: str, **variables: Any) -> Any:
    """The only field of an answer without errors of any kind."""
    answer = (await ask(client, query, **variables)).json()
    assert "errors" not in answer, answer
    (field,) = answer["data"].values()
    assert not field.get("userErrors"), field
    return field


async def _ready(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health/ready")
    assert answer.json() == {"status": "ok", "checks": {"database": "ok", "redis": "ok"}}
    for page in (answer, await client.get("/graphiql/")):
        assert page.headers["strict-transport-security"] == "max-age=31536000"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "default-src" in page.headers["content-security-policy"]
        assert page.headers["server"] == "nginx"
    _tell("ready, over TLS, with its headers")


async def _knows_where_from(client: httpx.AsyncClient) -> None:
    (session,) = (await _data(client, SESSIONS))["sessions"]
    _tell(f"signed in from {session['address']}")
    assert session["current"]


async def _song(client: httpx.AsyncClient, url: str, trust: ssl.SSLContext, token: str) -> None:
    sketch = (await _data(client, SKETCH))["sketch"]["id"]
    song = (await _data(client, SONG, sketch=sketch))["song"]["id"]
    last = [each async for each in _progress(url, trust, token, song)][-1]
    assert last["stage"] == "DONE", last
    path = last["song"]["choices"][0]["mp3Url"]
    answer = await client.get(path)
    assert answer.status_code in (302, 303, 307), answer.status_code
    address = answer.headers["location"]
    assert urlsplit(address).netloc == urlsplit(url).netloc, address
    async with httpx.AsyncClient(verify=trust, timeout=60) as stranger:
        whole = await stranger.get(address)
        part = await stranger.get(address, headers={"Range": "bytes=100-299"})
        forged = await stranger.get(address[:-4] + "0000")
    assert (whole.status_code, part.status_code, forged.status_code) == (200, 206, 403)
    assert part.content == whole.content[100:300]
    _tell(f"a song of {len(whole.content)} bytes, followed over wss, kept in the S3")


async def _progress(url: str, trust: ssl.SSLContext, token: str, song: str) -> Any:
    address = url.replace("https", "wss", 1) + "/graphql"
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(address, ssl=trust, subprotocols=protocols, origin=Origin(url)) as line:
        socket = Socket(line)
        await socket.send(
            {"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}}
        )
        assert (await socket.receive())["type"] == "connection_ack"
        async for payload in socket.subscribe(PROGRESS, id=song):
            yield payload["data"]["songProgress"]


async def _picture(client: httpx.AsyncClient) -> None:
    image = (await _data(client, PICTURE))["image"]
    for name in ("url", "thumbnailUrl"):
        answer = await client.get(image[name], follow_redirects=True)
        assert (answer.status_code, answer.headers["content-type"][:6]) == (200, "image/"), answer
    _tell("a picture and its thumbnail")


async def _upload(client: httpx.AsyncClient) -> None:
    operations = json.dumps({"query": IMPORT, "variables": {"file": None}})
    answer = await client.post(
        "/graphql",
        data={"operations": operations, "map": '{"0": ["variables.file"]}'},
        files={"0": ("inventory.csv", INVENTORY)},
        headers={"GraphQL-Require-Preflight": "1"},
    )
    payload = answer.json()["data"]["importEquipment"]
    assert payload == {"report": {"created": 1}, "userErrors": []}, payload
    _tell("an inventory was sent, its secret is encrypted")


async def _shut(client: httpx.AsyncClient) -> None:
    assert (await client.get("/metrics")).status_code == 404
    assert (await client.get("/aiproxy-media/")).status_code == 403
    assert (await client.put("/aiproxy-media/x", content=b"x")).status_code == 403
    _tell("metrics and the S3 are shut")


async def _rate(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(ask(client, SESSIONS) for _ in range(AT_ONCE)))
    refused = [each for each in answers if each.status_code == 429]
    assert {each.status_code for each in answers} == {200, 429}
    assert refused[0].headers["retry-after"] == "1"
    assert refused[0].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    _tell(f"{len(refused)} of {AT_ONCE} requests at once were told to wait")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
