from __future__ import annotations

import pytest

from app.domain.errors import RateLimited
from app.domain.users.throttle import LoginThrottle, network
from tests.fakes.users import HOME, FakeAllowance


@pytest.mark.parametrize(
    ("address", "household"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_an_ipv6_household_counts_as_one_address(address: str, household: str) -> None:
    assert network(address) == household


async def test_a_refusal_says_in_whole_seconds_when_to_come_back() -> None:
    throttle = LoginThrottle(accounts=FakeAllowance(0, wait=0.1), addresses=FakeAllowance(9))
    with pytest.raises(RateLimited) as refused:
        await throttle.admit("ada@example.com", HOME)
    assert refused.value.key == "auth.too_many_attempts"
    assert refused.value.params == {"retryAfter": 1}


async def test_a_refused_guess_counts_against_its_address() -> None:
    accounts, addresses = FakeAllowance(0), FakeAllowance(2)
    throttle = LoginThrottle(accounts=accounts, addresses=addresses)
    for _ in range(2):
        with pytest.raises(RateLimited):
            await throttle.admit("ada@example.com", HOME)
    assert addresses.used == {HOME: 2}


async def test_an_address_that_is_refused_uses_up_nobodys_account() -> None:
    accounts = FakeAllowance(5)
    throttle = LoginThrottle(accounts=accounts, addresses=FakeAllowance(0))
    with pytest.raises(RateLimited):
        await throttle.admit("ada@example.com", HOME)
    assert accounts.used == {}
