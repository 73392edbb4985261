"""In-memory twins of what costs need from the outside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.costs.model import (
    Charges,
    CostCategory,
    CostProvider,
    CostTotals,
    Month,
    MonthlyCosts,
)
from app.domain.errors import ProviderFailure


def charged(**items: str) -> Charges:
    return Charges(items={item: Decimal(amount) for item, amount in items.items()})


@dataclass
class FakeSource:
    """Tells a dollar for each month, or fails."""

    configured: bool = True
    failure: ProviderFailure | None = None
    asked: list[Month] = field(default_factory=list)
    answer: Charges = field(default_factory=lambda: charged(dalle="1"))

    async def charges(self, month: Month) -> Charges:
        self.asked.append(month)
        if self.failure is not None:
            raise self.failure
        return self.answer


@dataclass
class FakeCosts:
    rows: dict[tuple[CostProvider, Month], MonthlyCosts] = field(default_factory=dict)

    async def get(self, provider: CostProvider, month: Month) -> MonthlyCosts | None:
        return self.rows.get((provider, month))

    async def between(
        self, provider: CostProvider, first: Month, last: Month
    ) -> Mapping[Month, MonthlyCosts]:
        return {
            month: row
            for (whose, month), row in self.rows.items()
            if whose is provider and first <= month <= last
        }

    async def put(self, costs: MonthlyCosts) -> None:
        self.rows[costs.provider, costs.month] = costs

    async def totals(self, provider: CostProvider) -> CostTotals:
        rows = [row for (whose, _), row in self.rows.items() if whose is provider]
        return CostTotals(
            total=sum((row.charges.total for row in rows), Decimal(0)),
            image=sum((row.charges.of(CostCategory.IMAGE) for row in rows), Decimal(0)),
            chat=sum((row.charges.of(CostCategory.CHAT) for row in rows), Decimal(0)),
            months=len(rows),
        )


@dataclass
class FakeTurns:
    """Everybody's turn at once; `meanwhile` is what somebody kept while one waited."""

    costs: FakeCosts
    failure: ProviderFailure | None = None
    meanwhile: MonthlyCosts | None = None

    @asynccontextmanager
    async def __call__(self, provider: CostProvider) -> AsyncIterator[None]:
        if self.failure is not None:
            raise self.failure
        if self.meanwhile is not None:
            await self.costs.put(self.meanwhile)
        yield
