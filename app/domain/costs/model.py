"""What a provider charged for each month, by line item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, Self

from app.domain.errors import InvalidInput, Problem, ProviderError

PLACES: Final = Decimal("0.000001")
"""What is kept of an amount; single calls cost less than a cent."""
MOST_COST: Final = Decimal(1_000_000)
"""No month of ours costs so much."""
BILLED_LATE: Final = timedelta(days=3)
"""A month is final only when it was asked for so long after its end."""
FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 9998
USUAL_CURRENCY: Final = "usd"

_CHAT: Final = ("gpt-", "chatgpt", "o1", "o3", "o4")


class CostProvider(StrEnum):
    """Who charges."""

    OPENAI = "openai"
    MUREKA = "mureka"


class CostCategory(StrEnum):
    """What was bought."""

    IMAGE = "image"
    CHAT = "chat"
    OTHER = "other"


def category_of(line_item: str) -> CostCategory:
    """What a line item such as `gpt-image-1, image output` is for."""
    name = line_item.strip().lower()
    if "image" in name or name.startswith("dall-e"):
        return CostCategory.IMAGE
    return CostCategory.CHAT if name.startswith(_CHAT) else CostCategory.OTHER


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month in UTC."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """The month of a moment."""
        utc = moment.astimezone(UTC)
        return cls(utc.year, utc.month)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.before(-1).start

    def before(self, months: int) -> Month:
        """The month so many months earlier."""
        years, month = divmod(self.year * 12 + self.month - 1 - months, 12)
        return Month(years, month + 1)


def past_month(year: int, month: int, now: datetime) -> Month:
    """A month that has ended. Raises InvalidInput for the current one, later ones and none."""
    problems = []
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        params = {"min": 1, "max": 12, "value": month}
        problems.append(Problem("number.out_of_range", ("month",), params))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        params = {"min": FIRST_YEAR, "max": LAST_YEAR, "value": year}
        problems.append(Problem("number.out_of_range", ("year",), params))
    if problems:
        raise InvalidInput.of(tuple(problems))
    found = Month(year, month)
    if found >= Month.of(now):
        raise InvalidInput("costs.not_past", "month")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """What a provider answers for a month; amounts by line item, in one currency."""

    items: Mapping[str, Decimal] = field(default_factory=dict)
    currency: str = USUAL_CURRENCY
    organization_id: str | None = None
    buckets: int = 0

    @property
    def total(self) -> Decimal:
        """Everything."""
        return sum(self.items.values(), Decimal(0))

    def of(self, category: CostCategory) -> Decimal:
        """What one kind of thing cost."""
        amounts = (each for item, each in self.items.items() if category_of(item) is category)
        return sum(amounts, Decimal(0))

    def checked(self) -> Self:
        """The same. Raises ProviderError for sums below nothing or beyond belief, once rounded.

        A kind of thing may have cost less than nothing: credits are items, too.
        """
        total, *kinds = (
            each.quantize(PLACES) for each in (self.total, *map(self.of, CostCategory))
        )
        if not 0 <= total < MOST_COST or any(abs(each) >= MOST_COST for each in kinds):
            raise ProviderError("costs.malformed")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyCosts:
    """A month as it is kept: what was charged so far, or for good when it is final."""

    provider: CostProvider
    month: Month
    charges: Charges
    finalized: bool
    updated_at: datetime

    @classmethod
    def fetched(cls, provider: CostProvider, month: Month, charges: Charges, now: datetime) -> Self:
        """A month as the provider tells it now."""
        return cls(
            provider=provider,
            month=month,
            charges=charges.checked(),
            finalized=now >= month.end + BILLED_LATE,
            updated_at=now,
        )

    def fresh_for(self, ttl: timedelta, now: datetime) -> timedelta | None:
        """How much longer it counts; None when it is too old. A final one is not asked."""
        left = self.updated_at + ttl - now
        return left if left >= timedelta(0) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostReport:
    """A month as it is shown.

    `cached`: nobody was asked just now. `stale`: it is too old, but the provider cannot be asked.
    `ttl` is how long it counts without being asked again, None for ever.
    """

    costs: MonthlyCosts
    cached: bool
    stale: bool = False
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostTotals:
    """Sums over all months that are kept, in one currency."""

    total: Decimal = Decimal(0)
    image: Decimal = Decimal(0)
    chat: Decimal = Decimal(0)
    currency: str = USUAL_CURRENCY
    months: int = 0
    updated_at: datetime | None = None

    @property
    def other(self) -> Decimal:
        """What is neither for pictures nor for chats."""
        return self.total - self.image - self.chat
