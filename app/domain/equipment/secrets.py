"""What equipment keeps encrypted: passwords, licence keys and prices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final, Self

from app.domain.text import Checks

LONGEST_SECRET: Final[Mapping[str, int]] = {"password": 500, "license_key": 5000, "price": 100}
"""The secrets by name, and how many code points each has at most; a price has its own limits."""

MOST_DIGITS: Final = 12
"""Of an amount, before the point."""
MOST_PLACES: Final = 4
"""Of an amount, behind the point."""
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An amount of money; the currency is a code of ISO 4217."""

    amount: Decimal = field(repr=False)
    currency: str

    def text(self) -> str:
        """The text that is encrypted, such as `199.00 EUR`."""
        return f"{self.amount:f} {self.currency}"

    @classmethod
    def of(cls, text: str) -> Self:
        """The price of such a text. Raises ValueError for any other."""
        amount, _, currency = text.partition(" ")
        try:
            number = Decimal(amount)
        except InvalidOperation as error:
            raise ValueError("no amount") from error
        if not _CURRENCY.fullmatch(currency) or not number.is_finite():
            raise ValueError("no price")
        return cls(amount=number, currency=currency)


def check_price(checks: Checks, price: Price) -> None:
    """Amounts are 0 or more, with up to 12 digits and 4 places; currencies three capitals."""
    amount = price.amount
    places = max(0, -int(amount.as_tuple().exponent)) if amount.is_finite() else MOST_PLACES + 1
    fits = places <= MOST_PLACES and amount < Decimal(10) ** MOST_DIGITS
    if not fits or amount.is_signed():
        checks.problem("price", "equipment.bad_amount", digits=MOST_DIGITS, places=MOST_PLACES)
    if not _CURRENCY.fullmatch(price.currency):
        checks.problem("price", "equipment.bad_currency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """The secrets of one piece of equipment. `unreadable` names those that no key fits."""

    password: str | None = field(default=None, repr=False)
    license_key: str | None = field(default=None, repr=False)
    price: Price | None = field(default=None, repr=False)
    unreadable: tuple[str, ...] = ()

    def told(self) -> frozenset[str]:
        """The names of the secrets that it tells."""
        return frozenset(name for name in LONGEST_SECRET if getattr(self, name) is not None)
