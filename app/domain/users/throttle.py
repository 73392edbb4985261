"""How often a password may be guessed."""

from __future__ import annotations

import math
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Final

from app.domain.errors import RateLimited
from app.domain.users.ports import Allowance

FAILURES_PER_ACCOUNT: Final = 10
FAILURES_PER_ADDRESS: Final = 50
FAILURE_WINDOW: Final = 15 * 60
"""Seconds in which an exhausted allowance is whole again; it refills steadily."""

_HOME_NETWORK: Final = 64


class LoginThrottle:
    """Limits failed logins per account and per address.

    An attempt is counted before its password is checked, so that guesses sent all at once
    count like guesses sent one by one; a success takes its count back, but not those of
    earlier failures.
    """

    def __init__(self, *, accounts: Allowance, addresses: Allowance) -> None:
        self._accounts = accounts
        self._addresses = addresses

    async def admit(self, account: str, address: str) -> None:
        """Count an attempt. Raises RateLimited (`auth.too_many_attempts`)."""
        wait = await self._addresses.take(network(address))
        if not wait:
            wait = await self._accounts.take(account)
        if wait:
            raise RateLimited("auth.too_many_attempts", retryAfter=math.ceil(wait))

    async def forgive(self, account: str, address: str) -> None:
        """Take back what `admit` counted."""
        await self._addresses.give_back(network(address))
        await self._accounts.give_back(account)


def network(address: str) -> str:
    """What one household owns: an IPv4 address, or a /64 of IPv6. Other text stays as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), _HOME_NETWORK), strict=False))
