"""What the use-cases of costs need from the outside."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.domain.costs.model import Charges, CostProvider, CostTotals, Month, MonthlyCosts


class CostSource(Protocol):
    """A provider that tells what it charged."""

    @property
    def configured(self) -> bool:
        """Whether it can be asked at all."""
        ...

    async def charges(self, month: Month) -> Charges:
        """What was charged in a month so far. Raises ProviderFailure."""
        ...


class Costs(Protocol):
    """The months that are kept."""

    async def get(self, provider: CostProvider, month: Month) -> MonthlyCosts | None:
        """A month."""
        ...

    async def between(
        self, provider: CostProvider, first: Month, last: Month
    ) -> Mapping[Month, MonthlyCosts]:
        """The months from one to another, both included."""
        ...

    async def put(self, costs: MonthlyCosts) -> None:
        """Keep a month in place of what was kept of it; a final one stays as it is."""
        ...

    async def totals(self, provider: CostProvider) -> CostTotals:
        """Sums over everything that is kept."""
        ...


class Turns(Protocol):
    """Who may ask a provider: one after the other, across all processes."""

    def __call__(self, provider: CostProvider) -> AbstractAsyncContextManager[object]:
        """Wait for one's turn, and keep it. Raises ProviderFailure when that takes too long."""
        ...
