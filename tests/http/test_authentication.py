from __future__ import annotations

import pytest

from tests.http.conftest import GRAPHQL, JSON, Serve, Site


async def test_without_a_token_there_is_no_viewer(site: Site) -> None:
    assert (await site.post("{ viewer }")).json()["data"] == {"viewer": None}


async def test_the_token_decides_who_is_asking(site: Site) -> None:
    token = site.sessions.sign_in()
    expected = str(site.sessions.user_id(token))
    assert (await site.post("{ viewer }", token=token)).json()["data"] == {"viewer": expected}


async def test_the_scheme_is_not_case_sensitive(site: Site) -> None:
    token = site.sessions.sign_in()
    response = await site.post("{ secret }", headers={"Authorization": f"bearer  {token}"})
    assert response.json()["data"]["secret"] == str(site.sessions.user_id(token))


async def test_a_field_that_needs_a_viewer_says_so(site: Site) -> None:
    response = await site.post("{ secret }")
    assert response.status_code == 200
    error = response.json()["errors"][0]
    assert error["path"] == ["secret"]
    assert error["message"] == "Please sign in."
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert error["extensions"]["messageKey"] == "auth.required"


@pytest.mark.parametrize("accept", [GRAPHQL, JSON, "text/event-stream"])
@pytest.mark.parametrize("authorization", ["Bearer nope", "Basic abc", "Bearer", "nope"])
async def test_a_token_that_is_not_good_is_401(site: Site, accept: str, authorization: str) -> None:
    response = await site.post("{ hello }", accept=accept, headers={"Authorization": authorization})
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert list(response.json()) == ["errors"]
    assert response.json()["errors"][0]["extensions"]["messageKey"] == "auth.invalid_token"


async def test_an_expired_or_revoked_token_is_401(site: Site) -> None:
    expired = site.sessions.sign_in(lifetime=-1)
    revoked = site.sessions.sign_in()
    site.sessions.revoke(revoked)
    for token in (expired, revoked):
        assert (await site.post("{ hello }", token=token)).status_code == 401


async def test_an_empty_authorization_header_is_no_token(site: Site) -> None:
    response = await site.post("{ viewer }", headers={"Authorization": ""})
    assert response.json()["data"] == {"viewer": None}


async def test_a_database_that_is_away_is_an_internal_error(serve: Serve) -> None:
    async with serve() as broken:
        broken.sessions.down = True
        response = await broken.post("{ hello }", token="any")
        assert response.status_code == 500
        assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
