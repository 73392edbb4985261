from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from app.domain.errors import ProviderUnavailable
from app.domain.songs.provider import MusicAccount
from app.infra.providers.account_cache import CachedAccounts

FULL = MusicAccount(
    account_id="a",
    balance=Decimal(1),
    total_recharge=Decimal(1),
    total_spending=Decimal(0),
    concurrent_request_limit=1,
)
EMPTY = replace(FULL, balance=Decimal(0))


@dataclass
class Provider:
    """Answers when it is let, and counts how often it was asked."""

    answer: MusicAccount | ProviderUnavailable
    calls: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def account(self) -> MusicAccount:
        self.calls += 1
        await self.open.wait()
        if isinstance(self.answer, ProviderUnavailable):
            raise self.answer
        return self.answer


async def crowd(accounts: CachedAccounts, provider: Provider) -> list[object]:
    """What twenty people hear, most of whom ask while the first question is on its way."""
    provider.open.clear()
    first = asyncio.create_task(accounts.account())
    async with asyncio.timeout(5):
        await asyncio.sleep(0.01)
        others = [asyncio.create_task(accounts.account()) for _ in range(19)]
        await asyncio.sleep(0.01)
        provider.open.set()
        return list(await asyncio.gather(first, *others, return_exceptions=True))


@pytest.mark.parametrize(
    ("answer", "calls"), [(FULL, 1), (EMPTY, 2), (ProviderUnavailable("provider.unavailable"), 2)]
)
async def test_a_crowd_shares_its_questions_whatever_the_answer(
    answer: MusicAccount | ProviderUnavailable, calls: int
) -> None:
    provider = Provider(answer)

    heard = await crowd(CachedAccounts(provider), provider)

    assert heard == [answer] * 20
    assert provider.calls == calls


async def test_neither_a_failure_nor_an_empty_balance_is_remembered() -> None:
    provider = Provider(ProviderUnavailable("provider.unavailable"))
    accounts = CachedAccounts(provider)
    provider.open.set()
    with pytest.raises(ProviderUnavailable):
        await accounts.account()

    provider.answer = EMPTY
    assert await accounts.account() == EMPTY
    provider.answer = FULL
    assert [await accounts.account() for _ in range(3)] == [FULL] * 3
    assert provider.calls == 3


async def test_whoever_stops_waiting_takes_nobody_along() -> None:
    provider = Provider(FULL)
    accounts = CachedAccounts(provider)
    impatient, patient = (asyncio.create_task(accounts.account()) for _ in range(2))
    await asyncio.sleep(0.01)
    impatient.cancel()
    provider.open.set()

    async with asyncio.timeout(5):
        assert await patient == FULL
