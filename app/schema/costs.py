"""What providers charged the studio, as clients see it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self

import strawberry

from app.domain.costs import model
from app.domain.costs.model import PLACES, CostCategory, CostProvider
from app.domain.costs.service import USUAL_MONTHS
from app.domain.songs import provider as music
from app.schema.context import Info

_TOTAL = "Everything together."
_IMAGES = "What pictures cost."
_CHATS = "What texts cost."
_OTHER = "What everything else cost."
_CURRENCY = "The currency of all amounts, by ISO 4217."


@strawberry.type(description="One position of a bill.")
class CostLineItem:
    """What it is called, and what it cost."""

    name: str = strawberry.field(
        description="The provider's own name for it, such as `gpt-image-1, image output`."
    )
    category: CostCategory = strawberry.field(description="What was bought.")
    amount: Decimal = strawberry.field(description="What it cost, to a millionth.")


@strawberry.type(description="What a provider charged in a calendar month of UTC.")
class MonthlyCosts:
    """A month, and how well it is known."""

    year: int = strawberry.field(description="The year.")
    month: int = strawberry.field(description="The month, 1 to 12.")
    total: Decimal = strawberry.field(description=_TOTAL)
    image: Decimal = strawberry.field(description=_IMAGES)
    chat: Decimal = strawberry.field(description=_CHATS)
    other: Decimal = strawberry.field(description=_OTHER)
    currency: str = strawberry.field(description=_CURRENCY)
    line_items: list[CostLineItem] = strawberry.field(
        description="The positions, the dearest first."
    )
    cached: bool = strawberry.field(description="Whether the provider was not asked just now.")
    ttl_seconds: int | None = strawberry.field(
        description="How long it is not asked for again; null: never, for it is final."
    )
    stale: bool = strawberry.field(
        description="Whether it is too old, and the provider cannot be asked at the moment."
    )
    finalized: bool = strawberry.field(
        description=(
            "Whether it is final: it was asked for three days or more after the month's end."
        )
    )
    updated_at: datetime = strawberry.field(description="When the provider was asked.")

    @classmethod
    def of(cls, report: model.CostReport) -> Self:
        """A month as it is shown."""
        costs, charges = report.costs, report.costs.charges
        items = sorted(charges.items.items(), key=lambda item: (-item[1], item[0]))
        return cls(
            year=costs.month.year,
            month=costs.month.month,
            total=_shown(charges.total),
            image=_shown(charges.of(CostCategory.IMAGE)),
            chat=_shown(charges.of(CostCategory.CHAT)),
            other=_shown(charges.of(CostCategory.OTHER)),
            currency=charges.currency.upper(),
            line_items=[
                CostLineItem(name=name, category=model.category_of(name), amount=_shown(amount))
                for name, amount in items
            ],
            cached=report.cached,
            ttl_seconds=None if report.ttl is None else int(report.ttl.total_seconds()),
            stale=report.stale,
            finalized=costs.finalized,
            updated_at=costs.updated_at,
        )


@strawberry.type(description="What a provider charged in all months that the studio knows.")
class CostTotals:
    """Sums; zeros where nothing is known."""

    total: Decimal = strawberry.field(description=_TOTAL)
    image: Decimal = strawberry.field(description=_IMAGES)
    chat: Decimal = strawberry.field(description=_CHATS)
    other: Decimal = strawberry.field(description=_OTHER)
    currency: str = strawberry.field(description=_CURRENCY)
    months: int = strawberry.field(description="How many months are summed up.")
    updated_at: datetime | None = strawberry.field(
        description="When the provider was last asked for one of them; null for never."
    )

    @classmethod
    def of(cls, totals: model.CostTotals) -> Self:
        """The sums."""
        return cls(
            total=_shown(totals.total),
            image=_shown(totals.image),
            chat=_shown(totals.chat),
            other=_shown(totals.other),
            currency=totals.currency.upper(),
            months=totals.months,
            updated_at=totals.updated_at,
        )


@strawberry.type(
    description=(
        "What a provider charged the studio as a whole. A month that is not final is asked for "
        "once an hour at most."
    )
)
class ApiCosts:
    """Of one provider."""

    provider: CostProvider = strawberry.field(description="Who charged.")

    @strawberry.field(description="The month that it is, so far.")
    async def current_month(self, info: Info) -> MonthlyCosts | None:
        """Null with an error where it is not known."""
        return MonthlyCosts.of(await info.context.services.costs.current_month(self.provider))

    @strawberry.field(
        description="A month that has ended; the current one and later ones are a mistake."
    )
    async def month(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="The year, from 2020.")],
        month: Annotated[int, strawberry.argument(description="The month, 1 to 12.")],
    ) -> MonthlyCosts | None:
        """Null with an error where it is not known."""
        return MonthlyCosts.of(await info.context.services.costs.month(self.provider, year, month))

    @strawberry.field(
        description=(
            "The last months and the current one, the oldest first, for charts. Months that are "
            "not known are left out: the provider is asked for at most 12 at a time."
        )
    )
    async def months(
        self,
        info: Info,
        last: Annotated[
            int, strawberry.argument(description="How many months, 1 to 36.")
        ] = USUAL_MONTHS,
    ) -> list[MonthlyCosts] | None:
        """Null with an error where none is known."""
        reports = await info.context.services.costs.months(self.provider, last)
        return [MonthlyCosts.of(each) for each in reports]

    @strawberry.field(description="All months that the studio knows; the provider is not asked.")
    async def all_time(self, info: Info) -> CostTotals:
        """Zeros where nothing is known."""
        return CostTotals.of(await info.context.services.costs.all_time(self.provider))


@strawberry.type(description="The studio's account at Mureka, at most half a minute old.")
class MusicAccount:
    """Amounts are in hundredths of the account's currency, as the provider counts them."""

    account_id: str = strawberry.field(description="Its id at the provider.")
    balance: Decimal = strawberry.field(description="What is left, in cents.")
    total_recharge: Decimal = strawberry.field(description="What was ever paid in, in cents.")
    total_spending: Decimal = strawberry.field(description="What was ever spent, in cents.")
    concurrent_request_limit: int = strawberry.field(
        description="How many songs the provider makes at once for it."
    )

    @classmethod
    def of(cls, account: music.MusicAccount) -> Self:
        """The account as it stands."""
        return cls(
            account_id=account.account_id,
            balance=account.balance,
            total_recharge=account.total_recharge,
            total_spending=account.total_spending,
            concurrent_request_limit=account.concurrent_request_limit,
        )


def _shown(amount: Decimal) -> Decimal:
    return amount.quantize(PLACES)
