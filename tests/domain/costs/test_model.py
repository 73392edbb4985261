from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from app.domain.costs.model import (
    Charges,
    CostCategory,
    CostProvider,
    CostTotals,
    Month,
    MonthlyCosts,
    category_of,
    past_month,
)
from app.domain.errors import InvalidInput, ProviderError
from tests.fakes.costs import charged

MARCH = datetime(2026, 3, 15, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("item", "category"),
    [
        ("gpt-image-1, image output", CostCategory.IMAGE),
        ("gpt-image-1-mini, input", CostCategory.IMAGE),
        ("dall-e-3", CostCategory.IMAGE),
        ("DALL-E 2 Images", CostCategory.IMAGE),
        ("gpt-4o-mini, input", CostCategory.CHAT),
        (" GPT-5, output", CostCategory.CHAT),
        ("chatgpt-4o-latest", CostCategory.CHAT),
        ("o1, output", CostCategory.CHAT),
        ("o3-mini, input", CostCategory.CHAT),
        ("o4-mini, input", CostCategory.CHAT),
        ("text-embedding-3-small", CostCategory.OTHER),
        ("whisper-1", CostCategory.OTHER),
        ("unknown", CostCategory.OTHER),
        ("", CostCategory.OTHER),
    ],
)
def test_a_line_item_is_for_pictures_for_texts_or_for_something_else(
    item: str, category: CostCategory
) -> None:
    assert category_of(item) is category


def test_a_month_is_one_of_utc_from_its_first_moment_to_the_next_months() -> None:
    west = timezone(-timedelta(hours=5))
    assert Month.of(datetime(2026, 2, 28, 19, 0, tzinfo=west)) == Month(2026, 3)
    assert Month.of(datetime(2026, 2, 28, 18, 59, tzinfo=west)) == Month(2026, 2)
    assert Month(2026, 12).start == datetime(2026, 12, 1, tzinfo=UTC)
    assert Month(2026, 12).end == datetime(2027, 1, 1, tzinfo=UTC)


def test_months_are_counted_back_over_years() -> None:
    assert [Month(2026, 2).before(ago) for ago in (0, 1, 2, 14)] == [
        Month(2026, 2),
        Month(2026, 1),
        Month(2025, 12),
        Month(2024, 12),
    ]


@pytest.mark.parametrize(("year", "month"), [(2026, 2), (2025, 12), (2020, 1)])
def test_a_month_that_has_ended_can_be_asked_for(year: int, month: int) -> None:
    assert past_month(year, month, MARCH) == Month(year, month)


@pytest.mark.parametrize(
    ("year", "month", "path"),
    [
        (2026, 3, "month"),
        (2026, 4, "month"),
        (2027, 1, "month"),
        (2026, 0, "month"),
        (2026, 13, "month"),
        (2019, 12, "year"),
        (9999, 1, "year"),
        (-1, 1, "year"),
    ],
)
def test_no_other_month_can(year: int, month: int, path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        past_month(year, month, MARCH)
    assert [problem.path for problem in refused.value.problems] == [(path,)]


@pytest.mark.parametrize(("days", "final"), [(3, True), (4, True), (0, False), (-1, False)])
def test_a_month_is_final_three_days_after_its_end(days: int, final: bool) -> None:
    at = Month(2026, 2).end + timedelta(days=days)
    costs = MonthlyCosts.fetched(CostProvider.OPENAI, Month(2026, 2), Charges(), at)
    assert costs.finalized is final


def test_a_month_is_not_final_a_moment_before_three_days() -> None:
    at = Month(2026, 2).end + timedelta(days=3) - MICROSECOND
    costs = MonthlyCosts.fetched(CostProvider.OPENAI, Month(2026, 2), Charges(), at)
    assert not costs.finalized


def test_a_month_of_exactly_the_longest_age_still_counts() -> None:
    costs = MonthlyCosts.fetched(CostProvider.OPENAI, Month(2026, 3), Charges(), MARCH)
    hour = timedelta(hours=1)
    assert costs.fresh_for(hour, MARCH + timedelta(minutes=20)) == timedelta(minutes=40)
    assert costs.fresh_for(hour, MARCH + hour) == timedelta(0)
    assert costs.fresh_for(hour, MARCH + hour + MICROSECOND) is None


def test_amounts_are_added_up_without_rounding() -> None:
    charges = Charges(
        items={
            "gpt-image-1, image output": Decimal("0.1"),
            "gpt-4o-mini, input": Decimal("0.0000001"),
            "whisper-1": Decimal("0.2"),
        }
    )
    assert charges.total == Decimal("0.3000001")
    assert charges.of(CostCategory.IMAGE) == Decimal("0.1")
    assert charges.of(CostCategory.CHAT) == Decimal("0.0000001")
    assert charges.of(CostCategory.OTHER) == Decimal("0.2")


@pytest.mark.parametrize("total", ["0", "0.000001", "999999.999999"])
def test_a_total_from_nothing_to_a_million_is_believed(total: str) -> None:
    assert charged(a=total, b="1", c="-1").checked().total == Decimal(total)


@pytest.mark.parametrize("total", ["-0.000001", "1000000", "999999.9999999"])
def test_another_total_is_not(total: str) -> None:
    with pytest.raises(ProviderError):
        charged(a=total).checked()


@pytest.mark.parametrize(("image", "fits"), [("999999", True), ("1000000", False)])
def test_no_kind_of_thing_costs_a_million_whatever_the_total_is(image: str, fits: bool) -> None:
    half = str(Decimal(image) / 2)
    items = {"gpt-image-1": half, "dall-e-3": half, "gpt-4o": f"-{half}", "o3": f"-{half}"}
    charges = charged(**items)
    assert charges.total == 0
    if fits:
        assert charges.checked() is charges
        return
    with pytest.raises(ProviderError):
        charges.checked()


def test_what_is_neither_pictures_nor_texts_is_something_else() -> None:
    totals = CostTotals(total=Decimal("1.5"), image=Decimal("0.5"), chat=Decimal("0.25"))
    assert totals.other == Decimal("0.75")
