"""One's own account: names, password, sessions."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.bootstrap import Studio
from app.infra.session_visits import SessionVisits
from app.rows.users import SessionRow, UserRow
from app.schema.ids import encode_id
from tests.api.test_users import LOGIN, anonymous, login, register
from tests.graphql_ws import websocket
from tests.studio import PASSWORD, Person

PROFILE = """
mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) {
    user { firstName lastName artistName } userErrors { code path message }
  }
}
"""
CHANGE = """
mutation ($input: ChangePasswordInput!) {
  changePassword(input: $input) { userErrors { code path message } }
}
"""
REVOKE = """
mutation ($id: ID!) { revokeSession(input: {id: $id}) { revokedId userErrors { code path } } }
"""
SESSIONS = """
{ me { sessions { id createdAt lastSeenAt userAgent address expiresAt current } } }
"""
NEW = "another horse, another battery"


async def profile(person: Person, **names: object) -> dict[str, Any]:
    return dict((await person.get(PROFILE, input=names))["updateProfile"])


async def change(person: Person, current: str = PASSWORD, new: str = NEW) -> list[dict[str, Any]]:
    passwords = {"currentPassword": current, "newPassword": new}
    return list((await person.get(CHANGE, input=passwords))["changePassword"]["userErrors"])


async def sessions(person: Person) -> list[dict[str, Any]]:
    return list((await person.get(SESSIONS))["me"]["sessions"])


async def another_session(person: Person) -> Person:
    """The same person, signed in somewhere else."""
    token = (await login(person.http, person.email, PASSWORD))["token"]
    return Person(person.id, person.email, token, person.http)


async def test_names_that_are_sent_change_and_others_stay(ada: Person) -> None:
    await profile(ada, firstName=" Ada ", lastName="Lovelace", artistName="The Countess")

    changed = await profile(ada, lastName="  ", artistName=None)

    assert changed["userErrors"] == []
    assert changed["user"] == {"firstName": "Ada", "lastName": None, "artistName": None}
    assert (await UserRow.get(id=ada.id)).updated_at is not None


@pytest.mark.parametrize("name", ["firstName", "lastName", "artistName"])
async def test_a_name_has_up_to_100_characters(ada: Person, name: str) -> None:
    longest = await profile(ada, **{name: "x" * 100})
    assert longest["userErrors"] == []

    [error] = (await profile(ada, **{name: "x" * 101}))["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", name])


async def test_a_profile_without_a_change_is_refused(ada: Person) -> None:
    [error] = (await profile(ada))["userErrors"]
    assert error["code"] == "VALIDATION"


async def test_a_new_password_is_the_one_that_counts(ada: Person) -> None:
    assert await change(ada) == []

    assert (await login(ada.http, ada.email, PASSWORD))["userErrors"]
    assert (await login(ada.http, ada.email, NEW))["token"]
    assert ((await UserRow.get(id=ada.id)).password_hash or "").startswith("$argon2id$")


async def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(ada: Person) -> None:
    elsewhere = await another_session(ada)

    assert await change(ada) == []

    assert "errors" in await elsewhere.ask("{ me { id } }")
    assert [each["current"] for each in await sessions(ada)] == [True]


async def test_a_new_password_ends_other_sessions_on_open_websockets(
    ada: Person, studio_url: str
) -> None:
    elsewhere = await another_session(ada)
    async with (
        websocket(studio_url, ada.token) as mine,
        websocket(studio_url, elsewhere.token) as other,
    ):
        assert await change(ada) == []

        [answer] = [each async for each in mine.subscribe("{ me { email } }", "1")]
        assert answer["data"]["me"]["email"] == ada.email
        assert await other.closed_by("{ me { email } }") == 4403


async def test_a_wrong_current_password_changes_nothing(ada: Person) -> None:
    elsewhere = await another_session(ada)

    [error] = await change(ada, current="not the password")

    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "currentPassword"])
    assert error["message"] == "This is not your current password."
    assert (await elsewhere.get("{ me { email } }"))["me"]
    assert (await login(ada.http, ada.email, PASSWORD))["token"]


@pytest.mark.parametrize(
    ("new", "refused"),
    [("x" * 7, True), ("x" * 8, False), ("x" * 128, False), ("x" * 129, True), ("a\0" * 8, True)],
)
async def test_a_new_password_has_the_limits_of_a_registration(
    ada: Person, new: str, refused: bool
) -> None:
    errors = await change(ada, new=new)

    assert [each["path"] for each in errors] == ([["input", "newPassword"]] if refused else [])


async def test_wrong_current_passwords_count_like_failed_logins(ada: Person) -> None:
    for _ in range(9):
        assert (await change(ada, current="wrong password"))[0]["code"] == "VALIDATION"
    assert await change(ada, new=PASSWORD) == []  # a right one is taken back
    assert (await change(ada, current="wrong password"))[0]["code"] == "VALIDATION"

    assert (await change(ada))[0]["code"] == "RATE_LIMITED"
    assert (await login(ada.http, ada.email, PASSWORD))["userErrors"][0]["code"] == "RATE_LIMITED"


@pytest.mark.parametrize(("guesses", "code"), [(9, None), (10, "RATE_LIMITED")])
async def test_every_alias_of_one_request_is_a_guess(
    http: httpx.AsyncClient, guesses: int, code: str | None
) -> None:
    await register(http)
    attempt = 'login(input: {email: "eve@example.com", password: "wrong one"}) { token }'
    many = " ".join(f"a{number}: {attempt}" for number in range(guesses))
    await anonymous(http, f"mutation {{ {many} }}")

    answer = await anonymous(http, LOGIN, input={"email": "eve@example.com", "password": PASSWORD})

    errors = answer["data"]["login"]["userErrors"]
    assert [each["code"] for each in errors] == ([code] if code else [])


async def test_sessions_are_shown_with_where_they_were_begun(ada: Person, studio: Studio) -> None:
    await ada.http.post(
        "/graphql",
        json={
            "query": LOGIN,
            "variables": {"input": {"email": ada.email, "password": PASSWORD}},
        },
        headers={"User-Agent": "Firefox " + "x" * 300},
    )

    newest, oldest = await sessions(ada)

    assert newest["userAgent"] == ("Firefox " + "x" * 300)[:200]
    assert newest["address"] == "127.0.0.1"
    assert (newest["current"], oldest["current"]) == (False, True)
    assert newest["lastSeenAt"] is None
    assert oldest["lastSeenAt"] >= oldest["createdAt"]
    assert oldest["createdAt"] < newest["createdAt"] < newest["expiresAt"]
    assert studio.services.users.session_lifetime.total_seconds() == 86_400


async def test_sessions_that_have_ended_are_not_shown(ada: Person) -> None:
    elsewhere = await another_session(ada)
    await elsewhere.get("mutation { logout(input: {}) { userErrors { code } } }")
    expired = await another_session(ada)
    assert len(await sessions(ada)) == 2
    await SessionRow.filter(user_id=ada.id).exclude(revoked_at=None).delete()
    late = (await sessions(expired))[0]
    assert late["current"]
    await SessionRow.filter(user_id=ada.id).order_by("-created_at").limit(1)
    newest = await SessionRow.filter(user_id=ada.id).order_by("-created_at").first()
    assert newest is not None
    newest.expires_at = newest.created_at
    await newest.save()

    assert [each["current"] for each in await sessions(ada)] == [True]


async def test_the_newest_hundred_sessions_are_shown(ada: Person) -> None:
    [row] = await SessionRow.filter(user_id=ada.id)
    await SessionRow.bulk_create(
        [SessionRow(user_id=ada.id, expires_at=row.expires_at) for _ in range(100)]
    )

    shown = await sessions(ada)

    assert len(shown) == 100
    assert not any(each["current"] for each in shown)


async def test_a_session_that_is_revoked_is_worth_nothing(ada: Person) -> None:
    elsewhere = await another_session(ada)
    [other] = [each for each in await sessions(ada) if not each["current"]]

    answer = (await ada.get(REVOKE, id=other["id"]))["revokeSession"]

    assert answer == {"revokedId": other["id"], "userErrors": []}
    assert "errors" in await elsewhere.ask("{ me { id } }")
    [again] = (await ada.get(REVOKE, id=other["id"]))["revokeSession"]["userErrors"]
    assert (again["code"], again["path"]) == ("NOT_FOUND", ["input", "id"])


async def test_the_current_session_may_be_revoked_too(ada: Person, studio_url: str) -> None:
    [current] = await sessions(ada)
    async with websocket(studio_url, ada.token) as socket:
        await ada.get(REVOKE, id=current["id"])

        assert await socket.closed_by("{ me { id } }") == 4403
    assert "errors" in await ada.ask("{ me { id } }")


async def test_sessions_of_others_are_as_good_as_none(ada: Person, bob: Person) -> None:
    [adas] = await sessions(ada)

    for wanted in (adas["id"], encode_id("Session", bob.id)):
        [error] = (await bob.get(REVOKE, id=wanted))["revokeSession"]["userErrors"]
        assert error["code"] == "NOT_FOUND"
    assert len(await sessions(ada)) == 1


@pytest.mark.parametrize("wanted", ["nonsense", "U29uZzoxMjM"])
async def test_an_id_that_is_none_of_a_session_is_refused(ada: Person, wanted: str) -> None:
    [error] = (await ada.get(REVOKE, id=wanted))["revokeSession"]["userErrors"]
    assert (error["code"], error["path"]) == ("VALIDATION", ["input", "id"])


async def test_what_a_process_noted_is_written_down_when_it_ends(ada: Person) -> None:
    [row] = await SessionRow.filter(user_id=ada.id)
    assert row.last_seen_at is None
    visits = SessionVisits()
    visits.note(row.id, row.created_at)

    await visits.aclose()

    assert (await SessionRow.get(id=row.id)).last_seen_at == row.created_at
