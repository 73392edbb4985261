from __future__ import annotations

import math

import pytest

from tests.fakes.rate_limit import LocalRateLimiter
from tests.http.conftest import GRAPHQL, JSON, Serve


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


async def test_a_burst_is_allowed_and_refills_steadily() -> None:
    clock = Clock()
    limiter = LocalRateLimiter(rate=2, burst=3, clock=clock)
    assert [await limiter.take("a") for _ in range(3)] == [0, 0, 0]
    assert await limiter.take("a") == pytest.approx(0.5)
    assert await limiter.take("a") == pytest.approx(0.5)
    clock.time += 0.5
    assert await limiter.take("a") == 0
    assert await limiter.take("a") == pytest.approx(0.5)
    clock.time += 60
    assert [await limiter.take("a") for _ in range(4)] == [0, 0, 0, pytest.approx(0.5)]


async def test_keys_do_not_share_an_allowance() -> None:
    limiter = LocalRateLimiter(rate=1, burst=1, clock=Clock())
    assert await limiter.take("a") == 0
    assert await limiter.take("b") == 0
    assert await limiter.take("a") > 0


async def test_a_larger_cost_waits_longer() -> None:
    clock = Clock()
    limiter = LocalRateLimiter(rate=1, burst=5, clock=clock)
    assert await limiter.take("a", cost=4) == 0
    assert await limiter.take("a", cost=3) == pytest.approx(2)
    clock.time += 2
    assert await limiter.take("a", cost=3) == 0
    assert await limiter.take("a", cost=6) == math.inf


async def test_memory_is_bounded_by_forgetting_the_least_recent() -> None:
    limiter = LocalRateLimiter(rate=1, burst=1, capacity=2, clock=Clock())
    for key in ("a", "b", "c"):
        assert await limiter.take(key) == 0
    assert await limiter.take("c") > 0
    assert await limiter.take("b") > 0
    assert await limiter.take("a") == 0


@pytest.mark.parametrize("accept", [GRAPHQL, JSON, "text/event-stream"])
async def test_too_many_requests_are_429(serve: Serve, accept: str) -> None:
    limiter = LocalRateLimiter(rate=0.1, burst=2)
    async with serve(rate_limiter=limiter) as site:
        for _ in range(2):
            assert (await site.post("{ hello }", accept=accept)).status_code == 200
        response = await site.post("{ hello }", accept=accept)
        assert response.status_code == 429
        assert 8 <= int(response.headers["retry-after"]) <= 10
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "RATE_LIMITED"
        assert error["extensions"]["retryable"] is True
        assert error["extensions"]["params"] == {"retryAfter": int(response.headers["retry-after"])}


async def test_each_viewer_has_an_own_allowance(serve: Serve) -> None:
    limiter = LocalRateLimiter(rate=0.1, burst=1)
    async with serve(rate_limiter=limiter) as site:
        one, two = site.sessions.sign_in(), site.sessions.sign_in()
        statuses = [
            (await site.post("{ hello }", token=token)).status_code
            for token in (one, one, two, None, None)
        ]
        assert statuses == [200, 429, 200, 200, 429]


async def test_bad_tokens_spend_the_allowance_of_their_address(serve: Serve) -> None:
    limiter = LocalRateLimiter(rate=0.1, burst=2)
    async with serve(rate_limiter=limiter) as site:
        tokens = [f"guess-{number}" for number in range(3)]
        statuses = [(await site.post("{ hello }", token=token)).status_code for token in tokens]
        assert statuses == [401, 401, 429]
