"""What providers charged, on a real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from app.domain.costs.model import Charges, CostProvider, CostTotals, Month, MonthlyCosts
from app.domain.errors import ProviderTimeout
from app.infra.provider_turns import ProviderTurns
from app.infra.repositories.costs import CostRepository
from app.rows.costs import MonthlyCostsRow

pytestmark = pytest.mark.usefixtures("db")

OPENAI = CostProvider.OPENAI
MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)
NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)

repository = CostRepository()


def costs(
    month: Month = MARCH,
    *,
    at: datetime = NOON,
    organization: str | None = "org-1",
    currency: str = "usd",
    **items: str,
) -> MonthlyCosts:
    charges = Charges(
        items={item: Decimal(amount) for item, amount in (items or {"whisper": "1"}).items()},
        organization_id=organization,
        currency=currency,
        buckets=15,
    )
    return MonthlyCosts.fetched(OPENAI, month, charges, at)


async def test_a_month_is_found_as_it_was_kept() -> None:
    amounts: Any = {"gpt-image-1": "0.00045000000000000004", "o3": "0.1", "whisper": "0.2"}
    kept = costs(**amounts)
    await repository.put(kept)
    assert await repository.get(OPENAI, MARCH) == kept
    assert await repository.get(OPENAI, FEBRUARY) is None
    assert await repository.get(CostProvider.MUREKA, MARCH) is None
    row = await MonthlyCostsRow.get()
    assert (row.total_cost, row.image_cost, row.chat_cost) == (
        Decimal("0.300450"),
        Decimal("0.000450"),
        Decimal("0.100000"),
    )


async def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    await repository.put(costs(whisper="1"))
    later = costs(at=NOON + timedelta(hours=1), whisper="2")
    await repository.put(later)
    assert await repository.get(OPENAI, MARCH) == later
    assert await MonthlyCostsRow.all().count() == 1


async def test_a_final_month_stays_as_it_is() -> None:
    final = costs(FEBRUARY, whisper="1")
    assert final.finalized
    await repository.put(final)
    await repository.put(costs(FEBRUARY, at=NOON + timedelta(hours=1), whisper="2"))
    assert await repository.get(OPENAI, FEBRUARY) == final


async def test_a_month_without_an_organization_becomes_that_of_the_first_one() -> None:
    await repository.put(costs(organization=None))
    await repository.put(costs(at=NOON + timedelta(hours=1), organization="org-1"))
    await repository.put(costs(at=NOON + timedelta(hours=2), organization=None, whisper="3"))
    found = await repository.get(OPENAI, MARCH)
    assert found is not None
    assert found.charges.organization_id == "org-1"
    assert found.charges.total == 3
    assert await MonthlyCostsRow.all().count() == 1


async def test_of_two_organizations_the_one_that_was_asked_last_is_seen() -> None:
    await repository.put(costs(organization="org-1"))
    later = costs(at=NOON + timedelta(hours=1), organization="org-2")
    await repository.put(later)
    assert await repository.get(OPENAI, MARCH) == later
    assert await MonthlyCostsRow.all().count() == 2


async def test_each_month_is_there_once_also_without_an_organization() -> None:
    await repository.put(costs(organization=None))
    row = await MonthlyCostsRow.get()
    row.id, row._saved_in_db = Month, False  # type: ignore[assignment]
    values = {
        name: getattr(row, name)
        for name in MonthlyCostsRow._meta.fields_db_projection
        if name != "id"
    }
    with pytest.raises(IntegrityError):
        await MonthlyCostsRow.create(**values)


@pytest.mark.parametrize(("month", "refused"), [(0, True), (1, False), (12, False), (13, True)])
async def test_a_month_is_one_of_twelve(month: int, refused: bool) -> None:
    await repository.put(costs())
    rows = MonthlyCostsRow.all()
    if refused:
        with pytest.raises(IntegrityError):
            await rows.update(month=month)
    else:
        assert await rows.update(month=month) == 1


async def test_months_are_found_over_the_turn_of_a_year() -> None:
    for month in (Month(2025, 11), Month(2025, 12), Month(2026, 1), MARCH):
        await repository.put(costs(month))
    found = await repository.between(OPENAI, Month(2025, 12), FEBRUARY)
    assert sorted(found) == [Month(2025, 12), Month(2026, 1)]


async def test_all_time_is_the_sum_of_what_is_kept() -> None:
    assert await repository.totals(OPENAI) == CostTotals()
    await repository.put(costs(FEBRUARY, at=NOON - timedelta(days=1), **{"dall-e-3": "0.04"}))
    amounts: Any = {"dall-e-3": "0.08", "gpt-5": "0.5", "whisper": "0.000001"}
    await repository.put(costs(**amounts))
    assert await repository.totals(OPENAI) == CostTotals(
        total=Decimal("0.620001"),
        image=Decimal("0.12"),
        chat=Decimal("0.5"),
        currency="usd",
        months=2,
        updated_at=NOON,
    )
    await repository.put(costs(Month(2025, 1), at=NOON + timedelta(days=1), currency="eur"))
    assert (await repository.totals(OPENAI)).currency == "eur"
    assert (await repository.totals(CostProvider.MUREKA)).months == 0


async def test_a_month_that_has_only_begun_is_in_no_currency_of_its_own() -> None:
    await repository.put(costs(FEBRUARY, at=NOON - timedelta(days=1), currency="eur", whisper="2"))
    begun = MonthlyCosts.fetched(OPENAI, MARCH, Charges(), NOON)
    await repository.put(begun)
    assert await repository.totals(OPENAI) == CostTotals(
        total=Decimal(2), currency="eur", months=2, updated_at=NOON
    )


async def test_one_process_at_a_time_has_its_turn(db: str) -> None:
    inside, most = 0, 0
    processes = [ProviderTurns(db, patience=10) for _ in range(3)]

    async def work(turns: ProviderTurns) -> None:
        nonlocal inside, most
        async with turns(OPENAI):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(work(turns) for turns in processes for _ in range(4)))

    assert (inside, most) == (0, 1)


async def test_turns_at_different_providers_are_independent(db: str) -> None:
    turns = ProviderTurns(db, patience=10)
    async with turns(OPENAI), turns(CostProvider.MUREKA):
        pass


async def test_whoever_waits_too_long_for_another_process_gives_up(db: str) -> None:
    mine, theirs = ProviderTurns(db, patience=0.2), ProviderTurns(db, patience=10)
    async with theirs(OPENAI):
        with pytest.raises(ProviderTimeout):
            async with mine(OPENAI):
                pass
    async with mine(OPENAI):
        pass


async def test_a_turn_ends_with_whoever_had_it(db: str) -> None:
    mine, theirs = ProviderTurns(db, patience=10), ProviderTurns(db, patience=10)

    async def forever() -> None:
        async with theirs(OPENAI):
            began.set()
            await asyncio.sleep(60)

    began = asyncio.Event()
    task = asyncio.create_task(forever())
    await began.wait()
    task.cancel()
    async with mine(OPENAI):
        assert task.done() or task.cancelling()
    await asyncio.gather(task, return_exceptions=True)
