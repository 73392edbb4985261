from __future__ import annotations

import pytest

from app.domain.errors import Conflict, InvalidInput, NotFound
from tests.fakes.users import HOME, PASSWORD, Accounts

EMAIL = "ada@example.com"
OTHER = "another horse"


@pytest.fixture
def accounts() -> Accounts:
    return Accounts(allow_registration=False)


async def test_an_account_is_opened_where_registration_is_closed(accounts: Accounts) -> None:
    user = await accounts.administration.create(email=" ADA@example.com", password=PASSWORD)
    assert (user.email, user.is_active) == (EMAIL, True)
    assert accounts.welcomed == [user.id]
    assert accounts.sessions.rows == {}
    assert (await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)).token
    with pytest.raises(Conflict):
        await accounts.administration.create(email=EMAIL, password=PASSWORD)


async def test_an_invalid_account_is_not_opened(accounts: Accounts) -> None:
    with pytest.raises(InvalidInput):
        await accounts.administration.create(email="ada", password="short")
    assert accounts.users.rows == {}


async def test_everybody_is_listed_by_address(accounts: Accounts) -> None:
    await accounts.administration.create(email="eve@example.com", password=PASSWORD)
    await accounts.administration.create(email=EMAIL, password=PASSWORD)
    assert [user.email for user in await accounts.administration.all()] == [
        EMAIL,
        "eve@example.com",
    ]


async def test_whoever_is_shut_out_has_no_session_when_let_in_again(accounts: Accounts) -> None:
    await accounts.administration.create(email=EMAIL, password=PASSWORD)
    signed_in = await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)
    assert not (await accounts.administration.set_active(EMAIL, active=False)).is_active
    assert (await accounts.administration.set_active(" ADA@Example.com", active=True)).is_active
    assert await accounts.service.viewer_of(signed_in.token) is None
    assert (await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)).token


async def test_a_new_password_ends_all_sessions(accounts: Accounts) -> None:
    await accounts.administration.create(email=EMAIL, password=PASSWORD)
    signed_in = await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)
    await accounts.administration.reset_password(EMAIL, OTHER)
    assert await accounts.service.viewer_of(signed_in.token) is None
    assert (await accounts.service.login(email=EMAIL, password=OTHER, address=HOME)).token


@pytest.mark.parametrize(("length", "refused"), [(7, True), (8, False), (128, False), (129, True)])
async def test_a_new_password_has_the_limits_of_a_registration(
    accounts: Accounts, length: int, refused: bool
) -> None:
    await accounts.administration.create(email=EMAIL, password=PASSWORD)
    before = dict(accounts.users.rows)
    if refused:
        with pytest.raises(InvalidInput):
            await accounts.administration.reset_password(EMAIL, "x" * length)
    else:
        await accounts.administration.reset_password(EMAIL, "x" * length)
    assert (accounts.users.rows == before) is refused


@pytest.mark.parametrize("email", ["nobody@example.com", "nonsense", ""])
async def test_an_unknown_address_is_nobodys(accounts: Accounts, email: str) -> None:
    with pytest.raises(NotFound):
        await accounts.administration.set_active(email, active=True)
    with pytest.raises(NotFound):
        await accounts.administration.reset_password(email, OTHER)
