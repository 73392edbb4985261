"""The music account, asked for at most once in a while however many people order songs."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

from app.domain.songs.provider import MusicAccount

FRESH_FOR = 30.0


class AccountSource(Protocol):
    """Whoever knows the account as it stands now."""

    async def account(self) -> MusicAccount:
        """The account. Raises ProviderFailure."""
        ...


class CachedAccounts:
    """The `MusicAccounts` port: an answer counts for 30 s, concurrent questions share one call.

    An empty balance is never remembered: a recharge counts at once.
    """

    def __init__(self, source: AccountSource) -> None:
        self._source = source
        self._lock = asyncio.Lock()
        self._account: MusicAccount | None = None
        self._fresh_until = 0.0

    async def account(self) -> MusicAccount:
        """See `MusicAccounts.account`."""
        async with self._lock:
            if self._account is not None and time.monotonic() < self._fresh_until:
                return self._account
            account = await self._source.account()
            if account.balance > 0:
                self._account = account
                self._fresh_until = time.monotonic() + FRESH_FOR
            return account
