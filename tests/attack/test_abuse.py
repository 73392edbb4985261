"""What somebody tries who means harm, at a real studio."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from app.infra.settings import Settings
from app.infra.tokens import CLOCK_SKEW
from tests.api.test_users import LOGIN, register
from tests.graphql_ws import websocket
from tests.studio import PASSWORD, Person

ME = "{ me { id } }"


def claims(ada: Person, **changes: Any) -> dict[str, Any]:
    """What Ada's own token says, with changes; None leaves a claim out."""
    own = jwt.decode(ada.token, options={"verify_signature": False})
    return {name: value for name, value in {**own, **changes}.items() if value is not None}


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def headed(own: dict[str, Any], key: str, **header: Any) -> str:
    """A token with more in its header, signed with this key."""
    signed = f"{encoded({'alg': 'HS256', 'typ': 'JWT', **header})}.{encoded(own)}"
    mac = hmac.digest(key.encode(), signed.encode(), hashlib.sha256)
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def forgeries(ada: Person, bob: Person, secret: str) -> dict[str, str]:
    """Tokens that nobody may come in with; most of them are signed with the real key."""
    now = int(time.time())
    own = claims(ada)
    unsigned = f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{encoded(own)}."
    renamed = f"{encoded({'alg': 'RS256', 'typ': 'JWT'})}.{encoded(own)}"
    mac = hmac.digest(secret.encode(), renamed.encode(), hashlib.sha256)
    signature = base64.urlsafe_b64encode(mac).rstrip(b"=").decode()

    def signed(**changes: Any) -> str:
        return jwt.encode(claims(ada, **changes), secret, algorithm="HS256")

    theirs = base64.urlsafe_b64encode(b"x" * 32).rstrip(b"=").decode()
    return {
        "alg none": unsigned,
        "alg None": unsigned.replace(
            encoded({"alg": "none", "typ": "JWT"}), encoded({"alg": "None"})
        ),
        "the name of another algorithm": f"{renamed}.{signature}",
        "another algorithm": jwt.encode(own, secret * 2, algorithm="HS512"),
        "another key": jwt.encode(own, "x" * 32, algorithm="HS256"),
        "no end": signed(exp=None),
        "no beginning": signed(iat=None),
        "nobody": signed(sub=None),
        "no session": signed(jti=None),
        "no purpose": signed(aud=None),
        "two purposes": signed(aud=["api", "media"]),
        "a number for a person": jwt.encode(claims(ada, sub="1"), secret, algorithm="HS256"),
        "somebody else's session": signed(jti=claims(bob)["jti"]),
        "somebody else with this session": signed(sub=str(bob.id)),
        "a session that never was": signed(jti=str(UUID(int=1))),
        "from the future": signed(iat=now + 3600),
        "from just beyond what clocks may differ": signed(iat=now + CLOCK_SKEW + 5),
        "over": signed(exp=now - 60),
        "over just beyond what clocks may differ": signed(exp=now - CLOCK_SKEW),
        "not yet": signed(nbf=now + 3600),
        "without an end that comes": jwt.encode(
            {**own, "exp": float("inf")}, secret, algorithm="HS256"
        ),
        "begun at no time": jwt.encode({**own, "iat": float("nan")}, secret, algorithm="HS256"),
        "ending when it is true": signed(exp=True),
        "a list of people": signed(sub=[str(ada.id)]),
        "a session in words": signed(jti=f"{claims(ada)['jti']} OR true"),
        "a purpose in capitals": signed(aud="API"),
        "a key from a file that is empty": headed(own, "", kid="../../../../dev/null"),
        "a key from SQL": headed(own, "x", kid="' UNION SELECT 'x"),
        "a key that it brings along": headed(own, "x" * 32, jwk={"kty": "oct", "k": theirs}),
        "a key that is to be fetched": headed(own, "x" * 32, jku="http://127.0.0.1:1/keys"),
        "what must be understood": headed(own, secret, crit=["exp"]),
        "a body that is elsewhere": headed(own, secret, b64=False, crit=["b64"]),
        "two headers": f"{encoded({'alg': 'none'})}.{ada.token}",
        "nothing signed": ada.token.rpartition(".")[0] + ".",
        "another body under the same signature": ".".join(
            [
                ada.token.split(".")[0],
                encoded({**own, "sub": str(bob.id)}),
                ada.token.split(".")[2],
            ]
        ),
        "a huge one": signed(more="x" * 5000),
        "a huge number": signed(exp=10**400),
        "a ticket": signed(aud="media"),
    }


async def test_no_forged_token_comes_in_on_any_way(
    ada: Person, bob: Person, settings: Settings, studio_url: str
) -> None:
    own, secret = ada.token, settings.jwt_secret_key.get_secret_value()
    now = int(time.time())
    for changes in ({}, {"iat": now + CLOCK_SKEW - 5}, {"exp": now - CLOCK_SKEW + 5}):
        ada.token = jwt.encode(claims(ada, **changes), secret, algorithm="HS256")
        assert (await ada.get(ME))["me"] is not None, "the forger knows how it is done"
    ada.token = headed({**claims(ada), "iat": now}, secret, kid="of no interest")
    assert (await ada.get(ME))["me"] is not None
    ada.token = own
    address = studio_url.replace("http", "ws", 1) + "/graphql"
    for name, token in forgeries(ada, bob, secret).items():
        ada.token = token
        answer = await ada.ask(ME)
        assert "data" not in answer, name
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED", name
        headers = {"Authorization": f"Bearer {token}"}
        path = "/files/songs/00000000-0000-7000-8000-000000000000.mp3"
        assert (await ada.http.get(path, headers=headers)).status_code == 401, name
        async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
            payload = {"authorization": f"Bearer {token}"}
            await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4403, name
    ada.token = own
    assert (await ada.get(ME))["me"] is not None


SPELLINGS = (
    "eve@example.com",
    "EVE@EXAMPLE.COM",
    " eve@example.com\n",
    "Eve@Example.Com",
    "eve@\uff45xample.com",
    "eve@example\u3002com",
)


async def test_guesses_count_together_however_the_address_is_written_and_sent(
    http: httpx.AsyncClient,
) -> None:
    """Ten wrong passwords, each with another spelling, language or alleged origin."""
    await register(http)
    alleged = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP")

    async def guess(number: int, password: str) -> dict[str, Any]:
        spelling = SPELLINGS[number % len(SPELLINGS)]
        headers = dict.fromkeys(alleged, f"203.0.113.{number}")
        wish = {"input": {"email": spelling, "password": password}}
        answer = await http.post(
            "/graphql", json={"query": LOGIN, "variables": wish}, headers=headers
        )
        found = answer.json()["data"]["login"]
        return dict(found["userErrors"][0] if found["userErrors"] else {"code": "IN"})

    codes = [(await guess(number, "a wrong password"))["code"] for number in range(10)]
    assert codes == ["UNAUTHENTICATED"] * 10
    assert [(await guess(number, PASSWORD))["code"] for number in range(len(SPELLINGS))] == [
        "RATE_LIMITED"
    ] * len(SPELLINGS)


async def test_a_batch_is_no_way_around_the_count(http: httpx.AsyncClient) -> None:
    await register(http)
    body = {"query": LOGIN, "variables": {"input": {"email": "eve@example.com", "password": "x"}}}
    answer = await http.post("/graphql", json=[body] * 20)
    assert answer.status_code == 400
    many = " ".join(
        f'a{n}: login(input: {{email: "eve@example.com", password: "wrong"}}) {{ token }}'
        for n in range(21)
    )
    answer = await http.post("/graphql", json={"query": f"mutation {{ {many} }}"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "TOO_COMPLEX"
    right = {"input": {"email": "eve@example.com", "password": PASSWORD}}
    answer = await http.post("/graphql", json={"query": LOGIN, "variables": right})
    assert answer.json()["data"]["login"]["userErrors"] == []


@pytest.mark.parametrize(
    "introspection", ["{ __schema { types { name } } }", '{ __type(name: "User") { name } }']
)
async def test_a_page_of_a_stranger_changes_nothing(
    ada: Person, introspection: str, studio_url: str
) -> None:
    """Requests that a browser sends without asking first, and sockets of a foreign origin."""
    token = {"Authorization": f"Bearer {ada.token}"}
    mutation = 'mutation { createSketch(input: {prompt: "stolen"}) { sketch { id } } }'
    simple = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
    for kind in simple:
        answer = await ada.http.post(
            "/graphql",
            content=json.dumps({"query": mutation}),
            headers={**token, "Content-Type": kind},
        )
        assert answer.status_code in (400, 415), kind
    for query in (mutation, introspection):
        answer = await ada.http.get("/graphql", params={"query": query}, headers=token)
        assert answer.status_code in (400, 403, 405)
    assert (await ada.get("{ sketches { totalCount } }"))["sketches"]["totalCount"] == 0
    address = studio_url.replace("http", "ws", 1) + "/graphql"
    with pytest.raises(Exception, match="403"):
        async with connect(
            address,
            origin="https://evil.example",  # type: ignore[arg-type] # a str of its own
            subprotocols=[Subprotocol("graphql-transport-ws")],
        ):
            pass


async def test_a_flood_of_subscriptions_is_refused_and_the_socket_goes_on(
    ada: Person, studio_url: str
) -> None:
    activity = "subscription { activity { __typename } }"
    async with websocket(studio_url, ada.token) as socket:
        for number in range(150):
            payload = {"query": activity}
            await socket.send({"id": str(number), "type": "subscribe", "payload": payload})
        refused = (await socket.receive())["payload"][0]
        assert refused["extensions"]["code"] == "RATE_LIMITED"
        await socket.send({"type": "ping"})
        while (await socket.receive())["type"] != "pong":
            pass
    assert (await ada.get(ME))["me"] is not None
