"""What providers charged, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from tortoise.expressions import Q

from app.domain.costs.model import (
    PLACES,
    Charges,
    CostCategory,
    CostProvider,
    CostTotals,
    Month,
    MonthlyCosts,
)
from app.infra.database import connection, transaction
from app.rows.costs import MonthlyCostsRow

# A month without charges was told no currency.
_TOTALS: Final = """
    SELECT sum(total_cost) AS total, sum(image_cost) AS image, sum(chat_cost) AS chat,
           count(*) AS months, max(last_updated_at) AS updated_at, told.currency
      FROM api_costs_monthly AS kept, (
           SELECT currency FROM api_costs_monthly WHERE provider = $1
            ORDER BY line_items <> '{}' DESC, last_updated_at DESC LIMIT 1) AS told
     WHERE provider = $1 AND (kept.currency = told.currency OR line_items = '{}')
     GROUP BY told.currency
"""


class CostRepository:
    """The months that are kept (`Costs` port)."""

    async def get(self, provider: CostProvider, month: Month) -> MonthlyCosts | None:
        """See `Costs.get`."""
        return (await self.between(provider, month, month)).get(month)

    async def between(
        self, provider: CostProvider, first: Month, last: Month
    ) -> Mapping[Month, MonthlyCosts]:
        """See `Costs.between`; of several organizations the one that was asked last."""
        rows = await MonthlyCostsRow.filter(
            Q(year__gt=first.year) | Q(year=first.year, month__gte=first.month),
            Q(year__lt=last.year) | Q(year=last.year, month__lte=last.month),
            provider=provider,
        ).order_by("last_updated_at")
        return {Month(row.year, row.month): _costs(row) for row in rows}

    async def put(self, costs: MonthlyCosts) -> None:
        """See `Costs.put`. A month without an organization becomes that of the first one."""
        organization = costs.charges.organization_id
        period: dict[str, Any] = {
            "provider": costs.provider,
            "year": costs.month.year,
            "month": costs.month.month,
        }
        months = MonthlyCostsRow.filter(**period)
        if organization is not None:
            same = Q(organization_id=organization) | Q(organization_id__isnull=True)
            months = months.filter(same)
        async with transaction():
            row = await months.order_by("-last_updated_at").select_for_update().first()
            if row is None:
                row = MonthlyCostsRow(**period)
            elif row.is_finalized:
                return
            row.organization_id = organization or row.organization_id
            row.update_from_dict(_columns(costs))
            await row.save()

    async def totals(self, provider: CostProvider) -> CostTotals:
        """See `Costs.totals`; in the currency of the month with charges that was asked for last."""
        rows = await connection().execute_query_dict(_TOTALS, [provider.value])
        return CostTotals(**rows[0]) if rows else CostTotals()


def _columns(costs: MonthlyCosts) -> dict[str, Any]:
    charges = costs.charges
    return {
        "currency": charges.currency,
        "total_cost": charges.total.quantize(PLACES),
        "image_cost": charges.of(CostCategory.IMAGE).quantize(PLACES),
        "chat_cost": charges.of(CostCategory.CHAT).quantize(PLACES),
        "line_items": {item: str(amount) for item, amount in charges.items.items()},
        "bucket_count": charges.buckets,
        "is_finalized": costs.finalized,
        "last_updated_at": costs.updated_at,
    }


def _costs(row: MonthlyCostsRow) -> MonthlyCosts:
    return MonthlyCosts(
        provider=row.provider,
        month=Month(row.year, row.month),
        charges=Charges(
            items={item: Decimal(amount) for item, amount in row.line_items.items()},
            currency=row.currency,
            organization_id=row.organization_id,
            buckets=row.bucket_count,
        ),
        finalized=row.is_finalized,
        updated_at=row.last_updated_at,
    )
