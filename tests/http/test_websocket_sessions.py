from __future__ import annotations

import asyncio
import time

import pytest

from tests.fakes.rate_limit import LocalRateLimiter
from tests.http.conftest import Serve, Site
from tests.http.test_websocket_protocol import INIT, close_code, connected, hear, say, subscribe


@pytest.mark.parametrize("key", ["authorization", "Authorization", "token"])
async def test_the_token_of_the_init_decides_who_is_asking(site: Site, key: str) -> None:
    token = site.sessions.sign_in()
    async with connected(site, **{key: f"Bearer {token}"}) as socket:
        await subscribe(socket, "subscription { whoami }")
        expected = str(site.sessions.user_id(token))
        assert (await hear(socket))["payload"]["data"] == {"whoami": expected}


async def test_a_bare_token_is_fine_under_its_own_name(site: Site) -> None:
    token = site.sessions.sign_in()
    async with connected(site, token=token) as socket:
        await subscribe(socket, "{ viewer }")
        assert (await hear(socket))["payload"]["data"]["viewer"]


@pytest.mark.parametrize("payload", [{}, {"authorization": ""}, {"token": None}])
async def test_without_a_token_fields_decide(site: Site, payload: dict[str, str | None]) -> None:
    async with connected(site, **payload) as socket:
        await subscribe(socket, "{ secret }")
        message = await hear(socket)
        assert message["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "payload", [{"authorization": "Bearer nope"}, {"authorization": "nope"}, {"token": "nope"}]
)
async def test_a_token_that_is_not_good_closes_the_socket(
    site: Site, payload: dict[str, str]
) -> None:
    async with site.websocket() as socket:
        await say(socket, **INIT, payload=payload)
        assert await close_code(socket) == 4403


async def test_a_socket_ends_when_its_session_expires(site: Site) -> None:
    token = site.sessions.sign_in(lifetime=0.4)
    expires = site.sessions.viewers[token].expires_at.timestamp()
    async with connected(site, token=token) as socket:
        await subscribe(socket, "subscription { ticks }")
        assert await close_code(socket) == 4403
        assert time.time() >= expires


async def test_a_socket_ends_soon_after_its_session_is_revoked(serve: Serve) -> None:
    async with serve(session_check_interval=0.05) as site:
        token = site.sessions.sign_in()
        async with connected(site, token=token) as socket:
            await subscribe(socket, "subscription { ticks }")
            await hear(socket)
            site.sessions.revoke(token)
            assert await close_code(socket) == 4403


async def test_the_session_is_checked_at_each_subscription(site: Site) -> None:
    token = site.sessions.sign_in()
    async with connected(site, token=token) as socket:
        site.sessions.revoke(token)
        await subscribe(socket, "{ hello }")
        assert await close_code(socket) == 4403


async def test_a_database_that_is_away_ends_only_the_operation(serve: Serve) -> None:
    async with serve(session_check_interval=0.05) as site:
        token = site.sessions.sign_in()
        async with connected(site, token=token) as socket:
            site.sessions.down = True
            await subscribe(socket, "{ hello }")
            message = await hear(socket)
            assert message["payload"][0]["extensions"]["code"] == "INTERNAL"
            await asyncio.sleep(0.12)
            site.sessions.down = False
            await subscribe(socket, "{ hello }")
            assert (await hear(socket))["type"] == "next"


async def test_subscriptions_are_rate_limited_and_their_events_are_not(serve: Serve) -> None:
    limiter = LocalRateLimiter(rate=0.001, burst=3)
    async with serve(rate_limiter=limiter) as site, connected(site) as socket:
        await subscribe(socket, "subscription { count(to: 50) }")
        for _ in range(50):
            assert (await hear(socket))["type"] == "next"
        assert (await hear(socket))["type"] == "complete"
        await subscribe(socket, "{ hello }")
        assert [(await hear(socket))["type"] for _ in range(2)] == ["next", "complete"]
        await subscribe(socket, "{ hello }")
        message = await hear(socket)
        assert message["type"] == "error"
        assert message["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        assert message["payload"][0]["extensions"]["params"]["retryAfter"] > 0
        async with site.websocket() as other:
            await say(other, **INIT)
            assert await close_code(other) == 1013
