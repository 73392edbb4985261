"""The use-cases of accounts over the real PostgreSQL, Redis, hashes and tokens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import bcrypt
import pytest
from loguru import logger
from redis.asyncio import Redis

from app.domain.errors import Conflict, RateLimited, Unauthenticated
from app.domain.users.model import SignedIn
from app.domain.users.service import UserService
from app.domain.users.throttle import (
    FAILURE_WINDOW,
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_ADDRESS,
    LoginThrottle,
)
from app.infra.database import transaction
from app.infra.passwords import PasslibHasher
from app.infra.rate_limit import GcraLimiter
from app.infra.repositories.users import TortoiseSessions, TortoiseUsers
from app.infra.session_visits import SessionVisits
from app.infra.tokens import JwtSigner
from app.rows.users import SessionRow, UserRow
from tests.fakes.users import HOME
from tests.servers import LANES

EMAIL = "ada@example.com"
PASSWORD = "canary-9f3b correct horse"


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def service(db: object, redis: Redis) -> AsyncIterator[UserService]:
    del db
    hasher = PasslibHasher()
    name = uuid4().hex

    def failures(of: str, burst: int) -> GcraLimiter:
        return GcraLimiter(
            redis, name=f"{name}-{of}", burst=burst, per_second=burst / FAILURE_WINDOW
        )

    yield UserService(
        users=TortoiseUsers(),
        sessions=TortoiseSessions(LANES),
        hasher=hasher,
        signer=JwtSigner("a secret of this test, long enough"),
        throttle=LoginThrottle(
            accounts=failures("account", FAILURES_PER_ACCOUNT),
            addresses=failures("address", FAILURES_PER_ADDRESS),
        ),
        visits=SessionVisits(),
        transaction=transaction,
        clock=WallClock(),
        session_lifetime=timedelta(hours=24),
        allow_registration=True,
    )
    hasher.close()


async def logged_in(service: UserService, password: str = PASSWORD) -> SignedIn:
    return await service.login(email=EMAIL, password=password, address=HOME)


async def test_a_person_comes_and_goes(service: UserService) -> None:
    first = await service.register(email=EMAIL, password=PASSWORD, artist_name="Ada")
    second = await logged_in(service)
    assert await service.viewer_of(first.token) == first.viewer
    assert await service.viewer_of(second.token) == second.viewer
    assert await service.user(first.user.id) == second.user
    made = service.media_ticket(second.viewer)
    assert await service.viewer_of_ticket(made.ticket) == second.viewer
    assert await service.viewer_of(made.ticket) is None
    assert await service.viewer_of_ticket(second.token) is None
    await service.logout(second.viewer)
    assert await service.viewer_of(second.token) is None
    assert await service.viewer_of_ticket(made.ticket) is None
    assert await service.viewer_of(first.token) == first.viewer


async def test_a_refused_registration_leaves_nothing_behind(service: UserService) -> None:
    registrations = (service.register(email=EMAIL, password=PASSWORD) for _ in range(4))
    outcomes = await asyncio.gather(*registrations, return_exceptions=True)
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 3
    assert await UserRow.all().count() == 1
    assert await SessionRow.all().count() == 1


async def test_a_person_who_moves_over_keeps_the_password_and_gets_a_better_hash(
    service: UserService,
) -> None:
    moved = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    row = await UserRow.create(email=EMAIL, password_hash=moved)
    with pytest.raises(Unauthenticated):
        await logged_in(service, "canary-9f3b wrong horse")
    assert (await UserRow.get(id=row.id)).password_hash == moved
    both = await asyncio.gather(logged_in(service), logged_in(service))
    assert {signed_in.user.id for signed_in in both} == {row.id}
    better = (await UserRow.get(id=row.id)).password_hash
    assert str(better).startswith("$argon2id$")
    await logged_in(service)
    assert (await UserRow.get(id=row.id)).password_hash == better


async def test_guessing_ends_after_ten_failures_and_leaks_no_secret(
    service: UserService, redis: Redis
) -> None:
    lines: list[str] = []
    sink = logger.add(lines.append, level="TRACE", format="{message} {extra} {exception}")
    await service.register(email=EMAIL, password=PASSWORD)
    words: list[object] = []
    for _ in range(11):
        with pytest.raises((Unauthenticated, RateLimited)) as refused:
            await logged_in(service, "canary-9f3b guess")
        words += [refused.value.code, refused.value.params, str(refused.value)]
    logger.remove(sink)
    assert isinstance(refused.value, RateLimited)
    assert 80 <= int(str(refused.value.params["retryAfter"])) <= 90
    keys = [key.decode() async for key in redis.scan_iter()]
    for text in (repr(words), repr(lines), repr(keys)):
        assert "canary" not in text
        assert EMAIL not in text
