from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.asgi import assemble
from app.infra.settings import Settings
from app.rows.users import UserRow
from tests.studio import PASSWORD, Person, running_studio, served

REGISTER = """
mutation ($input: RegisterInput!) {
  register(input: $input) {
    token expiresAt user { id email firstName artistName } userErrors { code message path params }
  }
}
"""
LOGIN = """
mutation ($input: LoginInput!) {
  login(input: $input) { token user { email lastLogin } userErrors { code message path } }
}
"""
LOGOUT = "mutation ($all: Boolean!) { logout(input: {everywhere: $all}) { userErrors { code } } }"
ME = "{ me { id email mediaTicket { ticket expiresAt } } }"


async def anonymous(http: httpx.AsyncClient, query: str, **variables: object) -> dict[str, Any]:
    answer = await http.post("/graphql", json={"query": query, "variables": variables})
    return dict(answer.json())


async def register(http: httpx.AsyncClient, **fields: object) -> dict[str, Any]:
    answer = await anonymous(
        http, REGISTER, input={"email": "eve@example.com", "password": PASSWORD, **fields}
    )
    return dict(answer["data"]["register"])


async def login(http: httpx.AsyncClient, email: str, password: str) -> dict[str, Any]:
    answer = await anonymous(http, LOGIN, input={"email": email, "password": password})
    return dict(answer["data"]["login"])


async def test_a_registered_person_is_signed_in(http: httpx.AsyncClient) -> None:
    new = await register(http, email=" Eve@Example.COM ", firstName=" Eve ", artistName=" ")

    assert new["userErrors"] == []
    assert new["user"]["email"] == "eve@example.com"
    assert (new["user"]["firstName"], new["user"]["artistName"]) == ("Eve", None)
    me = await http.post(
        "/graphql", json={"query": ME}, headers={"Authorization": f"Bearer {new['token']}"}
    )
    assert me.json()["data"]["me"]["id"] == new["user"]["id"]


@pytest.mark.parametrize(
    ("field", "value", "refused"),
    [
        ("password", "x" * 8, False),
        ("password", "x" * 128, False),
        ("password", "x" * 7, True),
        ("password", "x" * 129, True),
        ("email", "nonsense", True),
        ("firstName", "x" * 100, False),
        ("firstName", "x" * 101, True),
        ("artistName", "a\0b", True),
    ],
)
async def test_a_registration_has_limits(
    http: httpx.AsyncClient, field: str, value: str, refused: bool
) -> None:
    new = await register(http, **{field: value})

    assert bool(new["userErrors"]) is refused
    if refused:
        [error] = new["userErrors"]
        assert (error["code"], error["path"]) == ("VALIDATION", ["input", field])
        assert new["token"] is None


async def test_half_a_character_is_a_bad_request(http: httpx.AsyncClient) -> None:
    answer = await http.post(
        "/graphql",
        content='{"query": "query ($x: String) { me { id } }", "variables": {"x": "\\ud800"}}',
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_an_address_has_one_account(http: httpx.AsyncClient) -> None:
    await register(http)
    again = await register(http, email="EVE@example.com")

    assert again["userErrors"][0]["code"] == "CONFLICT"


async def test_registration_can_be_closed(settings: Settings) -> None:
    closed = settings.model_copy(update={"allow_registration": False})
    async with (
        running_studio(closed) as studio,
        served(assemble(studio)) as url,
        httpx.AsyncClient(base_url=url) as http,
    ):
        new = await register(http)

    assert new["userErrors"][0]["code"] == "INVALID_STATE"


async def test_wrong_credentials_all_look_alike(http: httpx.AsyncClient) -> None:
    await register(http)

    wrong = await login(http, "eve@example.com", "not the password")
    unknown = await login(http, "nobody@example.com", PASSWORD)
    right = await login(http, " EVE@example.com", PASSWORD)

    assert wrong == unknown
    assert wrong["userErrors"][0]["code"] == "UNAUTHENTICATED"
    assert right["user"]["lastLogin"] is not None


async def test_guessing_passwords_is_slowed_down(http: httpx.AsyncClient) -> None:
    await register(http)
    for _ in range(10):
        await login(http, "eve@example.com", "wrong password")

    answer = await login(http, "eve@example.com", PASSWORD)

    assert answer["userErrors"][0]["code"] == "RATE_LIMITED"


async def test_a_logged_out_token_is_worth_nothing(ada: Person) -> None:
    other = await login(ada.http, ada.email, PASSWORD)
    await ada.get(LOGOUT, all=False)

    answer = await ada.ask(ME)
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    ada.token = other["token"]
    assert (await ada.get(ME))["me"]["email"] == ada.email


async def test_logging_out_everywhere_ends_every_session(ada: Person) -> None:
    first, ada.token = ada.token, (await login(ada.http, ada.email, PASSWORD))["token"]
    await ada.get(LOGOUT, all=True)

    for token in (first, ada.token):
        ada.token = token
        assert "errors" in await ada.ask(ME)


async def test_nobody_is_me_without_a_token(http: httpx.AsyncClient) -> None:
    assert await anonymous(http, ME) | {"extensions": None} == {
        "data": {"me": None},
        "extensions": None,
    }


async def test_a_media_ticket_is_no_bearer_token_and_a_bearer_token_no_ticket(
    ada: Person,
) -> None:
    ticket = (await ada.get(ME))["me"]["mediaTicket"]["ticket"]
    path = "/files/songs/00000000-0000-7000-8000-000000000000.mp3"

    assert (await ada.http.get(path, params={"ticket": ticket})).status_code == 404
    assert (await ada.http.get(path, params={"ticket": ada.token})).status_code == 401
    ada.token = ticket
    assert "errors" in await ada.ask(ME)


async def test_a_disabled_person_is_shut_out_at_once(ada: Person) -> None:
    await UserRow.filter(id=ada.id).update(is_active=False)

    assert "errors" in await ada.ask(ME)
    assert (await login(ada.http, ada.email, PASSWORD))["userErrors"]
