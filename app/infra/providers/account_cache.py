"""The music account, asked for at most once in a while however many people order songs."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Protocol

from app.domain.songs.provider import MusicAccount
from app.infra.together import Together

FRESH_FOR = 30.0


class AccountSource(Protocol):
    """Whoever knows the account as it stands now."""

    async def account(self) -> MusicAccount:
        """The account. Raises ProviderFailure."""
        ...


class CachedAccounts:
    """The `MusicAccounts` port: an answer counts for 30 s, concurrent questions share one call.

    So they do when it fails: whoever asks meanwhile waits for that call and the next one, however
    many they are. An empty balance is never remembered: a recharge counts at once.
    """

    def __init__(self, source: AccountSource) -> None:
        self._source = source
        self._together: Together[None, MusicAccount] = Together(self._answers, most=sys.maxsize)
        self._account: MusicAccount | None = None
        self._fresh_until = 0.0

    async def account(self) -> MusicAccount:
        """See `MusicAccounts.account`."""
        return self._fresh() or await self._together.ask(None)

    async def _answers(self, questions: Sequence[None]) -> Sequence[MusicAccount]:
        account = self._fresh() or await self._source.account()
        if account.balance > 0 and account is not self._account:
            self._account = account
            self._fresh_until = time.monotonic() + FRESH_FOR
        return [account] * len(questions)

    def _fresh(self) -> MusicAccount | None:
        return self._account if time.monotonic() < self._fresh_until else None
