"""Whose word counts about where a request comes from."""

from __future__ import annotations

import httpx
import pytest

from app.asgi import assemble
from app.bootstrap import Studio
from tests.studio import PASSWORD, running_studio, served

REGISTER = """mutation ($input: RegisterInput!) { register(input: $input) { token } }"""
ADDRESS = "{ me { sessions { address } } }"
CLAIMED = "203.0.113.7"


@pytest.mark.parametrize(
    ("trusted", "told", "known"),
    [
        ([], CLAIMED, "127.0.0.1"),
        (["127.0.0.1"], CLAIMED, CLAIMED),
        (["127.0.0.0/8"], CLAIMED, CLAIMED),
        (["10.0.0.0/8"], CLAIMED, "127.0.0.1"),
        (["127.0.0.1"], f"8.8.8.8, {CLAIMED}", CLAIMED),
        (["127.0.0.1"], "", "127.0.0.1"),
    ],
)
async def test_only_a_trusted_proxy_says_where_somebody_is(
    studio: Studio, trusted: list[str], told: str, known: str
) -> None:
    settings = studio.settings.model_copy(update={"trusted_proxies": trusted})
    headers = {"X-Forwarded-For": told}
    async with (
        running_studio(settings) as proxied,
        served(assemble(proxied)) as url,
        httpx.AsyncClient(base_url=url, headers=headers) as client,
    ):
        person = {"email": "ada@example.com", "password": PASSWORD}
        body = {"query": REGISTER, "variables": {"input": person}}
        answer = await client.post("/graphql", json=body)
        token = answer.json()["data"]["register"]["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        answer = await client.post("/graphql", json={"query": ADDRESS}, headers=bearer)
    assert answer.json()["data"]["me"]["sessions"] == [{"address": known}]
