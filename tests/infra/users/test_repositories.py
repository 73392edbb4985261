from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.errors import Conflict, Problem
from app.domain.identity import new_id
from app.domain.users.model import User, Viewer
from app.infra.database import transaction
from app.infra.repositories.users import TortoiseSessions, TortoiseUsers
from app.rows.users import SessionRow, UserRow
from tests.servers import LANES

pytestmark = pytest.mark.usefixtures("db")

NOW = datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)

users = TortoiseUsers()
sessions = TortoiseSessions(LANES)


def person(email: str = "ada@example.com") -> User:
    return User(
        id=new_id(),
        email=email,
        first_name="Ada",
        last_name=None,
        artist_name="The Countess 🎵",
        is_active=True,
        created_at=NOW,
        last_login=None,
    )


async def added(email: str = "ada@example.com") -> User:
    user = person(email)
    await users.add(user, "a hash")
    return user


async def opened(user: User) -> Viewer:
    viewer = Viewer(user_id=user.id, session_id=new_id(), expires_at=NOW + DAY)
    await sessions.add(viewer, NOW)
    return viewer


async def found(viewer: Viewer, at: datetime = NOW) -> Viewer | None:
    return await sessions.valid(viewer.session_id, user_id=viewer.user_id, at=at)


async def stored(user_id: UUID) -> UserRow:
    return await UserRow.get(id=user_id)


async def test_an_account_is_found_as_it_was_kept() -> None:
    user = await added()
    assert await users.get(user.id) == user
    credentials = await users.credentials("ada@example.com")
    assert credentials is not None
    assert (credentials.user, credentials.password_hash) == (user, "a hash")
    assert await users.get(new_id()) is None
    assert await users.credentials("eve@example.com") is None


async def test_the_longest_registration_fits_its_columns() -> None:
    user = replace(
        person("a" * 251 + "@b.c"),
        first_name="ä" * 100,
        last_name="🎵" * 100,
        artist_name="x" * 100,
    )
    await users.add(user, "h" * 255)
    assert await users.get(user.id) == user


async def test_of_many_registrations_at_once_one_gets_the_address() -> None:
    async def register() -> None:
        async with transaction():
            await opened(await added())

    outcomes = await asyncio.gather(*(register() for _ in range(8)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert outcomes.count(None) == 1
    assert len(refused) == 7
    assert all(error.problems == (Problem("auth.email_taken", ("email",)),) for error in refused)
    assert await UserRow.all().count() == 1
    assert await SessionRow.all().count() == 1


async def test_a_login_is_noted_and_is_no_change_of_the_account() -> None:
    user = await added()
    assert await users.record_login(user.id, NOW + DAY)
    assert await users.get(user.id) == user.signed_in(NOW + DAY)
    assert (await stored(user.id)).updated_at is None


async def test_no_login_is_noted_for_an_inactive_or_missing_account() -> None:
    user = await added()
    await UserRow.filter(id=user.id).update(is_active=False)
    assert not await users.record_login(user.id, NOW)
    assert (await stored(user.id)).last_login is None
    assert not await users.record_login(new_id(), NOW)


async def test_a_hash_is_replaced_only_while_it_is_the_one_that_was_checked() -> None:
    user = await added()
    assert not await users.replace_hash(user.id, "an older hash", "a better hash")
    assert (await stored(user.id)).password_hash == "a hash"
    assert await users.replace_hash(user.id, "a hash", "a better hash")
    assert (await stored(user.id)).password_hash == "a better hash"


async def test_a_session_counts_until_it_expires() -> None:
    viewer = await opened(await added())
    assert await found(viewer) == viewer
    assert await found(viewer, NOW + DAY - timedelta(microseconds=1)) == viewer
    assert await found(viewer, NOW + DAY) is None


async def test_a_session_counts_for_its_own_person_only() -> None:
    viewer = await opened(await added())
    eve = await added("eve@example.com")
    assert await found(replace(viewer, user_id=eve.id)) is None
    assert await found(replace(viewer, session_id=new_id())) is None


async def test_a_session_of_an_inactive_person_does_not_count() -> None:
    user = await added()
    viewer = await opened(user)
    await UserRow.filter(id=user.id).update(is_active=False)
    assert await found(viewer) is None


async def test_a_session_ends_with_its_person() -> None:
    user = await added()
    viewer = await opened(user)
    await UserRow.filter(id=user.id).delete()
    assert await found(viewer) is None
    assert await SessionRow.all().count() == 0


async def test_a_revoked_session_stays_revoked_from_its_first_moment() -> None:
    user = await added()
    viewer, other = await opened(user), await opened(user)
    assert await sessions.revoke(viewer.session_id, user_id=user.id, at=NOW)
    assert not await sessions.revoke(viewer.session_id, user_id=user.id, at=NOW + DAY / 2)
    assert await found(viewer) is None
    assert (await SessionRow.get(id=viewer.session_id)).revoked_at == NOW
    assert await found(other) == other


async def test_all_sessions_of_one_person_are_revoked_together() -> None:
    user = await added()
    mine = [await opened(user) for _ in range(3)]
    theirs = await opened(await added("eve@example.com"))
    await sessions.revoke_all(user.id, NOW)
    assert [await found(viewer) for viewer in mine] == [None] * 3
    assert await found(theirs) == theirs
