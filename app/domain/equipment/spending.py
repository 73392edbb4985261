"""What was spent, added up from prices that are decrypted for a moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.equipment.vault import Vault


@dataclass(slots=True)
class CurrencyTotal:
    """The sum of some prices in one currency."""

    amount: Decimal = Decimal(0)
    count: int = 0


@dataclass(slots=True)
class Spending:
    """Sums by currency, and how many prices could not be read."""

    totals: dict[str, CurrencyTotal] = field(default_factory=dict, repr=False)
    unreadable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingService:
    """Adds prices up. Nothing of it is kept."""

    vault: Vault

    async def total(self, prices: AsyncIterator[Sequence[str | None]]) -> Spending:
        """The sums of the prices behind these tokens; None is no price."""
        spending = Spending()
        async for tokens in prices:
            for token in tokens:
                if token is not None:
                    self._add(spending, token)
        return spending

    def _add(self, spending: Spending, token: str) -> None:
        price = self.vault.price(token)
        if price is None:
            spending.unreadable += 1
            return
        total = spending.totals.setdefault(price.currency, CurrencyTotal())
        total.amount += price.amount
        total.count += 1
