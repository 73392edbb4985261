from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.errors import (
    Conflict,
    InvalidInput,
    InvalidState,
    RateLimited,
    StudioError,
    Unauthenticated,
)
from app.domain.users.model import SignedIn, possible_password
from app.domain.users.ports import Claims, Purpose
from tests.fakes.users import HOME, NOON, PASSWORD, Accounts

EMAIL = "ada@example.com"


@pytest.fixture
def accounts() -> Accounts:
    return Accounts()


async def registered(accounts: Accounts) -> SignedIn:
    return await accounts.service.register(email=EMAIL, password=PASSWORD)


async def refused_login(
    accounts: Accounts, email: str = EMAIL, password: str = "wrong password", address: str = HOME
) -> StudioError:
    with pytest.raises(StudioError) as refused:
        await accounts.service.login(email=email, password=password, address=address)
    return refused.value


async def test_a_registration_signs_in_for_a_day(accounts: Accounts) -> None:
    accounts.clock.advance(timedelta(microseconds=123_456))
    signed_in = await accounts.service.register(
        email=" Ada@Example.com ", password=PASSWORD, first_name=" Ada ", artist_name=" "
    )
    assert signed_in.user.email == EMAIL
    assert signed_in.user.first_name == "Ada"
    assert signed_in.user.artist_name is None
    assert signed_in.user.last_login is None
    assert signed_in.expires_at == NOON + timedelta(days=1)
    assert await accounts.service.viewer_of(signed_in.token) == signed_in.viewer
    assert await accounts.service.user(signed_in.user.id) == signed_in.user


async def test_a_password_is_kept_as_its_hash_only(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    assert accounts.users.rows[signed_in.user.id].password_hash == f"new:{PASSWORD}"
    assert PASSWORD not in repr(accounts.users.rows)
    assert signed_in.token not in repr(signed_in)


async def test_a_closed_registration_does_no_work() -> None:
    accounts = Accounts(allow_registration=False)
    with pytest.raises(InvalidState) as refused:
        await registered(accounts)
    assert refused.value.key == "auth.registration_closed"
    assert accounts.hasher.hashed == []


async def test_an_address_is_registered_once_in_whatever_case(accounts: Accounts) -> None:
    await registered(accounts)
    with pytest.raises(Conflict) as refused:
        await accounts.service.register(email="ADA@example.COM", password=PASSWORD)
    assert refused.value.problems[0].path == ("email",)
    assert refused.value.params == {}
    assert len(accounts.sessions.rows) == 1


async def test_an_invalid_registration_is_not_hashed(accounts: Accounts) -> None:
    with pytest.raises(InvalidInput):
        await accounts.service.register(email="ada", password=PASSWORD)
    assert accounts.hasher.hashed == []


async def test_a_login_is_noted_and_opens_a_session_of_its_own(accounts: Accounts) -> None:
    first = await registered(accounts)
    accounts.clock.advance(timedelta(hours=1))
    second = await accounts.service.login(email=" ADA@example.com", password=PASSWORD, address=HOME)
    assert second.user.last_login == NOON + timedelta(hours=1)
    assert await accounts.service.user(first.user.id) == second.user
    assert second.viewer.session_id != first.viewer.session_id
    assert await accounts.service.viewer_of(first.token) == first.viewer
    assert await accounts.service.viewer_of(second.token) == second.viewer


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "wrong password"),
        (EMAIL, ""),
        (EMAIL, PASSWORD.upper()),
        (EMAIL, PASSWORD + " "),
        (EMAIL, "x" * 129),
        (EMAIL, "x" * 1_000_000),
        (EMAIL, PASSWORD + "\0"),
        (EMAIL, "\ud800" * 8),
        ("eve@example.com", PASSWORD),
        ("not an address", PASSWORD),
        ("", PASSWORD),
        ("ada\0@example.com", PASSWORD),
        ("a" * 100_000, PASSWORD),
    ],
)
async def test_wrong_credentials_get_one_answer_after_one_check(
    accounts: Accounts, email: str, password: str
) -> None:
    await registered(accounts)
    error = await refused_login(accounts, email, password)
    assert isinstance(error, Unauthenticated)
    assert (error.key, error.params) == ("auth.bad_credentials", {})
    assert error.problems[0].path == ()
    known = email == EMAIL and possible_password(password)
    assert accounts.hasher.checked == ([f"new:{PASSWORD}"] if known else [None])
    assert len(accounts.hasher.hashed) == 1


async def test_a_password_that_was_changed_meanwhile_opens_no_session(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    accounts.hasher.meanwhile = lambda: accounts.users.store_hash(signed_in.user.id, "new:other")
    assert (await refused_login(accounts, password=PASSWORD)).key == "auth.bad_credentials"
    assert len(accounts.sessions.rows) == 1


async def test_an_old_hash_that_was_renewed_meanwhile_still_proves_its_password(
    accounts: Accounts,
) -> None:
    signed_in = await registered(accounts)
    accounts.users.store_hash(signed_in.user.id, f"old:{PASSWORD}")
    renewed = f"new:{PASSWORD}"
    accounts.hasher.meanwhile = lambda: accounts.users.store_hash(signed_in.user.id, renewed)
    again = await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)
    assert await accounts.service.viewer_of(again.token) == again.viewer


async def test_an_old_hash_that_was_replaced_meanwhile_opens_no_session(
    accounts: Accounts,
) -> None:
    signed_in = await registered(accounts)
    accounts.users.store_hash(signed_in.user.id, f"old:{PASSWORD}")
    accounts.hasher.meanwhile = lambda: accounts.users.store_hash(signed_in.user.id, "new:other")
    assert (await refused_login(accounts, password=PASSWORD)).key == "auth.bad_credentials"


async def test_a_session_is_noted_whenever_its_token_is_used(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    key = signed_in.viewer.session_id
    assert accounts.visits.noted == {}
    accounts.service.claims_of(signed_in.token)
    assert accounts.visits.noted == {key: NOON}
    accounts.clock.advance(timedelta(minutes=1))
    await accounts.service.viewer_of(signed_in.token)
    assert accounts.visits.noted == {key: NOON + timedelta(minutes=1)}
    await accounts.service.viewer_of("nonsense")
    assert list(accounts.visits.noted) == [key]


async def test_an_inactive_account_looks_like_a_wrong_password(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    accounts.users.deactivate(signed_in.user.id)
    error = await refused_login(accounts, password=PASSWORD)
    assert error.key == "auth.bad_credentials"
    assert accounts.hasher.checked == [None]


async def test_an_account_without_a_password_looks_like_a_wrong_password(
    accounts: Accounts,
) -> None:
    signed_in = await registered(accounts)
    accounts.users.store_hash(signed_in.user.id, None)
    error = await refused_login(accounts, password=PASSWORD)
    assert error.key == "auth.bad_credentials"
    assert accounts.hasher.checked == [None]


async def test_an_account_that_ends_during_its_login_stays_out(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    accounts.hasher.meanwhile = lambda: accounts.users.deactivate(signed_in.user.id)
    assert (await refused_login(accounts, password=PASSWORD)).key == "auth.bad_credentials"
    assert len(accounts.sessions.rows) == 1


async def test_an_old_hash_is_replaced_at_login(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    accounts.users.store_hash(signed_in.user.id, f"old:{PASSWORD}")
    await refused_login(accounts)
    assert accounts.users.rows[signed_in.user.id].password_hash == f"old:{PASSWORD}"
    await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)
    assert accounts.users.rows[signed_in.user.id].password_hash == f"new:{PASSWORD}"


async def test_the_eleventh_failure_of_an_account_is_not_even_checked(accounts: Accounts) -> None:
    await registered(accounts)
    for _ in range(10):
        assert (await refused_login(accounts)).key == "auth.bad_credentials"
    error = await refused_login(accounts, " ADA@example.com", PASSWORD, "198.51.100.1")
    assert isinstance(error, RateLimited)
    assert (error.key, error.params) == ("auth.too_many_attempts", {"retryAfter": 90})
    assert len(accounts.hasher.checked) == 10


async def test_an_unknown_account_is_throttled_like_a_known_one(accounts: Accounts) -> None:
    for _ in range(10):
        await refused_login(accounts, "eve@example.com")
    assert (await refused_login(accounts, "eve@example.com")).key == "auth.too_many_attempts"


async def test_the_fifty_first_failure_of_an_address_is_not_even_checked(
    accounts: Accounts,
) -> None:
    await registered(accounts)
    for number in range(50):
        error = await refused_login(accounts, f"guess{number}@example.com")
        assert error.key == "auth.bad_credentials"
    error = await refused_login(accounts, password=PASSWORD)
    assert error.key == "auth.too_many_attempts"
    assert await accounts.service.login(email=EMAIL, password=PASSWORD, address="198.51.100.1")


async def test_guesses_sent_all_at_once_count_like_guesses_sent_one_by_one(
    accounts: Accounts,
) -> None:
    await registered(accounts)
    errors = await asyncio.gather(*(refused_login(accounts) for _ in range(30)))
    assert sum(error.key == "auth.bad_credentials" for error in errors) == 10
    assert len(accounts.hasher.checked) == 10


async def test_a_success_is_no_failure_and_forgets_none(accounts: Accounts) -> None:
    await registered(accounts)
    for _ in range(60):
        await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)
    for _ in range(9):
        await refused_login(accounts)
    await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)
    assert (await refused_login(accounts)).key == "auth.bad_credentials"
    assert (await refused_login(accounts)).key == "auth.too_many_attempts"


async def test_a_logout_ends_this_session_only(accounts: Accounts) -> None:
    first = await registered(accounts)
    second = await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)
    await accounts.service.logout(first.viewer)
    assert await accounts.service.viewer_of(first.token) is None
    assert await accounts.service.viewer_of(second.token) == second.viewer
    await accounts.service.logout(first.viewer)


async def test_a_logout_everywhere_ends_all_sessions_of_one_person(accounts: Accounts) -> None:
    first = await registered(accounts)
    second = await accounts.service.login(email=EMAIL, password=PASSWORD, address=HOME)
    eve = await accounts.service.register(email="eve@example.com", password=PASSWORD)
    await accounts.service.logout(second.viewer, everywhere=True)
    assert await accounts.service.viewer_of(first.token) is None
    assert await accounts.service.viewer_of(second.token) is None
    assert await accounts.service.viewer_of(eve.token) == eve.viewer


async def test_a_token_ends_with_its_session(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    accounts.clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert await accounts.service.viewer_of(signed_in.token) == signed_in.viewer
    accounts.clock.advance(timedelta(seconds=1))
    assert await accounts.service.viewer_of(signed_in.token) is None


async def test_a_session_ends_at_its_own_time_whatever_its_token_says(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    claims = Claims(user_id=signed_in.user.id, session_id=signed_in.viewer.session_id)
    token = accounts.signer.sign(
        claims, Purpose.API, issued_at=NOON, expires_at=NOON + timedelta(days=9)
    )
    assert await accounts.service.viewer_of(token) == signed_in.viewer
    accounts.clock.advance(timedelta(days=1))
    assert await accounts.service.viewer_of(token) is None


async def test_a_deactivated_person_is_nobody_at_once(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    accounts.users.deactivate(signed_in.user.id)
    assert await accounts.service.viewer_of(signed_in.token) is None


async def test_a_token_needs_the_session_and_the_person_it_names(accounts: Accounts) -> None:
    ada = await registered(accounts)
    eve = await accounts.service.register(email="eve@example.com", password=PASSWORD)
    for user_id, session_id in [
        (eve.user.id, ada.viewer.session_id),
        (uuid4(), ada.viewer.session_id),
        (ada.user.id, uuid4()),
    ]:
        claims = Claims(user_id=user_id, session_id=session_id)
        token = accounts.signer.sign(
            claims, Purpose.API, issued_at=NOON, expires_at=NOON + timedelta(days=1)
        )
        assert await accounts.service.viewer_of(token) is None
    assert await accounts.service.viewer_of("made up") is None


async def test_a_ticket_is_no_token_and_a_token_no_ticket(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    ticket = accounts.service.media_ticket(signed_in.viewer).ticket
    assert await accounts.service.viewer_of_ticket(ticket) == signed_in.viewer
    assert await accounts.service.viewer_of(ticket) is None
    assert await accounts.service.viewer_of_ticket(signed_in.token) is None


async def test_a_ticket_lasts_ten_minutes(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    made = accounts.service.media_ticket(signed_in.viewer)
    assert made.expires_at == NOON + timedelta(minutes=10)
    assert made.ticket not in repr(made)
    accounts.clock.advance(timedelta(minutes=10) - timedelta(seconds=1))
    assert await accounts.service.viewer_of_ticket(made.ticket) == signed_in.viewer
    accounts.clock.advance(timedelta(seconds=1))
    assert await accounts.service.viewer_of_ticket(made.ticket) is None


async def test_a_ticket_never_outlives_its_session(accounts: Accounts) -> None:
    signed_in = await registered(accounts)
    accounts.clock.advance(timedelta(hours=24) - timedelta(minutes=1))
    made = accounts.service.media_ticket(signed_in.viewer)
    assert made.expires_at == signed_in.expires_at
    await accounts.service.logout(signed_in.viewer)
    assert await accounts.service.viewer_of_ticket(made.ticket) is None
