from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.domain.costs.model import CostProvider, Month, MonthlyCosts
from app.domain.costs.service import REST, CostService
from app.domain.errors import (
    InvalidInput,
    InvalidState,
    ProviderRefused,
    ProviderTimeout,
    ProviderUnavailable,
)
from tests.fakes.costs import FakeCosts, FakeSource, FakeTurns, charged
from tests.fakes.users import FrozenClock

OPENAI = CostProvider.OPENAI
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)
HOUR = timedelta(hours=1)
AWAY = ProviderUnavailable("costs.unavailable")


@dataclass
class Bills:
    """A service over fakes, and the fakes."""

    clock: FrozenClock = field(default_factory=lambda: FrozenClock(NOW))
    source: FakeSource = field(default_factory=FakeSource)
    costs: FakeCosts = field(default_factory=FakeCosts)
    seconds: float = 1000.0

    def __post_init__(self) -> None:
        self.turns = FakeTurns(self.costs)
        self.service = CostService(
            costs=self.costs,
            sources={OPENAI: self.source},
            turns=self.turns,
            ttl=HOUR,
            clock=self.clock,
            stopwatch=lambda: self.seconds,
        )

    def keep(self, month: Month, at: datetime = NOW, **items: str) -> MonthlyCosts:
        kept = MonthlyCosts.fetched(OPENAI, month, charged(**items or {"kept": "2"}), at)
        self.costs.rows[OPENAI, month] = kept
        return kept


@pytest.fixture
def bills() -> Bills:
    return Bills()


async def test_a_month_is_asked_for_once_in_an_hour(bills: Bills) -> None:
    first = await bills.service.current_month(OPENAI)
    bills.clock.advance(HOUR)
    second = await bills.service.current_month(OPENAI)
    assert (first.cached, first.stale, first.ttl) == (False, False, HOUR)
    assert (second.cached, second.stale, second.ttl) == (True, False, timedelta(0))
    assert second.costs == first.costs
    bills.clock.advance(timedelta(microseconds=1))
    assert not (await bills.service.current_month(OPENAI)).cached
    assert bills.source.asked == [MARCH, MARCH]


async def test_a_past_month_is_final_for_ever(bills: Bills) -> None:
    report = await bills.service.month(OPENAI, 2026, 2)
    assert (report.costs.finalized, report.cached, report.ttl) == (True, False, None)
    bills.clock.advance(timedelta(days=1000))
    again = await bills.service.month(OPENAI, 2026, 2)
    assert (again.cached, again.stale, again.ttl) == (True, False, None)
    assert bills.source.asked == [FEBRUARY]


async def test_a_past_month_that_was_asked_for_too_early_is_asked_for_again(bills: Bills) -> None:
    bills.clock.time = FEBRUARY.end + timedelta(days=1)
    early = await bills.service.month(OPENAI, 2026, 2)
    assert (early.costs.finalized, early.ttl) == (False, HOUR)
    assert (await bills.service.month(OPENAI, 2026, 2)).cached
    bills.clock.time = FEBRUARY.end + timedelta(days=3)
    assert (await bills.service.month(OPENAI, 2026, 2)).costs.finalized
    assert bills.source.asked == [FEBRUARY, FEBRUARY]


@pytest.mark.parametrize(("year", "month"), [(2026, 3), (2026, 4), (2026, 13)])
async def test_a_month_that_has_not_ended_is_not_asked_for(
    bills: Bills, year: int, month: int
) -> None:
    with pytest.raises(InvalidInput):
        await bills.service.month(OPENAI, year, month)
    assert bills.source.asked == []


async def test_a_month_is_stale_while_the_provider_is_down(bills: Bills) -> None:
    kept = bills.keep(MARCH, NOW - timedelta(days=1))
    bills.source.failure = AWAY
    report = await bills.service.current_month(OPENAI)
    assert (report.costs, report.cached, report.stale) == (kept, True, True)
    assert report.ttl == timedelta(0)


async def test_a_month_of_which_nothing_is_kept_fails_with_the_provider(bills: Bills) -> None:
    bills.source.failure = AWAY
    with pytest.raises(ProviderUnavailable):
        await bills.service.current_month(OPENAI)


async def test_a_provider_that_failed_is_left_alone_for_a_while(bills: Bills) -> None:
    bills.source.failure = AWAY
    for _ in range(3):
        with pytest.raises(ProviderUnavailable):
            await bills.service.current_month(OPENAI)
    assert len(bills.source.asked) == 1
    bills.source.failure = None
    bills.seconds += REST - 0.1
    with pytest.raises(ProviderUnavailable):
        await bills.service.month(OPENAI, 2026, 2)
    bills.seconds += 0.1
    assert not (await bills.service.current_month(OPENAI)).cached
    assert not (await bills.service.month(OPENAI, 2026, 2)).cached


async def test_what_somebody_asked_for_meanwhile_is_not_asked_for_again(bills: Bills) -> None:
    bills.turns.meanwhile = MonthlyCosts.fetched(OPENAI, MARCH, charged(other="3"), NOW)
    report = await bills.service.current_month(OPENAI)
    assert (report.costs, report.cached) == (bills.turns.meanwhile, True)
    assert bills.source.asked == []


async def test_whoever_waits_too_long_for_a_turn_sees_what_is_kept(bills: Bills) -> None:
    bills.turns.failure = ProviderTimeout("costs.timeout")
    with pytest.raises(ProviderTimeout):
        await bills.service.current_month(OPENAI)
    bills.keep(MARCH, NOW - timedelta(days=1))
    assert (await bills.service.current_month(OPENAI)).stale


async def test_without_an_admin_key_only_what_counts_is_shown(bills: Bills) -> None:
    bills.source.configured = False
    bills.keep(FEBRUARY)
    assert (await bills.service.month(OPENAI, 2026, 2)).cached
    bills.keep(MARCH, NOW - timedelta(days=1))
    with pytest.raises(ProviderRefused) as refused:
        await bills.service.current_month(OPENAI)
    assert refused.value.key == "costs.no_key"
    assert bills.source.asked == []


async def test_an_answer_beyond_belief_is_not_kept(bills: Bills) -> None:
    kept = bills.keep(MARCH, NOW - timedelta(days=1))
    bills.source.answer = charged(refund="-1")
    assert (await bills.service.current_month(OPENAI)).stale
    assert bills.costs.rows == {(OPENAI, MARCH): kept}


async def test_a_provider_that_tells_nothing_is_told_apart(bills: Bills) -> None:
    with pytest.raises(InvalidState):
        await bills.service.current_month(CostProvider.MUREKA)
    with pytest.raises(InvalidState):
        await bills.service.months(CostProvider.MUREKA, 12)
    assert (await bills.service.all_time(CostProvider.MUREKA)).total == 0


async def test_the_last_months_come_oldest_first_and_only_those_that_are_due_are_asked_for(
    bills: Bills,
) -> None:
    bills.keep(MARCH, NOW - timedelta(minutes=1))
    bills.keep(Month(2026, 1))
    bills.keep(Month(2025, 12), Month(2025, 12).end)
    reports = await bills.service.months(OPENAI, 4)
    assert [report.costs.month for report in reports] == [MARCH.before(ago) for ago in (3, 2, 1, 0)]
    assert [report.cached for report in reports] == [False, True, False, True]
    assert bills.source.asked == [FEBRUARY, Month(2025, 12)]
    assert all(report.cached for report in await bills.service.months(OPENAI, 4))


async def test_at_most_twelve_months_are_asked_for_at_once(bills: Bills) -> None:
    first = await bills.service.months(OPENAI, 13)
    assert bills.source.asked == [MARCH.before(ago) for ago in range(12)]
    assert len(first) == 12
    assert len(await bills.service.months(OPENAI, 13)) == 13
    assert len(bills.source.asked) == 13


async def test_a_month_beyond_the_twelve_is_stale(bills: Bills) -> None:
    bills.keep(MARCH.before(12), MARCH.before(12).end)
    assert [each.stale for each in await bills.service.months(OPENAI, 13)] == [True] + [False] * 12


async def test_the_last_months_are_those_that_are_known_while_the_provider_is_down(
    bills: Bills,
) -> None:
    bills.source.failure = AWAY
    with pytest.raises(ProviderUnavailable):
        await bills.service.months(OPENAI, 12)
    assert len(bills.source.asked) == 1
    bills.seconds += REST
    bills.keep(FEBRUARY)
    bills.keep(Month(2025, 6), Month(2025, 6).end)
    reports = await bills.service.months(OPENAI, 12)
    assert [(each.costs.month.month, each.stale) for each in reports] == [(6, True), (2, False)]
    assert len(bills.source.asked) == 2


async def test_the_last_months_without_an_admin_key_are_those_that_are_known(
    bills: Bills,
) -> None:
    bills.source.configured = False
    with pytest.raises(ProviderRefused):
        await bills.service.months(OPENAI, 12)
    bills.keep(FEBRUARY)
    assert [each.costs.month for each in await bills.service.months(OPENAI, 12)] == [FEBRUARY]


@pytest.mark.parametrize(("last", "refused"), [(0, True), (1, False), (36, False), (37, True)])
async def test_one_to_thirty_six_months_can_be_asked_for(
    bills: Bills, last: int, refused: bool
) -> None:
    if refused:
        with pytest.raises(InvalidInput):
            await bills.service.months(OPENAI, last)
        assert bills.source.asked == []
    else:
        assert await bills.service.months(OPENAI, last)


async def test_all_time_asks_nobody(bills: Bills) -> None:
    assert (await bills.service.all_time(OPENAI)).months == 0
    amounts: dict[str, Any] = {"dall-e-3": "1.5", "gpt-5": "0.25"}
    bills.keep(MARCH, **amounts)
    totals = await bills.service.all_time(OPENAI)
    assert (totals.total, totals.image, totals.chat) == (
        Decimal("1.75"),
        Decimal("1.5"),
        Decimal("0.25"),
    )
    assert bills.source.asked == []
